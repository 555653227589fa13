#include "first_passage/schema.hpp"

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::first_passage {
namespace {

using io::Key;
using io::Scaling;
using io::Type;

Key number(const std::string& path, const std::string& value, const std::string& unit,
           const std::string& sentence, bool positive = false) {
  Key key{path, Type::number, value, unit, sentence};
  if (positive) key.lower = 0;
  key.lower_excluded = positive;
  return key;
}

Key count(const std::string& path, const std::string& value, const std::string& sentence, double lower,
          double upper, Scaling scaling = Scaling::none, std::int64_t multiple_of = 1) {
  Key key{path, Type::integer, value, "1", sentence, lower, upper};
  key.scaling = scaling;
  key.multiple_of = multiple_of;
  return key;
}

std::vector<std::string> scheme_names() {
  std::vector<std::string> names;
  for (const sde::SdeScheme* scheme : sde::schemes()) names.push_back(scheme->claim().name);
  return names;
}

void add_exit_keys(io::Schema& keys) {
  const std::string p = "exit.*.";
  Key process{p + "process", Type::text, "", "", "The process that leaves an interval."};
  process.choices = {"brownian", "ornstein_uhlenbeck", "double_well"};
  keys.push_back(process);
  keys.push_back(number(p + "sigma", "1.0", "1", "brownian, ornstein_uhlenbeck: the noise sigma.", true));
  keys.push_back(number(p + "theta", "1.0", "1/s",
                        "ornstein_uhlenbeck: the rate theta of dX = -theta X dt + sigma dW.", true));
  keys.push_back(number(p + "temperature", "1.0", "1",
                        "double_well: T of dX = -V'(X) dt + sqrt(2T) dW, V = (x^2-1)^2.", true));
  keys.push_back(number(p + "start", "", "1", "Where every path starts."));
  keys.push_back(number(p + "lower", "", "1", "The lower wall; none if not given."));
  keys.push_back(number(p + "upper", "", "1", "The upper wall; none if not given."));
  keys.push_back(
      number(p + "reference", "", "s", "The mean exit time as it is known from elsewhere, if it is.", true));
  Key next =
      number(p + "next_term", "1.0", "1",
             "q of the bias C h (1 + a h^q) with bridges: 0.5 where walls make the next term h^1.5, 1 where "
             "the scheme's own error does.");
  next.lower = 0.5;
  next.upper = 1;
  keys.push_back(next);
  keys.push_back(count(p + "coarsest", "3", "k of the largest step h = 2^-k.", 1, 20));
  keys.push_back(count(p + "finest", "8", "k of the smallest step.", 5, 24));
  keys.push_back(
      count(p + "paths", "409600", "Paths at every step size.", 1024, 1e9, Scaling::particles, 16));
}

}  // namespace

io::Schema schema() {
  io::Schema keys;
  keys.push_back({"run.parts", Type::texts, "", "", "What is run; everything if not given."});
  Key scheme{"sde.scheme", Type::text, "\"euler_maruyama\"", "", "The scheme of all exit problems."};
  scheme.choices = scheme_names();
  keys.push_back(scheme);
  add_exit_keys(keys);
  Key temperatures{"kramers.temperatures", Type::numbers, "[0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.025, 0.02]",
                   "1", "Temperatures, three or more, at which Kramers' formula is approached."};
  temperatures.lower = 0.01;
  temperatures.upper = 10;
  keys.push_back(temperatures);
  keys.push_back(count("reflected.paths", "400000", "Paths of every study of reflecting walls.", 1024, 1e9,
                       Scaling::particles, 16));
  keys.push_back(count("reflected.coarsest", "3", "k of the largest step h = 2^-k.", 1, 16));
  keys.push_back(count("reflected.finest", "8", "k of the smallest step.", 4, 18));
  keys.push_back(number("reflected.mean", "-1.0", "1",
                        "The mean of the Ornstein-Uhlenbeck process that is kept above 0."));
  keys.push_back(count("absorbed.paths", "800000", "Paths of the study of absorbing walls.", 1024, 1e9,
                       Scaling::particles, 16));
  keys.push_back(count("absorbed.coarsest", "3", "k of the largest step h = 2^-k.", 1, 16));
  keys.push_back(count("absorbed.finest", "8", "k of the smallest step.", 4, 18));
  Key times{"absorbed.times", Type::numbers, "[0.5, 1.0, 2.0]", "s", "Whole multiples of the largest step."};
  times.lower = 0;
  times.lower_excluded = true;
  keys.push_back(times);
  return keys;
}

}  // namespace kolmo::first_passage
