#include "first_passage/ladder.hpp"

#include <algorithm>
#include <cmath>

#include "first_passage/packed_exits.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::first_passage {
namespace {

/// Slots: two blocks, so that two threads have one each, and paths enough in a slot that it is rarely idle.
constexpr Index slots = 2 * block_rows;

Estimate mean(const Eigen::ArrayXd& x) { return mean_estimate(x.data(), x.size()); }

void add(Treatment& treatment, const Eigen::ArrayXd& time, const Eigen::ArrayXd& control) {
  treatment.plain.push_back(mean(time));
  treatment.reduced.push_back(mean(time - control));
}

std::vector<double> numbers(const Eigen::ArrayXd& x) { return {x.data(), x.data() + x.size()}; }

sde::FirstPassage passage(const ExitProblem& problem, double h, const Functional& control,
                          const sde::Walls* mirrors, const Settings& settings) {
  const Index paths = problem.paths_at(h);
  const std::string use = problem.name + "/" + number_text(std::llround(std::log2(problem.step_unit / h)));
  sde::FirstPassage run{.process = *problem.stepped,
                        .scheme = *problem.scheme,
                        .step = h,
                        .start = Eigen::VectorXd::Constant(1, problem.start),
                        .lower = problem.lower,
                        .upper = problem.upper,
                        .correction = sde::BridgeCorrection::sampled,
                        .paths = paths,
                        .stream = settings.stream(use)};
  run.paths_per_slot = std::max<Index>(1, paths / slots);
  run.follow = true;
  run.control = control;
  run.mirrors = mirrors;
  return run;
}

}  // namespace

Ladder run_ladder(const ExitProblem& problem, const Settings& settings, frame::Progress& progress) {
  Ladder ladder;
  ladder.h = problem.steps();
  ladder.none.name = "none";
  ladder.midpoint.name = "midpoint";
  ladder.sampled.name = "sampled";
  const Functional control = tabulated_slope(problem.mean_exit_time(), problem.start);
  const auto mirrors = problem.mirrors();
  double total = 0;
  for (const double h : ladder.h) total += 1 / h;
  progress.start(total, problem.name);
  for (const double h : ladder.h) {
    throw_if_stopped();
    const sde::FirstPassage problem_at_h = passage(problem, h, control, mirrors.get(), settings);
    const sde::Exits exits = progress.pieces().piece("exits", "h = " + number_text(h),
                                                     [&] { return settings.exits(problem_at_h); });
    add(ladder.sampled, exits.time, exits.control);
    add(ladder.midpoint, (exits.step.cast<double>() + 0.5) * h, exits.control);
    add(ladder.none, exits.uncorrected, exits.uncorrected_control);
    ladder.removed.push_back(
        mean((exits.uncorrected - exits.uncorrected_control) - (exits.time - exits.control)));
    if (h == ladder.h.front()) ladder.none_coarsest = numbers(exits.uncorrected);
    if (h == ladder.h.front()) ladder.sampled_coarsest = numbers(exits.time);
    if (h == ladder.h.back()) ladder.sampled_finest = numbers(exits.time);
    if (h == ladder.h.front()) ladder.sides_coarsest = exits.side;
    if (h == ladder.h.back()) ladder.sides_finest = exits.side;
    ladder.row_steps += exits.row_steps;
    progress.advance(1 / h);
  }
  progress.finish();
  return ladder;
}

}  // namespace kolmo::first_passage
