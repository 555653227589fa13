#include "optimal_transport/schema.hpp"

#include "kolmo/io/keys.hpp"
#include "optimal_transport/own_distance.hpp"

namespace kolmo::optimal_transport {

using namespace io::keys;

io::Schema schema() {
  io::Schema keys = {
      texts("run.parts", "",
            "The parts to run; all of them if not given: points, pieces, products, disk, "
            "entropic, least_action, bridge, paths, probability_flow; or your own [distance.NAME] alone, "
            "where there are any."),
      cells("cells", "256", "Cells along each axis of the finest grid of the products.", {128, 2048}, 32),
      cells("disk_cells", "512", "Cells along each axis of the grid of the disks.", {128, 4096}, 32),
      cells("flow_cells", "64", "Cells, and steps of time, of the flow of least action.", {32, 512}, 16),
      particles("paths", "400000", "Paths of the bridge.", {1000, 1e8}, 1000),
      count("points", "300", "Points on either side of the exact plans.", {10, 5000}),
  };
  const io::Schema distances = distance_keys();
  keys.insert(keys.end(), distances.begin(), distances.end());
  return keys;
}

}  // namespace kolmo::optimal_transport
