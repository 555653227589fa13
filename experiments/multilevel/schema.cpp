#include "multilevel/schema.hpp"

namespace kolmo::multilevel {
namespace {

using io::Key;
using io::Scaling;
using io::Type;

Key number(const std::string& path, const std::string& unit, const std::string& sentence, double lower,
           double upper, bool lower_excluded = false) {
  Key key{path, Type::number, "", unit, sentence};
  key.lower = lower;
  key.upper = upper;
  key.lower_excluded = lower_excluded;
  return key;
}

Key count(const std::string& path, const std::string& sentence, double lower, double upper,
          Scaling scaling = Scaling::none) {
  Key key{path, Type::integer, "", "1", sentence};
  key.lower = lower;
  key.upper = upper;
  key.scaling = scaling;
  return key;
}

Key positive_numbers(const std::string& path, const std::string& sentence) {
  Key key{path, Type::numbers, "", "1", sentence};
  key.lower = 0;
  key.lower_excluded = true;
  return key;
}

}  // namespace

io::Schema schema() {
  return {
      {"run.parts", Type::texts, "", "", "Which parts run, of: mean, call, variance_reduction."},
      number("process.mu", "1", "μ of dX = μ X dt + σ X dW.", -2, 2),
      number("process.sigma", "1", "σ of dX = μ X dt + σ X dW.", 0.05, 1.5),
      number("process.start", "1", "X at time 0.", 0, 1e6, true),
      number("process.end", "s", "Time T at which the functional is taken.", 0, 4, true),
      number("payoff.strike", "1", "K of the functional max(X − K, 0).", 0, 1e6, true),
      count("rates.first_level", "Lowest level at which rates are judged; level ℓ takes 2^ℓ steps.", 2, 12),
      count("rates.levels", "Number of levels from there on.", 3, 8, Scaling::cells),
      count("rates.samples_euler_maruyama",
            "Samples of the first of them; twice as many on every further one.", 1e4, 1e9, Scaling::steps),
      count("rates.samples_milstein", "Samples of each of them.", 1e4, 1e9, Scaling::steps),
      count("rates.samples_below", "Samples of each level before.", 1e3, 1e9, Scaling::steps),
      positive_numbers("ladder.accuracies", "Root mean square errors ε asked for, decreasing."),
      count("ladder.pilot", "Samples that the first three levels begin with.", 16, 1e6),
      count("ladder.repeats", "Independent runs where the error is verified.", 2, 60),
      number("ladder.smallest_repeated", "1", "Smallest ε that is run so often.", 0, 1, true),
      number("plain.smallest_run", "1",
             "Smallest ε that plain Monte Carlo is run at; its cost below is computed.", 0, 1, true),
      positive_numbers("cost.euler_maruyama", "[lower, upper] of the exponent of the cost in 1/ε."),
      positive_numbers("cost.milstein", "[lower, upper] of the exponent of the cost in 1/ε."),
      positive_numbers("cost.plain", "[lower, upper] of the exponent of the cost in 1/ε."),
      count("variance_reduction.particles", "Paths (pairs of paths) of each method.", 1e4, 1e8,
            Scaling::particles),
      count("variance_reduction.steps", "Steps of each path.", 2, 4096),
      number("variance_reduction.other_sigma", "1", "σ of the second process on the same noise.", 0.05, 1.5),
  };
}

io::ScaleTable scales() { return {{"quick", 0.2, 1, 0.75}, {"standard", 1, 1, 1}, {"full", 8, 4, 1.25}}; }

}  // namespace kolmo::multilevel
