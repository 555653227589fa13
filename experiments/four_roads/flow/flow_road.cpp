// The road of the probability flow: an ensemble carried along v = f − ½ g² ∇log p_t with its log density.

#include <algorithm>

#include "four_roads/cost_limit.hpp"
#include "four_roads/flow/flow_run.hpp"
#include "four_roads/flow/sampler_road.hpp"
#include "four_roads/grid/carried_density.hpp"
#include "four_roads/grid/grid_scores.hpp"
#include "four_roads/problem/short_time_law.hpp"
#include "four_roads/refinement.hpp"
#include "four_roads/roads.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/ode/ode_stepper.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/score/score_jacobian.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

VelocityPtr velocity_of(const RoadContext& context, const ScorePtr& score) {
  const auto& plant = context.settings.planted.probability_flow;
  if (plant) return plant(context.problem.intrinsic, score);
  // What varies does so within the domain.
  Eigen::VectorXd scale(context.problem.dimension());
  for (Index j = 0; j < scale.size(); ++j) {
    const Axis& axis = context.problem.domain[static_cast<std::size_t>(j)];
    scale(j) = (axis.upper - axis.lower) / 16;
  }
  return std::make_shared<process::ProbabilityFlow>(context.problem.intrinsic, score, scale);
}

/// ∇log p_t of a mixture under a linear process with any matrix.
class LinearScore final : public process::ScoreField, public process::ScoreJacobian {
 public:
  explicit LinearScore(const Problem& problem) : process_(problem.affine), start_(problem.initial) {}
  Index dimension() const override { return start_->dimension(); }
  void score(double t, const ConstBlock& x, Block out) const override { table_at(t).score(x, out); }
  void score_and_divergence(double t, const ConstBlock& x, Block score, Values divergence) const override {
    table_at(t).score_and_laplacian(x, score, divergence);
  }

  void score_and_jacobian(double t, const ConstBlock& x, Block score, Block jacobian) const override {
    const density::ComponentTable& table = table_at(t);
    table.score(x, score);
    process::score_jacobian(table, x, jacobian);
  }

 private:
  const density::ComponentTable& table_at(double t) const {
    thread_local density::ComponentTable table;
    const density::GaussianMixture law = process_->law(*start_, std::max(t, 0.0));
    table.assign(law.log_weights(), law.means(), law.covariances(), Eigen::VectorXd::Zero(dimension()), 1, 0);
    return table;
  }

  std::shared_ptr<const process::LinearProcess> process_;
  MixturePtr start_;
};

ScorePtr exact_score(const Problem& problem) {
  if (problem.affine) return std::make_shared<LinearScore>(problem);
  return std::make_shared<process::MarginalScore>(problem.intrinsic, *problem.initial);
}

RoadOutput empty_output(const Problem& problem) {
  RoadOutput output;
  output.result.name = road::probability_flow;
  output.result.times = problem.times;
  return output;
}

RoadOutput flow_along_exact_score(const RoadContext& context) {
  const Problem& problem = context.problem;
  const ScorePtr score = exact_score(problem);
  RoadOutput output = empty_output(problem);
  const FlowStart start{problem.ode, problem.clock, *problem.initial,
                        context.stream("probability_flow/start"), "probability flow"};
  context.progress.start(static_cast<double>(problem.ode.particles * problem.levels),
                         problem.name + ": probability flow");
  std::shared_ptr<const ode::StepTimes> step_times;
  const CoupledRuns runs = run_levels(context, *velocity_of(context, score), start, step_times, output);
  summarise_samples(context, {runs}, output);
  check_likelihood(context, runs, output);
  return output;
}

/// The flow along the score of the grid's density, which is marched finer than the grid road has it until
/// what it does to the particles is within target · spread.
class FlowFromGrid {
 public:
  FlowFromGrid(const RoadContext& context, const GridScores& grid)
      : context_(context),
        problem_(context.problem),
        grid_(grid),
        clock_(problem_.clock),
        law_(short_time_law(problem_, grid.finest.plan.schedule.times.front())) {
    clock_.front() = grid.finest.plan.schedule.times.front();
    fineness_ = first_fineness(problem_);
  }

  RoadOutput run() {
    for (;;) {
      try {
        RoadOutput output = attempt();
        const int cells = doublings(excess(problem_, output, "grid"), 2, 2),
                  records = doublings(excess(problem_, output, "grid_step"), order_in_records(), 2);
        if (refine(cells, records)) continue;
        output.resolution = problem_.ode.scheme + ", " + levels_.words;
        say_cost_limit(problem_, "the probability flow", finenesses(), output);
        check_carried_density(context_, refinements_, grid_, output);
        return output;
      } catch (const NumericalFailure&) {
        if (!refine(1, 1)) throw;
      }
    }
  }

