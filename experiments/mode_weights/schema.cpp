#include "mode_weights/schema.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::mode_weights {

using namespace io::keys;

io::Schema schema() {
  return {
      texts("run.parts", "",
            "The parts to run; all of them if not given: annealing, corrector, importance, tempering, svgd, "
            "discrepancy, "
            "flow."),
      particles("ensembles.particles", "131072", "Particles of ensembles.", {4096, 1e8}, 16),
      particles("discrepancy.replicas", "1000", "Replicas that the level of a test is taken from.",
                {100, 1e6}),
  };
}

}  // namespace kolmo::mode_weights
