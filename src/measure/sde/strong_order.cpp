#include "kolmo/measure/sde/strong_order.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <sstream>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/measure/sde/claimed_orders.hpp"

namespace kolmo::measure {
namespace {

int level_of(Index ratio) {
  require(ratio >= 1 && std::has_single_bit(static_cast<std::uint64_t>(ratio)), "ratio of steps",
          static_cast<double>(ratio), "must be a power of 2");
  return std::countr_zero(static_cast<std::uint64_t>(ratio));
}

/// Steps of level 0, where the noise is made.
Index noise_steps(const PathProblem& problem, const StrongSettings& settings) {
  return settings.finest_steps * (problem.solution ? 1 : settings.refinement);
}

sde::Schedule schedule_of(const PathProblem& problem, const StrongSettings& settings) {
  return {{0.0, problem.end_time}, {noise_steps(problem, settings)}};
}

Points starts(const PathProblem& problem, Index particles) {
  return problem.start.transpose().replicate(particles, 1);
}

/// Sums of the increments of level 0 from 0 to end_time.
Points brownian_ends(const PathProblem& problem, const StrongSettings& settings) {
  const Index m = problem.process.noise_dimension(), steps = noise_steps(problem, settings);
  const RandomStream noise = sde::noise_of(RandomStream(settings.seed, settings.purpose));
  const double root_h = std::sqrt(problem.end_time / static_cast<double>(steps));
  Points w = Points::Zero(settings.particles, m);
  for_each_block(settings.particles, [&](Index, Index first, Index rows) {
    Block block = w.middleRows(first, rows);
    for (Index n = 0; n < steps; ++n) noise.add_normals(first, static_cast<std::uint32_t>(n), root_h, block);
  });
  return w;
}

/// The first of the schemes that claim the highest strong order.
const sde::SdeScheme& most_accurate(const process::Process& process) {
  const sde::SdeScheme* best = nullptr;
  for (const sde::SdeScheme* scheme : sde::schemes()) {
    if (!scheme->can_step(process) || !claimed_strong_order(*scheme, process)) continue;
    if (best && *claimed_strong_order(*scheme, process) <= *claimed_strong_order(*best, process)) continue;
    best = scheme;
  }
  if (!best) throw InvalidArgument("process = '" + process.name() + "': no scheme claims a strong order");
  return *best;
}

}  // namespace

ReferencePaths reference_paths(const PathProblem& problem, const StrongSettings& settings) {
  Points ends = starts(problem, settings.particles);
  if (problem.solution) {
    problem.solution(brownian_ends(problem, settings), ends);
    return {ends, "the exact solution"};
  }
  const sde::SdeScheme& scheme = most_accurate(problem.process);
  const sde::Schedule schedule = schedule_of(problem, settings);
  const sde::Simulation simulation{problem.process, scheme, schedule, settings.particles,
                                   RandomStream(settings.seed, settings.purpose)};
  std::ostringstream source;
  source << scheme.claim().name << ", " << settings.refinement << " times finer";
  return {sde::simulate_snapshots(simulation, ends).back()[0], source.str()};
}

verify::BatchedErrors strong_errors(const sde::SdeScheme& scheme, const PathProblem& problem,
                                    const ReferencePaths& reference, const StrongSettings& settings) {
  const sde::Schedule schedule = schedule_of(problem, settings);
  sde::Simulation simulation{problem.process, scheme, schedule, settings.particles,
                             RandomStream(settings.seed, settings.purpose)};
  simulation.finest_level = level_of(noise_steps(problem, settings) / settings.finest_steps);
  simulation.levels = level_of(settings.finest_steps / settings.coarsest_steps) + 1;
  const std::vector<Points> ends =
      sde::simulate_snapshots(simulation, starts(problem, settings.particles)).back();
  const Index batches = settings.batches;
  verify::BatchedErrors errors;
  errors.mean_squares.resize(batches, simulation.levels);
  for (int level = 0; level < simulation.levels; ++level) {
    errors.steps.push_back(problem.end_time / static_cast<double>(settings.finest_steps >> level));
    const Points& x = ends[static_cast<std::size_t>(level)];
    for (Index b = 0; b < batches; ++b) {
      const Index first = b * settings.particles / batches;
      const Index rows = (b + 1) * settings.particles / batches - first;
      Eigen::ArrayXd squares = (x - reference.ends).col(0).segment(first, rows).square();
      for (Index j = 1; j < x.cols(); ++j)
        squares += (x - reference.ends).col(j).segment(first, rows).square();
      errors.mean_squares(b, level) = squares.mean();
    }
  }
  return errors;
}

verify::OrderStudy strong_study(const sde::SdeScheme& scheme, const PathProblem& problem,
                                const ReferencePaths& reference, const StrongSettings& settings) {
  const Claim& claim = scheme.claim();
  const double claimed = claimed_strong_order(scheme, problem.process).value();
  const verify::BatchedErrors errors = strong_errors(scheme, problem, reference, settings);
  const verify::StudyLabels labels{"strong_" + claim.name,
                                   "root mean square distance of paths at the end from " + reference.source};
  // an exact scheme leaves the rounding of all steps of the reference
  const double rounding = 2 * std::ldexp(static_cast<double>(noise_steps(problem, settings)), -53) + 1e-13;
  if (!std::isfinite(claimed))
    return verify::noise_free_study(labels, claim, claimed, errors.points(), rounding);
  verify::OrderStudy study = verify::noise_free_study(labels, claim, claimed, errors.points(), 0);
  study.options.largest_half_width = settings.widest();
  study.fit = verify::fit_correlated(errors, claimed, study.options);
  return study;
}

}  // namespace kolmo::measure
