// The road of minimising movements: JKO steps of the free energy in the inverse distribution function.

#include <algorithm>
#include <cmath>

#include "four_roads/comparison/quantities.hpp"
#include "four_roads/cost_limit.hpp"
#include "four_roads/deterministic_levels.hpp"
#include "four_roads/jko/jko_roads.hpp"
#include "four_roads/paths/packed_runs.hpp"
#include "four_roads/problem/singular_walls.hpp"
#include "four_roads/problem/time_scales.hpp"
#include "four_roads/refinement.hpp"
#include "four_roads/roads.hpp"
#include "four_roads/step_plan.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/jko/flow.hpp"
#include "kolmo/jko/regrade.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

constexpr int most_rounds = 4;
/// New nodes where the widest cell has three times its share: cells that a well sends over a barrier would
/// stand there wider than the barrier, and no number of them would show it.
constexpr double regrade_above = 3;

struct JkoRun {
  std::vector<DeterministicSnapshot> snapshots;
  jko::FlowReport report;
};

template <class Archive>
void fields(Archive& archive, JkoRun& run) {
  archive(run.snapshots, run.report);
}

DeterministicSnapshot snapshot_of(const Problem& problem, const jko::LagrangianDensity& rho) {
  DeterministicSnapshot snapshot;
  snapshot.quantities = {{"mean", rho.raw_moment(1)},
                         {"second_moment", rho.raw_moment(2)},
                         {"fourth_moment", rho.raw_moment(4)},
                         {"probability_positive", jko::mass_above(rho, 0)},
                         {"entropy", rho.entropy()}};
  const auto structure = gradient_structure(*problem.intrinsic);
  Eigen::ArrayXd potential(rho.nodes().size());
  const Points nodes = rho.nodes();
  structure->potential->value(nodes, potential);
  const double energy = dot(potential.data(), rho.node_masses().data(), potential.size());
  snapshot.quantities["potential_energy"] = energy;
  snapshot.quantities["free_energy"] = energy - structure->temperature * rho.entropy();
  snapshot.laws.emplace("x", rho.law());
  return snapshot;
}

/// What is cut off the start on either side: where V is not finite, no node may stand.
double tail_mass(const Problem& problem) {
  const FiniteStretch stretch = finite_stretch(problem);
  const double outside =
      std::max(problem.initial->cdf(stretch.lower), problem.initial->probability_above(stretch.upper));
  return std::max(1e-12, 2 * outside);
}

JkoRun run_jko(const RoadContext& context, const process::Process& process, const StepPlan& steps,
               int step_level, Index cells) {
  const Problem& problem = context.problem;
  const jko::FlowPlan plan{steps.at_level(step_level), problem.jko.scheme, regrade_above};
  JkoRun run;
  run.report = jko::flow(jko::free_energy(process), plan,
                         jko::lagrangian_density(*problem.initial, cells, tail_mass(problem)),
                         [&](Index stop, double, const jko::LagrangianDensity& rho) {
                           throw_if_stopped();
                           if (steps.snapshot[static_cast<std::size_t>(stop)] >= 0)
                             run.snapshots.push_back(snapshot_of(problem, rho));
                         });
  return run;
}

/// Steps and cells, doubled where the configuration leaves them open until the budgets are within target ·
/// spread.
class JkoSearch {
 public:
  JkoSearch(const RoadContext& context, const process::Process& process)
      : context_(context), problem_(context.problem), process_(process) {
    const TimeScales scales = time_scales(problem_);
    // The problem of a step is convex for τ < 1/max(−V″): the coarsest level stays a factor 1.25 below.
    rule_ = {scales.start, steps_an_octave / std::sqrt(problem_.target),
             0.8 * scales.concave / std::exp2(problem_.levels - 1)};
    cells_ = problem_.jko.cells > 0 ? problem_.jko.cells : fewest_cells;
    set_steps();
  }

  /// The finest; then coarser in the step; then coarser in the cells.
  std::vector<JkoRun> run() {
    const std::string name = "JKO, attempt " + number_text(++attempts_) + ", run ";
    const int levels = problem_.levels;
    std::vector<JkoRun> runs(static_cast<std::size_t>(2 * levels - 1));
    context_.progress.start(static_cast<double>(runs.size()), problem_.name + ": JKO steps");
    for_each_task(static_cast<Index>(runs.size()), [&](Index i) {
      const int k = static_cast<int>(i), coarser = k < levels ? 0 : k - levels + 1;
      runs[static_cast<std::size_t>(i)] = context_.progress.pieces().piece(
          name + number_text(i), problem_.jko.scheme,
          [&] { return run_jko(context_, process_, steps_, k < levels ? k : 0, cells_ >> coarser); });
      context_.progress.advance(1);
    });
    return runs;
  }

