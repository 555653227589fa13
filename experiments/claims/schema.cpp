#include "claims/schema.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::claims {

using namespace io::keys;

io::Schema schema() {
  return {
      texts("run.parts", "",
            "The parts to run, one a note and one of pictures; all of them if not given: score_based, "
            "generative, "
            "continuous_time, information, green_functions, pictures."),
      particles("sampled.draws", "400000", "Points that a sampled mean is made of.", {20000, 1e8}, 16),
  };
}

}  // namespace kolmo::claims
