// Entropies and free energies of a snapshot.

#include "four_roads/grid/snapshot_summary.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/statistics/entropy_estimator.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

constexpr Index entropy_batches = 16;

/// A law close to this one, of which exact samples are to be had: itself, smoothed by 400 quantiles.
Law1D smoothed(const Law1D& law) {
  std::vector<double> nodes, levels;
  for (int k = 0; k <= 400; ++k) {
    const double level = k / 400.0, node = law.quantile(level);
    if (!nodes.empty() && node <= nodes.back()) continue;
    nodes.push_back(node);
    levels.push_back(level);
  }
  levels.back() = 1;
  return Law1D::from_cdf(nodes, levels);
}

std::vector<double> on_the_line(const Points& x) { return {x.data(), x.data() + x.rows()}; }

}  // namespace

void SnapshotSummary::summarise_entropy_from_density() {
  const auto log_density = [&](const CoupledRuns& runs, std::size_t level) -> const Eigen::ArrayXd& {
    return runs.log_densities[level][snapshot_];
  };
  const auto entropy = [&](const CoupledRuns& runs, std::size_t level) {
    const Eigen::ArrayXd& values = log_density(runs, level);
    const Estimate estimate = mean_estimate(values.data(), values.size());
    return Estimate{-estimate.value, estimate.standard_error};
  };
  record(
      "entropy", entropy(refinements_[0], 0),
      [&](const CoupledRuns& runs, std::size_t level) { return entropy(runs, level).value; },
      [&](const CoupledRuns& runs, std::size_t fine, std::size_t coarse) {
        const Eigen::ArrayXd difference = log_density(runs, coarse) - log_density(runs, fine);
        return mean_estimate(difference.data(), difference.size());
      });
}

Estimate SnapshotSummary::entropy_difference(const CoupledRuns& runs, std::size_t fine,
                                             std::size_t coarse) const {
  const Index rows = samples(runs, fine).rows() / entropy_batches;
  std::vector<double> differences;
  for (Index batch = 0; batch < entropy_batches; ++batch) {
    const auto entropy = [&](std::size_t level) {
      const double* x = samples(runs, level).data();
      std::vector<double> part;
      for (Index i = batch * rows; i < (batch + 1) * rows; ++i)
        if (!absorbs_ || weights(runs, level)(i) > 0) part.push_back(x[i]);
      if (part.size() < 8)
        throw NumericalFailure(
            "fewer than 8 paths in a batch have not been absorbed: take earlier times, or "
            "more paths");
      return spacing_entropy(Law1D::from_samples(std::move(part)).points()).value;
    };
    differences.push_back(entropy(fine) - entropy(coarse));
  }
  return mean_estimate(differences.data(), entropy_batches);
}

void SnapshotSummary::summarise_entropy_from_spacings() {
  const Law1D& law = result_.laws.at("x");
  // The estimator's bias, measured on exact samples of a law close to this one.
  const Estimate bias = measured_entropy_bias(smoothed(law), finest().rows(), 1,
                                              context_.stream(output_.result.name + "/entropy"));
  const double bound = std::abs(bias.value) + context_.z() * bias.standard_error;
  record(
      "entropy", spacing_entropy(law.points()),
      [&](const CoupledRuns& runs, std::size_t level) {
        return spacing_entropy(Law1D::from_samples(on_the_line(kept(runs, level))).points()).value;
      },
      [&](const CoupledRuns& runs, std::size_t fine, std::size_t coarse) {
        return entropy_difference(runs, fine, coarse);
      },
      bound);
}

void SnapshotSummary::summarise_free_energy() {
  if (!context_.problem.gradient_flow) return;
  const verify::Quantity &v = result_.quantities["potential_energy"], &h = result_.quantities["entropy"];
  const double t = gradient_structure(*context_.problem.intrinsic)->temperature;
  result_.quantities["free_energy"] = {v.value - t * h.value, v.standard_error + t * h.standard_error,
                                       v.budget + t * h.budget};
}

}  // namespace kolmo::four_roads
