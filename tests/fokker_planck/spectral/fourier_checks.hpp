#pragma once
// What right Fourier solvers pass and wrong ones fail.

#include "fokker_planck/spectral/ring_problems.hpp"
#include "fokker_planck/time/order_checks.hpp"
#include "kolmo/fokker_planck/spectral/fourier_solver.hpp"
#include "kolmo/measure/fokker_planck/spectral_orders.hpp"

namespace kolmo::fokker_planck::testing {

/// max|p − exact| at the nodes at t (0: of the evaluation between them at the start).
inline double ring_error(const BentRing& process, const std::shared_ptr<const SemilinearStepper>& stepper,
                         Index nodes, Index steps, double t) {
  const FourierSolver solver(std::make_shared<BentRing>(process), ring(nodes), stepper);
  const Eigen::ArrayXd p0 = process.density(lopsided_ring(), 0, solver.nodes());
  if (t > 0) {
    const SpectralResult result = march(solver, p0, {{0, t}, {steps}});
    return (result.density - process.density(lopsided_ring(), t, solver.nodes())).abs().maxCoeff();
  }
  Eigen::ArrayXd coefficients(solver.size()), values(3 * nodes);
  solver.project(p0.data(), coefficients.data());
  const Points x = ring(3 * nodes).centres();
  solver.evaluate(coefficients, x, values);
  return (values - process.density(lopsided_ring(), 0, x)).abs().maxCoeff();
}

inline double ring_error(const BentRing& process, const std::string& stepper, Index nodes, Index steps,
                         double t) {
  return ring_error(process, semilinear_stepper(stepper), nodes, steps, t);
}

/// The order in time with drift and noise that depend on x and t, against the exact law. ETDRK4 errs by 7e−9
/// at 80 steps, 96 nodes by 5e−12.
inline verify::Check order_on_the_bent_ring(const std::shared_ptr<const SemilinearStepper>& stepper) {
  const BentRing process(0.3, 1.3, 0.7, 0.5);
  const double coarse = ring_error(process, stepper, 96, 40, 0.5);
  const double fine = ring_error(process, stepper, 96, 80, 0.5);
  return verify::test::compared("order in time/" + stepper->claim().name,
                                *stepper->claim().order(Sense::time, Context::line), std::log2(coarse / fine),
                                order_tolerance);
}

/// f = (cos y + sin x, 0.6 + sin(x + y) + ½ cos t), g = (0.6 + 0.1 sin x, 0.5): no axis commutes with
/// another.
class Whirl final : public process::DiagonalNoise {
 public:
  std::string name() const override { return "whirl"; }
  Index dimension() const override { return 2; }
  void drift(double t, const ConstBlock& x, Block out) const override {
    out.col(0) = x.col(1).cos() + x.col(0).sin();
    out.col(1) = 0.6 + (x.col(0) + x.col(1)).sin() + 0.5 * std::cos(4 * t);
  }
  void drift_divergence(double, const ConstBlock& x, Values out) const override {
    out = x.col(0).cos() + (x.col(0) + x.col(1)).cos();
  }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override {
    out.col(0) = 0.6 + 0.1 * x.col(0).sin();
    out.col(1) = 0.5;
  }
  void diffusion_derivative(double, const ConstBlock& x, Block out) const override {
    out.col(0) = 0.1 * x.col(0).cos();
    out.col(1) = 0;
  }
};

/// ∝ exp(cos x + sin(x + 2 y)).
inline Eigen::ArrayXd whirl_start(const Grid& grid) {
  const Points x = grid.centres();
  return (x.col(0).cos() + (x.col(0) + 2 * x.col(1)).sin()).exp() / 60;
}

/// dX = −b sin X dt + dW.
class Pendulum final : public process::Process {
 public:
  explicit Pendulum(double b) : b_(b) {}
  std::string name() const override { return "pendulum"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override { out = -b_ * x.sin(); }
  void drift_divergence(double, const ConstBlock& x, Values out) const override {
    out = -b_ * x.col(0).cos();
  }
  double diffusion(double) const override { return 1; }
  double noise_variance(double s, double t) const override { return t - s; }

 private:
  double b_;
};

/// Rates of change of modes against those of Galerkin's method, relative to the largest of them.
inline verify::Check galerkin_defect(Dealiasing dealiasing, Index nodes) {
  return verify::test::compared("products/" + std::to_string(nodes) + " nodes", 0,
                                measure::product_defect(dealiasing, nodes), 1e-14);
}

}  // namespace kolmo::fokker_planck::testing
