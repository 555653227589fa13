// Survival, moments and covariances of a snapshot.

#include "four_roads/grid/snapshot_summary.hpp"

#include <cmath>

#include "four_roads/comparison/quantities.hpp"
#include "four_roads/paths/survivors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::four_roads {
namespace {

/// (x_a − mean_a)(x_b − mean_b) of every row.
Eigen::ArrayXd centred_product(const Points& x, Index a, Index b) {
  const double n = static_cast<double>(x.rows());
  const double mean_a = sum(x.col(a).data(), x.rows()) / n, mean_b = sum(x.col(b).data(), x.rows()) / n;
  return (x.col(a) - mean_a) * (x.col(b) - mean_b);
}

}  // namespace

void SnapshotSummary::summarise_survival() {
  const double z_over_n = context_.z() / static_cast<double>(weights(refinements_[0], 0).size());
  const auto widened = [&](Estimate share) {
    share.standard_error = std::hypot(share.standard_error, z_over_n / 2);
    return share;
  };
  const auto share = [&](const CoupledRuns& runs, std::size_t level) {
    return mean_estimate(weights(runs, level).data(), weights(runs, level).size());
  };
  record(
      "survival_probability", widened(share(refinements_[0], 0)),
      [&](const CoupledRuns& runs, std::size_t level) { return share(runs, level).value; },
      [&](const CoupledRuns& runs, std::size_t fine, std::size_t coarse) {
        const Eigen::ArrayXd change = weights(runs, fine) - weights(runs, coarse);
        return widened(mean_estimate(change.data(), change.size()));
      },
      z_over_n * context_.z() / 2);
}

void SnapshotSummary::summarise_expectations() {
  for (const NamedFunctional& functional : functionals(context_.problem, time_)) {
    // A fraction k/n of few hits is no Gaussian number: Wilson's interval (1927) to first order in 1/n,
    // |k/n − p| ≤ z √(k(n − k)/n³ + z²/4n²) + z²/2n, holds also where no hit was seen.
    const double z_over_n = functional.indicator ? context_.z() / static_cast<double>(finest().rows()) : 0;
    const auto widened = [&](Estimate estimate) {
      estimate.standard_error = std::hypot(estimate.standard_error, z_over_n / 2);
      return estimate;
    };
    const double rare = z_over_n * context_.z() / 2;
    if (absorbs_) {
      const auto phi = [&](const CoupledRuns& runs, std::size_t level) {
        Eigen::ArrayXd values(samples(runs, level).rows());
        functional.phi(samples(runs, level), values);
        return values;
      };
      record_conditional(functional.name, phi, widened, rare);
      continue;
    }
    record(
        functional.name, widened(expectation(finest(), functional.phi)),
        [&](const CoupledRuns& runs, std::size_t level) {
          return expectation(samples(runs, level), functional.phi).value;
        },
        [&](const CoupledRuns& runs, std::size_t fine, std::size_t coarse) {
          return widened(expectation_difference(samples(runs, fine), samples(runs, coarse), functional.phi));
        },
        rare);
  }
}

void SnapshotSummary::summarise_covariances() {
  for (const CovarianceEntry& entry : covariances(context_.problem)) {
    if (absorbs_) {
      const auto phi = [&](const CoupledRuns& runs, std::size_t level) -> Eigen::ArrayXd {
        const Points& x = samples(runs, level);
        const double mean_a = conditional_mean(x.col(entry.a), weights(runs, level)).value,
                     mean_b = conditional_mean(x.col(entry.b), weights(runs, level)).value;
        return (x.col(entry.a) - mean_a) * (x.col(entry.b) - mean_b);
      };
      record_conditional(
          entry.name, phi, [](const Estimate& as_it_is) { return as_it_is; }, 0);
      continue;
    }
    const auto estimate = [&](const Points& x) {
      const Eigen::ArrayXd product = centred_product(x, entry.a, entry.b);
      return mean_estimate(product.data(), product.size());
    };
    record(
        entry.name, estimate(finest()),
        [&](const CoupledRuns& runs, std::size_t level) { return estimate(samples(runs, level)).value; },
        [&](const CoupledRuns& runs, std::size_t fine, std::size_t coarse) {
          const Eigen::ArrayXd difference = centred_product(samples(runs, fine), entry.a, entry.b) -
                                            centred_product(samples(runs, coarse), entry.a, entry.b);
          return mean_estimate(difference.data(), difference.size());
        });
  }
}

}  // namespace kolmo::four_roads
