#include "four_roads/problem/linear_law_at_rest.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>

#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::four_roads {

MixturePtr linear_stationary_law(const problem::Problem& stated, const Problem& problem) {
  const bool linear = stated.known.linear && (!stated.known.time_dependent || on_clock(*problem.process));
  if (!linear || stated.has_boundary()) return nullptr;
  const process::Process& process = *problem.intrinsic;
  const Index d = process.dimension(), m = process.noise_dimension();
  Points x = Points::Zero(d + 1, d), f(d + 1, d), g(1, d * m);
  x.bottomRows(d).matrix().setIdentity();
  process.drift(0, x, f);
  process.diffusion_matrix(0, x.topRows(1), g);
  const Eigen::VectorXd b = f.row(0).matrix().transpose();
  const Eigen::MatrixXd a = (f.bottomRows(d).rowwise() - f.row(0)).matrix().transpose();
  const Eigen::Map<const Eigen::MatrixXd> noise(g.data(), d, m);
  if (!(a.eigenvalues().real().maxCoeff() < 0)) return nullptr;
  Eigen::MatrixXd lyapunov = Eigen::MatrixXd::Zero(d * d, d * d);
  for (Index i = 0; i < d; ++i) {
    for (Index j = 0; j < d; ++j) {
      for (Index k = 0; k < d; ++k) {
        lyapunov(i + d * j, k + d * j) += a(i, k);
        lyapunov(i + d * j, i + d * k) += a(j, k);
      }
    }
  }
  const Eigen::MatrixXd rates = noise * noise.transpose();
  const Eigen::VectorXd c =
      lyapunov.fullPivLu().solve(-Eigen::Map<const Eigen::VectorXd>(rates.data(), d * d));
  const Eigen::MatrixXd covariance = Eigen::Map<const Eigen::MatrixXd>(c.data(), d, d);
  return std::make_shared<density::GaussianMixture>(
      density::gaussian(-a.fullPivLu().solve(b), 0.5 * (covariance + covariance.transpose())));
}

}  // namespace kolmo::four_roads
