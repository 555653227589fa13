#include "dimension_scaling/particle_ladder.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <chrono>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/density/kernel_estimate.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/verify/error_norms.hpp"

namespace kolmo::dimension_scaling {
namespace {

bool exact(const GaussianProblem& problem) {
  return kernel_view(*problem.process, 0, problem.end).has_value();
}

/// Paths from exact starts; `see` gets every block at the end.
void simulate_paths(const GaussianProblem& problem, Index paths, Index steps, std::uint64_t seed,
                    const std::string& use, const std::function<void(Index first, const ConstBlock&)>& see) {
  const density::GaussianMixture start = problem.start();
  const sde::Schedule schedule{{0, problem.end}, {steps}};
  const sde::Simulation simulation{*problem.process,
                                   sde::scheme(exact(problem) ? "exact_linear" : "drift_heun"), schedule,
                                   paths, RandomStream(seed).role(use)};
  sde::simulate(simulation, start, [&](Index snapshot, int, Index first, const ConstBlock& x) {
    if (snapshot == 1) see(first, x);
  });
}

/// What `repeats` independent means over n paths make of Σ error², error relative to `expected`; as many runs
/// at once as memory of 32 MB holds.
double sum_of_squares(const GaussianProblem& problem, Index n, Index steps, Index repeats, std::uint64_t seed,
                      const std::string& use) {
  const double expected = problem.expectation();
  const Index batch = std::max<Index>(1, (Index{1} << 22) / n);
  Eigen::ArrayXd values;
  double squares = 0;
  for (Index first = 0; first < repeats; first += batch) {
    const Index runs = std::min(batch, repeats - first);
    values.resize(n * runs);
    simulate_paths(
        problem, n * runs, steps, seed, use + "/" + number_text(first),
        [&](Index row, const ConstBlock& x) { smooth_functional(x, values.segment(row, x.rows())); });
    for (Index r = 0; r < runs; ++r) {
      const double error = sum(values.data() + r * n, n) / static_cast<double>(n) / expected - 1;
      squares += error * error;
    }
    throw_if_stopped();
  }
  return squares;
}

/// Cells of half a bandwidth.
Grid estimate_grid(const GaussianProblem& problem, double bandwidth) {
  const Axis axis{-problem.reach, problem.reach,
                  static_cast<Index>(std::ceil(4 * problem.reach / bandwidth))};
  return Grid(std::vector<Axis>(static_cast<std::size_t>(problem.dimension()), axis));
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

Ladder expectation_ladder(const GaussianProblem& problem, Index repeats, const Settings& settings,
                          const std::string& part, frame::Progress& progress) {
  const std::string dimension = number_text(problem.dimension()) + "d";
  const double exponent = exact(problem) ? 0.5 : 0.4;
  Ladder ladder{.quantity = "expectation",
                .dimension = dimension,
                .method = "particles",
                .long_name = "relative error of E exp(-|x|^2/2)",
                .work_unit = "path-steps",
                .exponent = settings.particle_factor * exponent,
                .next_term = 1,
                .source = exact(problem) ? "n^-1/2, exact steps" : "n^-1/2, steps in proportion to n^-1/4"};
  double seconds = 0, work = 0;
  for (const Index steps : {4, 5, 6, 8, 10, 12}) {
    const auto n = static_cast<Index>(std::llround(std::pow(static_cast<double>(steps), 4)));
    const Index taken = exact(problem) ? 1 : steps;
    const auto begin = std::chrono::steady_clock::now();
    const double squares =
        sum_of_squares(problem, n, taken, repeats, settings.seed, part + ladder.name() + number_text(n));
    seconds += seconds_since(begin);
    work += static_cast<double>(n * repeats * taken);
    ladder.work.push_back(static_cast<double>(n * taken));
    // The errors are normal: their mean square has the relative deviation √(2/repeats).
    const double root = std::sqrt(squares / static_cast<double>(repeats));
    ladder.errors.push_back({root, root / std::sqrt(2 * static_cast<double>(repeats))});
  }
  progress.record({dimension + "/particles: path-steps", seconds, work});
  return ladder;
}

Ladder kernel_ladder(const GaussianProblem& problem, Index repeats, Index largest, const Settings& settings,
                     const std::string& part, frame::Progress& progress) {
  const Index d = problem.dimension();
  const std::string dimension = number_text(d) + "d";
  const double exponent =
      settings.particle_factor * 2 / static_cast<double>(4 + d + settings.dimension_shift);
  Ladder ladder{.quantity = "density",
                .dimension = dimension,
                .method = "kernel",
                .long_name = "L1 error of the density",
                .work_unit = "path-steps",
                .exponent = exponent,
                .next_term = exponent,
                .source = "Devroye, Gyorfi 1985: n^-2/(4+d)"};
  const density::GaussianMixture law = problem.law();
  const double deviation = std::pow(law.covariance().determinant(), 1 / (2 * static_cast<double>(d)));
  double seconds = 0, work = 0;
  for (const Index divisor : {64, 32, 16, 8, 4, 2, 1}) {
    const Index n = largest / divisor;
    const double bandwidth = density::silverman_bandwidth(d, deviation, n);
    const Grid grid = estimate_grid(problem, bandwidth);
    Eigen::ArrayXd p(grid.cells()), errors(repeats);
    law.log_density(grid.centres(), p);
    exp(p.data(), p.data(), p.size());
    const auto begin = std::chrono::steady_clock::now();
    for_each_task(repeats, [&](Index r) {
      Points x(n, d);
      simulate_paths(
          problem, n, 1, settings.seed, part + ladder.name() + number_text(n) + "/" + number_text(r),
          [&](Index first, const ConstBlock& block) { x.middleRows(first, block.rows()) = block; });
      errors(r) = verify::error_norms(grid, density::kernel_estimate(x, grid, bandwidth), p).l1;
    });
    seconds += seconds_since(begin);
    work += static_cast<double>(n * repeats);
    ladder.work.push_back(static_cast<double>(n));
    ladder.errors.push_back(mean_estimate(errors.data(), repeats));
    throw_if_stopped();
  }
  progress.record({dimension + "/kernel: path-steps", seconds, work});
  return ladder;
}

}  // namespace kolmo::dimension_scaling
