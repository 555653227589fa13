#include "sde_convergence/schema.hpp"

namespace kolmo::sde_convergence {
namespace {

using io::Key;
using io::Scaling;
using io::Type;

Key count(const std::string& path, const std::string& default_value, const std::string& sentence,
          double lower, double upper, Scaling scaling, std::int64_t multiple_of = 1) {
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
  keys.push_back(count("strong.particles", "4096",
                       "Paths of a strong order. An interval wider than 0.05 (4096/particles)^(1/2) decides "
                       "nothing.",
                       64, 1e8, Scaling::particles, 32));
  keys.push_back(count("strong.coarsest_steps", "16", "Steps of the coarsest paths; a power of 2.", 2,
                       1 << 16, Scaling::none));
  keys.push_back(count("strong.finest_steps", "1024", "Steps of the finest paths; a power of 2.", 4, 1 << 18,
                       Scaling::steps, 16));
  keys.push_back(count("strong.refinement", "64",
                       "Steps of a reference path in one of the finest steps; a power of 2.", 2, 1 << 10,
                       Scaling::cells, 2));
  keys.push_back(count("weak.finest_steps", "512",
                       "Finest steps of weak orders in one dimension; the coarsest are 16.", 64, 1 << 14,
                       Scaling::steps, 16));
  keys.push_back(count("weak.plane_finest_steps", "32",
                       "Finest steps of weak orders in the plane, of T = 1/2; the coarsest are 4.", 16, 1024,
                       Scaling::steps, 16));
  return keys;
}

}  // namespace kolmo::sde_convergence
