// N(m, C): T = (x, x xᵀ), θ = (C⁻¹m, −½C⁻¹), A = ½ mᵀC⁻¹m + ½ log det(2πC).

#include <Eigen/Cholesky>
#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/information_geometry/exponential_family.hpp"

namespace kolmo::information_geometry {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// visit(place in the packed vector, row, column) of the lower triangle, by columns.
template <class Visit>
void for_each_entry(Index d, const Visit& visit) {
  Index at = d;
  for (Index j = 0; j < d; ++j)
    for (Index i = j; i < d; ++i) visit(at++, i, j);
}

VectorXd packed(const VectorXd& first, const MatrixXd& symmetric, double off_diagonal) {
  const Index d = first.size();
  VectorXd result(d + d * (d + 1) / 2);
  result.head(d) = first;
  for_each_entry(
      d, [&](Index at, Index i, Index j) { result(at) = (i == j ? 1 : off_diagonal) * symmetric(i, j); });
  return result;
}

MatrixXd unpacked(const VectorXd& all, Index d, double off_diagonal) {
  MatrixXd result(d, d);
  for_each_entry(d, [&](Index at, Index i, Index j) {
    result(i, j) = result(j, i) = all(at) / (i == j ? 1 : off_diagonal);
  });
  return result;
}

class Gaussian final : public ExponentialFamily {
 public:
  explicit Gaussian(Index dimension) : d_(dimension) {
    require(dimension >= 1, "dimension", static_cast<double>(dimension), "must be at least 1");
  }
  std::string name() const override { return "gaussian"; }
  Index parameters() const override { return d_ + d_ * (d_ + 1) / 2; }
  bool contains(const VectorXd& natural) const override {
    if (!natural.allFinite()) return false;
    const Eigen::LLT<MatrixXd> factor(-2 * unpacked(natural, d_, 2));
    return factor.info() == Eigen::Success;
  }
  double log_partition(const VectorXd& natural) const override {
    require_natural(natural);
    const Eigen::LLT<MatrixXd> factor(-2 * unpacked(natural, d_, 2));
    const MatrixXd lower = factor.matrixL();
    double log_root = 0;
    for (Index i = 0; i < d_; ++i) log_root += std::log(lower(i, i));
    return 0.5 * natural.head(d_).dot(factor.solve(natural.head(d_))) - log_root +
           0.5 * static_cast<double>(d_) * std::log(2 * std::numbers::pi);
  }
  VectorXd mean(const VectorXd& natural) const override {
    require_natural(natural);
    const GaussianMoments at = gaussian_moments(natural, d_);
    return packed(at.mean, at.covariance + at.mean * at.mean.transpose(), 1);
  }
  VectorXd natural(const VectorXd& mean) const override {
    require(mean.size() == parameters(), "mean.size", static_cast<double>(mean.size()),
            "must be the number of parameters");
    const VectorXd m = mean.head(d_);
    return gaussian_natural(m, unpacked(mean, d_, 1) - m * m.transpose());
  }
  /// Cov T: of x_i and x_k C_ik; of x_i and x_k x_l C_ik m_l + C_il m_k; of x_i x_j and x_k x_l C_ik C_jl +
  /// C_il C_jk + four terms of m.
  MatrixXd fisher(const VectorXd& natural) const override {
    require_natural(natural);
    const auto [m, c] = gaussian_moments(natural, d_);
    MatrixXd f(parameters(), parameters());
    f.topLeftCorner(d_, d_) = c;
    for_each_entry(d_, [&, m = m, c = c](Index at, Index k, Index l) {
      for (Index i = 0; i < d_; ++i) f(i, at) = f(at, i) = c(i, k) * m(l) + c(i, l) * m(k);
      for_each_entry(d_, [&](Index other, Index i, Index j) {
        f(other, at) = c(i, k) * c(j, l) + c(i, l) * c(j, k) + m(i) * m(k) * c(j, l) + m(i) * m(l) * c(j, k) +
                       m(j) * m(k) * c(i, l) + m(j) * m(l) * c(i, k);
      });
    });
    return f;
  }

 private:
  Index d_;
};

}  // namespace

std::unique_ptr<ExponentialFamily> gaussian(Index dimension) { return std::make_unique<Gaussian>(dimension); }

VectorXd gaussian_natural(const VectorXd& mean, const MatrixXd& covariance) {
  const Index d = mean.size();
  require(covariance.rows() == d && covariance.cols() == d, "covariance.rows",
          static_cast<double>(covariance.rows()), "must be the mean's size");
  const Eigen::LLT<MatrixXd> factor(covariance);
  if (factor.info() != Eigen::Success || !covariance.allFinite())
    throw InvalidArgument("gaussian: the covariance must be positive definite");
  return packed(factor.solve(mean), -0.5 * factor.solve(MatrixXd::Identity(d, d)), 2);
}

GaussianMoments gaussian_moments(const VectorXd& natural, Index dimension) {
  require(natural.size() == dimension + dimension * (dimension + 1) / 2, "natural.size",
          static_cast<double>(natural.size()), "must be d + d(d + 1)/2");
  const Eigen::LLT<MatrixXd> factor(-2 * unpacked(natural, dimension, 2));
  if (factor.info() != Eigen::Success)
    throw InvalidArgument("gaussian: the natural parameters are outside of the family");
  return {factor.solve(natural.head(dimension)), factor.solve(MatrixXd::Identity(dimension, dimension))};
}

}  // namespace kolmo::information_geometry
