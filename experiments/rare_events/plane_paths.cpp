// Paths of an escape in the plane: until they arrive, by splitting, and under the committor's control.

#include <algorithm>
#include <cmath>

#include "kolmo/fokker_planck/score/grid_sampler.hpp"
#include "kolmo/paths/splitting.hpp"
#include "kolmo/paths/weighted_paths.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "rare_events/plane_escape.hpp"

namespace kolmo::rare_events {
namespace {

constexpr double gate = 1.5;  // of the half axes

RandomStream stream_of(const PlaneEscape& escape, const PathSizes& sizes, const char* role) {
  return RandomStream(sizes.seed).role("plane").role(escape.name).role(role);
}

Estimate passage_time(const PlaneEscape& escape, double step, double expected, Index paths,
                      const RandomStream& stream) {
  const paths::WeightedPaths problem{*escape.process,
                                     {},
                                     step,
                                     static_cast<Index>(60 * expected / step) + 1,
                                     stream,
                                     [&escape](const ConstBlock& x, Values out) {
                                       for (Index i = 0; i < x.rows(); ++i)
                                         out(i) =
                                             escape.half_axes_from(escape.to, x(i, 0), x(i, 1)) < 1 ? 1 : 0;
                                     }};
  const Points start = escape.from.transpose().array().replicate(paths, 1);
  const paths::WeightedEnds ends = paths::weighted_paths(problem, start);
  return mean_estimate(ends.time.data(), ends.time.size());
}

Points starts(const Exits& from, Index n, const RandomStream& stream) {
  Points u(n, 1), x(n, 2);
  stream.uniforms(0, 0, u);
  const auto count = static_cast<double>(from.places.rows());
  for (Index i = 0; i < n; ++i)
    x.row(i) = from.places.row(std::min(from.places.rows() - 1, static_cast<Index>(u(i, 0) * count)));
  return x;
}

/// One walker of the left well: where it was last, and what it counted.
struct Walker {
  bool was_in = true, gone = false;
  double exits = 0, time = 0;
  std::vector<Eigen::Vector2d> places = {};
};

/// Exits over the time that was counted.
Exits counted(const std::vector<Walker>& all, double steps) {
  const auto walkers = static_cast<Index>(all.size());
  Eigen::ArrayXd counts(walkers);
  double time = 0;
  std::vector<Eigen::Vector2d> places;
  for (Index i = 0; i < walkers; ++i) {
    const Walker& one = all[static_cast<std::size_t>(i)];
    counts(i) = one.exits;
    time += one.time / static_cast<double>(walkers);
    places.insert(places.end(), one.places.begin(), one.places.end());
  }
  const Estimate mean = mean_estimate(counts.data(), walkers);
  Exits found{
      {mean.value / time, mean.standard_error / time}, Points(static_cast<Index>(places.size()), 2), steps};
  for (std::size_t i = 0; i < places.size(); ++i)
    found.places.row(static_cast<Index>(i)) = places[i].transpose().array();
  return found;
}

}  // namespace

std::optional<Direct> direct_paths(const PlaneEscape& escape, double step, double expected,
                                   const PathSizes& sizes) {
  // A block of paths waits for its slowest, eight times the mean.
  const auto allowed = static_cast<Index>(std::min(1e9, 1e8 * step / (8 * expected)));
  if (allowed < 200) return {};
  const Index paths = std::min(sizes.paths, allowed);
  return Direct{passage_time(escape, step, expected, paths, stream_of(escape, sizes, "fine")),
                passage_time(escape, 2 * step, expected, paths, stream_of(escape, sizes, "coarse"))};
}

Exits exits(const PlaneEscape& escape, const GridEscape& grid, double step, const PathSizes& sizes) {
  const Index walkers = 1024, steps = 6000, burn_in = 1000;
  std::vector<double> times;
  for (Index n = 0; n <= steps; ++n) times.push_back(static_cast<double>(n) * step);
  const RandomStream stream = stream_of(escape, sizes, "exits");
  const sde::Simulation simulation{*escape.process, sde::scheme("euler_maruyama"),
                                   Schedule::with_steps_each(times, 1), walkers, stream};
  // Last in A, in equilibrium.
  const Points start = fokker_planck::GridSampler(grid.where, grid.density * (1 - grid.committor))
                           .sample(stream.role("places"), walkers);
  std::vector<Walker> all(static_cast<std::size_t>(walkers));
  sde::simulate(simulation, start, [&](Index n, int, Index first, const ConstBlock& x) {
    for (Index i = 0; i < x.rows(); ++i) {
      Walker& one = all[static_cast<std::size_t>(first + i)];
      if (one.gone || n == 0) continue;
      if (n > burn_in) one.time += step;
      const double a = escape.half_axes_from(escape.from, x(i, 0), x(i, 1));
      one.gone = escape.half_axes_from(escape.to, x(i, 0), x(i, 1)) < 1;
      if (a < 1) one.was_in = true;
      if (!one.was_in || a < gate) continue;
      one.was_in = false;
      if (n <= burn_in) continue;
      one.exits += 1;
      one.places.emplace_back(x(i, 0), x(i, 1));
    }
  });
  return counted(all, static_cast<double>(walkers * steps));
}

Share by_splitting(const PlaneEscape& escape, const GridEscape& grid, const Exits& from, double step,
                   const PathSizes& sizes) {
  constexpr Index replicas = 128, killed = 16;
  const auto coordinate = [&](const ConstBlock& x, Values out) {
    for (Index i = 0; i < x.rows(); ++i) {
      if (escape.half_axes_from(escape.from, x(i, 0), x(i, 1)) < 1)
        out(i) = -1;
      else if (escape.half_axes_from(escape.to, x(i, 0), x(i, 1)) < 1)
        out(i) = 2;
      else
        out(i) = between_centres(grid.where, grid.committor, x(i, 0), x(i, 1));
    }
  };
  const paths::Splitting problem{
      *escape.process, coordinate, -0.5, 1.5, step, {}, killed, stream_of(escape, sizes, "splitting")};
  const auto start = [&](const RandomStream& stream) { return starts(from, replicas, stream); };
  const paths::SplitRuns found = paths::split_runs(problem, sizes.runs, start);
  // Some reactive paths for the picture: those of one run more.
  const RandomStream more = problem.stream.role("shown");
  const paths::SplitProbability shown =
      paths::split({*escape.process, coordinate, -0.5, 1.5, step, start(more), killed, more});
  return {found.probability, static_cast<double>(found.steps), shown.reactive};
}

namespace {

/// g ∂ log q along one axis at all centres, 0 where a neighbour has no q.
Eigen::ArrayXd slope_of_log(const GridEscape& grid, Index axis, double g) {
  const Grid& where = grid.where;
  const Index n = where.axis(0).cells, stride = axis == 0 ? 1 : n;
  Eigen::ArrayXd slope = Eigen::ArrayXd::Zero(where.cells());
  for (Index i = 0; i < where.cells(); ++i) {
    const Index along = axis == 0 ? i % n : i / n;
    const Index below = along > 0 ? i - stride : i,
                above = along + 1 < where.axis(axis).cells ? i + stride : i;
    const double a = grid.committor(below), b = grid.committor(above), q = grid.committor(i);
    if (!(q > 0)) continue;
    // Beside A, where q = 0, the difference to the other side alone.
    const Index first = a > 0 ? below : i, last = b > 0 ? above : i;
    if (first == last) continue;
    const Index cells = (last - first) / stride;
    slope(i) = g * std::log(grid.committor(last) / grid.committor(first)) /
               (static_cast<double>(cells) * where.axis(axis).width());
  }
  return slope;
}

}  // namespace

Share by_control(const PlaneEscape& escape, const GridEscape& grid, const Exits& from, double step,
                 const PathSizes& sizes) {
  const double g = escape.process->diffusion(0), most = 1 / std::sqrt(step);
  const Eigen::ArrayXd along_x = slope_of_log(grid, 0, g), along_y = slope_of_log(grid, 1, g);
  const auto control = [&](double, const ConstBlock& x, Block out) {
    for (Index i = 0; i < x.rows(); ++i) {
      double u = between_centres(grid.where, along_x, x(i, 0), x(i, 1)),
             v = between_centres(grid.where, along_y, x(i, 0), x(i, 1));
      // No step under it is longer than that of the noise: any control is right.
      const double size = std::max(1.0, std::hypot(u, v) / most);
      out(i, 0) = u / size;
      out(i, 1) = v / size;
    }
  };
  const RandomStream stream = stream_of(escape, sizes, "control");
  const paths::WeightedPaths problem{
      *escape.process,
      control,
      step,
      1000000,
      stream.role("paths"),
      [&escape](const ConstBlock& x, Values out) {
        for (Index i = 0; i < x.rows(); ++i) {
          const bool back = escape.half_axes_from(escape.from, x(i, 0), x(i, 1)) < 1;
          const bool there = escape.half_axes_from(escape.to, x(i, 0), x(i, 1)) < 1;
          out(i) = back ? -1 : (there ? 1 : 0);
        }
      }};
  const paths::WeightedEnds ends = paths::weighted_paths(
      problem, starts(from, std::max<Index>(1024, sizes.paths / 8), stream.role("starts")));
  return {ends.probability(1), static_cast<double>(ends.row_steps)};
}

}  // namespace kolmo::rare_events
