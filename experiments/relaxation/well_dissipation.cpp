// How relative entropy falls: by T I(p‖p_∞), in space and in time.

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/fokker_planck/analysis/dissipation.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/time/exponential.hpp"
#include "relaxation/well_part.hpp"

namespace kolmo::relaxation {
namespace {

using fokker_planck::RelaxationRow;

/// Cells of what is marched by the full exponential or step by step.
constexpr Index cells_in_time = 160;

double relaxation_time(const WellProblem& problem) {
  return 1 / fokker_planck::leading_eigenvalues(problem.generator(cells_in_time), 1)(0);
}

double first_time(const WellProblem& problem) { return 0.3 * relaxation_time(problem); }

/// first_time, or 8/λ₂ where that is sooner: wells that are hardly ever left fall within themselves first,
/// and steps that are long for that show no order.
double time_of_steps(const WellProblem& problem) {
  const auto rates = fokker_planck::leading_eigenvalues(problem.generator(cells_in_time), 2);
  return std::min(0.3 / rates(0), 8 / rates(1));
}

/// −dKL/dt = Σ (a − b) log(a/b) holds on every grid (a, b the probabilities that pass a face); T I(p‖p_∞) is
/// its limit, of order h².
void study_cells(const WellProblem& problem, const Settings& settings, frame::Findings& findings) {
  const double t = first_time(problem);
  verify::OrderStudy study{.name = "dissipation_cells",
                           .long_name = "T I(p|p_inf) against -dKL/dt on the grid, relative",
                           .claimed = 2,
                           .source = "dKL/dt = -T I(p|p_inf) (C5-61, C5-88: the source lacks g^2/2)",
                           .next_term = 2};
  for (const Index cells : {100, 130, 160, 200, 240}) {
    const auto generator = problem.generator(cells);
    fokker_planck::RelaxationRecorder recorder(generator);
    fokker_planck::march(generator, fokker_planck::PositiveExponential(), problem.initial(generator.grid()),
                         {{0, t}, {1}}, recorder.observer());
    const RelaxationRow& row = recorder.rows().back();
    const double information =
        settings.diffusion_factor * problem.temperature * row.relative_fisher_information;
    study.h.push_back(generator.grid().axis(0).width());
    study.errors.push_back({information / row.entropy_production - 1, 0});
    throw_if_stopped();
  }
  findings.order(study);
}

struct Balance {
  double defect;      ///< KL_0 − KL(t) less the sum of its dissipation, relative
  double worst_rise;  ///< the largest KL(t_{n+1}) − KL(t_n)
  double worst_drop;  ///< the largest Δt production(t_{n+1}) − (KL(t_n) − KL(t_{n+1}))
};

/// Marches to t in equal steps; trapezoidal: the mean of both ends' production, else that of the later one.
/// Nothing where a step leaves p < 0 somewhere, as TR-BDF2 may in tails that it is too long for: there is no
/// entropy then.
std::optional<Balance> balance(const WellProblem& problem, const fokker_planck::TimeStepper& stepper,
                               double t, Index steps, bool trapezoidal) {
  const auto generator = problem.generator(cells_in_time);
  fokker_planck::RelaxationRecorder recorder(generator);
  bool positive = true;
  std::vector<double> times{0};
  for (Index n = 1; n <= steps; ++n) times.push_back(t * static_cast<double>(n) / static_cast<double>(steps));
  fokker_planck::march(generator, stepper, problem.initial(generator.grid()),
                       Schedule::with_steps_each(times, 1),
                       [&, record = recorder.observer()](Index k, double time, const Eigen::ArrayXd& p) {
                         if ((positive &= p.minCoeff() >= 0)) record(k, time, p);
                       });
  if (!positive) return {};
  const auto& rows = recorder.rows();
  double lost = 0, rise = -1e300, excess = -1e300;
  for (std::size_t n = 1; n < rows.size(); ++n) {
    const double dt = rows[n].time - rows[n - 1].time, now = rows[n].entropy_production;
    lost += dt * (trapezoidal ? (now + rows[n - 1].entropy_production) / 2 : now);
    const double drop = rows[n - 1].relative_entropy - rows[n].relative_entropy;
    rise = std::max(rise, -drop);
    excess = std::max(excess, dt * now - drop);
  }
  const double drop = rows.front().relative_entropy - rows.back().relative_entropy;
  return Balance{lost / drop - 1, rise, excess};
}

void study_steps(const WellProblem& problem, frame::Findings& findings) {
  const double t = time_of_steps(problem);
  for (const std::string name : {"tr_bdf2", "implicit_euler"}) {
    const bool second = name == "tr_bdf2";
    verify::OrderStudy study{
        .name = "dissipation_steps_" + name,
        .long_name = "sum of the dissipation over the steps against the fall of KL, relative",
        .claimed = second ? 2.0 : 1.0,
        .source = second ? "trapezoidal rule" : "production at the end of each step",
        .h_long_name = "time step",
        .h_units = "s"};
    // The five longest steps, from 32 of them on, that leave p ≥ 0 everywhere.
    for (Index steps = 32; study.h.size() < 5 && steps <= Index{1} << 16; steps *= 2) {
      const auto found = balance(problem, fokker_planck::stepper(name), t, steps, second);
      if (found) study.add(t / static_cast<double>(steps), found->defect, 0);
      throw_if_stopped();
    }
    findings.order(study);
  }
}

/// Proved for implicit Euler at every Δt by convexity: KL_n − KL_{n+1} ≥ Δt production_{n+1} ≥ 0.
void judge_monotone(const WellProblem& problem, const Settings& settings, frame::Findings& findings) {
  const fokker_planck::TimeStepper& stepper =
      settings.stepper ? *settings.stepper : fokker_planck::stepper("implicit_euler");
  const double relaxation = relaxation_time(problem);
  double rise = -1e300, excess = -1e300;
  for (const double dt : {0.01, 0.3, 10.0}) {
    const auto found = balance(problem, stepper, 20 * dt * relaxation, 20, false);
    rise = std::max(rise, found ? found->worst_rise : std::numeric_limits<double>::infinity());
    excess = std::max(excess, found ? found->worst_drop : std::numeric_limits<double>::infinity());
  }
  // KL sums |p log(p/q)| of 160 cells: rounding of some 1e−15. What passes a face a unit time either way, a
  // and b, is rounded to some ε a, so that (a − b) log(a/b) of the longest step is known to some (8 ε)² ‖L‖
  // Δt.
  const auto generator = problem.generator(cells_in_time);
  const double fastest = std::max(generator.rates(0).up.maxCoeff(), generator.rates(0).down.maxCoeff());
  const double rounding = std::pow(8 * std::numeric_limits<double>::epsilon(), 2) * fastest * 10 * relaxation;
  findings.number({"relative_entropy_rises", 0, std::max(rise, 0.0), 1e-14, "implicit Euler, every step",
                   "largest rise of KL in a step, time steps of 0.01, 0.3 and 10 relaxation times"});
  findings.number({"drop_below_production", 0, std::max(excess, 0.0), 1e-14 + rounding, "convexity of KL",
                   "largest of (time step) x production - fall of KL"});
}

/// −dF/dt = T · production: central differences of F in time.
void study_free_energy(const WellProblem& problem, frame::Findings& findings) {
  const double t = first_time(problem);
  const auto generator = problem.generator(cells_in_time);
  verify::OrderStudy study{
      .name = "free_energy_balance",
      .long_name = "difference quotient of the free energy against T x production, relative",
      .claimed = 2,
      .source = "dF/dt = -T x entropy production",
      .h_long_name = "half the difference in time",
      .h_units = "s"};
  for (const double part : {0.4, 0.28, 0.2, 0.14, 0.1}) {
    const double dt = part * t;
    std::vector<double> energies, production;
    fokker_planck::march(generator, fokker_planck::PositiveExponential(), problem.initial(generator.grid()),
                         {{0, t - dt, t, t + dt}, {1, 1, 1}}, [&](Index, double, const Eigen::ArrayXd& p) {
                           energies.push_back(fokker_planck::free_energy(
                               generator.grid(), p, *problem.potential, problem.temperature));
                           production.push_back(fokker_planck::entropy_production(generator, p));
                         });
    const double slope = (energies[3] - energies[1]) / (2 * dt);
    study.h.push_back(dt);
    study.errors.push_back({-slope / (problem.temperature * production[2]) - 1, 0});
  }
  findings.order(study);
}

}  // namespace

void study_dissipation(const WellProblem& problem, const Settings& settings, frame::Findings& findings) {
  study_cells(problem, settings, findings);
  study_steps(problem, findings);
  study_free_energy(problem, findings);
  judge_monotone(problem, settings, findings);
}

}  // namespace kolmo::relaxation
