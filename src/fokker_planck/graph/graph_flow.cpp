#include "kolmo/fokker_planck/graph/graph_flow.hpp"

#include <Eigen/SparseCholesky>
#include <Eigen/SparseCore>
#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::fokker_planck {
namespace {

using Matrix = Eigen::SparseMatrix<double>;

/// τ L(p).
Matrix metric(const GraphDiffusion& graph, const Eigen::ArrayXd& p, double tau) {
  std::vector<Eigen::Triplet<double>> entries;
  for (std::size_t e = 0; e < graph.edges().size(); ++e) {
    const Index i = graph.edges()[e].from, j = graph.edges()[e].to;
    const double c = tau * graph.exchange(e) *
                     logarithmic_mean(p(i) / graph.stationary()(i), p(j) / graph.stationary()(j));
    entries.emplace_back(i, i, c);
    entries.emplace_back(j, j, c);
    entries.emplace_back(i, j, -c);
    entries.emplace_back(j, i, -c);
  }
  Matrix out(graph.vertices(), graph.vertices());
  out.setFromTriplets(entries.begin(), entries.end());
  return out;
}

/// The function whose gradient π e^u + M u − p vanishes: Σ (π e^u − p u) + ½ uᵀ M u.
struct Objective {
  const Eigen::ArrayXd& rest;
  const Eigen::ArrayXd& p;
  const Matrix& m;

  Eigen::ArrayXd mass(const Eigen::VectorXd& u) const {
    Eigen::ArrayXd out(u.size());
    for (Index i = 0; i < u.size(); ++i) out(i) = rest(i) * std::exp(u(i));
    return out;
  }
  double value(const Eigen::VectorXd& u) const {
    return (mass(u) - p * u.array()).matrix().dot(Eigen::VectorXd::Ones(u.size())) + 0.5 * u.dot(m * u);
  }
};

}  // namespace

double logarithmic_mean(double a, double b) {
  if (!(a > 0) || !(b > 0)) return 0;
  const double x = (a - b) / (a + b);
  if (std::abs(x) < 1e-4) return 0.5 * (a + b) * (1 - x * x / 3);  // 2x/log((1 + x)/(1 − x)) = 1 − x²/3 …
  return (a - b) / (std::log(a) - std::log(b));
}

GraphStep graph_jko_step(const GraphDiffusion& graph, const Eigen::ArrayXd& p, double tau) {
  require(tau > 0 && std::isfinite(tau), "tau", tau, "must be positive and finite");
  require(p.size() == graph.vertices(), "entries of a density", static_cast<double>(p.size()),
          "must be as many as vertices");
  require(p.minCoeff() > 0, "smallest entry of a density", p.minCoeff(), "must be positive");
  const Matrix m = metric(graph, p, tau);
  const Objective objective{graph.stationary(), p, m};
  Eigen::VectorXd u(p.size());
  for (Index i = 0; i < p.size(); ++i) u(i) = std::log(p(i) / graph.stationary()(i));
  Eigen::SimplicialLDLT<Matrix> solver;
  for (Index k = 0; k < 1000; ++k) {
    const Eigen::ArrayXd q = objective.mass(u);
    const Eigen::VectorXd gradient = q.matrix() + m * u - p.matrix();
    Matrix hessian = m;
    for (Index i = 0; i < p.size(); ++i) hessian.coeffRef(i, i) += q(i);
    solver.compute(hessian);
    const Eigen::VectorXd step = solver.solve(gradient);
    if (step.lpNorm<Eigen::Infinity>() <= 1e-11 * (1 + u.lpNorm<Eigen::Infinity>()))
      return {objective.mass(u - step), k + 1};
    const double slope = gradient.dot(step), here = objective.value(u);
    // Where u rises by more than 3 at once, e^u is no longer like its tangent.
    double share = std::min(1.0, 3 / std::max(1e-300, -step.minCoeff()));
    // Armijo's rule, but for what rounding leaves of the difference.
    while (share > 1e-10 &&
           !(objective.value(u - share * step) <= here - 1e-4 * share * slope + 1e-15 * (1 + std::abs(here))))
      share *= 0.5;
    u -= share * step;
  }
  throw NumericalFailure("Newton's method of a graph's step did not converge: take a shorter tau");
}

}  // namespace kolmo::fokker_planck
