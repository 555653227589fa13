#include "four_roads/flow/sampler_road.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>

#include "four_roads/cost_limit.hpp"
#include "four_roads/flow/sampler_run.hpp"
#include "four_roads/refinement.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/ode/samplers/sampler.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::four_roads {
namespace {

constexpr Index first_steps = 32, most_steps = 4096;
/// σ²/α² of the last node over the least variance of the data, as a share of the target: the last step takes
/// that share of a component's variance.
constexpr double end_of_target = 0.25;
constexpr int most_rounds = 8;

double claimed_order(const ode::SamplerEntry& sampler) {
  return *(sampler.adds_noise ? sampler.claim.order(Sense::weak, Context::additive)
                              : sampler.claim.order(Sense::time));
}

bool has_order(const ode::SamplerEntry& sampler) {
  return (sampler.adds_noise ? sampler.claim.order(Sense::weak, Context::additive)
                             : sampler.claim.order(Sense::time))
      .has_value();
}

/// Where a road of samples goes, and by which score.
struct Way {
  const char* name;
  bool reverse;         ///< from the last time back
  ScorePtr score;       ///< ∇log p of the clock's time
  double end = 0;       ///< σ²/α² of the node nearest to the data; 0: t_min as configured or chosen
  bool to_data = true;  ///< of a way back: whether a step to the data follows
};

ScorePtr exact_score(const RoadContext& context) {
  const ScorePtr score =
      std::make_shared<process::MarginalScore>(context.problem.intrinsic, *context.problem.initial);
  const auto& plant = context.settings.planted.sampler_score;
  return plant ? plant(score) : score;
}

/// A road of samples in rounds, each finer than the last until it is fine enough.
class SamplerRoad {
 public:
  SamplerRoad(const RoadContext& context, const RoadSettings& road, Way way)
      : context_(context),
        problem_(context.problem),
        road_(road),
        way_(std::move(way)),
        reverse_(way_.reverse),
        ends_at_data_(way_.reverse && way_.to_data),
        name_(way_.name),
        sampler_(ode::find_sampler(road.scheme)) {
    // λ is asked for far below any t_min; the kernel's variance has no cancellation there.
    const double last = problem_.clock.back();
    clock_ = std::make_shared<const ode::LogSnrClock>(problem_.intrinsic, 1e-15 * last, last);
    steps_ = road.steps > 0 ? road.steps : first_steps;
    end_ = way_.end > 0     ? way_.end
           : road.t_min > 0 ? ratio_at(intrinsic_time(*problem_.process, road.t_min))
                            : chosen_end();
  }

  RoadOutput run() {
    for (int round = 0;; ++round) {
      RoadOutput output = attempt(round);
      const int finer = road_.steps > 0 ? 0 : doublings(excess(problem_, output, "step"), order(), 2);
      const int nearer =
          road_.t_min > 0 || !ends_at_data_ ? 0 : doublings(excess(problem_, output, "end"), 1, 6);
      const bool can_refine = finer > 0 && (steps_ << finer) <= most_steps;
      if ((!can_refine && nearer == 0) || round == most_rounds) {
        finish(output);
        return output;
      }
      if (can_refine) steps_ <<= finer;
      end_ = std::ldexp(end_, -nearer);
    }
  }

 private:
  double order() const { return claimed_order(sampler_); }
  /// σ²/α² at a time of the clock.
  double ratio_at(double tau) const { return std::exp(-2 * clock_->at(tau).lambda); }

  double chosen_end() const {
    double least = std::numeric_limits<double>::infinity();
    for (Index k = 0; k < problem_.initial->components(); ++k)
      least = std::min(
          least,
          Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(problem_.initial->covariance(k)).eigenvalues()(0));
    // At most a sixteenth of what it is at the first time: the coarsest level ends at four times as much.
    return std::min(end_of_target * problem_.target * least, ratio_at(problem_.clock[1]) / 16);
  }

  RoadOutput attempt(int round) {
    RoadOutput output;
    output.result.name = name_;
    output.result.times = times();
    const Index runs = problem_.levels + (ends_at_data_ ? problem_.levels - 1 : 0);
    context_.progress.start(static_cast<double>(road_.particles * runs), problem_.name + ": " + words());
    const SamplerStart start = {problem_.marginal(reverse_ ? problem_.clock.back() : node_of_end(end_).t),
                                context_.stream(std::string(name_) + "/start"),
                                context_.stream(std::string(name_) + "/noise")};
    const SamplerRuns run(context_, road_, sampler_, way_.score, start,
                          std::string(name_) + ", round " + number_text(round));
    const SamplerNodes finest = nodes(0, end_);
    CoupledRuns steps{"step", order(), {}, {}};
    for (int level = 0; level < problem_.levels; ++level)
      steps.samples.push_back(run(nodes(level, end_), finest, Index{1} << level));
    std::vector<CoupledRuns> refinements = {steps};
    if (ends_at_data_) {
      CoupledRuns ends{"end", 1, {steps.samples[0]}, {}};
      for (int level = 1; level < problem_.levels; ++level) {
        const SamplerNodes wider = nodes(0, std::ldexp(end_, level));
        ends.samples.push_back(run(wider, wider, 1));
      }
      refinements.push_back(std::move(ends));
    }
    summarise_samples(context_, refinements, output);
    output.facts["evaluations_per_particle"] = {
        static_cast<double>(sampler_.program(finest.grid, full_order).evaluations()),
        "score evaluations a particle on the finest level"};
    output.facts["t_min"] = {t_min(), "time nearest to the data to which the sampler steps"};
    return output;
  }

