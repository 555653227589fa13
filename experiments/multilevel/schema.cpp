#include "multilevel/schema.hpp"

#include "kolmo/io/keys.hpp"
#include "kolmo/problem/keys_of_others.hpp"
#include "kolmo/problem/read.hpp"
#include "multilevel/any_problem.hpp"

namespace kolmo::multilevel {

using namespace io::keys;

// A number with a unit has no largest value: read_settings looks at what they make without one.
namespace {

io::Schema own_keys() {
  const std::string exponent = "[lower, upper] of the exponent of the cost in 1/ε.";
  return {
      texts("run.parts", "", "Which parts run, of: mean, call, variance_reduction, and names of problems."),
      texts("run.problems", "", "Which problems run, and nothing else."),
      number("process.mu", "", "1", "μ of dX = μ X dt + σ X dW."),
      number("process.sigma", "", "1", "σ of dX = μ X dt + σ X dW.", positive),
      number("process.start", "", "1", "X at time 0.", positive),
      number("process.end", "", "s", "Time T at which the functional is taken.", positive),
      number("payoff.strike", "", "1", "K of the functional max(X − K, 0).", positive),
      cells("rates.first_level", "", "Lowest level at which rates are judged; level ℓ takes 2^ℓ steps.",
            {2, 12}),
      count("rates.levels", "", "Number of levels from there on.", {3, 8}),
      steps("rates.samples_euler_maruyama", "",
            "Samples of the first of them; twice as many on every further one.", {1e4, 1e9}),
      count("rates.samples_milstein", "", "Samples of each of them.", {1e4, 1e9}),
      steps("rates.samples_below", "", "Samples of each level before.", {1e3, 1e9}),
      numbers("ladder.accuracies", "", "1", "Root mean square errors ε asked for, decreasing.", positive),
      count("ladder.pilot", "", "Samples that the first three levels begin with.", {16, 1e6}),
      count("ladder.repeats", "", "Independent runs where the error is verified.", {2, 60}),
      number("ladder.smallest_repeated", "", "1", "Smallest ε that is run so often.", positive),
      number("plain.smallest_run", "", "1",
             "Smallest ε that plain Monte Carlo is run at; its cost below is computed.", positive),
      numbers("cost.euler_maruyama", "", "1", exponent, positive),
      numbers("cost.milstein", "", "1", exponent, positive),
      numbers("cost.plain", "", "1", exponent, positive),
      particles("variance_reduction.particles", "", "Paths (pairs of paths) of each method.", {1e4, 1e8}),
      count("variance_reduction.steps", "", "Steps of each path.", {2, 4096}),
      number("variance_reduction.other_sigma", "", "1", "σ of the second process on the same noise.",
             positive),
  };
}

}  // namespace

io::Schema schema() {
  io::Schema all = own_keys();
  for (const io::Schema& more : {problem::keys(), any_problem_keys()})
    all.insert(all.end(), more.begin(), more.end());
  return problem::with_keys_of_others(std::move(all));
}

// Paths of variance reduction; samples of the rates of Euler–Maruyama; the lowest judged level. One level
// less makes samples half as dear, and half as many give the same relative error.
io::ScaleTable scales() { return {{"quick", 0.1, 0.15, 0.7}, {"standard", 1, 1, 1}, {"full", 8, 4, 1.25}}; }

}  // namespace kolmo::multilevel
