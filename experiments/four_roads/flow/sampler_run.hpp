#pragma once
// Ensembles carried by a sampler's program through the times of a road.

#include "four_roads/paths/sample_summary.hpp"
#include "four_roads/roads.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/ode/samplers/sampler.hpp"

namespace kolmo::four_roads {

/// Starts of full order: budgets are made from the order that is claimed.
inline constexpr ode::SamplerOptions full_order = {ode::SamplerStart::single_step};

/// Nodes of one level, and which of them are looked at.
struct SamplerNodes {
  ode::SamplingGrid grid;
  std::vector<Index> looked_at;  ///< one a time of the road
};

/// `steps` steps on the finest level, shared over the stretches between `stops` (times of the clock, rising
/// or falling), uniform in λ within each; on level ℓ each stretch has 2^−ℓ of them. Looked at is every stop
/// but the first; with `to_data`, a step to the data follows and is looked at in place of the last.
SamplerNodes sampler_nodes(std::shared_ptr<const ode::LogSnrClock> clock, const std::vector<double>& stops,
                           Index steps, int levels, int level, bool to_data);

struct SamplerStart {
  density::GaussianMixture law;
  RandomStream start, noise;
};

/// Runs of one road from one start.
class SamplerRuns {
 public:
  SamplerRuns(const RoadContext& context, const RoadSettings& road, const ode::SamplerEntry& sampler,
              ScorePtr score, const SamplerStart& start, const std::string& name);
  /// Samples at what is looked at; each step is `ratio` steps of `finest` and takes its noise from theirs.
  std::vector<Points> operator()(const SamplerNodes& nodes, const SamplerNodes& finest, Index ratio) const;

 private:
  std::vector<Points> run(const SamplerNodes& nodes, const SamplerNodes& finest, Index ratio) const;

  const RoadContext& context_;
  const RoadSettings& road_;
  const ode::SamplerEntry& sampler_;
  const SamplerStart& start_;
  std::string name_;
  ScorePtr score_;
};

}  // namespace kolmo::four_roads