  std::vector<double> times() const {
    if (!reverse_) return problem_.times;
    std::vector<double> back;
    for (std::size_t i = problem_.times.size() - 1; i-- > 0;)
      if (problem_.clock[i + 1] > node_of_end(end_).t) back.push_back(problem_.times[i]);
    back.push_back(ends_at_data_ ? 0 : t_min());
    return back;
  }

  ode::ClockNode node_of_end(double ratio) const { return clock_->at_lambda(-0.5 * std::log(ratio)); }
  double t_min() const { return intrinsic_time_inverse(*problem_.process, node_of_end(end_).t); }

  /// Nodes of a level whose last, or first, one has that σ²/α².
  SamplerNodes nodes(int level, double ratio) const {
    std::vector<double> stops = {node_of_end(ratio).t};
    for (std::size_t i = 1; i < problem_.clock.size(); ++i)
      if (problem_.clock[i] > stops[0]) stops.push_back(problem_.clock[i]);
    if (reverse_) std::reverse(stops.begin(), stops.end());
    return sampler_nodes(clock_, stops, steps_, problem_.levels, level, ends_at_data_);
  }

  std::string words() const { return sampler_.claim.name + " on the clock λ"; }

  void finish(RoadOutput& output) const {
    const std::string table = reverse_ ? "reverse." : "ode.";
    const std::string steps_key = std::string(name_).starts_with("reverse_flow") ? "flow_steps" : "steps";
    output.resolution = sampler_.claim.name + ", " + number_text(nodes(0, end_).grid.steps()) + " steps " +
                        (reverse_ ? "to t_min = " : "from t_min = ") + number_text(t_min(), 3) +
                        (ends_at_data_ ? " and the data" : "");
    std::vector<Fineness> finenesses = {{"step", table + steps_key, steps_, order(), road_.steps == 0}};
    if (ends_at_data_) finenesses.push_back({"end", "", 1, 1, road_.t_min == 0, "reverse.enabled = false"});
    say_cost_limit(problem_, "the road by " + sampler_.claim.name, finenesses, output);
  }

  const RoadContext& context_;
  const Problem& problem_;
  const RoadSettings& road_;
  Way way_;
  bool reverse_, ends_at_data_;
  const char* name_;
  const ode::SamplerEntry& sampler_;
  std::shared_ptr<const ode::LogSnrClock> clock_;
  Index steps_;
  double end_;  ///< σ²/α² at t_min
};

}  // namespace

bool is_sampler(const std::string& scheme) {
  const auto& all = ode::samplers();
  return std::any_of(all.begin(), all.end(),
                     [&](const ode::SamplerEntry& one) { return one.claim.name == scheme; });
}

bool goes_by_sampler(const Problem& problem, const std::string& road) {
  if (road == road::probability_flow) return is_sampler(problem.ode.scheme);
  if (road == road::reverse_flow) return is_sampler(problem.reverse_flow.scheme);
  return road == road::reverse_sde && is_sampler(problem.reverse.scheme);
}

std::vector<std::string> sampler_names(bool adds_noise) {
  std::vector<std::string> names;
  for (const ode::SamplerEntry& sampler : ode::samplers())
    if (sampler.adds_noise == adds_noise && has_order(sampler)) names.push_back(sampler.claim.name);
  return names;
}

RoadOutput sampled_flow_road(const RoadContext& context) {
  return SamplerRoad(context, context.problem.ode, {road::probability_flow, false, exact_score(context)})
      .run();
}

RoadOutput sampled_reverse_road(const RoadContext& context, const RoadSettings& road, const char* name) {
  return SamplerRoad(context, road, {name, true, exact_score(context)}).run();
}

RoadOutput learned_reverse_road(const RoadContext& context, const RoadSettings& road, const char* name,
                                ScorePtr score, double end) {
  return SamplerRoad(context, road, {name, true, std::move(score), end, false}).run();
}

}  // namespace kolmo::four_roads
