#include "discrete_to_continuous/schema.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

using io::Key;
using io::Type;

Key number(const std::string& path, const std::string& default_value, const std::string& unit,
           const std::string& sentence, double lower, double upper, bool lower_excluded = false) {
  Key key{path, Type::number, default_value, unit, sentence};
  key.lower = lower;
  key.upper = upper;
  key.lower_excluded = lower_excluded;
  return key;
}

Key numbers(const std::string& path, const std::string& default_value, const std::string& unit,
            const std::string& sentence, double lower, double upper, bool lower_excluded = false) {
  Key key = number(path, default_value, unit, sentence, lower, upper, lower_excluded);
  key.type = Type::numbers;
  return key;
}

Key count(const std::string& path, const std::string& default_value, const std::string& sentence,
          double lower, double upper) {
  Key key = number(path, default_value, "1", sentence, lower, upper);
  key.type = Type::integer;
  return key;
}

Key particles(const std::string& path, const std::string& default_value, const std::string& sentence) {
  Key key = count(path, default_value, sentence, 256, 1e8);
  key.scaling = io::Scaling::particles;
  key.multiple_of = 16;
  return key;
}

constexpr double most_steps = 1e6;

void add_ddpm_keys(io::Schema& keys) {
  keys.push_back(number("ddpm.beta_min", "0.1", "1/s",
                        "beta(t) = beta_min + (beta_max - beta_min) t of the VP process on [0, 1].", 0, 1e3));
  keys.push_back(number("ddpm.beta_max", "20.0", "1/s", "beta at t = 1.", 0, 1e3, true));
  Key point{"ddpm.schedule_point", Type::text, "\"right\"", "",
            "Where step i of N reads the schedule, beta_i = beta(s_i)/N: s_i = (i-1)/N, (i-1/2)/N, i/N, or "
            "(i-1)/(N-1)."};
  point.choices = {"left", "midpoint", "right", "endpoints"};
  keys.push_back(point);
  keys.push_back(
      numbers("ddpm.steps", "", "1",
              "Numbers of steps N, increasing; N t is whole at every time. A chain with a beta_i >= 1 "
              "does not exist and is left out.",
              2, most_steps));
  keys.push_back(count("ddpm.fit_from_steps", "250",
                       "Smallest N that enters the fits of orders (ddpm and euler_maruyama).", 2,
                       most_steps));
  keys.push_back(
      numbers("ddpm.times", "", "s", "Times in (0, 1], increasing, at which laws are compared.", 0, 1, true));
  keys.push_back(numbers("ddpm.sampled_steps", "", "1",
                         "Numbers of steps N, increasing, of the chains that are simulated.", 2, most_steps));
  keys.push_back(particles("ddpm.particles", "2000000", "Paths of each simulated chain."));
  Key weights = numbers("initial.weights", "", "1",
                        "Weights of the Gaussian components of x_0; they sum to 1.", 0, 1, true);
  keys.push_back(weights);
  keys.push_back(numbers("initial.means", "", "1", "Mean of each component.", -1e6, 1e6));
  keys.push_back(
      numbers("initial.deviations", "", "1", "Standard deviation of each component.", 0, 1e6, true));
  keys.push_back(number("initial.gaussian_mean", "1.0", "1",
                        "Mean of the single Gaussian that stands beside.", -1e6, 1e6));
  keys.push_back(number("initial.gaussian_deviation", "0.5", "1",
                        "Standard deviation of the single Gaussian that stands beside.", 0, 1e6, true));
}

void add_other_keys(io::Schema& keys) {
  keys.push_back(number("ncsn.sigma_min", "0.01", "1",
                        "sigma(t) = sigma_min (sigma_max/sigma_min)^t of the VE process on [0, 1].", 0, 1e6,
                        true));
  keys.push_back(number("ncsn.sigma_max", "50.0", "1", "sigma at t = 1.", 0, 1e6, true));
  keys.push_back(numbers("ncsn.steps", "", "1", "Numbers of steps N of the ladder, increasing; N t is whole.",
                         1, most_steps));
  keys.push_back(
      count("ncsn.fit_from_steps", "250", "Smallest N that enters the fits of orders.", 1, most_steps));
  keys.push_back(
      numbers("ncsn.times", "", "s", "Times in (0, 1], increasing, at which laws are compared.", 0, 1, true));
  keys.push_back(numbers("ncsn.sampled_steps", "", "1",
                         "Numbers of steps N, increasing, of the ladders that are simulated.", 1,
                         most_steps));
  keys.push_back(particles("ncsn.particles", "2000000", "Paths of each simulated ladder."));
  keys.push_back(
      numbers("ddim.steps", "", "1", "Numbers of steps of DDIM from t = 1 to 0, increasing.", 2, most_steps));
  keys.push_back(
      count("ddim.fit_from_steps", "250", "Smallest number of steps that enters the fit.", 2, most_steps));
  keys.push_back(numbers("donsker.steps", "", "1", "Lengths n of the walks, increasing.", 16, most_steps));
  keys.push_back(
      count("donsker.fit_from_steps", "256", "Smallest n that enters the fits of orders.", 16, most_steps));
  keys.push_back(number(
      "donsker.coin", "0.2", "1",
      "Probability of the upward step of the biased walk (whose steps are centred and scaled).", 0.01, 0.49));
  keys.push_back(count("donsker.sampled_steps", "400", "Length of the simulated walks.", 16, 1e5));
  keys.push_back(particles("donsker.particles", "2000000", "Simulated walks of each kind."));
  keys.push_back(numbers("donsker.times", "", "s",
                         "Times in (0, 1], increasing, whose covariances are estimated; whole in steps.", 0,
                         1, true));
}

}  // namespace

io::Schema schema() {
  io::Schema keys;
  add_ddpm_keys(keys);
  add_other_keys(keys);
  return keys;
}

}  // namespace kolmo::discrete_to_continuous
