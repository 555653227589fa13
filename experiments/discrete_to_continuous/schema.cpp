#include "discrete_to_continuous/schema.hpp"

#include "discrete_to_continuous/settings.hpp"
#include "kolmo/io/keys.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

using namespace io::keys;

/// A time in (0, 1], a number of steps N.
constexpr Range in_unit_time = positive_up_to(1), step_numbers = {1, 1e6}, chain_steps = {2, 1e6},
                walk_lengths = {16, 1e6};

io::Key samples(const std::string& path, const std::string& sentence) {
  return particles(path, "2000000", sentence, {256, 1e8}, 16);
}

io::Schema ddpm_keys() {
  return {
      number("ddpm.beta_min", "0.1", "1/s",
             "beta(t) = beta_min + (beta_max - beta_min) t of the VP process on [0, 1].", {0, 1e3}),
      number("ddpm.beta_max", "20.0", "1/s", "beta at t = 1.", positive_up_to(1e3)),
      text("ddpm.schedule_point", "\"right\"",
           "Where step i of N reads the schedule, beta_i = beta(s_i)/N: s_i = (i-1)/N, (i-1/2)/N, i/N, or "
           "(i-1)/(N-1).",
           names_of(schedule_points())),
      increasing("ddpm.steps", "", "1",
                 "Numbers of steps N, increasing; N t is whole at every time. A chain with a beta_i >= 1 "
                 "does not exist and is left out.",
                 chain_steps),
      count("ddpm.fit_from_steps", "250",
            "Smallest N that enters the fits of orders (ddpm and euler_maruyama).", chain_steps),
      increasing("ddpm.times", "", "s", "Times in (0, 1], increasing, at which laws are compared.",
                 in_unit_time),
      increasing("ddpm.sampled_steps", "", "1",
                 "Numbers of steps N, increasing, of the chains that are simulated.", chain_steps),
      samples("ddpm.particles", "Paths of each simulated chain."),
      numbers("initial.weights", "", "1", "Weights of the Gaussian components of x_0; they sum to 1.",
              positive_up_to(1)),
      numbers("initial.means", "", "1", "Mean of each component.", {-1e6, 1e6}),
      numbers("initial.deviations", "", "1", "Standard deviation of each component.", positive_up_to(1e6)),
      number("initial.gaussian_mean", "1.0", "1", "Mean of the single Gaussian that stands beside.",
             {-1e6, 1e6}),
      number("initial.gaussian_deviation", "0.5", "1",
             "Standard deviation of the single Gaussian that stands beside.", positive_up_to(1e6)),
  };
}

io::Schema other_keys() {
  return {
      number("ncsn.sigma_min", "0.01", "1",
             "sigma(t) = sigma_min (sigma_max/sigma_min)^t of the VE process on [0, 1].",
             positive_up_to(1e6)),
      number("ncsn.sigma_max", "50.0", "1", "sigma at t = 1.", positive_up_to(1e6)),
      increasing("ncsn.steps", "", "1", "Numbers of steps N of the ladder, increasing; N t is whole.",
                 step_numbers),
      count("ncsn.fit_from_steps", "250", "Smallest N that enters the fits of orders.", step_numbers),
      increasing("ncsn.times", "", "s", "Times in (0, 1], increasing, at which laws are compared.",
                 in_unit_time),
      increasing("ncsn.sampled_steps", "", "1",
                 "Numbers of steps N, increasing, of the ladders that are simulated.", step_numbers),
      samples("ncsn.particles", "Paths of each simulated ladder."),
      increasing("ddim.steps", "", "1", "Numbers of steps of DDIM from t = 1 to 0, increasing.", chain_steps),
      count("ddim.fit_from_steps", "250", "Smallest number of steps that enters the fit.", chain_steps),
      increasing("donsker.steps", "", "1", "Lengths n of the walks, increasing.", walk_lengths),
      count("donsker.fit_from_steps", "256", "Smallest n that enters the fits of orders.", walk_lengths),
      number("donsker.coin", "0.2", "1",
             "Probability of the upward step of the biased walk (whose steps are centred and scaled).",
             {0.01, 0.49}),
      count("donsker.sampled_steps", "400", "Length of the simulated walks.", {16, 1e5}),
      samples("donsker.particles", "Simulated walks of each kind."),
      increasing("donsker.times", "", "s",
                 "Times in (0, 1], increasing, whose covariances are estimated; whole in steps.",
                 in_unit_time),
  };
}

}  // namespace

io::Schema schema() {
  io::Schema all = ddpm_keys();
  for (const io::Key& key : other_keys()) all.push_back(key);
  return all;
}

}  // namespace kolmo::discrete_to_continuous
