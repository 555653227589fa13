#include "sde_convergence/line_parts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/measure/problems/cubic.hpp"
#include "kolmo/measure/problems/explicit_solutions.hpp"
#include "kolmo/measure/problems/reference_values.hpp"
#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/measure/sde/single_step.hpp"
#include "kolmo/measure/sde/weak_on_line.hpp"
#include "kolmo/measure/sde/weak_without_sampling.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::sde_convergence {
namespace {

using namespace measure;
using sde::SdeScheme;
using verify::noise_free_study;
using ProcessPtr = std::shared_ptr<const process::Process>;

void add_strong(const ProcessPtr& process, const std::shared_ptr<PathProblem>& problem,
                const RunSettings& settings, bool (*wanted)(const SdeScheme&, const process::Process&),
                Plan& plan) {
  const auto reference =
      lazy([problem, process, settings] { return reference_paths(*problem, settings.strong); });
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!scheme->can_step(*process) || !claimed_strong_order(*scheme, *process)) continue;
    if (!wanted(*scheme, *process)) continue;
    plan.studies.push_back({"strong_" + scheme->claim().name, [=] {
                              return strong_study(*scheme, *problem, reference->get(), settings.strong);
                            }});
  }
}

bool any(const SdeScheme&, const process::Process&) { return true; }

Plan explicit_plan(const std::string& title, const std::string& statement, const ProcessPtr& process,
                   double start, double end_time, void (*solve)(double, const ConstBlock&, Block),
                   RunSettings settings) {
  settings.strong.particles *= 8;  // errors have heavy tails, and there is no reference path to be paid for
  Plan plan{title, statement, {}, {}};
  const auto problem = std::make_shared<PathProblem>(
      PathProblem{*process, Eigen::ArrayXd::Constant(1, start), end_time,
                  [=](const ConstBlock& w, Block x) { solve(end_time, w, x); }});
  add_strong(process, problem, settings, any, plan);
  return plan;
}

/// Whether a step from far away with a drift that is far too long leads back: what tames, or solves an
/// equation.
bool holds_its_paths(const SdeScheme& scheme, const process::Process& process) {
  const double far = 1000;
  Points x = Points::Constant(1, 1, far);
  x = stepped(scheme, process, 0, 1, x, 0);
  return std::abs(x(0, 0)) <= far * (1 + 1e-6);
}

constexpr double cubic_start = 10, cubic_end = 2;
const std::vector<Index> cubic_steps{32, 64, 128, 256, 512, 1024};

/// The part of the paths that has left the finite numbers by t = 2.
double diverged(const SdeScheme& scheme, Index steps, const RunSettings& settings) {
  const Cubic process;
  const Index particles = 1024;
  const sde::Schedule schedule{{0.0, cubic_end}, {steps}};
  sde::Simulation simulation{process, scheme, schedule, particles, RandomStream(settings.strong.seed, 2)};
  simulation.divergence = sde::Divergence::counted;
  const auto counts = sde::simulate(simulation, Points(Points::Constant(particles, 1, cubic_start)),
                                    [](Index, int, Index, const ConstBlock&) {});
  return static_cast<double>(counts.diverged.at(0)) / static_cast<double>(particles);
}

void write_divergence(const std::vector<const SdeScheme*>& schemes, const RunSettings& settings,
                      io::Group& group) {
  std::vector<std::string> names;
  Eigen::ArrayXd h(static_cast<Index>(cubic_steps.size()));
  Eigen::ArrayXXd fraction(static_cast<Index>(schemes.size()), h.size());
  for (Index k = 0; k < h.size(); ++k)
    h(k) = cubic_end / static_cast<double>(cubic_steps[static_cast<std::size_t>(k)]);
  for (std::size_t i = 0; i < schemes.size(); ++i) {
    names.push_back(schemes[i]->claim().name);
    for (Index k = 0; k < h.size(); ++k) {
      fraction(static_cast<Index>(i), k) =
          diverged(*schemes[i], cubic_steps[static_cast<std::size_t>(k)], settings);
    }
  }
  io::Group& table = group.group("divergence");
  table.attribute("long_name", "paths from x = 10 that leave the finite numbers before t = 2");
  table.scale("scheme", names, {"scheme", ""});
  table.scale("h", h, {"time step", "s"});
  table.variable("fraction", {"scheme", "h"}, fraction, {"part of 1024 paths that diverge", "1"});
}

verify::Check fraction_check(double expected, double observed, const std::string& note) {
  return verify::value_check(expected, observed, 0,
                             "Hutzenthaler, Jentzen and Kloeden 2011, Proc. R. Soc. A 467", note);
}

ProcessPtr double_well(double temperature) {
  return std::make_shared<process::OverdampedLangevin>(std::make_shared<density::DoubleWell>(), temperature);
}

/// x, x², cos x.
Points double_well_functionals() {
  const Points x = LineGrid::points();
  Points phi(x.rows(), 3);
  for (Index i = 0; i < x.rows(); ++i) phi.row(i) << x(i, 0), x(i, 0) * x(i, 0), std::cos(x(i, 0));
  return phi;
}

/// The first scheme of weak order 2 for additive noise that steps the process.
const SdeScheme& second_order(const process::Process& process) {
  for (const SdeScheme* scheme : sde::schemes()) {
    if (scheme->can_step(process) && scheme->claim().order(Sense::weak, Context::additive) == 2.0)
      return *scheme;
  }
  throw std::logic_error("no scheme of weak order 2");
}

constexpr const char* functional_names[] = {"mean", "square", "cosine"};

