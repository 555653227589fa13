#include "multilevel/any_problem.hpp"

#include <algorithm>
#include <cmath>

#include "frame/problem/problem_sides.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/problem/read.hpp"

namespace kolmo::multilevel {
namespace {

using problem::Initial;

/// Deviations of a Gaussian that must lie on its own side of a wall: 1e−9 of it lies beyond.
constexpr double far_enough = 6;

/// The place of the start, or a mean of its Gaussians.
Eigen::VectorXd middle_of(const Initial& initial) {
  if (initial.kind == Initial::Kind::point) return initial.point.matrix();
  return initial.mixture->means().row(0).transpose();
}

/// How near to the start the side `place` of a coordinate may be.
bool is_beyond(const Initial& initial, Index coordinate, double place, bool above) {
  const double sign = above ? 1 : -1;
  if (initial.kind == Initial::Kind::point) return !(sign * (place - initial.point(coordinate)) > 0);
  const density::GaussianMixture& mixture = *initial.mixture;
  for (Index c = 0; c < mixture.components(); ++c) {
    const double deviation = std::sqrt(mixture.covariance(c)(coordinate, coordinate));
    if (!(sign * (place - mixture.means()(c, coordinate)) > far_enough * deviation)) return true;
  }
  return false;
}

void require_inside(const io::Configuration& configuration, const std::string& table,
                    const problem::Problem& given) {
  const auto refuse = [&](Index j, double place, const std::string& what) {
    throw configuration.error_at(
        table + ".initial", "the start must lie inside of " + what + " " +
                                given.names.variables[static_cast<std::size_t>(j)] + " = " +
                                number_text(place) +
                                ", Gaussians by six of their deviations: give 'point', or a narrower start");
  };
  for (Index j = 0; given.domain && j < given.dimension(); ++j) {
    for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
      const auto kind = given.boundaries[static_cast<std::size_t>(j)][side];
      const double place = (*given.domain)[static_cast<std::size_t>(j)][side];
      if ((kind == problem::Boundary::absorbing || kind == problem::Boundary::reflecting) &&
          is_beyond(given.initial, j, place, side == 1))
        refuse(j, place, std::string("the ") + problem::name_of(kind) + " side");
    }
  }
  for (const auto& natural : process::natural_boundaries(*given.process, 0, middle_of(given.initial)))
    if (is_beyond(given.initial, natural.coordinate, natural.place, natural.above))
      refuse(natural.coordinate, natural.place, "the process's own boundary");
}

void require_studied(const io::Configuration& configuration, const std::string& table,
                     const problem::Problem& given) {
  if (given.initial.kind != Initial::Kind::mixture && given.initial.kind != Initial::Kind::point)
    throw configuration.error_at(table + ".initial",
                                 "paths start in a point or from Gaussians here: give "
                                 "'point', or weights, means and deviations");
  require_inside(configuration, table, given);
}

/// The sides in the coordinates of the paths.
std::vector<sde::WalledInterval> path_walls(const problem::Problem& given, const process::KeptInside& kept) {
  std::vector<sde::WalledInterval> walls;
  if (!given.domain) return walls;
  for (sde::WalledInterval wall : frame::walled_intervals(given.boundaries, *given.domain)) {
    wall.lower = kept.to_paths_at(wall.coordinate, wall.lower);
    wall.upper = kept.to_paths_at(wall.coordinate, wall.upper);
    // A wall where the process has a boundary of its own is none.
    if (std::isfinite(wall.lower) || std::isfinite(wall.upper)) walls.push_back(wall);
  }
  return walls;
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

Functional AnyProblem::observable_at() const {
  const auto program =
      std::make_shared<density::ExpressionProgram>(std::vector<density::Expression>{observable});
  return [program, t = time](const ConstBlock& x, Values out) {
    Points value(x.rows(), 1);
    program->evaluate(t, x, value);
    out = value.col(0);
  };
}

Functional AnyProblem::phi() const {
  return [at = observable_at(), from = kept.from_paths, sides = given.boundaries,
          domain = given.domain.value_or(frame::Domain{}), ends = walls,
          absorbing = absorbs()](const ConstBlock& paths, Values out) {
    Points x = paths;
    if (from) from(x);
    if (!domain.empty()) frame::wrap(sides, domain, x);
    at(x, out);
    for (Index i = 0; absorbing && i < x.rows(); ++i)
      if (frame::has_ended(ends, paths, i)) out(i) = 0;
  };
}

std::function<void(const RandomStream&, Index, Block)> AnyProblem::starts() const {
  const auto to = kept.to_paths;
  if (given.initial.kind == Initial::Kind::point) {
    return [place = given.initial.point, to](const RandomStream&, Index, Block x) {
      for (Index k = 0; k < x.cols(); ++k) x.col(k) = place(k);
      if (to) to(x);
    };
  }
  return [mixture = given.initial.mixture, to](const RandomStream& stream, Index first, Block x) {
    mixture->sample(stream, first, x);
    if (to) to(x);
  };
}

bool AnyProblem::absorbs() const {
  return std::any_of(walls.begin(), walls.end(),
                     [](const sde::WalledInterval& wall) { return !sde::is_reflecting(wall.kind); });
}

double AnyProblem::order_weak() const {
  constexpr double least = 0.25;  // a bias that is told by less would be four times the last correction
  double order = std::min(scheme->claim().order(Sense::weak, Context::general).value(),
                          std::max(kept.order_weak, least));
  for (const sde::WalledInterval& wall : walls)
    order = std::min(order, *sde::claim(wall.kind).order(Sense::weak, Context::additive));
  return order;
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
                     configuration.has(own + "base_steps") ? configuration.integer(own + "base_steps") : 0,
                     process::keep_inside(given.process, 0, middle_of(given.initial), given.names.variables),
                     {}};
  problem.walls = path_walls(given, problem.kept);
  if (configuration.has(own + "expected"))
    problem.expected = problem::read_number(configuration, name, "multilevel.expected", 0);
  if (problem.relative && problem.accuracies.back() < 1e-5)
    throw configuration.error_at(own + "accuracies", "below 1e-5 of the spread: that would take days");
  if (!problem.scheme->can_step(*problem.kept.process))
    throw configuration.error_at(
        own + "scheme", "needs " + problem.scheme->claim().needs +
                            (problem.kept.name.empty()
                                 ? ""
                                 : ", also in the coordinates that keep paths inside: " + problem.kept.name));
  if (!problem.scheme->claim().order(Sense::weak, Context::general))
    throw configuration.error_at(own + "scheme", "claims no weak order, which the bias of levels is told by");
  return problem;
}

}  // namespace kolmo::multilevel
