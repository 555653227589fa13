#include "sample/schema.hpp"

#include "kolmo/io/keys.hpp"
#include "kolmo/problem/target.hpp"
#include "kolmo/sampling/chains/sample_target.hpp"

namespace kolmo::sample {

using namespace io::keys;

namespace {

std::vector<std::string> methods() {
  std::vector<std::string> all = sampling::sampling_methods();
  all.emplace_back("annealed_langevin");
  return all;
}

}  // namespace

io::Schema schema() {
  io::Schema all = {
      texts("run.targets", "", "Which targets are sampled; all if not given."),
      text("sampler.method", "\"hmc\"",
           "How: a kernel, parallel_tempering, or annealed_langevin (of mixtures).", methods()),
      count("sampler.chains", "4", "Chains that run beside each other.", {2, 1e6}),
      count("sampler.draws", "4000", "Draws that are kept of each chain.", {8, 1e8}),
      count("sampler.every", "1", "Steps (of parallel tempering: rounds of five steps and a swap) a draw.",
            {1, 1e6}),
      count("sampler.warm_up", "60",
            "Rounds of 20 steps in which scale and step adapt; nothing does afterwards.", {16, 1e6}),
      number("sampler.acceptance", "", "1",
             "The acceptance that is wanted; 0.234 (random_walk), 0.574 (mala), 0.8 (hmc) if not given.",
             {.05, .99}),
      number("sampler.accuracy", "0.01", "1",
             "Of methods that never reject: the relative bias that the variance of a Gaussian may have; it "
             "sets the "
             "step.",
             positive_up_to(0.25)),
      number("sampler.trajectory", "1.5", "1",
             "Of hmc: the length of a trajectory in standard deviations of the target.", {1e-3, 1e3}),
      number("sampler.jitter", "0", "1",
             "Of hmc: the share by which the length of each trajectory varies at random.", {0, 0.99}),
      count("sampler.levels", "20", "Of annealed_langevin: levels of noise.", {2, 1e6}),
      count("sampler.level_steps", "100", "Of annealed_langevin: steps a level.", {1, 1e9}),
      numbers("sampler.betas", "[1, 0.5, 0.25, 0.12, 0.06, 0.03]", "1",
              "Of parallel tempering: powers of the density, decreasing from 1.", positive_up_to(1)),
  };
  const io::Schema target = problem::target_keys();
  all.insert(all.end(), target.begin(), target.end());
  return all;
}

}  // namespace kolmo::sample
