#include "relaxation/kramers_part.hpp"

#include <cmath>
#include <cstdio>

#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/analysis/backward.hpp"
#include "kolmo/fokker_planck/analysis/escape_rates.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/exit/mean_exit_time.hpp"

namespace kolmo::relaxation {
namespace {

struct Known {
  double temperature, value;
};
/// Gaps known to 9 digits; c_stationary.json but for the last.
const std::vector<Known> known_gaps{
    {1, 0.7486816723483979}, {0.5, 0.22727330100864876}, {0.1, 7.835709200e-5}};
const std::vector<Known> known_ratios{{1, 1.130229314254617}, {0.5, 0.9326361973034664}};

std::string at_temperature(const std::string& name, double temperature) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", temperature);
  return name + "_T=" + text;
}

Eigen::VectorXd point(double x) { return Eigen::VectorXd::Constant(1, x); }

struct Well {
  std::shared_ptr<const density::DoubleWell> potential = std::make_shared<density::DoubleWell>();
  double left = -1, top = 0, right = 1;
  double temperature;
  process::OverdampedLangevin process;

  explicit Well(double t, double tilt = 0)
      : potential(std::make_shared<density::DoubleWell>(tilt)), temperature(t), process(potential, t) {
    if (tilt == 0) return;
    left = critical(left);
    top = critical(top);
    right = critical(right);
  }
  /// Newton's iteration for V′ = 4x³ − 4x + a = 0.
  double critical(double x) const {
    for (int i = 0; i < 50; ++i) {
      x -= (4 * x * x * x - 4 * x + potential->tilt()) / (12 * x * x - 4);
    }
    return x;
  }
  /// Where V has risen by 45 T and more: e^{−45} outside.
  double reach() const { return std::sqrt(1 + std::sqrt(45 * temperature)) + 0.1; }
  double formula_gap() const {
    return fokker_planck::eyring_kramers_gap(*potential, temperature, point(left), point(top), point(right));
  }
};

double gap_of(const Well& well, Index cells) {
  const double reach = well.reach();
  const auto build = [&](Index n) {
    return fokker_planck::scharfetter_gummel(well.process, Grid({{-reach, reach, n}}));
  };
  return fokker_planck::extrapolated_eigenvalues(build, cells, 1, 3).value(0);
}

/// E[time from one minimum to the other] as h → 0; both are centres of cells on all three grids.
double grid_time(const Well& well, bool to_right, Index between) {
  const double distance = well.right - well.left;
  const auto outside =
      static_cast<Index>(std::ceil((well.reach() - 1) / distance * static_cast<double>(between)));
  std::vector<Eigen::ArrayXd> values;
  for (const Index factor : {1, 2, 4}) {
    const Index margin = factor * outside, n = factor * between;
    const double h = distance / static_cast<double>(n);
    const double edge = (static_cast<double>(margin) + 0.5) * h;
    const Grid grid({{well.left - edge, well.right + edge, n + 1 + 2 * margin}});
    const auto target = fokker_planck::target_where(grid, [&](const Eigen::VectorXd& x) {
      return to_right ? x(0) > well.right - h / 4 : x(0) < well.left + h / 4;
    });
    const auto generator = fokker_planck::scharfetter_gummel(well.process, grid);
    const Eigen::ArrayXd time = fokker_planck::mean_passage_time(generator, target);
    values.push_back(time.segment(to_right ? margin : margin + n, 1));
  }
  return fokker_planck::extrapolate(values).value(0);
}

double quadrature_time(const Well& well, bool to_right) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (to_right) return process::MeanExitTime(well.process, -infinity, well.right).time(well.left);
  return process::MeanExitTime(well.process, well.left, infinity).time(well.right);
}

