#include "kolmo/density/conditioning.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::density {
namespace {

/// log N(offset; 0, S) by the factor of S.
double log_normal(const Eigen::LLT<Eigen::MatrixXd>& factor, const Eigen::VectorXd& offset) {
  const Eigen::VectorXd white = factor.matrixL().solve(offset);
  double log_root = 0;
  for (Index i = 0; i < offset.size(); ++i) log_root += std::log(factor.matrixLLT()(i, i));
  return -0.5 * white.squaredNorm() - log_root -
         0.5 * static_cast<double>(offset.size()) * std::log(2 * std::numbers::pi);
}

double largest(const Eigen::ArrayXd& log_weights) {
  double top = -std::numeric_limits<double>::infinity();
  for (Index k = 0; k < log_weights.size(); ++k) top = std::max(top, log_weights(k));
  require(std::isfinite(top), "log density of the observation", top,
          "must be a number: what was observed is too far from the law");
  return top;
}

/// The mixture of these components without those whose weight is no number beside the largest.
GaussianMixture kept(const Eigen::ArrayXd& log_weights, const Points& means,
                     const std::vector<Eigen::MatrixXd>& covariances) {
  const double top = largest(log_weights);
  std::vector<Index> places;
  for (Index k = 0; k < log_weights.size(); ++k)
    if (log_weights(k) - top > -690) places.push_back(k);
  const auto n = static_cast<Index>(places.size());
  Eigen::ArrayXd weights(n);
  Points kept_means(n, means.cols());
  std::vector<Eigen::MatrixXd> kept_covariances;
  CompensatedSum total;
  for (Index i = 0; i < n; ++i) {
    const Index k = places[static_cast<std::size_t>(i)];
    weights(i) = std::exp(log_weights(k) - top);
    kept_means.row(i) = means.row(k);
    kept_covariances.push_back(covariances[static_cast<std::size_t>(k)]);
    total.add(weights(i));
  }
  return {weights / total.value(), kept_means, Covariances::full(kept_covariances)};
}

/// What an observation makes of one Gaussian.
struct Update {
  double log_evidence;
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
};

Update update(const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance,
              const LinearObservation& observation) {
  const Eigen::MatrixXd& a = observation.matrix;
  const Eigen::LLT<Eigen::MatrixXd> factor(a * covariance * a.transpose() + observation.noise);
  const Eigen::VectorXd offset = observation.value - a * mean;
  const Eigen::MatrixXd gain = factor.solve(a * covariance).transpose(),
                        rest = Eigen::MatrixXd::Identity(mean.size(), mean.size()) - gain * a;
  // Joseph's form: symmetric and positive definite whatever rounds.
  const Eigen::MatrixXd updated =
      rest * covariance * rest.transpose() + gain * observation.noise * gain.transpose();
  return {log_normal(factor, offset), mean + gain * offset, 0.5 * (updated + updated.transpose())};
}

Eigen::VectorXd mean_of(const GaussianMixture& mixture, Index k) {
  return mixture.means().row(k).matrix().transpose();
}

void require_places(const std::vector<Index>& observed, Index dimension, Index values) {
  require(!observed.empty() && static_cast<Index>(observed.size()) < dimension,
          "number of observed coordinates", static_cast<double>(observed.size()),
          "must be at least 1 and below the law's dimension");
  require(static_cast<Index>(observed.size()) == values, "number of observed values",
          static_cast<double>(values), "must be that of observed coordinates");
  std::vector<Index> sorted = observed;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < sorted.size(); ++i)
    require(sorted[i] >= 0 && sorted[i] < dimension && (i == 0 || sorted[i] != sorted[i - 1]),
            "observed coordinate", static_cast<double>(sorted[i]),
            "must be one of the law's, and named once");
}

}  // namespace

void require_observation(const LinearObservation& observation, Index dimension) {
  const Index m = observation.value.size();
  require(m >= 1, "number of observed values", static_cast<double>(m), "must be at least 1");
  require(observation.matrix.rows() == m, "rows of the observation's matrix",
          static_cast<double>(observation.matrix.rows()), "must be one for each observed value");
  require(observation.matrix.cols() == dimension, "columns of the observation's matrix",
          static_cast<double>(observation.matrix.cols()), "must be the law's dimension");
  require(observation.noise.rows() == m && observation.noise.cols() == m, "rows of the observation's noise",
          static_cast<double>(observation.noise.rows()), "must be one for each observed value, as columns");
  require(observation.matrix.allFinite() && observation.value.allFinite() && observation.noise.allFinite(),
          "observation", std::numeric_limits<double>::quiet_NaN(), "must be finite");
  require(observation.noise == observation.noise.transpose() &&
              Eigen::LLT<Eigen::MatrixXd>(observation.noise).info() == Eigen::Success,
          "covariance of the observation's noise", observation.noise(0, 0),
          "must be symmetric and positive definite");
}

double log_evidence(const GaussianMixture& prior, const LinearObservation& observation) {
  require_observation(observation, prior.dimension());
  Eigen::ArrayXd logs(prior.components());
  for (Index k = 0; k < logs.size(); ++k)
    logs(k) =
        prior.log_weights()(k) + update(mean_of(prior, k), prior.covariance(k), observation).log_evidence;
  const double top = largest(logs);
  CompensatedSum total;
  for (Index k = 0; k < logs.size(); ++k) total.add(std::exp(logs(k) - top));
  return top + std::log(total.value());
}

GaussianMixture conditioned(const GaussianMixture& prior, const LinearObservation& observation) {
  require_observation(observation, prior.dimension());
  Eigen::ArrayXd log_weights(prior.components());
  Points means(prior.components(), prior.dimension());
  std::vector<Eigen::MatrixXd> covariances;
  for (Index k = 0; k < prior.components(); ++k) {
    Update one = update(mean_of(prior, k), prior.covariance(k), observation);
    log_weights(k) = prior.log_weights()(k) + one.log_evidence;
    means.row(k) = one.mean.transpose().array();
    covariances.push_back(std::move(one.covariance));
  }
  return kept(log_weights, means, covariances);
}

GaussianMixture conditional(const GaussianMixture& joint, const std::vector<Index>& observed,
                            const Eigen::VectorXd& value) {
  const Index d = joint.dimension(), m = value.size();
  require_places(observed, d, m);
  std::vector<Index> rest;
  for (Index j = 0; j < d; ++j)
    if (std::find(observed.begin(), observed.end(), j) == observed.end()) rest.push_back(j);
  Eigen::ArrayXd log_weights(joint.components());
  Points means(joint.components(), d - m);
  std::vector<Eigen::MatrixXd> covariances;
  for (Index k = 0; k < joint.components(); ++k) {
    const Eigen::MatrixXd c = joint.covariance(k);
    const Eigen::VectorXd mean = mean_of(joint, k), offset = value - mean(observed);
    const Eigen::LLT<Eigen::MatrixXd> factor(c(observed, observed));
    const Eigen::MatrixXd cross = c(rest, observed), within = c(rest, rest);
    log_weights(k) = joint.log_weights()(k) + log_normal(factor, offset);
    means.row(k) = (mean(rest) + cross * factor.solve(offset)).transpose().array();
    const Eigen::MatrixXd left = within - cross * factor.solve(cross.transpose());
    covariances.push_back(0.5 * (left + left.transpose()));
  }
  return kept(log_weights, means, covariances);
}

}  // namespace kolmo::density
