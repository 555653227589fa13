#include "kolmo/sampling/annealing/anneal_target.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/sampling/annealing/annealed_langevin.hpp"

namespace kolmo::sampling {
namespace {

/// The mixture of y where x = centre + scale y, scale diagonal.
density::GaussianMixture standardised(const density::GaussianMixture& mixture, const Eigen::ArrayXd& scale) {
  const Eigen::VectorXd centre = mixture.mean();
  Points means(mixture.components(), mixture.dimension());
  std::vector<Eigen::MatrixXd> covariances;
  const Eigen::DiagonalMatrix<double, Eigen::Dynamic> inverse(scale.inverse().matrix());
  for (Index k = 0; k < mixture.components(); ++k) {
    means.row(k) = (mixture.means().row(k) - centre.transpose().array()) / scale.transpose();
    covariances.emplace_back(inverse * mixture.covariance(k) * inverse);
  }
  return {mixture.weights(), std::move(means), density::Covariances::full(covariances)};
}

void require_valid(const AnnealedSamplePlan& plan) {
  if (!plan.target) throw InvalidArgument("target: is null");
  const auto at_least = [](const char* name, Index value, Index least) {
    require(value >= least, name, static_cast<double>(value), "is too small");
  };
  at_least("chains", plan.chains, 2);
  at_least("draws", plan.draws, 8);
  at_least("levels", plan.levels, 2);
  at_least("steps", plan.steps, 1);
  require(plan.accuracy > 0 && plan.accuracy <= 0.25, "accuracy", plan.accuracy, "must be in (0, 1/4]");
}

}  // namespace

Samples anneal_target(const AnnealedSamplePlan& plan) {
  require_valid(plan);
  const Eigen::ArrayXd scale = plan.target->covariance().diagonal().array().sqrt();
  const density::GaussianMixture mixture = standardised(*plan.target, scale);
  const Eigen::ArrayXXd& variances = mixture.covariances().eigenvalues();
  const double narrowest = variances.minCoeff();
  const double furthest = mixture.means().matrix().rowwise().norm().maxCoeff();
  AnnealingPlan annealing;
  annealing.epsilon = 0.5 * plan.accuracy * narrowest;
  annealing.ladder = noise_ladder(LadderSpacing::geometric, furthest + std::sqrt(variances.maxCoeff()),
                                  std::sqrt(annealing.epsilon), plan.levels);
  annealing.steps = plan.steps;
  annealing.target = [&](double sigma) {
    return target_of(std::make_shared<density::GaussianMixture>(
        mixture.blurred(Eigen::VectorXd::Zero(mixture.dimension()), 1, sigma * sigma)));
  };
  const Index n = plan.chains * plan.draws, d = mixture.dimension();
  Points start(n, d);
  for_each_block(n, [&](Index, Index first, Index rows) {
    plan.stream.role("start").normals(first, 0, start.middleRows(first, rows));
  });
  Chains chains(annealing.ladder.front() * start);
  annealed_langevin(annealing, plan.stream.role("levels"), chains);

  Samples samples;
  samples.centre = plan.target->mean();
  samples.scale = scale.matrix().asDiagonal();
  samples.settings.step = annealing.epsilon;
  samples.warm_up_steps = plan.levels * plan.steps;
  Eigen::ArrayXd log(n);
  const auto target = target_of(std::make_shared<density::GaussianMixture>(mixture));
  for_each_block(n, [&](Index, Index first, Index rows) {
    target->log_density(chains.x.middleRows(first, rows), log.segment(first, rows));
  });
  samples.log_density = log.reshaped(plan.draws, plan.chains);
  samples.acceptance = ChainDraws::Ones(plan.draws, plan.chains);
  for (Index j = 0; j < d; ++j)
    samples.coordinates.emplace_back(
        (samples.centre(j) + scale(j) * chains.x.col(j)).reshaped(plan.draws, plan.chains));
  return samples;
}

}  // namespace kolmo::sampling
