#include "dimension_scaling/schema.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::dimension_scaling {

using namespace io::keys;

io::Schema schema() {
  return {
      texts("run.parts", "", "Which families run, of: product, rotated."),
      cells("grid.finest_1d", "", "Cells of the finest grid in one dimension; a multiple of 20.", {40, 4000},
            20),
      cells("grid.finest_2d", "", "Cells an axis of the finest grid in two dimensions.", {40, 1000}, 20),
      cells("grid.finest_3d", "", "Cells an axis of the finest grid in three dimensions.", {40, 300}, 20),
      particles("particles.repeats", "", "Independent runs that a root mean square error comes from.",
                {32, 1e5}),
      count("kernel.largest_sample", "", "Paths of the largest kernel estimate, a multiple of 1024.",
            {16384, 1e7}, io::Scaling::none, 1024),
      particles("kernel.repeats_1d", "", "Kernel estimates of each size in one dimension.", {4, 1e5}),
      particles("kernel.repeats_2d", "", "The same in two dimensions.", {4, 1e5}),
      particles("kernel.repeats_3d", "", "The same in three dimensions.", {4, 1e5}),
  };
}

io::ScaleTable scales() { return {{"quick", 0.25, 0.5, 0.5}, {"standard", 1, 1, 1}, {"full", 4, 2, 1.5}}; }

}  // namespace kolmo::dimension_scaling
