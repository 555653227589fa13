#pragma once
// What right Hermite solvers pass.

#include "fokker_planck/time/order_checks.hpp"
#include "kolmo/fokker_planck/spectral/hermite_solver.hpp"
#include "kolmo/measure/problems/moving_well.hpp"
#include "kolmo/process/noise/diagonal_noise.hpp"

namespace kolmo::fokker_planck::testing {

inline Eigen::ArrayXd at(const density::Density& p, const Points& x) {
  Eigen::ArrayXd log_p(x.rows());
  p.log_density(x, log_p);
  for (double& value : log_p) value = std::exp(value);
  return log_p;
}

/// max|p − exact| on [−5, 5] at t = 0.4 of an Ornstein–Uhlenbeck process from a mixture, in one step.
inline double mixture_error(Index functions, double t) {
  const auto ou = std::make_shared<process::OrnsteinUhlenbeck>(1.3, 0.4, 1.1, 1);
  const HermiteSolver solver(ou, {functions, 0.1, 0.75});
  const SpectralResult result = march(solver, at(lopsided_mixture_1d(), solver.nodes()), {{0, t}, {1}});
  const Points x = line(-5, 5, 333).centres();
  Eigen::ArrayXd values(x.rows());
  solver.evaluate(result.coefficients, x, values);
  return (values - at(process::marginal(*ou, lopsided_mixture_1d(), t), x)).abs().maxCoeff();
}

/// max|p − p of `most` functions| on [−3, 3] at t = 1 in the double well at T = ½.
inline std::vector<double> double_well_errors(const std::vector<Index>& functions, Index most) {
  const auto process = std::make_shared<process::OverdampedLangevin>(double_well(0.5));
  const Points x = line(-3, 3, 200).centres();
  const auto density = [&](Index n) {
    const HermiteSolver solver(process, {n, 0, 0.3});
    const SpectralResult result =
        march(solver, at(density::gaussian_1d(-0.5, 0.3), solver.nodes()), {{0, 1}, {1}});
    Eigen::ArrayXd values(x.rows());
    solver.evaluate(result.coefficients, x, values);
    return values;
  };
  const Eigen::ArrayXd best = density(most);
  std::vector<double> errors;
  for (const Index n : functions) errors.push_back((density(n) - best).abs().maxCoeff());
  return errors;
}

using measure::MovingWell;

/// The order in time against the exact law.
inline verify::Check order_in_the_moving_well() {
  const HermiteSolver solver(std::make_shared<MovingWell>(), {64, 0, 0.7});
  const Eigen::ArrayXd p0 = at(MovingWell::law(0.5, 0.6, 0), solver.nodes());
  const Eigen::ArrayXd exact = at(MovingWell::law(0.5, 0.6, 1), solver.nodes());
  std::vector<double> errors;
  for (const Index n : {8, 16, 32}) {
    errors.push_back((march(solver, p0, {{0, 1}, {n}}).density - exact).abs().maxCoeff());
  }
  return verify::test::compared("order in time/" + solver.claim().name,
                                *solver.claim().order(Sense::time, Context::line), last_order(errors),
                                order_tolerance);
}

/// dX = −(X − m) dt + dW with m = 0 before t = 1 and ½ from then on.
class Switched final : public process::Process {
 public:
  std::string name() const override { return "switched"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override { out = (t < 1 ? 0 : 0.5) - x; }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out = -1; }
  double diffusion(double) const override { return 1; }
  double noise_variance(double s, double t) const override { return t - s; }
};

/// dX = (½ − X) dt + √(1 + ¼ X + 0.1 X²) dW: E X and E X² have an equation of their own.
class Pearson final : public process::DiagonalNoise {
 public:
  std::string name() const override { return "pearson"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override { out = 0.5 - x; }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out = -1; }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override {
    out = (1 + 0.25 * x + 0.1 * x.square()).sqrt();
  }
  void diffusion_derivative(double, const ConstBlock& x, Block out) const override {
    out = (0.125 + 0.1 * x) / (1 + 0.25 * x + 0.1 * x.square()).sqrt();
  }
};

/// d(E X² )/dt at a start N(0.2, 0.5²): E[2 X (½ − X) + 1 + ¼ X + 0.1 X²], from the solver's rate; x² = m² +
/// 2 m s h₁ + s² (√2 h₂ + 1) at centre m = 0.
inline verify::Check pearson_moments(const HermiteSolver& solver, double scale = 0.6) {
  Eigen::ArrayXd c(solver.size());
  const Eigen::ArrayXd p0 = at(density::gaussian_1d(0.2, 0.5), solver.nodes());
  solver.project(p0.data(), c.data());
  const Eigen::ArrayXd rate = solver.rate(0, c);
  const double second = 0.2 * 0.2 + 0.5 * 0.5;
  return verify::test::compared("rate of the second moment", 1 + (1 + 0.25) * 0.2 - 1.9 * second,
                                scale * scale * (std::sqrt(2.0) * rate(2) + rate(0)), 1e-13);
}

}  // namespace kolmo::fokker_planck::testing
