#include "four_roads/sample_summary.hpp"

#include <algorithm>
#include <cmath>

#include "four_roads/quantities.hpp"
#include "four_roads/survivors.hpp"
#include "four_roads/walls.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/energy_distance.hpp"
#include "kolmo/core/statistics/entropy_estimator.hpp"
#include "kolmo/process/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

constexpr Index ensemble_rows = 2000;  ///< particles of a snapshot that are written to the file
constexpr Index entropy_batches = 16;

std::vector<double> column(const Points& x, Index j) { return {x.col(j).data(), x.col(j).data() + x.rows()}; }

std::vector<double> projected(const Points& x, const Eigen::VectorXd& direction) {
  if (x.cols() == 1) return column(x, 0);
  std::vector<double> values(static_cast<std::size_t>(x.rows()));
  for (Index i = 0; i < x.rows(); ++i) {
    double& value = values[static_cast<std::size_t>(i)] = 0;
    for (Index j = 0; j < x.cols(); ++j) value += x(i, j) * direction(j);
  }
  return values;
}

/// (x_a − mean_a)(x_b − mean_b) of every row.
Eigen::ArrayXd centred_product(const Points& x, Index a, Index b) {
  const double n = static_cast<double>(x.rows());
  const double mean_a = sum(x.col(a).data(), x.rows()) / n, mean_b = sum(x.col(b).data(), x.rows()) / n;
  return (x.col(a) - mean_a) * (x.col(b) - mean_b);
}

/// One snapshot of all refinements of a road.
class SnapshotSummary {
 public:
  SnapshotSummary(const RoadContext& context, const std::vector<CoupledRuns>& refinements,
                  std::size_t snapshot, RoadOutput& output)
      : context_(context),
        refinements_(refinements),
        snapshot_(snapshot),
        time_(output.result.times[snapshot]),
        output_(output),
        absorbs_(absorbs(context.problem)) {
    if (absorbs_) keep_survivors();
  }

  void run() {
    if (absorbs_) summarise_survival();
    summarise_expectations();
    summarise_covariances();
    const bool carries_density = !refinements_[0].log_densities.empty();
    if (carries_density) summarise_entropy_from_density();
    summarise_laws();
    if (!carries_density && context_.problem.dimension() == 1) summarise_entropy_from_spacings();
    if (compares_points(context_.problem)) summarise_points();
    if (context_.problem.dimension() > 1)
      output_.densities.push_back(binned(finest(), plot_axes(context_.problem)));
    summarise_free_energy();
    output_.ensembles.push_back(finest().topRows(std::min(ensemble_rows, finest().rows())));
    output_.result.snapshots.push_back(std::move(result_));
  }

 private:
  /// Of all particles.
  const Points& samples(const CoupledRuns& runs, std::size_t level) const {
    return runs.samples[level][snapshot_];
  }

  /// Of those that no side has taken: laws, entropies and points are theirs.
  const Points& kept(const CoupledRuns& runs, std::size_t level) const {
    return absorbs_ ? survivors_[index_of(runs)][level] : samples(runs, level);
  }
  const Points& finest() const { return kept(refinements_[0], 0); }
  const Eigen::ArrayXd& weights(const CoupledRuns& runs, std::size_t level) const {
    return alive_[index_of(runs)][level];
  }
  std::size_t index_of(const CoupledRuns& runs) const {
    return static_cast<std::size_t>(&runs - refinements_.data());
  }

  void keep_survivors() {
    for (const CoupledRuns& runs : refinements_) {
      alive_.emplace_back();
      survivors_.emplace_back();
      for (std::size_t level = 0; level < runs.samples.size(); ++level) {
        alive_.back().push_back(alive(context_.problem, samples(runs, level)));
        survivors_.back().push_back(survivors(samples(runs, level), alive_.back().back()));
      }
    }
  }

