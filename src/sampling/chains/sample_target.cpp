#include "kolmo/sampling/chains/sample_target.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/sampling/chains/tempering.hpp"
#include "warm_up.hpp"
#include "weighted_points.hpp"

namespace kolmo::sampling {
namespace {

bool is_adaptive(const std::string& name) { return name.starts_with("adaptive_step"); }

/// The step of a method that never rejects: by the accuracy, and no longer than MALA's (of kinetic methods
/// √2h, whose steps move as far). Adaptive steps are h = c/(‖∇s‖ + 1), where a Gaussian has ‖∇s‖ = √d.
double step_of(const MarkovKernel& kernel, double accuracy, double mala, Index d) {
  if (is_adaptive(kernel.claim().name))
    return std::min(2 * accuracy, mala) * (std::sqrt(static_cast<double>(d)) + 1);
  if (kernel.has_momenta()) return std::min(2 * std::sqrt(accuracy), std::sqrt(2 * mala));
  const bool second = kernel.claim().order(Sense::stationary).value_or(1) == 2;
  return std::min(second ? std::sqrt(accuracy) : 2 * accuracy, mala);
}

/// Writes draw k of chain `first` + i from y.
void write(const Target& in_y, Samples& samples, Index k, Index first, const ConstBlock& y) {
  Eigen::ArrayXd log(y.rows());
  in_y.log_density(y, log);
  samples.log_density.row(k).segment(first, y.rows()) = log.transpose();
  for (Index j = 0; j < y.cols(); ++j) {
    Eigen::ArrayXd x = samples.scale(j, 0) * y.col(0);
    for (Index c = 1; c < y.cols(); ++c) x += samples.scale(j, c) * y.col(c);
    samples.coordinates[static_cast<std::size_t>(j)].row(k).segment(first, y.rows()) =
        (x + samples.centre(j)).transpose();
  }
}

void draw_tempered(const SamplePlan& plan, WarmUp& warm, Samples& samples) {
  const TemperingPlan tempering{warm.target(),
                                plan.betas,
                                kernel("mala"),
                                warm.settings(),
                                plan.draws * plan.every,
                                5,
                                plan.stream.role("tempering")};
  const TemperingCounts counts =
      parallel_tempering(tempering, warm.chains().x, [&](Index round, const Points& y) {
        if ((round + 1) % plan.every != 0) return;
        const Index k = (round + 1) / plan.every - 1;
        for (Index first = 0; first < y.rows(); first += block_rows) {
          const Index rows = std::min(block_rows, y.rows() - first);
          write(*warm.target(), samples, k, first, y.middleRows(first, rows));
        }
      });
  samples.acceptance.setConstant(counts.swap_acceptance.size() > 0 ? counts.swap_acceptance.minCoeff() : 1);
  samples.round_trips = static_cast<double>(counts.round_trips) / static_cast<double>(plan.chains);
}

ChainPlan plan_of_draws(const SamplePlan& plan, const MarkovKernel& kernel, WarmUp& warm) {
  ChainPlan draws = warm.chain_plan(kernel);
  draws.stream = plan.stream.role("draws");
  draws.first_step = 0;
  draws.steps = plan.draws * plan.every;
  draws.every = plan.every;
  return draws;
}

void draw(const SamplePlan& plan, const MarkovKernel& kernel, WarmUp& warm, Samples& samples) {
  const ChainPlan chain_plan = plan_of_draws(plan, kernel, warm);
  if (kernel.has_momenta()) draw_momenta(chain_plan.stream, warm.chains());
  run_chains(chain_plan, warm.chains(), [&](Index step, Index first, const ChainView& chain) {
    const Index k = step / plan.every - 1, rows = chain.x.rows();
    write(*warm.target(), samples, k, first, chain.x);
    for (Index i = 0; i < rows; ++i) {
      const double ratio = chain.log_ratio(i);
      samples.acceptance(k, first + i) = ratio >= 0 ? 1 : std::isnan(ratio) ? 0 : std::exp(ratio);
    }
  });
}

/// Draw k is the point of a chain that stands at (k + ½)/draws of the sum of its weights.
void draw_weighted(const SamplePlan& plan, const MarkovKernel& kernel, WarmUp& warm, Samples& samples) {
  ChainPlan chain_plan = plan_of_draws(plan, kernel, warm);
  chain_plan.every = 1;
  WeightedPoints all(chain_plan.steps, warm.chains().size(), warm.chains().dimension());
  run_chains(chain_plan, warm.chains(),
             [&](Index step, Index first, const ChainView& chain) { all.see(step - 1, first, chain); });
  for (Index k = 0; k < plan.draws; ++k) {
    const Points y = all.at((static_cast<double>(k) + 0.5) / static_cast<double>(plan.draws));
    for (Index first = 0; first < y.rows(); first += block_rows)
      write(*warm.target(), samples, k, first, y.middleRows(first, std::min(block_rows, y.rows() - first)));
  }
  samples.acceptance.setOnes();
}

void require_valid(const SamplePlan& plan) {
  if (!plan.target) throw InvalidArgument("target: is null");
  if (plan.start.size() != plan.target->dimension())
    throw InvalidArgument("start: must have " + number_text(plan.target->dimension()) + " coordinates");
  const auto at_least_ = [](const char* name, Index value, Index least) {
    require(value >= least, name, static_cast<double>(value), "must be at least " + number_text(least));
  };
  at_least_("chains", plan.chains, 2);
  at_least_("draws", plan.draws, 8);
  at_least_("every", plan.every, 1);
  at_least_("rounds", plan.rounds, 16);
  require(plan.trajectory > 0 && std::isfinite(plan.trajectory), "trajectory", plan.trajectory,
          "must be positive and finite");
  require(plan.accuracy > 0 && plan.accuracy <= 0.25, "accuracy", plan.accuracy, "must be in (0, 1/4]");
}

}  // namespace

std::vector<std::string> sampling_methods() {
  std::vector<std::string> names = kernel_catalogue().names();
  // Has another law, to be measured.
  std::erase(names, "adaptive_step");
  names.emplace_back("parallel_tempering");
  return names;
}

Samples sample_target(const SamplePlan& plan) {
  require_valid(plan);
  const Methods methods = methods_of(plan);
  WarmUp warm(plan, methods);
  warm.adapt();
  warm.rescale();
  warm.adapt();
  if (!methods.draws.metropolised())
    warm.set_step(step_of(methods.draws, plan.accuracy, warm.settings().step, plan.target->dimension()));
  Samples samples;
  samples.coordinates.assign(static_cast<std::size_t>(plan.start.size()),
                             ChainDraws(plan.draws, plan.chains));
  samples.log_density.resize(plan.draws, plan.chains);
  samples.acceptance.resize(plan.draws, plan.chains);
  samples.settings = warm.settings();
  samples.centre = warm.centre();
  samples.scale = warm.scale();
  samples.warm_up_steps = warm.made();
  if (methods.tempered)
    draw_tempered(plan, warm, samples);
  else if (methods.draws.claim().name == "adaptive_step_weighted")
    draw_weighted(plan, methods.draws, warm, samples);
  else
    draw(plan, methods.draws, warm, samples);
  return samples;
}

}  // namespace kolmo::sampling
