#include "fokker_planck_convergence/schema.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::fokker_planck_convergence {

using namespace io::keys;

io::Schema schema() {
  return {
      texts("run.problems", "", "The problems to run; all of them if not given."),
      cells("space.line_levels", "6", "Grids of an order in space in one dimension.", {4, 7}),
      count("space.plane_levels", "5", "The same in the plane.", {4, 6}),
      count("space.box_levels", "5", "The same in three dimensions.", {4, 6}),
      cells("joint.levels", "5",
            "Grids of an order in space and time together, in the plane and in three dimensions.", {4, 8}),
      count("time.finest_steps", "256", "Finest steps of an order in time in one dimension.", {64, 1 << 14},
            io::Scaling::particles, 16),
      count("time.finest_steps_axes", "512", "The same where there are several axes.", {32, 1 << 12},
            io::Scaling::particles, 16),
      steps("pairs.steppers", "20",
            "Time steppers tried with every discretisation after a problem's first, which meets all of them.",
            {2, 1000}),
      steps("mass.steps", "10000", "Steps over which the mass must stay.", {100, 1e7}),
  };
}

}  // namespace kolmo::fokker_planck_convergence
