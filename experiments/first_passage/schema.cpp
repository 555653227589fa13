#include "first_passage/schema.hpp"

#include "first_passage/exit_problem.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/problem/keys_of_others.hpp"
#include "kolmo/problem/read.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::first_passage {
namespace {

using namespace io::keys;

constexpr Range path_numbers = {1024, 1e9};

/// How an exit is studied.
io::Schema study_keys(const std::string& p) {
  return {
      number(p + "reference", "", "s", "The mean exit time as it is known from elsewhere, if it is.",
             positive),
      number(p + "next_term", "1.0", "1",
             "q of the bias C h (1 + a h^q) with bridges: 0.5 where walls make the next term h^1.5, 1 where "
             "the scheme's own error does.",
             {0.5, 1}),
      count(p + "coarsest", "",
            "k of the largest step h = 2^-k s; if not given, 2^-3 of the problem's own time d^2/g^2, d the "
            "distance from the start to the nearer wall.",
            {-60, 60}),
      count(p + "finest", "", "k of the smallest step; if not given, 2^-8 of that time.", {-56, 64}),
      particles(p + "paths", "614400",
                "Paths at the smallest step; sqrt(h/smallest) times as many at a step h.", path_numbers, 16),
  };
}

io::Schema exit_keys() {
  const std::string p = "exit.*.";
  return {
      text(p + "process", "", "The process that leaves an interval.", names_of(exit_processes())),
      number(p + "sigma", "1.0", "1", "brownian, ornstein_uhlenbeck: the noise sigma.", positive),
      number(p + "theta", "1.0", "1/s", "ornstein_uhlenbeck: the rate theta of dX = -theta X dt + sigma dW.",
             positive),
      number(p + "temperature", "1.0", "1", "double_well: T of dX = -V'(X) dt + sqrt(2T) dW, V = (x^2-1)^2.",
             positive),
      number(p + "start", "", "1", "Where every path starts."),
      number(p + "lower", "", "1", "The lower wall; none if not given."),
      number(p + "upper", "", "1", "The upper wall; none if not given."),
  };
}

io::Schema wall_keys() {
  return {
      numbers("kramers.temperatures", "[0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.025, 0.02]", "1",
              "Temperatures, three or more, at which Kramers' formula is approached.", {0.01, 10}),
      particles("reflected.paths", "1200000", "Paths of every study of reflecting walls.", path_numbers, 16),
      count("reflected.coarsest", "3", "k of the largest step h = 2^-k.", {1, 16}),
      count("reflected.finest", "8", "k of the smallest step.", {4, 18}),
      number("reflected.mean", "-1.0", "1",
             "The mean of the Ornstein-Uhlenbeck process that is kept above 0."),
      particles("absorbed.paths", "800000", "Paths of the study of absorbing walls.", path_numbers, 16),
      count("absorbed.coarsest", "3", "k of the largest step h = 2^-k.", {1, 16}),
      count("absorbed.finest", "8", "k of the smallest step.", {4, 18}),
      increasing("absorbed.times", "[0.5, 1.0, 2.0]", "s", "Whole multiples of the largest step.", positive),
  };
}

}  // namespace

io::Schema schema() {
  io::Schema all = {
      texts("run.parts", "", "What is run; everything if not given."),
      texts("run.problems", "", "Which problems are run, and nothing else."),
      text("sde.scheme", "\"euler_maruyama\"", "The scheme of all exit problems.",
           names_of(sde::schemes(), [](const auto* scheme) { return scheme->claim().name; })),
  };
  const io::Schema arc = {expressions(
      "problem.*.exit.arc",
      "On a ring: the ends [lower, upper] of the arc that paths leave; upper <= lower is across the "
      "seam, [a, a] all of the ring but a.")};
  for (const io::Schema& more :
       {exit_keys(), study_keys("exit.*."), problem::keys(), study_keys("problem.*.exit."), arc, wall_keys()})
    all.insert(all.end(), more.begin(), more.end());
  return problem::with_keys_of_others(std::move(all));
}

}  // namespace kolmo::first_passage
