#include "kolmo/score/models/linear_score.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::score {
namespace {

void require_pair(const Eigen::MatrixXd& a, const Eigen::MatrixXd& s) {
  require(s.rows() >= 1 && s.rows() == s.cols(), "covariance.rows", static_cast<double>(s.rows()),
          "must be square");
  require(a.rows() == s.rows() && a.cols() == s.cols(), "matrix.rows", static_cast<double>(a.rows()),
          "must have the shape of the covariance");
}

Eigen::MatrixXd unit(Index d) { return Eigen::MatrixXd::Identity(d, d); }

Eigen::MatrixXd inverse(const Eigen::MatrixXd& c) {
  const Eigen::LLT<Eigen::MatrixXd> factor(c);
  if (factor.info() != Eigen::Success) throw InvalidArgument("covariance: must be positive definite");
  return factor.solve(unit(c.rows()));
}

}  // namespace

double hyvarinen_of_linear(const Eigen::MatrixXd& k, const Eigen::MatrixXd& s) {
  require_pair(k, s);
  return 0.5 * (k * s * k.transpose()).trace() - k.trace();
}

double denoising_of_linear(const Eigen::MatrixXd& k, const Eigen::MatrixXd& s, double sigma) {
  require(sigma > 0, "sigma", sigma, "must be positive");
  const auto d = static_cast<double>(k.rows());
  return hyvarinen_of_linear(k, s) + 0.5 * sigma * sigma * k.squaredNorm() + d / (2 * sigma * sigma);
}

Eigen::MatrixXd best_linear(const Eigen::MatrixXd& s, double sigma) {
  require_pair(s, s);
  return inverse(s + sigma * sigma * unit(s.rows()));
}

Eigen::MatrixXd best_linear_of(const Points& data, double sigma) {
  const Index n = data.rows(), d = data.cols();
  require(n > d, "data.rows", static_cast<double>(n), "must exceed the dimension");
  Eigen::MatrixXd s(d, d);
  for (Index i = 0; i < d; ++i)
    for (Index j = 0; j <= i; ++j)
      s(i, j) = s(j, i) = dot(data.col(i).data(), data.col(j).data(), n) / static_cast<double>(n);
  return best_linear(s, sigma);
}

Eigen::MatrixXd error_of_best_linear(const Eigen::MatrixXd& s, double sigma, Index n) {
  require(n >= 1, "n", static_cast<double>(n), "must be positive");
  const Eigen::MatrixXd k = best_linear(s, sigma), q = k * s * k;
  Eigen::MatrixXd error(q.rows(), q.cols());
  for (Index i = 0; i < q.rows(); ++i)
    for (Index j = 0; j < q.cols(); ++j)
      error(i, j) = std::sqrt((q(i, i) * q(j, j) + q(i, j) * q(i, j)) / static_cast<double>(n));
  return error;
}

double error_of_linear_from_sample(Index points, Index dimension, bool mean_known) {
  const auto n = static_cast<double>(points), d = static_cast<double>(dimension), m = mean_known ? n : n - 1;
  require(m > d + 3, "points", n, "must exceed the dimension by more than 3 (4 where the mean is estimated)");
  return n * n * d * (m - 1) / ((m - d) * (m - d - 1) * (m - d - 3)) - 2 * n * d / (m - d - 1) + d;
}

Eigen::MatrixXd descend_linear(Eigen::MatrixXd w, const Eigen::MatrixXd& c, double rate, Index steps) {
  require_pair(w, c);
  for (Index k = 0; k < steps; ++k) {
    const Eigen::MatrixXd gradient = w * c + unit(c.rows());
    w -= rate * gradient;
  }
  return w;
}

Eigen::MatrixXd flow_linear(const Eigen::MatrixXd& w, const Eigen::MatrixXd& c, double t) {
  require_pair(w, c);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> modes(c);
  Eigen::VectorXd decay(c.rows());
  for (Index i = 0; i < c.rows(); ++i) decay(i) = std::exp(-modes.eigenvalues()(i) * t);
  const Eigen::MatrixXd rest = -inverse(c);
  return rest + (w - rest) * modes.eigenvectors() * decay.asDiagonal() * modes.eigenvectors().transpose();
}

double antisymmetric_norm(const Eigen::MatrixXd& w) { return 0.5 * (w - w.transpose()).norm(); }

Eigen::MatrixXd gradient_of_linear(Estimator estimator, const Eigen::MatrixXd& k, const Eigen::VectorXd& x,
                                   const Eigen::VectorXd& z, const Eigen::VectorXd& v, double sigma) {
  switch (estimator) {
    case Estimator::hyvarinen:
      return k * x * x.transpose() - unit(x.size());
    case Estimator::hutchinson:
      return k * x * x.transpose() - v * v.transpose();
    case Estimator::sliced:
      return v.dot(k * x) * v * x.transpose() - v * v.transpose();
    case Estimator::denoising: {
      const Eigen::VectorXd y = x + sigma * z;
      return (k * y - z / sigma) * y.transpose();
    }
    case Estimator::controlled_denoising: {
      const Eigen::VectorXd y = x + sigma * z;
      return k * y * y.transpose() - z * z.transpose();
    }
  }
  throw InvalidArgument("estimator: is none of the list");
}

double gradient_variance_of_linear(Estimator estimator, Index dimension, double variance, double sigma,
                                   double probes, bool rademacher) {
  const auto d = static_cast<double>(dimension);
  const double all = d * (d + 1);
  switch (estimator) {
    case Estimator::hyvarinen:
      return all;
    case Estimator::hutchinson:
      return all + (rademacher ? d * (d - 1) : all) / probes;
    case Estimator::sliced:
      require(probes == 1 && !rademacher, "probes", probes, "is known for one Gaussian probe");
      return all * (d + 2);
    case Estimator::denoising:
      return d * d * variance / (sigma * sigma);
    case Estimator::controlled_denoising:
      return 2 * all * variance / (variance + sigma * sigma);
  }
  throw InvalidArgument("estimator: is none of the list");
}

}  // namespace kolmo::score
