#include "kolmo/sampling/chains/tempering.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::sampling {
namespace {

/// Which replica stands at each level of each copy, and which have been at the hottest since they were at 0.
struct Labels {
  Eigen::Array<Index, Eigen::Dynamic, Eigen::Dynamic> replica;  ///< copies×levels
  Eigen::Array<bool, Eigen::Dynamic, Eigen::Dynamic> was_hot, was_cold;
  Labels(Index copies, Index levels)
      : replica(copies, levels),
        was_hot(decltype(was_hot)::Constant(copies, levels, false)),
        was_cold(decltype(was_cold)::Constant(copies, levels, false)) {
    for (Index k = 0; k < levels; ++k) replica.col(k).setConstant(k);
  }
  /// Round trips that end now.
  Index count() {
    Index trips = 0;
    const Index last = replica.cols() - 1;
    for (Index i = 0; i < replica.rows(); ++i) {
      const Index hot = replica(i, last), cold = replica(i, 0);
      if (was_cold(i, hot)) was_hot(i, hot) = true;
      if (was_hot(i, cold)) ++trips;
      was_hot(i, cold) = false;
      was_cold(i, cold) = true;
    }
    return trips;
  }
};

struct Ladder {
  std::vector<std::shared_ptr<const Target>> targets;
  std::vector<KernelSettings> settings;
  std::vector<Chains> levels;
};

Ladder ladder_of(const TemperingPlan& plan, const Points& start) {
  require(!plan.betas.empty() && plan.betas.front() == 1, "betas",
          plan.betas.empty() ? 0 : plan.betas.front(), "must begin with 1");
  require(plan.rounds >= 1, "rounds", static_cast<double>(plan.rounds), "must be at least 1");
  require(plan.steps >= 1, "steps", static_cast<double>(plan.steps), "must be at least 1");
  const bool kinetic = plan.kernel.has_momenta() || plan.kernel.claim().name == "hmc";
  Ladder ladder;
  double before = INFINITY;
  for (const double beta : plan.betas) {
    require(beta > 0 && beta < before, "betas", beta, "must decrease and be positive");
    before = beta;
    ladder.targets.push_back(beta == 1 ? plan.target : tempered(plan.target, beta));
    ladder.settings.push_back(plan.settings);
    ladder.settings.back().step /= kinetic ? std::sqrt(beta) : beta;
    ladder.levels.emplace_back(start);
    if (plan.kernel.has_momenta())
      draw_momenta(plan.stream.role("tempering_momenta", ladder.levels.size()), ladder.levels.back());
  }
  return ladder;
}

/// Every copy's states of levels k and k + 1 change places with probability min(1, e^{(β_k − β_{k+1})(ℓ_{k+1}
/// − ℓ_k)}), ℓ the log-density, which is added to `acceptance`.
void swap_neighbours(const TemperingPlan& plan, Index round, Index k, Ladder& ladder,
                     Eigen::ArrayXXd& log_density, Labels& labels, double& acceptance) {
  const auto at = static_cast<std::size_t>(k);
  Points &cold = ladder.levels[at].x, &hot = ladder.levels[at + 1].x;
  Points uniform(cold.rows(), 1);
  plan.stream.role("swaps", static_cast<std::uint64_t>(k))
      .uniforms(0, static_cast<std::uint32_t>(round), uniform);
  for (Index i = 0; i < cold.rows(); ++i) {
    const double ratio = (plan.betas[at] - plan.betas[at + 1]) * (log_density(i, k + 1) - log_density(i, k));
    acceptance += std::min(1.0, std::exp(ratio));
    if (!(std::log(uniform(i, 0)) < ratio)) continue;
    const Eigen::ArrayXd moved = cold.row(i);
    cold.row(i) = hot.row(i);
    hot.row(i) = moved;
    std::swap(log_density(i, k), log_density(i, k + 1));
    std::swap(labels.replica(i, k), labels.replica(i, k + 1));
  }
}

}  // namespace

TemperingCounts parallel_tempering(const TemperingPlan& plan, const Points& start,
                                   const TemperingObserver& observer) {
  Ladder ladder = ladder_of(plan, start);
  const auto levels = static_cast<Index>(plan.betas.size());
  const Index copies = start.rows();
  Labels labels(copies, levels);
  TemperingCounts counts{Eigen::ArrayXd::Zero(std::max<Index>(levels - 1, 0))};
  Eigen::ArrayXXd log_density(copies, levels);
  Eigen::ArrayXd proposals = Eigen::ArrayXd::Zero(levels);
  for (Index round = 0; round < plan.rounds; ++round) {
    for (Index k = 0; k < levels; ++k) {
      const auto at = static_cast<std::size_t>(k);
      run_chains({*ladder.targets[at], plan.kernel, ladder.settings[at], plan.steps,
                  plan.stream.role("level", static_cast<std::uint64_t>(k)),
                  static_cast<std::uint32_t>(round * plan.steps)},
                 ladder.levels[at]);
      for (Index first = 0; first < copies; first += block_rows) {
        const Index rows = std::min(block_rows, copies - first);
        plan.target->log_density(ladder.levels[at].x.middleRows(first, rows),
                                 log_density.col(k).segment(first, rows));
      }
    }
    for (Index k = round % 2; k + 1 < levels; k += 2) {
      swap_neighbours(plan, round, k, ladder, log_density, labels, counts.swap_acceptance(k));
      proposals(k) += static_cast<double>(copies);
    }
    counts.round_trips += labels.count();
    if (observer) observer(round, ladder.levels.front().x);
  }
  for (Index k = 0; k + 1 < levels; ++k) counts.swap_acceptance(k) /= std::max(1.0, proposals(k));
  return counts;
}

}  // namespace kolmo::sampling
