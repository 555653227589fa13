#pragma once
// The moments of one step in any dimension against Lφ h + ½ L²φ h², for noise of any form.

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "kolmo/core/statistics/gauss_hermite.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde::test {

using kolmo::GaussHermite;

/// φ(y) = Π_j (y_j − x_j)^{powers_j}.
struct Monomial {
  Eigen::ArrayXd x;
  std::vector<int> powers;

  /// Its derivative of order orders_j in every coordinate j.
  double derivative(const Eigen::ArrayXd& y, const std::vector<int>& orders) const {
    double product = 1;
    for (std::size_t j = 0; j < powers.size(); ++j) {
      int power = powers[j];
      for (int k = 0; k < orders[j]; ++k) product *= power--;
      if (product != 0) product *= std::pow(y(static_cast<Index>(j)) - x(static_cast<Index>(j)), power);
    }
    return product;
  }
};

/// L = ∂t + f·∇ + ½ GGᵀ:∇².
class Generator {
 public:
  explicit Generator(const process::Process& process)
      : process_(process), d_(process.dimension()), m_(process.noise_dimension()) {}

  /// (Lφ)(t, y).
  double once(double t, const Eigen::ArrayXd& y, const Monomial& phi) const {
    const auto [f, a] = coefficients(t, y);
    double sum = 0;
    for (Index j = 0; j < d_; ++j) {
      sum += f(j) * phi.derivative(y, orders({j}));
      for (Index k = 0; k < d_; ++k) sum += 0.5 * a(j, k) * phi.derivative(y, orders({j, k}));
    }
    return sum;
  }

  /// (L²φ)(t, x): L applied to Lφ by central differences of fourth order, whose error is δ⁴/30 ≈ 5e−13 times
  /// fifth and sixth derivatives, and rounding 2⁻⁵³/δ² ≈ 3e−11.
  double twice(double t, const Eigen::ArrayXd& x, const Monomial& phi) const {
    const auto [f, a] = coefficients(t, x);
    const auto at = [&](double dt, Index j, double dj, Index k = 0, double dk = 0) {
      Eigen::ArrayXd y = x;
      y(j) += dj;
      y(k) += dk;
      return once(t + dt, y, phi);
    };
    double sum = 0;
    for (const auto& [s, w] : stencil) sum += w * at(s * delta, 0, 0);
    for (Index j = 0; j < d_; ++j) {
      for (const auto& [s, w] : stencil) sum += f(j) * w * at(0, j, s * delta);
      for (Index k = 0; k < d_; ++k) {
        for (const auto& [s, w] : stencil) {
          for (const auto& [r, v] : stencil) sum += 0.5 * a(j, k) * w * v * at(0, j, s * delta, k, r * delta);
        }
      }
    }
    return sum;
  }

 private:
  static constexpr double delta = 2e-3;
  static constexpr std::array<std::array<double, 2>, 4> stencil{
      {{-2, 1 / (12 * delta)}, {-1, -8 / (12 * delta)}, {1, 8 / (12 * delta)}, {2, -1 / (12 * delta)}}};

  std::vector<int> orders(std::initializer_list<Index> coordinates) const {
    std::vector<int> all(static_cast<std::size_t>(d_), 0);
    for (Index j : coordinates) ++all[static_cast<std::size_t>(j)];
    return all;
  }

  std::pair<Eigen::VectorXd, Eigen::MatrixXd> coefficients(double t, const Eigen::ArrayXd& y) const {
    Points x = y.transpose(), f(1, d_), g(1, d_ * m_);
    process_.drift(t, x, f);
    process_.diffusion_matrix(t, x, g);
    const Eigen::Map<const Eigen::MatrixXd> matrix(g.data(), d_, m_);
    return {f.matrix().transpose(), matrix * matrix.transpose()};
  }

  const process::Process& process_;
  Index d_, m_;
};

/// Every combination of normal numbers that a step depends on, a row each, and its weight.
struct Nodes {
  Points z, u;
  Eigen::ArrayXd weights;

