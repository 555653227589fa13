#include "score_matching/schema.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::score_matching {

using namespace io::keys;

io::Schema schema() {
  return {
      texts(
          "run.parts", "",
          "The parts to run; all of them if not given: identities, descent, variances, contrastive, fields, "
          "conversions, samples, mixture."),
      particles("sampled.draws", "400000", "Points that a sampled mean is made of.", {20000, 1e8}, 16),
  };
}

}  // namespace kolmo::score_matching
