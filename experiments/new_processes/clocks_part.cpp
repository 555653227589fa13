// Rates that follow the signal, a temperature that falls, two coordinates on two clocks.

#include <cmath>
#include <limits>

#include "kolmo/core/number_text.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/problem/expression_process.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "new_processes/certified.hpp"

namespace kolmo::new_processes {
namespace {

std::shared_ptr<const process::Process> process_of(const std::string& drift, const std::string& amplitude,
                                                   const std::map<std::string, double>& parameters) {
  const density::ExpressionNames names{.parameters = parameters, .time = true};
  return std::make_shared<problem::ExpressionProcess>(
      problem::Dynamics{.names = names,
                        .drift = {density::Expression(drift, names)},
                        .noise = {{density::Expression(amplitude, names)}}});
}

/// β = r (1 + SNR)/SNR = r/ᾱ makes ᾱ = 1 − r t: the law has mean √ᾱ m and variance ᾱ s² + 1 − ᾱ.
Case snr_case() {
  constexpr double rate = 0.9;
  const auto start =
      density::mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-1.5, 1), Eigen::Array2d(0.3, 0.5));
  const auto law = [start](double t) {
    const double left = 1 - rate * t;
    Eigen::ArrayXd deviations(start.components());
    for (Index k = 0; k < start.components(); ++k)
      deviations(k) = std::sqrt(left * start.covariance(k)(0, 0) + 1 - left);
    return density::mixture_1d(start.weights(), std::sqrt(left) * start.means().col(0), deviations);
  };
  return {.name = "snr",
          .process = process_of("-0.5*r/(1 - r*t)*x", "sqrt(r/(1 - r*t))", {{"r", rate}}),
          .start = start,
          .times = {0, 0.3, 0.6, 1},
          .grid = Grid({{-6, 6, 640}}),
          .scheme = "sra1",
          .steps = 256,
          .observables = powers(3),
          .exact = exact_powers(law)};
}

/// dX = −V′ dt + √(2T(t)) dW, V = x⁴/4 + x²/2, T from 1 to 0.3 in a time.
constexpr double hot = 1, cold = 0.3;

std::shared_ptr<const process::Process> annealed(double duration) {
  return process_of("-x - x^3", "sqrt(2*(hot + (cold - hot)*t/duration))",
                    {{"hot", hot}, {"cold", cold}, {"duration", duration}});
}

Case annealing_case() {
  return {.name = "annealing",
          .process = annealed(2),
          .start = density::gaussian_1d(0.4, 0.6),
          .times = {0, 0.5, 1, 2},
          .grid = Grid({{-4.5, 4.5, 640}}),
          .scheme = "sra1",
          .steps = 512,
          .observables = powers(4)};
}

/// e^{−V/T} on the cells, of mass 1.
Eigen::ArrayXd gibbs(const Grid& grid, double temperature) {
  Eigen::ArrayXd p(grid.cells());
  double mass = 0;
  for (Index i = 0; i < p.size(); ++i) {
    const double x = grid.axis(0).centre(i);
    p(i) = std::exp(-(0.25 * x * x * x * x + 0.5 * x * x) / temperature);
    mass += p(i) * grid.cell_volume();
  }
  return p / mass;
}

/// ∫|p_T − e^{−V/T_cold}/Z| after cooling from rest in `duration`.
double lag(double duration) {
  const Grid grid({{-4.5, 4.5, 360}});
  const auto process = annealed(duration);
  const fokker_planck::GeneratorAt generator = [&](double t) {
    return fokker_planck::chang_cooper(*process, grid, {{}, t});
  };
  const auto steps = static_cast<Index>(200 + 8 * duration);
  const Eigen::ArrayXd p = fokker_planck::march(generator, fokker_planck::stepper("crank_nicolson"),
                                                gibbs(grid, hot), {{0, duration}, {steps}})
                               .density;
  // The grid's own law at rest is off by O(h²); what is left of the start is not looked at.
  const Eigen::ArrayXd rest = gibbs(grid, cold);
  double sum = 0;
  for (Index i = 0; i < p.size(); ++i) sum += std::abs(p(i) - rest(i)) * grid.cell_volume();
  return sum;
}

verify::OrderStudy lag_study() {
  verify::OrderStudy study;
  study.name = "annealing_lag";
  study.long_name = "L1 distance of the annealed law from the quasi-static one";
  study.claimed = 1;
  study.source = "first order in the speed of cooling: p = p_T + L_T^{-1} dp_T/dt";
  study.h_long_name = "1/(time of cooling)";
  for (double duration = 8; duration <= 128; duration *= 2) study.add(1 / duration, lag(duration));
  return study;
}

/// Two coordinates of one energy ½ K x·x, the second on a clock ten times as fast: dX = −C K X dt + √(2C) dW,
/// C = diag(1, 10). At rest N(0, K⁻¹) whatever the clocks are.
std::shared_ptr<const process::LinearProcess> two_clocks(double second) {
  Eigen::Matrix2d k;
  k << 1.5, 0.6, 0.6, 1;
  const Eigen::Vector2d clock(1, second);
  return std::make_shared<process::LinearProcess>(-(clock.asDiagonal() * k).eval(), Eigen::Vector2d::Zero(),
                                                  Eigen::MatrixXd((2 * clock).cwiseSqrt().asDiagonal()));
}

density::GaussianMixture plane_start() {
  return {Eigen::ArrayXd::Ones(1), Eigen::RowVector2d(1, -1).array(),
          density::Covariances::isotropic(Eigen::ArrayXd::Constant(1, 0.25), 2)};
}

Case two_clocks_case() {
  const auto process = two_clocks(10);
  const auto exact = [=](double t, std::size_t observable) {
    const density::GaussianMixture law = process->law(plane_start(), t);
    const Eigen::Vector2d m = law.mean();
    const Eigen::MatrixXd c = law.covariance();
    const double values[] = {m(0), m(1), c(0, 0) + m(0) * m(0), c(1, 1) + m(1) * m(1), c(0, 1) + m(0) * m(1)};
    return values[observable];
  };
  return {.name = "two_clocks",
          .process = process,
          .start = plane_start(),
          .times = {0, 0.1, 0.5},
          .grid = Grid({{-5, 5, 72}, {-6, 6, 72}}),
          .scheme = "euler_maruyama",
          .steps = 256,
          .observables = plane_moments(),
          .exact = exact};
}

/// The largest entry of the difference of the covariances at rest of two clocks and of one.
double rest_difference() {
  return (two_clocks(10)->law(plane_start(), 60).covariance() -
          two_clocks(1)->law(plane_start(), 60).covariance())
      .cwiseAbs()
      .maxCoeff();
}

}  // namespace

frame::Plan clocks_plan(const Sampled& sampled) {
  frame::Plan plan{"Rates that change",
                   "beta that follows the signal to noise, a temperature that falls, and two coordinates on "
                   "clocks of their own."};
  plan.studies.push_back({"annealing_lag", [] { return lag_study(); }});
  plan.checks.push_back({"two_clocks/one_rest", [] {
                           return verify::value_check(0, rest_difference(), 1e-12,
                                                      "clocks change the way and not the rest",
                                                      "largest difference of covariances");
                         }});
  for (const Case& one : {snr_case(), annealing_case(), two_clocks_case()})
    plan.runs.push_back(certified("clocks", one, sampled));
  return plan;
}

}  // namespace kolmo::new_processes
