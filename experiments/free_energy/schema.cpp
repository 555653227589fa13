#include "free_energy/schema.hpp"

#include "kolmo/io/keys.hpp"
#include "kolmo/problem/keys_of_others.hpp"
#include "kolmo/problem/read.hpp"

namespace kolmo::free_energy {

using namespace io::keys;

io::Schema schema() {
  io::Schema all = {
      texts("run.parts", "",
            "The parts to run; all of them if not given: harmonic, tilted; or your own [switch.NAME] alone, "
            "where "
            "there are any."),
      particles("works", "200000", "Works of either direction.", {1000, 1e8}, 16),
      text("switch.*.from", "", "The [problem.NAME] whose e^{-V/T} the switching starts from."),
      text("switch.*.to", "", "The one that it ends in: of the same variables and temperature."),
      count("switch.*.levels", "20", "Levels (1 - b) V_from + b V_to between the two.", {1, 10000}),
      count("switch.*.moves", "10", "Steps of MALA on each level.", {1, 100000}),
  };
  const io::Schema problems = problem::keys();
  all.insert(all.end(), problems.begin(), problems.end());
  return problem::with_keys_of_others(std::move(all));
}

}  // namespace kolmo::free_energy
