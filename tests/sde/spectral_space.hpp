#pragma once
// Expectations under a Markov chain without sampling, on the circle and on the circle times the line.

#include <Eigen/Dense>
#include <cmath>
#include <functional>
#include <numbers>
#include <utility>

#include "sde/single_steps.hpp"

namespace kolmo::sde::test {

/// Nodes and weights with Σ w p(x) = E p(Z), Z standard normal, for polynomials up to degree 2n − 1 (Golub
/// and Welsch 1969).
inline std::pair<Eigen::ArrayXd, Eigen::ArrayXd> normal_quadrature(Index n) {
  Eigen::VectorXd off_diagonal(n - 1);
  for (Index k = 1; k < n; ++k) off_diagonal(k - 1) = std::sqrt(static_cast<double>(k));
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(Eigen::VectorXd::Zero(n), off_diagonal);
  return {solver.eigenvalues().array(), solver.eigenvectors().row(0).transpose().array().square()};
}

/// Functions Σ c_kn e_k(q) ψ_n(p): trigonometric polynomials e of degree ≤ modes (1, cos q, sin q, …) times
/// Hermite polynomials ψ_n = He_n/√n!, n < momenta, orthonormal under N(0, 1). Coefficient (k, n) stands in
/// place k momenta + n. With momenta = 1 functions of q alone.
class SpectralSpace {
 public:
  SpectralSpace(Index modes, Index momenta) : waves_(2 * modes + 1), momenta_(momenta) {
    const auto [p, weights] = normal_quadrature(momenta);
    nodes_.resize(size(), momenta > 1 ? 2 : 1);
    weights_.resize(size());
    for (Index i = 0; i < waves_; ++i) {
      for (Index j = 0; j < momenta; ++j) {
        const Index row = i * momenta + j;
        nodes_(row, 0) = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(waves_);
        if (momenta > 1) nodes_(row, 1) = p(j);
        weights_(row) = weights(j) / static_cast<double>(waves_);
      }
    }
    // coefficients = (the discrete inner products with the basis): ⟨e_k, e_k⟩ = 1 for k = 0, ½ else
    transform_ = values(nodes_).transpose() * weights_.matrix().asDiagonal();
    for (Index k = momenta; k < size(); ++k) transform_.row(k) *= 2;
  }

  Index size() const { return waves_ * momenta_; }
  const Points& nodes() const { return nodes_; }

  /// Row i: all basis functions at x_i.
  Eigen::MatrixXd values(const Points& x) const {
    Eigen::MatrixXd out(x.rows(), size());
    Eigen::ArrayXd e(waves_), psi(momenta_);
    for (Index i = 0; i < x.rows(); ++i) {
      e(0) = 1;
      for (Index k = 1; 2 * k < waves_; ++k) {
        e(2 * k - 1) = std::cos(static_cast<double>(k) * x(i, 0));
        e(2 * k) = std::sin(static_cast<double>(k) * x(i, 0));
      }
      psi(0) = 1;
      for (Index n = 1; n < momenta_; ++n) {
        const double before = n > 1 ? std::sqrt(static_cast<double>(n - 1)) * psi(n - 2) : 0;
        psi(n) = (x(i, 1) * psi(n - 1) - before) / std::sqrt(static_cast<double>(n));
      }
      for (Index k = 0; k < waves_; ++k) out.row(i).segment(k * momenta_, momenta_) = e(k) * psi;
    }
    return out;
  }

  /// Of a function given by its values at the nodes.
  Eigen::VectorXd coefficients(const Eigen::ArrayXd& at_nodes) const {
    return transform_ * at_nodes.matrix();
  }

  /// c → the coefficients of x ↦ E u(step(x)), exactly up to projection: `step` moves the nodes with given
  /// normal numbers z and u, by rules of `points` (and `area_points`) points.
  Eigen::MatrixXd transition(const std::function<Points(double z, double u)>& step, Index points,
                             Index area_points) const {
    const auto [z, weight] = normal_quadrature(points);
    const auto [u, area_weight] = area_points > 1 ? normal_quadrature(area_points)
                                                  : std::pair(Eigen::ArrayXd(Eigen::ArrayXd::Zero(1)),
                                                              Eigen::ArrayXd(Eigen::ArrayXd::Ones(1)));
    Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(size(), size());
    for (Index a = 0; a < z.size(); ++a) {
      for (Index b = 0; b < u.size(); ++b) sum += weight(a) * area_weight(b) * values(step(z(a), u(b)));
    }
    return transform_ * sum;
  }

 private:
  Index waves_, momenta_;
  Points nodes_;
  Eigen::ArrayXd weights_;
  Eigen::MatrixXd transform_;
};

/// The transition of one step of the scheme, and of its postprocessor (the identity where there is none).
struct Chain {
  Eigen::MatrixXd step, observe;

  Chain(const SpectralSpace& space, const SdeScheme& scheme, const process::Process& process, double h) {
    const Index rows = space.size(), m = process.noise_dimension();
    const bool area = scheme.path_detail(process) != PathDetail::increment;
    step = space.transition(
        [&](double z, double u) {
          return step_with(scheme, process, 0, h, space.nodes(), Points::Constant(rows, m, z),
                           Points::Constant(rows, m, u));
        },
        10, area ? 10 : 1);
    observe = scheme.has_postprocessor()
                  ? space.transition(
                        [&](double xi, double) {
                          return observed(scheme, process, h, space.nodes(), Points::Constant(rows, m, xi));
                        },
                        10, 1)
                  : Eigen::MatrixXd(Eigen::MatrixXd::Identity(rows, rows));
  }

  /// E φ of what is observed after `steps`, as a function of the start.
  Eigen::VectorXd expectation(const Eigen::VectorXd& phi, Index steps) const {
    Eigen::VectorXd u = observe * phi;
    for (Index n = 0; n < steps; ++n) u = step * u;
    return u;
  }
};

}  // namespace kolmo::sde::test
