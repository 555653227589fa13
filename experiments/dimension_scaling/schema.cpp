#include "dimension_scaling/schema.hpp"

namespace kolmo::dimension_scaling {
namespace {

using io::Key;
using io::Scaling;
using io::Type;

Key cells(const std::string& path, const std::string& sentence, double upper) {
  Key key{path, Type::integer, "", "1", sentence, 40, upper};
  key.scaling = Scaling::cells;
  key.multiple_of = 20;
  return key;
}

Key count(const std::string& path, const std::string& sentence, double lower, double upper,
          Scaling scaling = Scaling::none, std::int64_t multiple_of = 1) {
  Key key{path, Type::integer, "", "1", sentence, lower, upper};
  key.scaling = scaling;
  key.multiple_of = multiple_of;
  return key;
}

}  // namespace

io::Schema schema() {
  return {
      {"run.parts", Type::texts, "", "", "Which families run, of: product, rotated."},
      cells("grid.finest_1d", "Cells of the finest grid in one dimension; a multiple of 20.", 4000),
      cells("grid.finest_2d", "Cells an axis of the finest grid in two dimensions.", 1000),
      cells("grid.finest_3d", "Cells an axis of the finest grid in three dimensions.", 300),
      count("particles.repeats", "Independent runs that a root mean square error comes from.", 32, 1e5,
            Scaling::particles),
      count("kernel.largest_sample", "Paths of the largest kernel estimate, a multiple of 1024.", 16384, 1e7,
            Scaling::none, 1024),
      count("kernel.repeats_1d", "Kernel estimates of each size in one dimension.", 4, 1e5,
            Scaling::particles),
      count("kernel.repeats_2d", "The same in two dimensions.", 4, 1e5, Scaling::particles),
      count("kernel.repeats_3d", "The same in three dimensions.", 4, 1e5, Scaling::particles),
  };
}

io::ScaleTable scales() { return {{"quick", 0.25, 0.5, 0.5}, {"standard", 1, 1, 1}, {"full", 4, 2, 1.5}}; }

}  // namespace kolmo::dimension_scaling
