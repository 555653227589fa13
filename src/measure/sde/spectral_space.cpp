#include "kolmo/measure/sde/spectral_space.hpp"

#include <Eigen/LU>
#include <cmath>
#include <numbers>

#include "kolmo/measure/sde/local_coefficients.hpp"
#include "measure/problems/waves.hpp"

namespace kolmo::measure {
namespace {

constexpr Index quadrature_nodes = 10;

/// Differences of order 6 with this step: error ~ (10 step)⁶ for waves up to 10.
constexpr double difference_step = 1e-3;

/// What moves the nodes with given normal numbers.
template <class Move>
Eigen::MatrixXd transition(const SpectralSpace& space, const NormalNodes& nodes, Move move) {
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(space.size(), space.size());
  Points x;
  for (Index q = 0; q < nodes.weights.size(); ++q) {
    x = space.nodes();
    move(nodes.points.row(q).transpose(), x);
    sum += nodes.weights(q) * space.values(x);
  }
  return space.project(sum);
}

Eigen::MatrixXd shifted(const SpectralSpace& space, Index j, double by) {
  Points y = space.nodes();
  y.col(j) += by;
  return space.values(y);
}

Eigen::MatrixXd first_derivative(const SpectralSpace& space, Index j) {
  constexpr double s = difference_step;
  return (45 * (shifted(space, j, s) - shifted(space, j, -s)) -
          9 * (shifted(space, j, 2 * s) - shifted(space, j, -2 * s)) +
          (shifted(space, j, 3 * s) - shifted(space, j, -3 * s))) /
         (60 * s);
}

Eigen::MatrixXd second_derivative(const SpectralSpace& space, Index j) {
  constexpr double s = difference_step;
  return (270 * (shifted(space, j, s) + shifted(space, j, -s)) -
          27 * (shifted(space, j, 2 * s) + shifted(space, j, -2 * s)) +
          2 * (shifted(space, j, 3 * s) + shifted(space, j, -3 * s)) - 490 * space.values(space.nodes())) /
         (180 * s * s);
}

}  // namespace

SpectralSpace::SpectralSpace(Index modes, Index momenta) : waves_(2 * modes + 1), momenta_(momenta) {
  const GaussHermite rule(momenta);
  nodes_.resize(size(), momenta > 1 ? 2 : 1);
  Eigen::VectorXd weights(size());
  for (Index i = 0; i < waves_; ++i) {
    for (Index j = 0; j < momenta; ++j) {
      const Index row = i * momenta + j;
      nodes_(row, 0) = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(waves_);
      if (momenta > 1) nodes_(row, 1) = rule.nodes(j);
      weights(row) = rule.weights(j) / static_cast<double>(waves_);
    }
  }
  // coefficients = (the discrete inner products with the basis): ⟨e_k, e_k⟩ = 1 for k = 0, ½ else
  transform_ = values(nodes_).transpose() * weights.asDiagonal();
  for (Index k = momenta; k < size(); ++k) transform_.row(k) *= 2;
}

Eigen::MatrixXd SpectralSpace::values(const Points& x) const {
  // Columns are contiguous: waves and momenta by point, then their products.
  Eigen::ArrayXXd e(x.rows(), waves_), psi(x.rows(), momenta_);
  e.col(0).setOnes();
  for (Index k = 1; 2 * k < waves_; ++k) {
    for_each_wave(
        x.rows(), [&](Index i) { return static_cast<double>(k) * x(i, 0); },
        [&](Index i, double sine, double cosine) {
          e(i, 2 * k - 1) = cosine;
          e(i, 2 * k) = sine;
        });
  }
  psi.col(0).setOnes();
  for (Index n = 1; n < momenta_; ++n) {
    const double before = n > 1 ? std::sqrt(static_cast<double>(n - 1)) : 0,
                 root = std::sqrt(static_cast<double>(n));
    for (Index i = 0; i < x.rows(); ++i)
      psi(i, n) = (x(i, 1) * psi(i, n - 1) - (n > 1 ? before * psi(i, n - 2) : 0)) / root;
  }
  Eigen::MatrixXd out(x.rows(), size());
  for (Index k = 0; k < waves_; ++k)
    for (Index n = 0; n < momenta_; ++n) out.col(k * momenta_ + n) = (e.col(k) * psi.col(n)).matrix();
  return out;
}

Eigen::VectorXd SpectralSpace::coefficients(const Eigen::ArrayXd& at_nodes) const {
  return transform_ * at_nodes.matrix();
}

Chain::Chain(const SpectralSpace& space, const sde::SdeScheme& scheme, const process::Process& process,
             double h) {
  SingleStep single(scheme, process, space.size());
  step = transition(space, step_nodes(scheme, process, quadrature_nodes, 4),
                    [&](const Eigen::ArrayXd& normals, Points& x) { single(0, h, normals, x); });
  observe = Eigen::MatrixXd::Identity(space.size(), space.size());
  if (!scheme.has_postprocessor()) return;
  const std::vector<Index> counts(static_cast<std::size_t>(process.noise_dimension()), quadrature_nodes);
  observe = transition(space, tensor_nodes(counts), [&](const Eigen::ArrayXd& normals, Points& x) {
    single.postprocess(h, h, normals, x);
  });
}

Eigen::VectorXd Chain::expectation(const Eigen::VectorXd& phi, Index steps) const {
  Eigen::VectorXd u = observe * phi;
  for (Index n = 0; n < steps; ++n) u = step * u;
  return u;
}

// step e_0 = e_0: of the equations πᵀ (step − 1) = 0 the first is empty, and π_0 = 1 stands in its place.
double Chain::stationary_expectation(const Eigen::VectorXd& phi) const {
  const Index rest = step.rows() - 1;
  Eigen::MatrixXd left = -step.bottomRightCorner(rest, rest).transpose();
  left.diagonal().array() += 1;
  const Eigen::VectorXd law = left.partialPivLu().solve(step.row(0).tail(rest).transpose());
  const Eigen::VectorXd observed = observe * phi;
  return observed(0) + law.dot(observed.tail(rest));
}

Eigen::VectorXd exact_expectation(const SpectralSpace& space, const process::Process& process,
                                  const Eigen::VectorXd& phi) {
  const Index d = process.dimension();
  const LocalCoefficients c = local_coefficients(process, 0, space.nodes());
  Eigen::MatrixXd rate = Eigen::MatrixXd::Zero(space.size(), space.size());
  for (Index j = 0; j < d; ++j) {
    rate += c.drift.col(j).matrix().asDiagonal() * first_derivative(space, j);
    const Eigen::VectorXd half = 0.5 * c.covariance.col(j + d * j).matrix();
    if (half.norm() > 0) rate += half.asDiagonal() * second_derivative(space, j);
  }
  const Eigen::MatrixXd generator = space.project(rate);
  Eigen::VectorXd u = phi;
  const int steps = 800;  // stable: |L| h ≤ 24²/800 on the circle, (10·5 + 24)/800 in phase space
  const double h = 1.0 / steps;
  for (int n = 0; n < steps; ++n) {
    const Eigen::VectorXd k1 = generator * u, k2 = generator * (u + h / 2 * k1),
                          k3 = generator * (u + h / 2 * k2), k4 = generator * (u + h * k3);
    u += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return u;
}

}  // namespace kolmo::measure
