#include "rare_events/schema.hpp"

#include "frame/problem/analysis.hpp"
#include "kolmo/problem/keys_of_others.hpp"

namespace kolmo::rare_events {

using namespace io::keys;

io::Schema schema() {
  io::Schema all = {
      texts("run.parts", "",
            "The parts to run; all of them if not given: kramers, splitting, tube, plane; or your own "
            "[problem.NAME] alone, "
            "where there are any."),
      texts("run.problems", "", "Which of your problems are run, and nothing else."),
      particles("passages.paths", "40000", "Paths of the low barrier, T = 0.5, and of a problem of your own.",
                {200, 1e8}, 16),
      particles("splitting.runs", "200", "Independent runs of adaptive splitting.", {8, 100000}),
      particles("tube.walkers", "8192", "Walkers on the surface of Müller and Brown.", {256, 1e7}, 16),
      expressions("problem.*.analysis.half_axes",
                  "In the plane: half axes of the ellipses about from and to that paths leave and reach, a "
                  "number for each variable; a twentieth of the domain if not given."),
      cells(
          "tube.cells", "80",
          "Cells an axis of the coarsest grid in the plane, a multiple of 40; the finest has twice as many.",
          {40, 160}, 40),
  };
  for (const io::Schema& more : {problem::keys(), frame::place_keys()})
    all.insert(all.end(), more.begin(), more.end());
  return problem::with_keys_of_others(std::move(all));
}

}  // namespace kolmo::rare_events