/// E φ(X_1) by the scheme of order 2 at steps of 1/512, 1/1024 and 1/2048, from which Richardson's rule takes
/// the terms of h² and h³.
Points extrapolated(const process::Process& process) {
  std::array<Points, 3> u;
  for (std::size_t level = 0; level < 3; ++level) {
    u[level] =
        line_expectation(second_order(process), process, double_well_functionals(), 1, Index{2048} >> level);
  }
  const Points fine = u[0] + (u[0] - u[1]) / 3, coarse = u[1] + (u[1] - u[2]) / 3;
  return fine + (fine - coarse) / 7;
}

/// The rows of starts in [−1.5, 1.5].
Points inner(const Points& u) { return u.middleRows(LineGrid::nodes / 4, LineGrid::nodes / 2); }

/// E φ at steps of 1/128 and 1/256 against the reference within 2 |Δ|/3 + 1e−8.
void add_double_well_reference(Plan& plan) {
  for (std::size_t r = 0; r < double_well_rows.size(); ++r) {
    const DoubleWellRow& row = double_well_rows[r];
    const auto values = lazy([&row] {
      const ProcessPtr process = double_well(row.temperature);
      std::array<Eigen::ArrayXd, 2> levels;
      for (std::size_t level : {0u, 1u}) {
        const auto steps = static_cast<Index>(std::lround(row.t * (level == 0 ? 256 : 128)));
        levels[level] = average(
            line_expectation(second_order(*process), *process, double_well_functionals(), row.t, steps),
            row.mean, row.deviation);
      }
      return levels;
    });
    for (Index k = 0; k < 3; ++k) {
      const double expected = k == 0 ? row.first : k == 1 ? row.second : row.cosine;
      plan.checks.push_back(
          {std::string("reference/") + functional_names[k] + "_" + number_text(r), [=, &row] {
             const auto& levels = values->get();
             return verify::value_check(expected, levels[0](k),
                                        2 * std::abs(levels[0](k) - levels[1](k)) / 3 + 1e-8,
                                        "data/reference/h_strong_weak.json",
                                        "T = " + number_text(row.temperature) + ", from " +
                                            number_text(row.mean) + ", t = " + number_text(row.t));
           }});
    }
  }
}

}  // namespace

Plan tanh_plan(const RunSettings& settings) {
  return explicit_plan("X = tanh(W/2 + artanh x)", "dX = -X (1 - X^2) dt/4 + (1 - X^2) dW/2 from -0.2",
                       std::make_shared<TanhProcess>(), -0.2, 1, TanhProcess::solve, settings);
}

Plan sinh_plan(const RunSettings& settings) {
  return explicit_plan("X = sinh(t + W + arsinh x)",
                       "dX = (X/2 + sqrt(1 + X^2)) dt + sqrt(1 + X^2) dW from 0",
                       std::make_shared<SinhProcess>(), 0, 0.25, SinhProcess::solve, settings);
}

Plan double_well_plan(const RunSettings& settings) {
  Plan plan{"The double well", "dX = -4X(X^2 - 1) dt + sqrt(2) dW at t = 1 from |x| <= 1.5", {}, {}};
  const ProcessPtr process = double_well(1);
  const Index finest = std::max<Index>(1024, 4 * settings.weak_finest_steps);
  const std::vector<Index> steps = step_counts(finest / 8, finest);
  const auto exact = lazy([process] { return extrapolated(*process); });
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!scheme->can_step(*process) || !scheme->claim().order(Sense::weak, Context::additive)) continue;
    const auto errors = lazy([=] {
      Points table(static_cast<Index>(steps.size()), 3);
      for (std::size_t k = 0; k < steps.size(); ++k) {
        const Points u = line_expectation(*scheme, *process, double_well_functionals(), 1, steps[k]);
        table.row(static_cast<Index>(k)) = inner(u - exact->get()).square().colwise().mean().sqrt();
      }
      return table;
    });
    for (const Index k : {1, 2}) {
      const std::string name = "weak_" + scheme->claim().name + "_" + functional_names[k];
      const std::string what = k == 1 ? "error of E X^2" : "error of E cos X";
      plan.studies.push_back(
          {name, [=] {
             std::vector<verify::OrderPoint> points;
             for (std::size_t i = 0; i < steps.size(); ++i) {
               points.push_back({1 / static_cast<double>(steps[i]), errors->get()(static_cast<Index>(i), k)});
             }
             return noise_free_study({name, what + ", root mean square over the starts"}, scheme->claim(),
                                     *scheme->claim().order(Sense::weak, Context::additive), points);
           }});
    }
  }
  add_double_well_reference(plan);
  return plan;
}

Plan cubic_plan(const RunSettings& settings) {
  Plan plan{"A drift that grows faster than linearly",
            "dX = -X^3 dt + sqrt(2) dW; strong orders from 0.5 at t = 1, divergence from 10",
            {},
            {}};
  const auto process = std::make_shared<Cubic>();
  const auto problem = std::make_shared<PathProblem>(PathProblem{*process, Eigen::ArrayXd::Constant(1, 0.5)});
  add_strong(process, problem, settings, holds_its_paths, plan);
  std::vector<const SdeScheme*> schemes;
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!scheme->can_step(*process)) continue;
    schemes.push_back(scheme);
    const bool held = holds_its_paths(*scheme, *process);
    plan.checks.push_back({"divergence_" + scheme->claim().name, [=] {
                             return fraction_check(
                                 held ? 0 : 1, diverged(*scheme, cubic_steps.front(), settings),
                                 held ? "tamed or implicit: every path is finite"
                                      : "explicit: h x^2 = 6 at the start, every path diverges");
                           }});
  }
  plan.tables.push_back([=](io::Group& group) { write_divergence(schemes, settings, group); });
  return plan;
}

}  // namespace kolmo::sde_convergence
