#include "kolmo/sampling/chains/run_chains.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::sampling {
namespace {

void require_finite(const ChainPlan& plan, const Chains& chains, Index first, Index rows, Index step) {
  for (Index i = first; i < first + rows; ++i) {
    for (Index j = 0; j < chains.dimension(); ++j) {
      if (std::isfinite(chains.x(i, j))) continue;
      throw NumericalFailure("chain " + number_text(i) + " of '" + plan.kernel.claim().name +
                             "' is not finite after step " + number_text(step) +
                             " with h = " + number_text(plan.settings.step) +
                             ": take a smaller step, or a kernel that rejects");
    }
  }
}

void run_block(const ChainPlan& plan, const ChainStreams& streams, const ChainStreams& seen, Chains& chains,
               Index first, Index rows, const ChainObserver& observer) {
  sde::Workspace workspace(chains.dimension(), plan.kernel.workspace_blocks());
  Points copy;
  plan.kernel.start(plan.target, plan.settings, chains.view(first, rows));
  for (Index n = 1; n <= plan.steps; ++n) {
    const auto number = static_cast<std::uint32_t>(plan.first_step + n - 1);
    plan.kernel.step(plan.target, plan.settings, chains.view(first, rows), Draws(streams, first, number),
                     workspace);
    const bool observed = observer && n % plan.every == 0;
    if (observed || n % 16 == 0 || n == plan.steps) {
      require_finite(plan, chains, first, rows, n);
      throw_if_stopped();
    }
    if (!observed) continue;
    if (!plan.kernel.has_postprocessor()) {
      observer(n, first, chains.view(first, rows));
      continue;
    }
    copy = chains.x.middleRows(first, rows);
    plan.kernel.observe(plan.target, plan.settings, copy, Draws(seen, first, number), workspace);
    ChainView chain = chains.view(first, rows);
    observer(n, first,
             {copy, chain.momentum, chain.score, chain.log_density, chain.log_ratio, chain.accepted,
              chain.weight});
  }
}

}  // namespace

void run_chains(const ChainPlan& plan, Chains& chains, const ChainObserver& observer) {
  require_valid(plan.settings);
  require(plan.steps >= 1, "steps", static_cast<double>(plan.steps), "must be at least 1");
  require(plan.every >= 1, "every", static_cast<double>(plan.every), "must be at least 1");
  if (chains.dimension() != plan.target.dimension())
    throw InvalidArgument("chains: have " + number_text(chains.dimension()) + " coordinates, the target " +
                          number_text(plan.target.dimension()));
  const ChainStreams streams(plan.stream), seen(plan.stream.role("postprocessing"));
  for_each_block(chains.size(), [&](Index, Index first, Index rows) {
    run_block(plan, streams, seen, chains, first, rows, observer);
  });
}

void draw_momenta(const RandomStream& stream, Chains& chains) {
  const RandomStream momenta = stream.role("momenta");
  for_each_block(chains.size(), [&](Index, Index first, Index rows) {
    momenta.normals(first, 0, chains.momentum.middleRows(first, rows));
  });
}

double mean_acceptance(const ChainPlan& plan, Chains& chains) {
  const Index blocks = block_count(chains.size());
  std::vector<CompensatedSum> sums(static_cast<std::size_t>(blocks));
  run_chains(plan, chains, [&](Index, Index first, const ChainView& chain) {
    CompensatedSum& sum = sums[static_cast<std::size_t>(first / block_rows)];
    for (Index i = 0; i < chain.log_ratio.size(); ++i) {
      const double ratio = chain.log_ratio(i);
      sum.add(ratio >= 0 ? 1 : std::isnan(ratio) ? 0 : std::exp(ratio));
    }
  });
  CompensatedSum all;
  for (const CompensatedSum& sum : sums) all.add(sum.value());
  const Index looks = plan.steps / plan.every;
  return all.value() / static_cast<double>(chains.size() * looks);
}

}  // namespace kolmo::sampling