  /// P(T > t), T the time when a path is absorbed.
  void summarise_survival() {
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

  /// E(φ | alive), φ's values on all particles from `phi`.
  template <class Phi, class Widened>
  void record_conditional(const std::string& name, const Phi& phi, const Widened& widened,
                          double extra_budget) {
    const auto mean = [&](const CoupledRuns& runs, std::size_t level) {
      return conditional_mean(phi(runs, level), weights(runs, level));
    };
    record(
        name, widened(estimate(mean(refinements_[0], 0))),
        [&](const CoupledRuns& runs, std::size_t level) { return mean(runs, level).value; },
        [&](const CoupledRuns& runs, std::size_t fine, std::size_t coarse) {
          return widened(difference(mean(runs, fine), mean(runs, coarse)));
        },
        extra_budget);
  }

  /// Records value ± error; `difference(fine, coarse)` estimates the coupled difference of two levels.
  template <class Value, class Difference>
  void record(const std::string& name, const Estimate& estimate, const Value& value,
              const Difference& difference, double extra_budget = 0) {
    double budget = extra_budget;
    for (const CoupledRuns& runs : refinements_) {
      std::vector<double> values;
      std::vector<Estimate> differences;
      for (std::size_t level = 0; level < runs.samples.size(); ++level) {
        values.push_back(level == 0 && &runs == &refinements_[0] ? estimate.value : value(runs, level));
        if (level > 0) differences.push_back(difference(runs, level - 1, level));
      }
      budget += record_levels(context_, name, time_, runs.refinement, values, differences, runs.order,
                              context_.z() * estimate.standard_error, output_);
    }
    result_.quantities[name] = {estimate.value, estimate.standard_error, budget};
  }

  void summarise_expectations() {
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
            return widened(
                expectation_difference(samples(runs, fine), samples(runs, coarse), functional.phi));
          },
          rare);
    }
  }

  void summarise_covariances() {
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

  /// H = −E log p_t(x_t), carried along the trajectories.
  void summarise_entropy_from_density() {
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

  /// The difference of two coupled entropies over batches of particles, so that it has a standard error.
  Estimate entropy_difference(const CoupledRuns& runs, std::size_t fine, std::size_t coarse) const {
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

  void summarise_entropy_from_spacings() {
    const Law1D& law = result_.laws.at("x");
    // The estimator's bias, measured on exact samples of a law close to this one: its own, smoothed by 400
    // quantiles.
    std::vector<double> nodes, levels;
    for (int k = 0; k <= 400; ++k) {
      const double level = k / 400.0, node = law.quantile(level);
      if (!nodes.empty() && node <= nodes.back()) continue;
      nodes.push_back(node);
      levels.push_back(level);
    }
    levels.back() = 1;
    const Estimate bias = measured_entropy_bias(Law1D::from_cdf(nodes, levels), finest().rows(), 1,
                                                context_.stream(output_.result.name + "/entropy"));
    const double bound = std::abs(bias.value) + context_.z() * bias.standard_error;
    record(
        "entropy", spacing_entropy(law.points()),
        [&](const CoupledRuns& runs, std::size_t level) {
          return spacing_entropy(Law1D::from_samples(column(kept(runs, level), 0)).points()).value;
        },
        [&](const CoupledRuns& runs, std::size_t fine, std::size_t coarse) {
          return entropy_difference(runs, fine, coarse);
        },
        bound);
  }

  /// F = E V − T H; the two estimates are correlated, so that their errors add.
  void summarise_free_energy() {
    if (!context_.problem.gradient_flow) return;
    const verify::Quantity &v = result_.quantities["potential_energy"], &h = result_.quantities["entropy"];
    const double t = gradient_structure(*context_.problem.intrinsic)->temperature;
    result_.quantities["free_energy"] = {v.value - t * h.value, v.standard_error + t * h.standard_error,
                                         v.budget + t * h.budget};
  }

  void summarise_laws() {
    for (const Projection& projection : projections(context_.problem)) {
      Law1D law = Law1D::from_samples(projected(finest(), projection.direction));
      double ks = 0, w1 = 0;
      for (const CoupledRuns& runs : refinements_) {
        if (runs.samples.size() < 2) continue;
        const auto law_on = [&](std::size_t level) {
          return Law1D::from_samples(projected(kept(runs, level), projection.direction));
        };
        const bool reported = &runs == &refinements_[0];
        const Law1D own = reported ? law : law_on(0), next = law_on(1);
        std::optional<double> coarser_ks, coarser_w1;
        if (runs.samples.size() > 2) {
          const Law1D last = law_on(2);
          coarser_ks = ks_distance(next, last);
          coarser_w1 = w1_distance(next, last);
        }
        // Levels share their noise: n KS paths stand on the other side of a point, Poisson at most, and stand
        // out of its fluctuation by five standard errors from 25 on.
        const double fluctuation = 25 / static_cast<double>(finest().rows());
        ks += verify::distance_budget(ks_distance(own, next), coarser_ks, runs.order, 0, fluctuation).bound;
        w1 += verify::distance_budget(w1_distance(own, next), coarser_w1, runs.order, 0).bound;
      }
      result_.distance_budgets["ks_" + projection.name] = ks;
      result_.distance_budgets["w1_" + projection.name] = w1;
      if (context_.problem.dimension() == 1) {
        output_.densities.push_back(binned(law, plot_axes(context_.problem)[0]));
      }
      result_.laws.emplace(projection.name, std::move(law));
    }
  }

  void summarise_points() {
    const Index rows = std::min(context_.problem.energy_points, finest().rows());
    result_.points = finest().topRows(rows);
    double budget = 0;
    for (const CoupledRuns& runs : refinements_) {
      if (runs.samples.size() < 2) continue;
      const Index both = std::min({rows, kept(runs, 0).rows(), kept(runs, 1).rows()});
      const double squared = energy_distance(kept(runs, 0).topRows(both), kept(runs, 1).topRows(both));
      budget += verify::distance_budget(std::sqrt(std::max(squared, 0.0)), std::nullopt, runs.order, 0).bound;
    }
    result_.distance_budgets["energy"] = budget;
  }

  const RoadContext& context_;
  const std::vector<CoupledRuns>& refinements_;
  std::size_t snapshot_;
  double time_;
  RoadOutput& output_;
  bool absorbs_;
  std::vector<std::vector<Eigen::ArrayXd>> alive_;  ///< [refinement][level], where a side absorbs
  std::vector<std::vector<Points>> survivors_;
  verify::RoadSnapshot result_;
};

}  // namespace

void summarise_samples(const RoadContext& context, const std::vector<CoupledRuns>& refinements,
                       RoadOutput& output) {
  for (std::size_t snapshot = 0; snapshot < output.result.times.size(); ++snapshot) {
    throw_if_stopped();
    SnapshotSummary(context, refinements, snapshot, output).run();
  }
  judge_orders(context, output);
}

}  // namespace kolmo::four_roads