  /// The same; where a step's minimisation fails and the steps are left open, with half as long ones, thrice.
  std::vector<JkoRun> converged_run() {
    for (int retry = 0;; ++retry) {
      try {
        return run();
      } catch (const NumericalFailure&) {
        if (problem_.jko.steps > 0 || retry == 3) throw;
        halve(1);
      }
    }
  }

  void summarise(const std::vector<JkoRun>& runs, const verify::RoadResult* statistical,
                 RoadOutput& output) const {
    const Claim& claim = jko::find_step(problem_.jko.scheme).claim;
    DeterministicRefinement steps{"step", claim.order(Sense::time).value(), {}},
        cells{"grid", claim.order(Sense::space).value(), {}};
    for (int level = 0; level < problem_.levels; ++level) {
      steps.levels.push_back(&runs[static_cast<std::size_t>(level)].snapshots);
      cells.levels.push_back(
          &runs[static_cast<std::size_t>(level == 0 ? 0 : problem_.levels - 1 + level)].snapshots);
    }
    summarise_deterministic(context_, {steps, cells}, statistical, output);
  }

  /// Whether a finer run is to follow this one.
  bool finer(const RoadOutput& output) {
    const Claim& claim = jko::find_step(problem_.jko.scheme).claim;
    const int in_step = problem_.jko.steps > 0 ? 0
                                               : doublings(excess(problem_, output, "step"),
                                                           claim.order(Sense::time).value(), 3);
    const int in_cells = problem_.jko.cells > 0 ? 0
                                                : doublings(excess(problem_, output, "grid"),
                                                            claim.order(Sense::space).value(), 2);
    const double cost = static_cast<double>(steps_.schedule.total_steps()) * static_cast<double>(cells_);
    if (in_step + in_cells == 0 || std::ldexp(cost, in_step + in_cells) > most_cell_steps) return false;
    cells_ <<= in_cells;
    halve(in_step);
    return true;
  }

  std::string words() const {
    return problem_.jko.scheme + ", " + number_text(steps_.schedule.total_steps()) + " steps in " +
           number_text(steps_.schedule.steps.size()) + " stretches, " + number_text(cells_) +
           " cells of mass";
  }

  std::vector<Fineness> finenesses() const {
    const Claim& claim = jko::find_step(problem_.jko.scheme).claim;
    return {{"step", "jko.steps", steps_.schedule.total_steps(), claim.order(Sense::time).value(),
             problem_.jko.steps == 0},
            {"grid", "jko.cells", cells_, claim.order(Sense::space).value(), problem_.jko.cells == 0}};
  }

 private:
  static constexpr double steps_an_octave = 2.4, most_cell_steps = 2e7;
  static constexpr Index fewest_cells = 512;

  void halve(int times) {
    rule_.per_octave = std::ldexp(rule_.per_octave, times);
    rule_.longest = std::ldexp(rule_.longest, -times);
    set_steps();
  }

  void set_steps() {
    steps_ = problem_.jko.steps > 0 ? even_plan(problem_, problem_.jko.steps) : graded_plan(problem_, rule_);
  }

  const RoadContext& context_;
  const Problem& problem_;
  const process::Process& process_;
  StepRule rule_{};
  StepPlan steps_;
  Index cells_ = 0;
  int attempts_ = 0;
};

void add_facts(const jko::FlowReport& report, RoadOutput& output) {
  output.facts["dissipation_ratio"] = {report.dissipation_ratio(),
                                       "sum of W2^2/(2 tau) over the fall of the free energy: 1/2 + O(tau)"};
  output.facts["largest_residual"] = {report.largest_residual(), "largest optimality residual of a step"};
  output.facts["newton_iterations"] = {static_cast<double>(report.iterations()),
                                       "Newton iterations of all steps"};
}

}  // namespace

RoadOutput jko_road(const RoadContext& context, const verify::RoadResult* statistical) {
  const Problem& problem = context.problem;
  const auto& plant = context.settings.planted.jko;
  const ProcessPtr process = plant ? plant(problem.intrinsic) : problem.intrinsic;
  if (problem.dimension() == 2) return plane_jko_road(context, *process, statistical);
  JkoSearch search(context, *process);
  for (int round = 0;; ++round) {
    RoadOutput output;
    output.result.name = road::jko;
    output.result.times = problem.times;
    const std::vector<JkoRun> runs = search.converged_run();
    search.summarise(runs, statistical, output);
    if (round < most_rounds && search.finer(output)) continue;
    output.resolution = search.words();
    say_cost_limit(problem, "the road of JKO steps", search.finenesses(), output);
    add_facts(runs[0].report, output);
    return output;
  }
}

}  // namespace kolmo::four_roads