  Nodes(const SdeScheme& scheme, const process::Process& process) {
    const Index m = process.noise_dimension();
    const bool area = scheme.path_detail(process) != PathDetail::increment;
    const bool rounded = scheme.quadrature_nodes() > 0;
    const GaussHermite rule(rounded ? scheme.quadrature_nodes() : 5), area_rule(2);
    const Index n = rule.nodes.size();
    const auto rows = static_cast<Index>(std::llround(std::pow(n, m) * (area ? std::pow(2, m) : 1)));
    z = Points::Zero(rows, m);
    u = Points::Zero(rows, m);
    weights = Eigen::ArrayXd::Ones(rows);
    for (Index i = 0; i < rows; ++i) {
      Index rest = i;
      for (Index k = 0; k < m; ++k, rest /= n) {
        z(i, k) = rule.nodes(rest % n);
        weights(i) *= rule.weights(rest % n);
      }
      for (Index k = 0; area && k < m; ++k, rest /= 2) {
        u(i, k) = area_rule.nodes(rest % 2);
        weights(i) *= area_rule.weights(rest % 2);
      }
    }
  }
};

/// X_{t+h} − x at every node.
inline Points displacements(const SdeScheme& scheme, const process::Process& process, const Nodes& nodes,
                            double t, double h, const Eigen::ArrayXd& x) {
  Points z = nodes.z, u = nodes.u, out(z.rows(), x.size());
  const bool area = scheme.path_detail(process) != PathDetail::increment;
  Workspace workspace(x.size(), scheme.workspace_blocks(process));
  for (Index first = 0; first < z.rows(); first += block_rows) {
    const Index rows = std::min(block_rows, z.rows() - first);
    Points y = x.transpose().replicate(rows, 1);
    const Block zb = z.middleRows(first, rows), ub = u.middleRows(first, rows);
    Increment increment = area ? Increment(zb, ub) : Increment(zb);
    scheme.step(process, t, h, y, increment, workspace);
    out.middleRows(first, rows) = y.rowwise() - x.transpose();
  }
  return out;
}

/// The largest error over h² of a moment of degree ≤ 4 of one step in the plane, over some points. Defects
/// are extrapolated, (4 d(h/4) − d(h))/3, so that those of a scheme of weak order 2, d₁ h + d₂ h², leave ¼ d₂
/// h².
inline double weak_defect(const SdeScheme& scheme, const process::Process& process) {
  constexpr double h = 1e-4;
  const Generator generator(process);
  const Nodes nodes(scheme, process);
  double worst = 0;
  for (const auto& [t, x0, x1] :
       {std::array{0.0, -2.0, 0.7}, std::array{0.3, 0.4, -0.9}, std::array{1.1, 1.5, 2.3}}) {
    const Eigen::ArrayXd x{{x0, x1}};
    const Points coarse = displacements(scheme, process, nodes, t, h, x);
    const Points fine = displacements(scheme, process, nodes, t, h / 4, x);
    for (int degree = 1; degree <= 4; ++degree) {
      for (int p = 0; p <= degree; ++p) {
        const Monomial phi{x, {p, degree - p}};
        const double first = generator.once(t, x, phi), second = generator.twice(t, x, phi);
        const auto defect = [&](const Points& y, double step) {
          double mean = 0;
          for (Index i = 0; i < y.rows(); ++i) {
            mean += nodes.weights(i) * std::pow(y(i, 0), p) * std::pow(y(i, 1), degree - p);
          }
          return (mean - step * first - 0.5 * step * step * second) / (step * step);
        };
        const double error = (4 * defect(fine, h / 4) - defect(coarse, h)) / 3;
        if (std::isnan(error)) return error;
        worst = std::max(worst, std::abs(error));
      }
    }
  }
  return worst;
}

/// d₂ ≤ 10⁴ at these points leaves 2.5e−5, and rounding 2⁻⁵³·2/(h/4)² = 4e−7.
inline constexpr double weak_defect_allowed = 5e-5;

}  // namespace kolmo::sde::test
