#include "sde_convergence/schema.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::sde_convergence {

using namespace io::keys;

io::Schema schema() {
  return {
      texts("run.problems", "", "The problems to run; all of them if not given."),
      particles("strong.particles", "8192",
                "Paths of a strong order. An interval wider than 0.05 (8192/particles)^(1/2) (0.05 from 4096 "
                "on) decides "
                "nothing.",
                {64, 1e8}, 32),
      count("strong.coarsest_steps", "32", "Steps of the coarsest paths; a power of 2.", {2, 1 << 16}),
      steps("strong.finest_steps", "1024", "Steps of the finest paths; a power of 2.", {4, 1 << 18}, 16),
      cells("strong.refinement", "64", "Steps of a reference path in one of the finest steps; a power of 2.",
            {2, 1 << 10}, 2),
      steps("weak.finest_steps", "512", "Finest steps of weak orders in one dimension; the coarsest are 16.",
            {64, 1 << 14}, 16),
      steps("weak.plane_finest_steps", "32",
            "Finest steps of weak orders in the plane, of T = 1/2; the coarsest are 4.", {16, 1024}, 16),
  };
}

}  // namespace kolmo::sde_convergence
