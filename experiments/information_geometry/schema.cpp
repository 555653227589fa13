#include "information_geometry/schema.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::information_geometry {

using namespace io::keys;

io::Schema schema() {
  return {
      texts("run.parts", "",
            "The parts to run; all of them if not given: families, distances, lengths, descent, entropy, "
            "sampling."),
      particles("samples", "200000", "Samples of estimates, and draws of chains.", {2000, 1e8}, 16),
  };
}

}  // namespace kolmo::information_geometry
