#include "fokker_planck_convergence/schema.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using io::Key;
using io::Scaling;
using io::Type;

Key count(const std::string& path, const std::string& default_value, const std::string& sentence,
          double lower, double upper, Scaling scaling = Scaling::none, std::int64_t multiple_of = 1) {
  Key key{path, Type::integer, default_value, "1", sentence};
  key.lower = lower;
  key.upper = upper;
  key.scaling = scaling;
  key.multiple_of = multiple_of;
  return key;
}

}  // namespace

io::Schema schema() {
  io::Schema keys;
  keys.push_back({"run.problems", Type::texts, "", "", "The problems to run; all of them if not given."});
  keys.push_back(count("space.line_levels", "6", "Grids of an order in space in one dimension.", 4, 6));
  keys.push_back(count("space.plane_levels", "5", "The same in the plane.", 4, 6));
  keys.push_back(count("space.box_levels", "5", "The same in three dimensions.", 4, 6));
  keys.push_back(count("joint.levels", "5",
                       "Grids of an order in space and time together, in the plane and in three dimensions.",
                       4, 8, Scaling::cells));
  keys.push_back(count("time.finest_steps", "256", "Finest steps of an order in time in one dimension.", 64,
                       1 << 14, Scaling::none, 16));
  keys.push_back(count("time.finest_steps_axes", "512", "The same where there are several axes.", 32, 1 << 12,
                       Scaling::none, 16));
  keys.push_back(
      count("mass.steps", "10000", "Steps over which the mass must stay.", 100, 1e7, Scaling::steps));
  return keys;
}

}  // namespace kolmo::fokker_planck_convergence