 private:
  /// Its steps keep to a tolerance, and are no matter of cost.
  std::vector<Fineness> finenesses() const {
    const Index cells = fineness_.cells_of(grid_.finest.axes[0].cells);
    return {{"grid", "fokker_planck.cells", cells, 2},
            {"grid_step", "fokker_planck.steps", fineness_.steps_of(grid_.finest.plan.schedule.total_steps()),
             order_in_records()}};
  }

  double order_in_records() const { return std::min(2.0, grid_.order_in_time); }

  /// No attempt is made twice as fine as it is.
  std::string fineness_words() const {
    return "cells doubled " + number_text(fineness_.cells) + " times, records " +
           number_text(fineness_.records);
  }

  /// As much of it as fits; whether there is any.
  bool refine(int cells, int records) {
    const ScoreFineness before = fineness_;
    while (cells + records > 0) {
      if (cells > 0 && fits(grid_, {fineness_.cells + 1, fineness_.records})) ++fineness_.cells;
      if (records > 0 && fits(grid_, {fineness_.cells, fineness_.records + 1})) ++fineness_.records;
      cells = std::max(cells - 1, 0);
      records = std::max(records - 1, 0);
    }
    return fineness_.cells > before.cells || fineness_.records > before.records;
  }

  RoadOutput attempt() {
    RoadOutput output = empty_output(problem_);
    output.result.ingredients = {"the grid's density"};
    const int levels = problem_.levels;
    levels_ = score_levels(context_, grid_, fineness_);
    const FlowStart start{problem_.ode, clock_, law_, context_.stream("probability_flow/start"),
                          "probability flow, " + fineness_words()};
    context_.progress.start(static_cast<double>(problem_.ode.particles * (3 * levels - 2)),
                            problem_.name + ": probability flow");
    std::shared_ptr<const ode::StepTimes> step_times;
    CoupledRuns steps =
        run_levels(context_, *velocity_of(context_, levels_.in_cells[0]), start, step_times, output);
    // The score's levels share the longest steps, so that nothing but the score changes. Beside no potential
    // coarse scores are rough in tails, and steps that a fine one asked for leave the finite numbers there:
    // each then has its own, whose tolerance is a thousandth of the target.
    const bool own_steps = !gradient_structure(*problem_.intrinsic) &&
                           ode::find_stepper(problem_.ode.scheme).make()->error_order().has_value();
    const auto levels_of = [&](const char* refinement, double order, const std::vector<ScorePtr>& scores) {
      CoupledRuns runs{refinement, order, {steps.samples.back()}, {steps.log_densities.back()}};
      for (std::size_t k = 1; k < scores.size(); ++k)
        append(run_flow(context_, *velocity_of(context_, scores[k]), start,
                        std::string(refinement) + " of level " + number_text(k),
                        own_steps ? nullptr : step_times),
               runs);
      return runs;
    };
    CoupledRuns cells = levels_of("grid", 2, levels_.in_cells),
                records = levels_of("grid_step", order_in_records(), levels_.in_records);
    refinements_ = {std::move(steps), std::move(cells), std::move(records)};
    summarise_samples(context_, refinements_, output);
    return output;
  }

  const RoadContext& context_;
  const Problem& problem_;
  const GridScores& grid_;
  std::vector<double> clock_;
  density::GaussianMixture law_;  ///< at clock_.front()
  ScoreFineness fineness_;
  ScoreLevels levels_{};
  std::vector<CoupledRuns> refinements_;
};

}  // namespace

RoadOutput flow_road(const RoadContext& context, const GridScores* grid) {
  if (is_sampler(context.problem.ode.scheme)) return sampled_flow_road(context);
  return grid == nullptr ? flow_along_exact_score(context) : FlowFromGrid(context, *grid).run();
}

RoadOutput reverse_flow_road(const RoadContext& context) {
  const Problem& problem = context.problem;
  if (is_sampler(problem.reverse_flow.scheme))
    return sampled_reverse_road(context, problem.reverse_flow, road::reverse_flow);
  RoadOutput output;
  output.result.name = road::reverse_flow;
  const std::vector<double> clock(problem.clock.rbegin(), problem.clock.rend());
  for (std::size_t i = problem.clock.size() - 1; i-- > 0;) {
    output.result.times.push_back(i == 0 ? 0 : problem.times[i - 1]);
  }
  const process::ProbabilityFlow velocity(
      problem.intrinsic, std::make_shared<process::MarginalScore>(problem.intrinsic, *problem.initial));
  const density::GaussianMixture law_at_end = problem.marginal(problem.clock.back());
  const RoadSettings& road = problem.reverse_flow;
  const FlowStart start{road, clock, law_at_end, context.stream("reverse_flow/start"), "reverse flow"};
  context.progress.start(static_cast<double>(road.particles * problem.levels),
                         problem.name + ": reverse flow");
  std::shared_ptr<const ode::StepTimes> step_times;
  const CoupledRuns runs = run_levels(context, velocity, start, step_times, output);
  summarise_samples(context, {runs}, output);
  check_likelihood(context, runs, output);
  return output;
}

}  // namespace kolmo::four_roads
