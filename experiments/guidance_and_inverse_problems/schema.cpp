#include "guidance_and_inverse_problems/schema.hpp"

#include "kolmo/io/keys.hpp"
#include "kolmo/problem/target.hpp"

namespace kolmo::guidance_and_inverse_problems {

using namespace io::keys;

io::Schema schema() {
  const std::string p = "target.*.observation.";
  io::Schema all = {
      texts("run.parts", "",
            "The parts to run: gaussian, and the name of each target; all of them if not given."),
      particles(
          "ensemble.particles", "16384",
          "Particles that each method carries; fewer, 1024 at least, of a law with more than 32 components.",
          {1024, 1e7}, 1024),
      count("ensemble.most_steps", "2048",
            "Steps of paths are doubled until two runs agree within their noise, up to this many.",
            {64, 1 << 20}),
      cells("grid.cells", "800", "Cells of the finer grid on which a law on the line is guided.",
            {200, 1 << 20}, 2),
      numbers("guidance.weights", "[0, 1, 2, 5]", "1",
              "Weights w of guidance: by a classifier, score + w grad log p(y|x), and without one, "
              "(1 + w) conditional - w unconditional.",
              {0, 100}),
      numbers("replacement.resamplings", "[1, 4, 16]", "1",
              "How often each step of replacement is repeated (RePaint); 1 is plain replacement.", {1, 1000}),
      count("replacement.steps", "128", "Steps of replacement.", {8, 1e5}),
      matrix(p + "matrix", "", "1",
             "A of y = A x + noise: one row for each observed number, in the units of file or means. Taken "
             "with its first row alone, with its first two, ..."),
      numbers(p + "value", "", "1", "y, one number a row of the matrix."),
      matrix(p + "noise", "", "1",
             "Levels of noise: each row a level, one standard deviation for each row of the matrix or one "
             "for all, in the units of y."),
  };
  const io::Schema target = problem::target_keys();
  for (const io::Key& key : target)
    if (key.path != "target.*.start" && key.path != "target.*.temperature") all.push_back(key);
  return all;
}

}  // namespace kolmo::guidance_and_inverse_problems
