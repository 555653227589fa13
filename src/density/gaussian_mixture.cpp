#include "kolmo/density/gaussian_mixture.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::density {
namespace {

void require_size(const char* what, Index size, Index expected) {
  if (size == expected) return;
  throw InvalidArgument(std::string(what) + " = " + number_text(size) + ": must be " + number_text(expected));
}

void require_weights(const Eigen::ArrayXd& weights) {
  require(weights.size() >= 1, "number of weights", static_cast<double>(weights.size()),
          "must be at least 1");
  CompensatedSum total;
  for (Index k = 0; k < weights.size(); ++k) {
    require(std::isfinite(weights(k)) && weights(k) > 0, "weight of component " + number_text(k), weights(k),
            "must be positive");
    total.add(weights(k));
  }
  require(std::abs(total.value() - 1) < 1e-12, "sum of the weights", total.value(),
          "must be 1 to within 1e-12");
}

void require_finite(const char* what, const double* values, Index n) {
  for (Index i = 0; i < n; ++i) require(std::isfinite(values[i]), what, values[i], "must be finite");
}

}  // namespace

GaussianMixture::GaussianMixture(Eigen::ArrayXd weights, Points means, Covariances covariances)
    : weights_(std::move(weights)), means_(std::move(means)), covariances_(std::move(covariances)) {
  require_weights(weights_);
  require(means_.cols() >= 1, "dimension of the means", static_cast<double>(means_.cols()),
          "must be at least 1");
  require_size("number of means", means_.rows(), weights_.size());
  require_size("number of covariances", covariances_.components(), weights_.size());
  require_size("dimension of the covariances", covariances_.dimension(), means_.cols());
  require_finite("entry of a mean", means_.data(), means_.size());

  log_weights_.resize(components());
  cumulative_weights_.reserve(static_cast<std::size_t>(components()));
  CompensatedSum total;
  for (Index k = 0; k < components(); ++k) {
    log_weights_(k) = std::log(weights_(k));
    total.add(weights_(k));
    cumulative_weights_.push_back(total.value());
  }
  table_.assign(log_weights_, means_, covariances_, Eigen::VectorXd::Zero(dimension()), 1, 0);
}

void GaussianMixture::sample(const RandomStream& stream, Index first, Block out) const {
  const Index n = out.rows(), d = dimension();
  Points uniforms(n, 1);
  stream.uniforms(first, 0, uniforms, 0);
  stream.normals(first, 0, out, 1);
  Eigen::VectorXd z(d);
  for (Index i = 0; i < n; ++i) {
    const auto at =
        std::upper_bound(cumulative_weights_.begin(), cumulative_weights_.end() - 1, uniforms(i, 0));
    const Index k = at - cumulative_weights_.begin();
    z = out.row(i).matrix().transpose();
    out.row(i) = means_.row(k) + covariances_.square_root_times(k, z).array().transpose();
  }
}

Eigen::VectorXd GaussianMixture::mean() const {
  Eigen::VectorXd result(dimension());
  for (Index j = 0; j < dimension(); ++j) {
    CompensatedSum total;
    for (Index k = 0; k < components(); ++k) total.add(weights_(k) * means_(k, j));
    result(j) = total.value();
  }
  return result;
}

Eigen::MatrixXd GaussianMixture::covariance() const {
  const Eigen::VectorXd centre = mean();
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(dimension(), dimension());
  for (Index k = 0; k < components(); ++k) {
    const Eigen::VectorXd offset = means_.row(k).matrix().transpose() - centre;
    result += weights_(k) * (covariance(k) + offset * offset.transpose());
  }
  return result;
}

GaussianMixture GaussianMixture::blurred(const Eigen::VectorXd& centre, double scale, double variance) const {
  require_size("size of the centre", centre.size(), dimension());
  Points means = means_;
  for (Index j = 0; j < dimension(); ++j) means.col(j) = centre(j) + scale * (means_.col(j) - centre(j));
  return {weights_, std::move(means), covariances_.scaled_and_shifted(scale * scale, variance)};
}

GaussianMixture GaussianMixture::marginal_1d(const Eigen::VectorXd& direction) const {
  require_size("size of the direction", direction.size(), dimension());
  require_finite("entry of the direction", direction.data(), direction.size());
  Points means(components(), 1);
  Eigen::ArrayXd variances(components());
  for (Index k = 0; k < components(); ++k) {
    means(k, 0) = means_.row(k).matrix().dot(direction.transpose());
    variances(k) = covariances_.variance_along(k, direction);
  }
  return {weights_, std::move(means), Covariances::isotropic(variances, 1)};
}

GaussianMixture gaussian(const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance) {
  return {Eigen::ArrayXd::Ones(1), mean.transpose().array(), Covariances::full({covariance})};
}

GaussianMixture gaussian_1d(double mean, double deviation) {
  return mixture_1d(Eigen::ArrayXd::Ones(1), Eigen::ArrayXd::Constant(1, mean),
                    Eigen::ArrayXd::Constant(1, deviation));
}

GaussianMixture mixture_1d(const Eigen::ArrayXd& weights, const Eigen::ArrayXd& means,
                           const Eigen::ArrayXd& deviations) {
  for (Index k = 0; k < deviations.size(); ++k) {
    require(std::isfinite(deviations(k)) && deviations(k) > 0, "deviation of component " + number_text(k),
            deviations(k), "must be positive and finite");
  }
  return {weights, means, Covariances::isotropic(deviations.square(), 1)};
}

}  // namespace kolmo::density
