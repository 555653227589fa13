#include "most_probable_paths/schema.hpp"

#include "frame/problem/analysis.hpp"
#include "kolmo/problem/keys_of_others.hpp"

namespace kolmo::most_probable_paths {

using namespace io::keys;

io::Schema schema() {
  io::Schema all = {
      texts("run.parts", "",
            "The parts to run; all of them if not given: onsager_machlup, small_noise, geometric, "
            "state_noise, surface; or your own [problem.NAME] alone, where there are any."),
      texts("run.problems", "", "Which of your problems are run, and nothing else."),
      number("problem.*.analysis.time", "", "time", "How long the path takes.", positive),
      steps("steps", "400", "Steps of time of the coarsest of three paths.", {50, 20000}, 2),
  };
  for (const io::Schema& more : {problem::keys(), frame::place_keys()})
    all.insert(all.end(), more.begin(), more.end());
  return problem::with_keys_of_others(std::move(all));
}

}  // namespace kolmo::most_probable_paths
