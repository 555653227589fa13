#include "flow_matching/schema.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::flow_matching {

using namespace io::keys;

io::Schema schema() {
  return {
      texts("run.parts", "",
            "The parts to run; all of them if not given: mixture, reflow, coupling, latent."),
      particles("ensemble.particles", "131072", "Particles of ensembles, and pairs of couplings.",
                {4096, 1e8}, 4096),
      numbers("target.weights", "[0.3, 0.7]", "1",
              "Weights of the mixture on the line that parts coupling and latent go to.", positive),
      numbers("target.means", "[-2, 2]", "1",
              "Its means. The source has the mixture's own mean and variance."),
      numbers("target.deviations", "[0.5, 0.5]", "1", "Its standard deviations.", positive),
  };
}

}  // namespace kolmo::flow_matching
