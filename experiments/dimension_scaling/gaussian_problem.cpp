#include "dimension_scaling/gaussian_problem.hpp"

#include <Eigen/Dense>
#include <cmath>

#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/density/quadratic_form.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::dimension_scaling {
namespace {

struct Gaussian {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
};

Gaussian at_end(const GaussianProblem& problem) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> modes(problem.a);
  const Eigen::VectorXd decay = (-problem.end * modes.eigenvalues()).array().exp();
  const Eigen::MatrixXd flow = modes.eigenvectors() * decay.asDiagonal() * modes.eigenvectors().transpose();
  const Eigen::MatrixXd rest = problem.a.inverse() / 2;
  return {flow * problem.mean, rest + flow * (problem.covariance - rest) * flow};
}

/// E e^{−k|X|²/2}.
double gaussian_moment(const Gaussian& law, double k) {
  const Index d = law.mean.size();
  const Eigen::MatrixXd widened = Eigen::MatrixXd::Identity(d, d) + k * law.covariance;
  return std::exp(-k * law.mean.dot(widened.inverse() * law.mean) / 2) / std::sqrt(widened.determinant());
}

}  // namespace

density::GaussianMixture GaussianProblem::law() const {
  const Gaussian end_law = at_end(*this);
  const Eigen::MatrixXd symmetric = (end_law.covariance + end_law.covariance.transpose()) / 2;
  return density::gaussian(end_law.mean, symmetric);
}

double GaussianProblem::expectation() const { return gaussian_moment(at_end(*this), 1); }

double GaussianProblem::relative_deviation() const {
  const Gaussian end_law = at_end(*this);
  const double first = gaussian_moment(end_law, 1);
  return std::sqrt(gaussian_moment(end_law, 2) / (first * first) - 1);
}

void smooth_functional(const ConstBlock& x, Values out) {
  out = -0.5 * x.col(0).square();
  for (Index j = 1; j < x.cols(); ++j) out -= 0.5 * x.col(j).square();
  exp(out.data(), out.data(), out.size());
}

GaussianProblem product_problem(Index dimension) {
  GaussianProblem problem;
  problem.a = Eigen::MatrixXd::Identity(dimension, dimension);
  problem.mean = Eigen::VectorXd::Constant(dimension, 0.8);
  problem.covariance = 0.3 * Eigen::MatrixXd::Identity(dimension, dimension);
  problem.process = std::make_shared<process::OrnsteinUhlenbeck>(1, 0, 1, dimension);
  return problem;
}

GaussianProblem rotated_problem(Index dimension) {
  GaussianProblem problem;
  const Eigen::Vector3d rates(1, 2, 1.5), mean(0.8, -0.6, 0.5), variances(0.3, 0.4, 0.35);
  Eigen::Matrix3d axes = Eigen::AngleAxisd(M_PI / 6, Eigen::Vector3d::UnitZ()).toRotationMatrix();
  if (dimension == 3) axes = axes * Eigen::AngleAxisd(M_PI / 5, Eigen::Vector3d::UnitX()).toRotationMatrix();
  const Eigen::Matrix3d full = axes * rates.asDiagonal() * axes.transpose();
  problem.a = full.topLeftCorner(dimension, dimension);
  problem.a = Eigen::MatrixXd((problem.a + problem.a.transpose()) / 2);
  problem.mean = mean.head(dimension);
  problem.covariance = variances.head(dimension).asDiagonal();
  problem.process =
      std::make_shared<process::OverdampedLangevin>(std::make_shared<density::QuadraticForm>(problem.a), 0.5);
  return problem;
}

}  // namespace kolmo::dimension_scaling
