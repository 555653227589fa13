#include "multilevel/any_problem.hpp"

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/problem/read.hpp"

namespace kolmo::multilevel {
namespace {

using problem::Initial;

void require_studied(const io::Configuration& configuration, const std::string& table,
                     const problem::Problem& given) {
  if (given.has_boundary())
    throw configuration.error_at(table + ".boundaries",
                                 "levels know no walls: leave the sides open (four_roads and first_passage "
                                 "take walls)");
  if (given.initial.kind != Initial::Kind::mixture && given.initial.kind != Initial::Kind::point)
    throw configuration.error_at(table + ".initial",
                                 "paths start in a point or from Gaussians here: give "
                                 "'point', or weights, means and deviations");
}

density::Expression observable_of(const io::Configuration& configuration, const std::string& table,
                                  const problem::Problem& given, std::string& text) {
  const std::string key = table + ".multilevel.observable";
  if (!configuration.has(key))
    throw configuration.error_at(table,
                                 "'multilevel.observable' is missing: a formula of the variables "
                                 "whose mean is wanted, such as \"x^2\"");
  const auto& rows = configuration.expressions(key);
  if (rows.size() != 1 || rows[0].size() != 1) throw configuration.error_at(key, "one formula is needed");
  text = rows[0][0];
  try {
    return density::Expression(text, given.names);
  } catch (const InvalidArgument& error) {
    throw configuration.error_at(key, error.what());
  }
}

std::vector<double> accuracies_of(const io::Configuration& configuration, const std::string& key) {
  const std::vector<double>& list = configuration.numbers(key);
  if (list.empty() || list.size() > 20) throw configuration.error_at(key, "must be 1 to 20 numbers");
  for (std::size_t i = 1; i < list.size(); ++i)
    if (!(list[i] < list[i - 1])) throw configuration.error_at(key, "must decrease");
  return list;
}

double time_of(const io::Configuration& configuration, const std::string& table,
               const problem::Problem& given) {
  const std::string key = table + ".multilevel.time";
  if (configuration.has(key)) return configuration.number(key);
  if (!given.times.empty() && given.times.back() > 0) return given.times.back();
  throw configuration.error_at(table, "'times' or 'multilevel.time' is missing: when the mean is taken");
}

}  // namespace

Functional AnyProblem::phi() const {
  const auto program =
      std::make_shared<density::ExpressionProgram>(std::vector<density::Expression>{observable});
  return [program, t = time](const ConstBlock& x, Values out) {
    Points value(x.rows(), 1);
    program->evaluate(t, x, value);
    out = value.col(0);
  };
}

std::function<void(const RandomStream&, Index, Block)> AnyProblem::starts() const {
  if (given.initial.kind == Initial::Kind::point) {
    return [place = given.initial.point](const RandomStream&, Index, Block x) {
      for (Index k = 0; k < x.cols(); ++k) x.col(k) = place(k);
    };
  }
  return [mixture = given.initial.mixture](const RandomStream& stream, Index first, Block x) {
    mixture->sample(stream, first, x);
  };
}

bool AnyProblem::has_grid() const {
  const process::NoiseKind kind = given.process->noise_kind();
  return given.dimension() == 1 && given.domain &&
         (kind == process::NoiseKind::scalar || kind == process::NoiseKind::diagonal);
}

io::Schema any_problem_keys() {
  using namespace io::keys;
  const std::string p = "problem.*.multilevel.";
  return {
      expressions(p + "observable",
                  "The formula of the variables whose mean is wanted: \"max(x - 1, 0)\"; t is the time."),
      number(p + "time", "", "s", "When the mean is taken; the last of the problem's times if not given.",
             positive),
      numbers(p + "accuracies", "[0.05, 0.02, 0.01]", "1",
              "Root mean square errors asked for, decreasing, in units of the observable's spread.",
              positive),
      flag(p + "relative", "true", "Accuracies are in units of the spread; false: of the observable itself."),
      expressions(p + "expected",
                  "The mean as it is known from elsewhere: a number or formula of parameters."),
      text(p + "scheme", "\"euler_maruyama\"", "The scheme of all levels.",
           names_of(sde::schemes(), [](const auto* scheme) { return scheme->claim().name; })),
      count(p + "base_steps", "",
            "Steps of the coarsest level; found by trial if not given (so many that a level's correction has "
            "less "
            "than half the variance).",
            {1, 65536}),
  };
}

AnyProblem make_any_problem(const io::Configuration& configuration, const std::string& name) {
  const std::string table = "problem." + name, own = table + ".multilevel.";
  problem::Problem given = problem::read_problem(configuration, name);
  require_studied(configuration, table, given);
  std::string text;
  const density::Expression observable = observable_of(configuration, table, given, text);
  AnyProblem problem{given,
                     observable,
                     text,
                     time_of(configuration, table, given),
                     accuracies_of(configuration, own + "accuracies"),
                     configuration.boolean(own + "relative"),
                     {},
                     &sde::scheme(configuration.text(own + "scheme")),
                     configuration.has(own + "base_steps") ? configuration.integer(own + "base_steps") : 0};
  if (configuration.has(own + "expected"))
    problem.expected = problem::read_number(configuration, name, "multilevel.expected", 0);
  if (problem.relative && problem.accuracies.back() < 1e-5)
    throw configuration.error_at(own + "accuracies", "below 1e-5 of the spread: that would take days");
  if (!problem.scheme->can_step(*given.process))
    throw configuration.error_at(own + "scheme", "needs " + problem.scheme->claim().needs);
  if (!problem.scheme->claim().order(Sense::weak, Context::general))
    throw configuration.error_at(own + "scheme", "claims no weak order, which the bias of levels is told by");
  return problem;
}

}  // namespace kolmo::multilevel
