// A problem whose paths are absorbed in the end: the quasi-stationary law of what is still there, its rate,
// and a density that tends to it.

#include <algorithm>
#include <cmath>

#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/backward.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/analysis/quasi_stationary.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/fokker_planck/time/unsplit.hpp"
#include "relaxation/rest_part.hpp"

namespace kolmo::relaxation {
namespace {

using fokker_planck::Generator;
using fokker_planck::QuasiStationaryState;

/// Of the time in which the second mode falls by 1/e.
constexpr Index steps_in_relaxation_time = 64, steps = 960, window = 64;

struct AbsorbingSide {
  Index axis, side;
  std::string name;  ///< "x_lower"
};

std::vector<AbsorbingSide> absorbing_sides(const RestProblem& problem) {
  std::vector<AbsorbingSide> sides;
  for (Index k = 0; k < problem.dimension(); ++k)
    for (const Index side : {0, 1})
      if (problem.boundaries.at(k, side) == fokker_planck::Boundary::absorbing)
        sides.push_back(
            {k, side,
             problem.given.names.variables[static_cast<std::size_t>(k)] + (side == 0 ? "_lower" : "_upper")});
  return sides;
}

double share_of(const QuasiStationaryState& state, const AbsorbingSide& side) {
  return state.exits[static_cast<std::size_t>(side.axis)][static_cast<std::size_t>(side.side)];
}

/// Σ weight p · cell volume.
double mean_of(const Grid& grid, const Eigen::ArrayXd& weight, const Eigen::ArrayXd& p) {
  return dot(weight.data(), p.data(), p.size()) * grid.cell_volume();
}

/// Rounding of sums over the rates of a cell.
double fastest_rate(const Generator& generator) {
  return -Eigen::ArrayXd(generator.sparse().diagonal()).minCoeff();
}

/// λ, means and variances, then the share of each absorbing side.
Eigen::ArrayXd row_of(const RestProblem& problem, const Grid& grid, const QuasiStationaryState& state) {
  const auto sides = absorbing_sides(problem);
  const Index d = problem.dimension();
  Eigen::ArrayXd row(1 + 2 * d + static_cast<Index>(sides.size()));
  row << state.rate, fokker_planck::mean(grid, state.density).array(),
      fokker_planck::covariance(grid, state.density).diagonal().array(),
      Eigen::ArrayXd::Zero(static_cast<Index>(sides.size()));
  for (std::size_t k = 0; k < sides.size(); ++k)
    row(1 + 2 * d + static_cast<Index>(k)) = share_of(state, sides[k]);
  return row;
}

/// How a density that is absorbed goes on: what leaves of what is there, and S (1 + λΔt)^n.
struct Course {
  std::vector<double> times, log_survival, rate, amplitude, distance;
};

Course run(const RestProblem& problem, const Generator& generator, const QuasiStationaryState& state,
           double gap) {
  const Grid& grid = generator.grid();
  const double step = 1 / (gap * static_cast<double>(steps_in_relaxation_time));
  const auto stepper = fokker_planck::unsplit(fokker_planck::implicit_euler());
  const auto propagator = stepper.prepare(generator, step);
  Eigen::ArrayXd p = problem.initial(grid);
  Course course;
  double log_survival = 0;
  for (Index n = 0; n <= steps; ++n) {
    if (n > 0) propagator->advance(p.data(), 1);
    const double mass = sum(p.data(), p.size()) * grid.cell_volume();
    p /= mass;
    log_survival += std::log(mass);
    course.times.push_back(static_cast<double>(n) * step);
    course.log_survival.push_back(log_survival);
    double rate = 0;
    for (const auto& side : absorbing_sides(problem))
      rate += generator.outflow(p.data(), side.axis, side.side);
    course.rate.push_back(rate);
    course.amplitude.push_back(
        std::exp(log_survival + static_cast<double>(n) * std::log1p(state.rate * step)));
    const Eigen::ArrayXd apart = (p - state.density).abs();
    course.distance.push_back(0.5 * sum(apart.data(), apart.size()) * grid.cell_volume());
    if (n % window == 0) throw_if_stopped();
  }
  return course;
}

Eigen::ArrayXd array(const std::vector<double>& x) {
  return Eigen::Map<const Eigen::ArrayXd>(x.data(), static_cast<Index>(x.size()));
}

void write(const Course& course, io::Group& group) {
  group.attribute("stepper", "implicit_euler_unsplit");
  group.scale("time", array(course.times), {"time", "s"});
  group.variable("log_survival", {"time"}, array(course.log_survival),
                 {"logarithm of the probability to be there still", "1"});
  group.variable("rate", {"time"}, array(course.rate), {"rate at which what is there leaves", "s-1"});
  group.variable("distance", {"time"}, array(course.distance),
                 {"distance from the quasi-stationary law", "1", "", true});
}

void write(const RestProblem& problem, const fokker_planck::Extrapolated& limit, io::Group& group) {
  const auto number = [&](const std::string& name, Index at, const std::string& words, const char* unit) {
    group.variable(name, {}, io::Data(std::vector<double>{limit.value(at)}), {words, unit});
    group.variable(name + "_error", {}, io::Data(std::vector<double>{limit.error(at)}),
                   {words + ": error of the grids", unit});
  };
  const Index d = problem.dimension();
  number("rate", 0, "rate of the quasi-stationary law", "s-1");
  for (Index k = 0; k < d; ++k) {
    const std::string& variable = problem.given.names.variables[static_cast<std::size_t>(k)];
    number("mean_" + variable, 1 + k, "quasi-stationary mean", "1");
    number("variance_" + variable, 1 + d + k, "quasi-stationary variance", "1");
  }
  Index at = 1 + 2 * d;
  for (const auto& side : absorbing_sides(problem))
    number("exit_" + side.name, at++, "share that leaves through the side", "1");
  const auto generator = problem.generator(4 * problem.cells);
  const auto state = fokker_planck::quasi_stationary_state(generator);
  const auto axes = write_axes(problem, generator.grid(), group);
  group.variable("density", axes, io::Data(std::vector<double>(state.density.begin(), state.density.end())),
                 {"quasi-stationary density", "1"});
  group.variable("survival", axes,
                 io::Data(std::vector<double>(state.survival.begin(), state.survival.end())),
                 {"late survival from here, relative", "1"});
}

struct Rates {
  double law, eigenvalue;  ///< that of the law, and the same by an eigenvalue solver
};

void judge_law(const RestProblem& problem, const Generator& generator, const QuasiStationaryState& state,
               const Rates& rates, frame::Findings& findings) {
  const Grid& grid = generator.grid();
  // Arnoldi's iteration, on grids of two variables, is good to rounding of the fastest rate.
  findings.number({.name = "quasi_stationary/eigenvalue",
                   .expected = rates.eigenvalue,
                   .observed = rates.law,
                   .tolerance = 1e-8 * state.rate + (problem.line() ? 0 : 1e-14 * fastest_rate(generator)),
                   .source = "the smallest eigenvalue of -L on the same grid, by another solver",
                   .note = "1/(mean time that paths are there)",
                   .widest = 0.02 * state.rate});
  const Eigen::ArrayXd square = fokker_planck::passage_time_moment(generator, 2);
  findings.number({.name = "quasi_stationary/lifetime",
                   .expected = 1,
                   .observed = rates.law * rates.law * mean_of(grid, square, state.density) / 2,
                   .tolerance = 1e-8,
                   .source = "E tau^2 = 2/rate^2 by the backward equation",
                   .note = "lifetimes from the quasi-stationary law are exponential"});
  for (const auto& side : absorbing_sides(problem))
    findings.number(
        {.name = "quasi_stationary/exit/" + side.name,
         .expected =
             mean_of(grid, fokker_planck::exit_probability(generator, side.axis, side.side), state.density),
         .observed = share_of(state, side),
         .tolerance = 1e-8,
         .source = "exit probabilities by the backward equation"});
}

void judge_course(const Course& course, double rate, double amplitude, frame::Findings& findings) {
  const auto late = [&](const std::vector<double>& values) {
    return std::abs(values.back() - values[values.size() - 1 - static_cast<std::size_t>(window)]);
  };
  findings.number({.name = "late_rate",
                   .expected = rate,
                   .observed = course.rate.back(),
                   .tolerance = 3 * late(course.rate) + 1e-7 * rate,
                   .source = "the rate of the quasi-stationary law, on the same grid",
                   .note = "what leaves in the end, of what is there",
                   .widest = 0.05 * rate});
  findings.number({.name = "late_amplitude",
                   .expected = amplitude,
                   .observed = course.amplitude.back(),
                   .tolerance = 3 * late(course.amplitude) + 1e-7 * amplitude,
                   .source = "integral of p_0 times the eigenfunction of the backward equation",
                   .note = "survival times e^(rate t), in implicit Euler steps",
                   .widest = 0.05 * amplitude});
}

}  // namespace

std::vector<std::string> absorbed_check_names(const RestProblem& problem) {
  std::vector<std::string> names{"quasi_stationary/eigenvalue", "quasi_stationary/lifetime"};
  for (const auto& side : absorbing_sides(problem)) names.push_back("quasi_stationary/exit/" + side.name);
  names.insert(names.end(), {"late_rate", "late_amplitude"});
  return names;
}

void study_absorbed(const RestProblem& problem, const Settings& settings, frame::Findings& findings) {
  std::vector<Eigen::ArrayXd> rows;
  for (const Index factor : {1, 2, 4}) {
    const Grid grid = problem.grid(factor * problem.cells);
    rows.push_back(row_of(problem, grid,
                          fokker_planck::quasi_stationary_state(problem.generator(factor * problem.cells))));
    throw_if_stopped();
  }
  write(problem, fokker_planck::extrapolate(rows), findings.group().group("quasi_stationary"));
  const auto generator = problem.generator(problem.cells);
  const auto state = fokker_planck::quasi_stationary_state(generator);
  const auto rates = rates_on(problem, problem.cells);
  judge_law(problem, generator, state, {settings.rate_factor * state.rate, rates[0].real()}, findings);
  const Course course = run(problem, generator, state, rates[1].real() - rates[0].real());
  write(course, findings.group().group("relaxation"));
  judge_course(
      course, settings.rate_factor * state.rate,
      settings.rate_factor * mean_of(generator.grid(), state.survival, problem.initial(generator.grid())),
      findings);
}

}  // namespace kolmo::relaxation
