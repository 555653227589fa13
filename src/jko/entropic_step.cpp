#include "kolmo/jko/entropic_step.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/grid/grid_density.hpp"

namespace kolmo::jko {
namespace {

/// out = in with `kernel` along the first axis of n×rows numbers.
void along_first(const Eigen::ArrayXXd& kernel, const Eigen::ArrayXXd& in, Eigen::ArrayXXd& out) {
  out.resize(in.rows(), in.cols());
  for_each_task(in.cols(), [&](Index j) {
    for (Index i = 0; i < in.rows(); ++i)
      out(i, j) = chunk_dot(kernel.col(i).data(), in.col(j).data(), in.rows());
  });
}

}  // namespace

EntropicStep::EntropicStep(const Grid& grid, GridEnergy energy, const EntropicStepPlan& plan)
    : grid_(grid), energy_(std::move(energy)), plan_(plan) {
  require(grid.dimension() <= 2, "axes", static_cast<double>(grid.dimension()), "must be 1 or 2");
  require(energy_.internal != nullptr, "internal energy", 0, "must be there");
  require(std::isinf(energy_.internal->ceiling()), "ceiling of the density", energy_.internal->ceiling(),
          "must not be there: take GridJkoStep");
  require(!energy_.interaction, "interaction", 1, "must not be there: take GridJkoStep");
  require(energy_.potential.size() == 0 || energy_.potential.size() == grid.cells(),
          "values of the potential", static_cast<double>(energy_.potential.size()),
          "must be one a cell, or none");
  require(energy_.potential.isFinite().all(), "potential", 0, "must be finite");
  require(plan.iterations >= 1, "iterations", static_cast<double>(plan.iterations), "must be at least 1");
  require(plan.tolerance > 0 && plan.tolerance < 1, "tolerance", plan.tolerance, "must be within (0, 1)");
  for (Index k = 0; k < grid.dimension(); ++k) {
    const Axis& axis = grid.axis(k);
    const double h = axis.width();
    require(std::isfinite(plan.epsilon) && plan.epsilon >= h * h, "epsilon", plan.epsilon,
            "must be finite and at least the square of a cell's width, " + number_text(h * h));
    Eigen::ArrayXXd kernel(axis.cells, axis.cells);
    const double scale = h / std::sqrt(std::numbers::pi * plan.epsilon);
    for (Index j = 0; j < axis.cells; ++j)
      for (Index i = 0; i < axis.cells; ++i) {
        const double distance = h * static_cast<double>(i - j);
        kernel(i, j) = scale * std::exp(-distance * distance / plan.epsilon);
      }
    kernels_.push_back(std::move(kernel));
  }
}

void EntropicStep::apply(const Eigen::ArrayXd& in, Eigen::ArrayXd& out) const {
  const Index n = grid_.axis(0).cells, rows = grid_.cells() / n;
  Eigen::ArrayXXd once;
  along_first(kernels_[0], Eigen::Map<const Eigen::ArrayXXd>(in.data(), n, rows), once);
  if (rows > 1) {
    Eigen::ArrayXXd twice;
    along_first(kernels_[1], once.transpose(), twice);
    once = twice.transpose();
  }
  out = Eigen::Map<const Eigen::ArrayXd>(once.data(), grid_.cells());
}

// log s = z with z − log q + σ(U′(e^z) + V) = 0, which increases in z: Newton's method, each step no longer
// than 4.
double EntropicStep::proximal(double q, double sigma, double potential) const {
  double z = std::log(q);
  const double target = z - sigma * potential;
  for (int k = 0; k < 100; ++k) {
    const double p = energy_.internal->pressure(std::exp(z));
    double rho = 0, slope = 0;
    energy_.internal->density(&p, &rho, &slope, 1);
    const double move = (target - z - sigma * p) / (1 + (slope > 0 ? sigma * rho / slope : 0));
    z += std::clamp(move, -4.0, 4.0);
    if (std::abs(move) <= 1e-14 * (1 + std::abs(z))) break;
  }
  return std::exp(z);
}

// ⟨|x − y|², π⟩ = −ε² ∂/∂ε of Σ a K b at fixed a, b, by axes: the kernel times the square of the distance
// along one.
double EntropicStep::cost(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) const {
  double total = 0;
  EntropicStep weighted = *this;
  for (Index k = 0; k < grid_.dimension(); ++k) {
    weighted.kernels_ = kernels_;
    Eigen::ArrayXXd& kernel = weighted.kernels_[static_cast<std::size_t>(k)];
    for (Index j = 0; j < kernel.cols(); ++j)
      for (Index i = 0; i < kernel.rows(); ++i) {
        const double distance = grid_.axis(k).width() * static_cast<double>(i - j);
        kernel(i, j) *= distance * distance;
      }
    Eigen::ArrayXd image;
    weighted.apply(b, image);
    total += dot(a.data(), image.data(), a.size()) * grid_.cell_volume();
  }
  return total;
}

GridStepReport EntropicStep::step(double tau, Eigen::ArrayXd& rho) {
  require(std::isfinite(tau) && tau > 0, "tau", tau, "must be finite and > 0");
  const Eigen::ArrayXd before = transport::checked_density(grid_, rho, "rho");
  const double sigma = 2 * tau / plan_.epsilon;
  Eigen::ArrayXd a = Eigen::ArrayXd::Ones(before.size()), b, image, next(before.size()), now = before;
  GridStepReport report;
  while (report.iterations < plan_.iterations && report.status == transport::Status::budget) {
    ++report.iterations;
    apply(a, image);
    b = before / image;
    apply(b, image);
    for (Index i = 0; i < image.size(); ++i)
      if (!(image(i) > 0) || !std::isfinite(image(i)))
        throw NumericalFailure("jko: entropic step with tau = " + number_text(tau) +
                               ": the kernel leaves nothing in cell " + number_text(i) +
                               "; take epsilon above " + number_text(plan_.epsilon));
    for_each_block(before.size(), [&](Index, Index first, Index rows) {
      for (Index i = first; i < first + rows; ++i)
        next(i) = proximal(image(i), sigma, energy_.potential.size() > 0 ? energy_.potential(i) : 0);
    });
    a = next / image;
    const Eigen::ArrayXd change = (next - now).abs();
    report.residual = sum(change.data(), change.size()) * grid_.cell_volume();
    now = next;
    if (report.residual <= plan_.tolerance) report.status = transport::Status::converged;
  }
  report.increment_squared = cost(a, b);
  const double mass = sum(now.data(), now.size()) * grid_.cell_volume();
  rho = now / mass;  // 1 to the residual
  report.energy = evaluate(energy_, grid_, rho);
  return report;
}

}  // namespace kolmo::jko
