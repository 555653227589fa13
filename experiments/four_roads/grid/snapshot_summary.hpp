#pragma once
// One snapshot of a road that moves particles: what it reports, and what its levels say of that.

#include <functional>
#include <string>
#include <vector>

#include "four_roads/paths/sample_summary.hpp"

namespace kolmo::four_roads {

/// Summarises snapshot `snapshot` of all refinements of a road into `output`.
class SnapshotSummary {
 public:
  SnapshotSummary(const RoadContext& context, const std::vector<CoupledRuns>& refinements,
                  std::size_t snapshot, RoadOutput& output);

  void run();

 private:
  /// A quantity on one level, and the coupled difference of two of them with its standard error.
  using OnLevel = std::function<double(const CoupledRuns& runs, std::size_t level)>;
  using Difference = std::function<Estimate(const CoupledRuns& runs, std::size_t fine, std::size_t coarse)>;
  /// φ on all particles of a level.
  using ValuesOnLevel = std::function<Eigen::ArrayXd(const CoupledRuns& runs, std::size_t level)>;
  using Widened = std::function<Estimate(Estimate)>;

  /// Records value ± error.
  void record(const std::string& name, const Estimate& estimate, const OnLevel& value,
              const Difference& difference, double extra_budget = 0);
  /// Records E(φ | alive), its standard error `widened`.
  void record_conditional(const std::string& name, const ValuesOnLevel& phi, const Widened& widened,
                          double extra_budget);

  // snapshot_expectations.cpp
  /// P(T > t), T the time when a path is absorbed.
  void summarise_survival();
  void summarise_expectations();
  void summarise_covariances();

  // snapshot_entropies.cpp
  /// H = −E log p_t(x_t), carried along the trajectories.
  void summarise_entropy_from_density();
  void summarise_entropy_from_spacings();
  /// The difference of two coupled entropies over batches of particles, so that it has a standard error.
  Estimate entropy_difference(const CoupledRuns& runs, std::size_t fine, std::size_t coarse) const;
  /// F = E V − T H; the two estimates are correlated, so that their errors add.
  void summarise_free_energy();

  // snapshot_laws.cpp
  void summarise_laws();
  void summarise_points();

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
  void keep_survivors();

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

}  // namespace kolmo::four_roads
