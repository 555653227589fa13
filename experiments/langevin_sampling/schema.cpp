#include "langevin_sampling/schema.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::langevin_sampling {

using namespace io::keys;

io::Schema schema() {
  return {
      texts("run.parts", "",
            "The parts to run; all of them if not given: bias, gaussian, metropolis, relaxation, adaptive, "
            "sampled."),
      particles("sampled.draws", "4000000", "Draws of the chain of part sampled.", {100000, 1e9}),
  };
}

}  // namespace kolmo::langevin_sampling