void judge_rates(const KramersProblem& problem, const Settings& settings, frame::Findings& findings) {
  const auto n = static_cast<Index>(problem.temperatures.size());
  Eigen::ArrayXd temperature(n), gap(n), inverse(n), formula(n), product(n);
  for (Index i = 0; i < n; ++i) {
    const Well well(temperature(i) = problem.temperatures[static_cast<std::size_t>(i)]);
    const double exact = quadrature_time(well, true), grid = grid_time(well, true, problem.cells_between);
    findings.number({at_temperature("mean_time", well.temperature), exact, grid, 1e-6 * exact,
                     "process::MeanExitTime: double integral", "from -1 to 1"});
    gap(i) = gap_of(well, problem.cells);
    inverse(i) = 2 / grid;
    formula(i) = settings.kramers_factor * well.formula_gap();
    product(i) = gap(i) * grid / 2;
    throw_if_stopped();
  }
  // Two wells have one rate but for what happens within them, of order e^{−ΔV/T}, ΔV = 1.
  findings.number({"gap_times_half_the_time", 1, product(n - 1),
                   10 * std::exp(-1 / temperature(n - 1)) + 1e-6, "gap = 2/(mean time) as T -> 0",
                   at_temperature("lowest", temperature(n - 1))});
  io::Group& group = findings.group().group("rates");
  group.scale("barrier", Eigen::ArrayXd(temperature.inverse()), {"barrier in temperatures, 1/T", "1"});
  group.variable("gap", {"barrier"}, gap, {"spectral gap", "s-1"});
  group.variable("inverse_time", {"barrier"}, inverse, {"2/(mean time from -1 to 1)", "s-1"});
  group.variable("formula", {"barrier"}, formula, {"Eyring-Kramers", "s-1"});
  group.variable("gap_times_half_time", {"barrier"}, product,
                 {"gap x mean time/2: 1 where there is one rate only", "1"});
}

void judge_known(const KramersProblem& problem, const Settings& settings, frame::Findings& findings) {
  for (const Known& known : known_gaps) {
    findings.number({at_temperature("gap", known.temperature), known.value,
                     gap_of(Well(known.temperature), problem.cells), 1e-7 * known.value,
                     "c_stationary.json; T = 0.1: sinc collocation"});
  }
  for (const Known& known : known_ratios) {
    const Well well(known.temperature);
    findings.number({at_temperature("gap_over_formula", known.temperature), known.value,
                     gap_of(well, problem.cells) / (settings.kramers_factor * well.formula_gap()),
                     1e-7 * known.value, "c_stationary.json: gap_over_kramers",
                     "an asymptote, and crossed on the way to it"});
  }
  const Well tilted(1, 0.3);
  for (const bool to_right : {true, false}) {
    const double exact = to_right ? 4.629927867314148 : 2.803182392359717;
    findings.number({std::string("tilted_mean_time_to_the_") + (to_right ? "right" : "left"), exact,
                     grid_time(tilted, to_right, problem.cells_between), 1e-6 * exact,
                     "c_stationary.json: asym_double_well_T1.0"});
  }
}

void study_formula(const KramersProblem& problem, const Settings& settings, frame::Findings& findings) {
  verify::OrderStudy study{.name = "formula",
                           .long_name = "Eyring-Kramers against the spectral gap, relative",
                           .claimed = 1,
                           .source = "Bovier, Eckhoff, Gayrard, Klein 2004: relative error O(T)",
                           .h_long_name = "temperature"};
  for (const double temperature : problem.low) {
    const Well well(temperature);
    study.h.push_back(temperature);
    study.errors.push_back(
        {settings.kramers_factor * well.formula_gap() / gap_of(well, problem.cells) - 1, 0});
    throw_if_stopped();
  }
  findings.order(study);
}

}  // namespace

std::vector<std::string> kramers_check_names(const KramersProblem& problem) {
  std::vector<std::string> names;
  for (const double t : problem.temperatures) names.push_back(at_temperature("mean_time", t));
  names.emplace_back("gap_times_half_the_time");
  for (const Known& known : known_gaps) names.push_back(at_temperature("gap", known.temperature));
  for (const Known& known : known_ratios)
    names.push_back(at_temperature("gap_over_formula", known.temperature));
  for (const char* name : {"tilted_mean_time_to_the_right", "tilted_mean_time_to_the_left", "order/formula"})
    names.push_back(name);
  return names;
}

void kramers_part(const KramersProblem& problem, const Settings& settings, frame::Findings& findings) {
  findings.group().attribute("title", "Escape over a barrier");
  judge_rates(problem, settings, findings);
  judge_known(problem, settings, findings);
  study_formula(problem, settings, findings);
}

}  // namespace kolmo::relaxation
