#include "wasserstein_flow/schema.hpp"

#include "kolmo/io/keys.hpp"
#include "wasserstein_flow/own_flow.hpp"

namespace kolmo::wasserstein_flow {

using namespace io::keys;

io::Schema schema() {
  io::Schema keys = {
      texts("run.parts", "",
            "The parts to run; all of them if not given: gaussian, porous_medium, porous_line, line, plane, "
            "blobs, schemes, plane_schemes; or your own [flow.NAME] alone, where there are any."),
      cells("cells", "256", "Cells along each axis of the plane.", {128, 1024}, 32),
      cells("energy_cells", "128",
            "Cells along each axis of the plane for the other energies; half as many where schemes are "
            "compared.",
            {64, 512}, 32),
      cells("scheme_cells", "1600", "Cells of the line where schemes are compared.", {400, 6400}, 100),
      cells("line_cells", "1600", "Cells of the line.", {400, 20000}, 100),
  };
  const io::Schema own = flow_keys();
  keys.insert(keys.end(), own.begin(), own.end());
  return keys;
}

}  // namespace kolmo::wasserstein_flow
