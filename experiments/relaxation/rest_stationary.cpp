// What a problem settles to, and what still flows then.

#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "relaxation/line_integrals.hpp"
#include "relaxation/linear_rest.hpp"
#include "relaxation/rest_part.hpp"
#include "relaxation/wall_flux.hpp"

namespace kolmo::relaxation {
namespace {

using Eigen::VectorXd;

/// What integrals and Lyapunov's equation are good to, relative.
constexpr double rounding = 1e-8;
/// Of a deviation at rest: tolerances above this decide nothing.
constexpr double widest = 0.05;

const std::string& variable(const RestProblem& problem, Index k) {
  return problem.given.names.variables[static_cast<std::size_t>(k)];
}

struct OnGrid {
  VectorXd mean, variance, current, balance, scale;
  double production;
};

/// ∫ J_k over the domain, from the faces.
VectorXd total_current(const fokker_planck::Generator& generator,
                       const fokker_planck::StationaryState& rest) {
  const Grid& grid = generator.grid();
  VectorXd total(grid.dimension());
  for (Index k = 0; k < grid.dimension(); ++k) {
    const auto& faces = rest.currents[static_cast<std::size_t>(k)];
    total(k) = sum(faces.data(), faces.size()) * grid.axis(k).width();
  }
  return total;
}

/// Integrated over the domain, J_k = f_k p − ∂_k(D_k p) says ⟨f_k⟩ − [D_k p] = ∫ J_k.
OnGrid on_grid(const RestProblem& problem, Index cells) {
  const auto generator = problem.generator(cells);
  const Grid& grid = generator.grid();
  const auto rest = fokker_planck::stationary_state(generator);
  const Index d = problem.dimension();
  OnGrid found{fokker_planck::mean(grid, rest.density),
               fokker_planck::covariance(grid, rest.density).diagonal(),
               total_current(generator, rest),
               VectorXd(d),
               VectorXd(d),
               rest.entropy_production};
  const Points x = grid.centres();
  Points f(x.rows(), d);
  problem.given.process->drift(0, x, f);
  for (Index k = 0; k < d; ++k) {
    const Eigen::ArrayXd weighted = f.col(k) * rest.density, square = f.col(k).square() * rest.density;
    const double walls =
        problem.boundaries.periodic(k) ? 0 : at_walls(*problem.given.process, grid, rest.density, k);
    found.balance(k) = sum(weighted.data(), weighted.size()) * grid.cell_volume() - walls - found.current(k);
    found.scale(k) = std::sqrt(sum(square.data(), square.size()) * grid.cell_volume());
  }
  throw_if_stopped();
  return found;
}

Eigen::ArrayXd row_of(const OnGrid& found) {
  const Index d = found.mean.size();
  Eigen::ArrayXd row(4 * d + 1);
  row << found.mean.array(), found.variance.array(), found.current.array(), found.balance.array(),
      found.production;
  return row;
}

/// A limit of three grids against what it must be: their own error three times, and `small` of `scale`.
void judge(frame::Findings& findings, const std::string& name, double expected, double value, double error,
           double scale, const std::string& source) {
  const double tolerance = 3 * error + rounding * std::max(scale, std::abs(expected));
  findings.number({.name = name,
                   .expected = expected,
                   .observed = value,
                   .tolerance = tolerance,
                   .source = source,
                   .widest = widest * scale});
}

bool is_linear(const RestProblem& problem) {
  if (!problem.given.known.linear) return false;
  for (const auto& sides : problem.given.boundaries)
    for (const auto side : sides)
      if (side != problem::Boundary::open) return false;
  return true;
}

void judge_against(const RestProblem& problem, const fokker_planck::Extrapolated& limit, const VectorXd& mean,
                   const VectorXd& variance, const std::string& source, frame::Findings& findings) {
  const Index d = problem.dimension();
  for (Index k = 0; k < d; ++k) {
    const double scale = std::sqrt(variance(k));
    const std::string at = "/" + variable(problem, k);
    judge(findings, "stationary/mean" + at, mean(k), limit.value(k), limit.error(k), scale, source);
    judge(findings, "stationary/variance" + at, variance(k), limit.value(d + k), limit.error(d + k),
          variance(k), source);
  }
}

/// e^{−V/T} at the centres: scharfetter_gummel keeps it to rounding.
void judge_gibbs(const RestProblem& problem, frame::Findings& findings) {
  const auto structure = gradient_structure(*problem.given.process);
  const auto generator = problem.generator(problem.cells);
  const auto rest = fokker_planck::stationary_state(generator);
  Eigen::ArrayXd v(generator.grid().cells());
  structure->potential->value(generator.grid().centres(), v);
  v /= -structure->temperature;
  const double highest = v.maxCoeff();
  double mass = 0, worst = 0;
  for (const double value : v) mass += std::exp(value - highest);
  for (Index i = 0; i < v.size(); ++i) {
    const double gibbs = std::exp(v(i) - highest) / mass;
    worst = std::max(worst, std::abs(rest.density(i) * generator.grid().cell_volume() - gibbs));
  }
  findings.number({"stationary/gibbs", 0, worst, 1e-10, "e^(-V/T), of all the mass"});
}

/// Whether Σ (a − b) log(a/b) of the grid's chain tends to the entropy production. Mixed derivatives exchange
/// at corners without the drift's share, so that it does not there.
bool knows_production(const RestProblem& problem) {
  return problem.given.process->noise_kind() != process::NoiseKind::constant;
}

bool judges_production(const RestProblem& problem) {
  return is_linear(problem) && knows_production(problem) && !has_detailed_balance(problem);
}

bool gibbs_holds(const RestProblem& problem) {
  return gradient_structure(*problem.given.process).has_value() && has_detailed_balance(problem);
}

void write(const RestProblem& problem, const fokker_planck::Extrapolated& limit, io::Group& group) {
  const Index d = problem.dimension();
  const char* const units[] = {"1", "1", "s-1"};
  const char* const names[] = {"mean", "variance", "current"};
  const char* const words[] = {"mean at rest", "variance at rest",
                               "integral of the current over the domain at rest: mean velocity"};
  for (Index q = 0; q < 3; ++q) {
    for (Index k = 0; k < d; ++k) {
      const std::string name = std::string(names[q]) + "_" + variable(problem, k);
      group.variable(name, {}, io::Data(std::vector<double>{limit.value(q * d + k)}), {words[q], units[q]});
      group.variable(name + "_error", {}, io::Data(std::vector<double>{limit.error(q * d + k)}),
                     {std::string(words[q]) + ": error of the grids", units[q]});
    }
  }
  const auto rest = fokker_planck::stationary_state(problem.generator(4 * problem.cells));
  const auto axes = write_axes(problem, problem.grid(4 * problem.cells), group);
  group.variable("density", axes, io::Data(std::vector<double>(rest.density.begin(), rest.density.end())),
                 {"stationary density", "1"});
  const double production = limit.value(4 * d);
  if (std::isfinite(production) && knows_production(problem))
    group.variable("entropy_production", {}, io::Data(std::vector<double>{production}),
                   {"entropy production at rest", "s-1"});
}

}  // namespace

bool has_detailed_balance(const RestProblem& problem) {
  return fokker_planck::stationary_state(problem.generator(problem.cells)).detailed_balance;
}

std::vector<std::string> stationary_check_names(const RestProblem& problem) {
  std::vector<std::string> names;
  for (Index k = 0; k < problem.dimension(); ++k)
    names.push_back("stationary/balance/" + variable(problem, k));
  if (problem.dimension() == 1 || is_linear(problem)) {
    for (Index k = 0; k < problem.dimension(); ++k) {
      names.push_back("stationary/mean/" + variable(problem, k));
      names.push_back("stationary/variance/" + variable(problem, k));
    }
  }
  if (problem.ring()) names.emplace_back("stationary/current");
  if (judges_production(problem)) names.emplace_back("stationary/entropy_production");
  if (gibbs_holds(problem)) names.emplace_back("stationary/gibbs");
  return names;
}

void study_stationary(const RestProblem& problem, const Settings& settings, frame::Findings& findings) {
  const Index d = problem.dimension();
  std::vector<Eigen::ArrayXd> rows;
  VectorXd scale;
  for (const Index factor : {1, 2, 4}) {
    const OnGrid found = on_grid(problem, factor * problem.cells);
    rows.push_back(row_of(found));
    scale = found.scale;
  }
  const auto limit = fokker_planck::extrapolate(rows);
  // The mean force at rest is what the walls push back with, less what flows.
  for (Index k = 0; k < d; ++k) {
    const double speed = std::abs(limit.value(2 * d + k));
    findings.number({"stationary/balance/" + variable(problem, k), 0, limit.value(3 * d + k),
                     3 * limit.error(3 * d + k) + 1e-4 * std::max(scale(k), speed),
                     "<f> = [D p] + integral of J"});
  }
  const double factor = settings.diffusion_factor;
  if (d == 1) {
    const auto& [lower, upper] = (*problem.given.domain)[0];
    const auto exact = LineIntegrals(*problem.given.process, {lower, upper}).at_rest(problem.ring());
    judge_against(problem, limit, VectorXd::Constant(1, exact.mean),
                  VectorXd::Constant(1, factor * exact.variance), "integrals of scale and speed", findings);
    if (problem.ring()) {
      // ∫ J over the ring is J times its length. Without a force it is 0: measured by the mean speed.
      const double length = upper - lower;
      judge(findings, "stationary/current", factor * exact.current * length, limit.value(2), limit.error(2),
            std::max(1e-3 * scale(0), std::abs(exact.current) * length),
            "Stratonovich 1958; Risken 1989, eq. 11.32");
    }
  } else if (is_linear(problem)) {
    const LinearRest exact = linear_rest(*problem.given.process);
    judge_against(problem, limit, exact.mean, factor * exact.variance, "Lyapunov's equation", findings);
  }
  if (judges_production(problem)) {
    const double exact = linear_rest(*problem.given.process).production;
    judge(findings, "stationary/entropy_production", factor * exact, limit.value(4 * d), limit.error(4 * d),
          exact, "closed form of a Gaussian");
  }
  if (gibbs_holds(problem)) judge_gibbs(problem, findings);
  write(problem, limit, findings.group().group("stationary"));
}

}  // namespace kolmo::relaxation
