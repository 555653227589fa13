#include "entropy_along_diffusion/schema.hpp"

#include "kolmo/io/keys.hpp"
#include "kolmo/problem/keys_of_others.hpp"
#include "kolmo/problem/read.hpp"

namespace kolmo::entropy_along_diffusion {

using namespace io::keys;

io::Schema schema() {
  io::Schema all = {
      texts("run.parts", "",
            "The parts to run; all of them if not given: rates, ergodic, irreversible, weights, backward, "
            "estimates; or your "
            "own [problem.NAME] alone, where there are any."),
      texts("run.problems", "", "Which of your problems are run, and nothing else."),
      particles("averages.chains", "2048", "Chains whose averages over time are compared.", {128, 1e7}, 16),
      particles("weights.paths", "400000", "Weighted paths, and paths of the backward equation.", {1000, 1e8},
                16),
      particles("estimates.repeats", "100", "Samples of each entropy estimate.", {6, 1e5}),
      count("problem.*.analysis.cells", "",
            "Cells of each axis on the coarsest of three grids; 200, in the plane 32.", {16, 2000}),
  };
  const io::Schema problems = problem::keys();
  all.insert(all.end(), problems.begin(), problems.end());
  return problem::with_keys_of_others(std::move(all));
}

}  // namespace kolmo::entropy_along_diffusion
