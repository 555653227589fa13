#include "kolmo/ode/samplers/exponential_weights.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::ode {

std::vector<double> exponential_moments(double z, double end, int count) {
  require(count >= 1 && count <= 8, "moments", count, "must be 1 to 8");
  std::vector<double> m(static_cast<std::size_t>(count));
  const double x = z * end;
  // m_k = k! end^{k+1} φ_{k+1}(x). The highest φ from its series where |x| is moderate, e^x φ(−x)-free, and
  // the others downwards, φ_k = 1/k! + x φ_{k+1}, which is stable there; upwards, φ_{k+1} = (φ_k − 1/k!)/x,
  // where |x| is large.
  std::vector<double> phi(static_cast<std::size_t>(count) + 1), inverse_factorial(phi.size() + 1, 1);
  for (std::size_t k = 1; k < inverse_factorial.size(); ++k) {
    inverse_factorial[k] = inverse_factorial[k - 1] / static_cast<double>(k);
  }
  const auto top = static_cast<std::size_t>(count);
  if (std::abs(x) <= 2) {
    double term = inverse_factorial[top], sum = 0;
    for (int n = 1; n <= 60; ++n) {
      sum += term;
      term *= x / (count + n);
    }
    phi[top] = sum;
    for (std::size_t k = top; k-- > 1;) phi[k] = inverse_factorial[k] + x * phi[k + 1];
  } else {
    phi[1] = std::expm1(x) / x;
    for (std::size_t k = 1; k < top; ++k) phi[k + 1] = (phi[k] - inverse_factorial[k]) / x;
  }
  double factor = end;
  for (std::size_t k = 0; k < m.size(); ++k) {
    m[k] = factor * phi[k + 1];
    factor *= end * static_cast<double>(k + 1);
  }
  return m;
}

std::vector<double> interpolating_weights(double z, double end, const std::vector<double>& nodes) {
  const auto n = static_cast<Eigen::Index>(nodes.size());
  require(n >= 1 && n <= 6, "nodes of an exponential integrator", static_cast<double>(n), "must be 1 to 6");
  const std::vector<double> m = exponential_moments(z, end, static_cast<int>(n));
  Eigen::MatrixXd powers(n, n);
  Eigen::VectorXd right(n);
  for (Eigen::Index k = 0; k < n; ++k) {
    right[k] = m[static_cast<std::size_t>(k)];
    for (Eigen::Index i = 0; i < n; ++i) {
      powers(k, i) = k == 0 ? 1 : powers(k - 1, i) * nodes[static_cast<std::size_t>(i)];
    }
  }
  for (Eigen::Index i = 0; i < n; ++i) {
    const double node = nodes[static_cast<std::size_t>(i)];
    require(std::count(nodes.begin(), nodes.end(), node) == 1, "node of an exponential integrator", node,
            "must differ from all others");
  }
  const Eigen::PartialPivLU<Eigen::MatrixXd> lu(powers);
  Eigen::VectorXd w = lu.solve(right);
  w += lu.solve(right - powers * w);
  return {w.data(), w.data() + n};
}

double moment_defect(const std::vector<double>& weights, const std::vector<double>& nodes, double z,
                     double end, int conditions) {
  const std::vector<double> m = exponential_moments(z, end, conditions);
  double largest = 0;
  for (int k = 0; k < conditions; ++k) {
    double sum = -m[static_cast<std::size_t>(k)], size = m[0];
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double term = weights[i] * std::pow(nodes[i], k);
      sum += term;
      size = std::max(size, std::abs(term));
    }
    largest = std::max(largest, std::abs(sum) / size);
  }
  return largest;
}

}  // namespace kolmo::ode
