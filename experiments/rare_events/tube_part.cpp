// Transitions on the surface of Müller and Brown: how many, and through where, by paths and by the grid.

#include <algorithm>
#include <cmath>

#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/backward.hpp"
#include "kolmo/fokker_planck/analysis/escape_rates.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/grid_sampler.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "rare_events/parts.hpp"
#include "rare_events/plane_escape.hpp"
#include "rare_events/surface.hpp"
#include "rare_events/ways.hpp"

namespace kolmo::rare_events {
namespace {

constexpr double radius = 0.25;
const Eigen::Vector2d in_a = well_a(), in_b = well_b();
// Every way from A to B falls through this line; left of this place, faces of all grids of a multiple of 40
// cells.
constexpr double cut = -0.9 + 17 * 3.5 / 40, middle = -2.2 + 15 * 3.8 / 40;

Grid grid_of(Index cells) { return Grid({{-2.2, 1.6, cells}, {-0.9, 2.6, cells}}); }

bool inside(const Eigen::Vector2d& centre, double x, double y) {
  return std::hypot(x - centre(0), y - centre(1)) < radius;
}

/// What the grid says: the flux of transitions, and the part of it that falls through the cut left of the
/// middle.
struct GridTube {
  double flux, share;
  Eigen::ArrayXd x, density;  ///< of the place on the cut
};

GridTube on_grid(Index cells) {
  const Grid grid = grid_of(cells);
  const fokker_planck::Generator generator = fokker_planck::scharfetter_gummel(surface(), grid);
  const auto set = [&](const Eigen::Vector2d& centre) {
    return fokker_planck::target_where(grid,
                                       [&](const Eigen::VectorXd& x) { return inside(centre, x(0), x(1)); });
  };
  const fokker_planck::Target a = set(in_a), b = set(in_b);
  const Eigen::ArrayXd pi = fokker_planck::stationary_density(generator),
                       q = fokker_planck::committor(generator, a, b);
  GridTube tube{fokker_planck::transitions(generator, a, b).flux, 0, Eigen::ArrayXd(cells),
                Eigen::ArrayXd(cells)};
  const auto below = static_cast<Index>(std::lround((cut - grid.axis(1).lower) / grid.axis(1).width())) - 1;
  const Eigen::ArrayXXd& up = generator.rates(1).up;
  for (Index i = 0; i < cells; ++i) {
    const Index cell = i + cells * below, above = cell + cells;
    const double rate = generator.rates(1).shared() ? up(below, 0) : up(below, i);
    // Downwards: q falls on the way up.
    const double flux = pi(cell) * rate * (q(cell) - q(above)) * grid.cell_volume();
    tube.x(i) = grid.axis(0).centre(i);
    tube.density(i) = flux / tube.flux / grid.axis(0).width();
    if (tube.x(i) < middle) tube.share += flux / tube.flux;
  }
  return tube;
}

/// The same sets for the routes of plane_escape.hpp.
PlaneEscape between_the_wells() {
  return {"muller_brown",
          std::shared_ptr<const process::Process>(std::shared_ptr<void>(), &surface()),
          {{{-2.2, 1.6}, {-0.9, 2.6}}},
          {},
          true,
          in_a,
          in_b,
          {radius, radius}};
}

/// One transition, either way: net crossings of the cut left of the middle, and all of them, on the way.
struct Transition {
  double left;
  std::vector<double> places;  ///< of every crossing
  std::vector<double> signs;
};

struct Counted {
  Estimate flux;  ///< of one direction
  Estimate share;
  std::vector<Transition> transitions;
};

/// One walker on its way from the set that it was in last.
struct Walker {
  int last = 0;  ///< −1 A, 1 B, 0 neither yet
  double x = 0, y = 0;
  Transition now = {};
  std::vector<Transition> done = {};

  void move(double to_x, double to_y, bool counts) {
    if ((y - cut) * (to_y - cut) < 0) {
      now.places.push_back(x + (to_x - x) * (cut - y) / (to_y - y));
      now.signs.push_back((to_y < y ? 1.0 : -1.0) * (last == -1 ? 1 : -1));
    }
    x = to_x;
    y = to_y;
    const int here = inside(in_a, x, y) ? -1 : (inside(in_b, x, y) ? 1 : 0);
    if (here == 0) return;
    if (counts && last == -here) {
      now.left = 0;
      for (std::size_t k = 0; k < now.places.size(); ++k)
        now.left += now.places[k] < middle ? now.signs[k] : 0;
      done.push_back(now);
    }
    last = here;
    now = {};
  }
};

Counted by_paths(const Sizes& sizes) {
  constexpr double h = 0.002, burn_in = 2, end = 10;
  const auto steps = static_cast<Index>(std::lround(end / h));
  std::vector<double> times;
  for (Index n = 0; n <= steps; ++n) times.push_back(static_cast<double>(n) * h);
  const RandomStream stream = RandomStream(sizes.seed).role("tube");
  const Grid grid = grid_of(160);
  const Points start =
      fokker_planck::GridSampler(
          grid, fokker_planck::stationary_density(fokker_planck::scharfetter_gummel(surface(), grid)))
          .sample(stream.role("start"), sizes.walkers);
  const sde::Simulation simulation{surface(), sde::scheme("drift_heun"), Schedule::with_steps_each(times, 1),
                                   sizes.walkers, stream};
  std::vector<Walker> walkers(static_cast<std::size_t>(sizes.walkers));
  sde::simulate(simulation, start, [&](Index n, int, Index first, const ConstBlock& x) {
    const bool counts = static_cast<double>(n) * h > burn_in;
    for (Index i = 0; i < x.rows(); ++i) {
      Walker& walker = walkers[static_cast<std::size_t>(first + i)];
      if (n == 0) {
        walker.x = x(i, 0);
        walker.y = x(i, 1);
      }
      walker.move(x(i, 0), x(i, 1), counts);
    }
  });
  Counted counted;
  Eigen::ArrayXd rate(sizes.walkers);
  for (Index i = 0; i < sizes.walkers; ++i) {
    const std::vector<Transition>& done = walkers[static_cast<std::size_t>(i)].done;
    rate(i) = 0.5 * static_cast<double>(done.size()) / (end - burn_in);
    counted.transitions.insert(counted.transitions.end(), done.begin(), done.end());
  }
  counted.flux = mean_estimate(rate.data(), rate.size());
  Eigen::ArrayXd left(static_cast<Index>(counted.transitions.size()));
  for (Index i = 0; i < left.size(); ++i) left(i) = counted.transitions[static_cast<std::size_t>(i)].left;
  counted.share = mean_estimate(left.data(), left.size());
  return counted;
}

/// Density of net crossings on bins five cells wide: single ones come and go.
void write_tube(const GridTube& tube, const Counted& counted, io::Group& part) {
  constexpr Index together = 5;
  const Index cells = tube.x.size(), bins = cells / together;
  const double width = together * (tube.x(1) - tube.x(0)), lower = tube.x(0) - 0.5 * width / together;
  Eigen::ArrayXd net = Eigen::ArrayXd::Zero(bins), density(cells);
  for (const Transition& one : counted.transitions)
    for (std::size_t k = 0; k < one.places.size(); ++k) {
      const auto bin = static_cast<Index>((one.places[k] - lower) / width);
      if (bin >= 0 && bin < bins) net(bin) += one.signs[k];
    }
  for (Index i = 0; i < cells; ++i)
    density(i) =
        net(std::min(i / together, bins - 1)) / (width * static_cast<double>(counted.transitions.size()));
  io::Group& group = part.group("tube");
  group.scale("x", tube.x, {"x on the cut y = 0.5875", "1"});
  group.variable("grid", {"x"}, tube.density, {"net flux by the grid", "1"});
  group.variable("paths", {"x"}, density, {"net flux by crossings of paths", "1"});
}

/// The rate that the flux gives, by other numbers of the same grid.
void add_rate_checks(frame::Plan& plan, const Sizes& sizes) {
  const auto escape = frame::lazy([=] { return grid_escape(between_the_wells(), 2 * sizes.cells); });
  plan.checks.push_back({"rate/flux_and_times", [=] {
                           const GridEscape& grid = escape->get();
                           return verify::value_check(
                               grid.from_times, grid.forward_rate, 1e-7 * grid.from_times,
                               "1/mean first-passage time from where paths come back to A",
                               "flux of transitions over the share of time that was last in A");
                         }});
  plan.checks.push_back({"rate/eigenvalue", [=] {
                           // One number as T → 0: the third well, 0.4 T deep, holds paths between both.
                           const GridEscape& grid = escape->get();
                           return verify::value_check(
                               1, grid.eigenvalue_rate / grid.forward_rate, 0.25, "one number as T -> 0",
                               "first eigenvalue times the share of time that was last in B, over the rate");
                         }});
}

}  // namespace

frame::Plan tube_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{"The tube of transitions",
                   "Müller and Brown's surface, T = 0.2: transitions between discs about the two deepest "
                   "wells, by paths and by "
                   "the committor of the grid."};
  const auto coarse = frame::lazy([=] { return on_grid(sizes.cells); });
  const auto fine = frame::lazy([=] { return on_grid(2 * sizes.cells); });
  const auto counted = frame::lazy([=] { return by_paths(sizes); });
  // What cells do to discs is irregular: the difference of two grids is allowed. 2 % of steps: h times the
  // largest curvature, 30, squared by the scheme's order, and entrances that are seen at the end of steps.
  plan.checks.push_back({"flux", [=] {
                           const double grid = fine->get().flux;
                           return verify::estimate_check("", grid, counted->get().flux, z(),
                                                         std::abs(grid - coarse->get().flux) + 0.02 * grid,
                                                         "the committor's flux on a grid");
                         }});
  plan.checks.push_back({"share_left", [=] {
                           const double grid = fine->get().share;
                           return verify::estimate_check("", grid, counted->get().share, z(),
                                                         std::abs(grid - coarse->get().share) + 0.01,
                                                         "the committor's flux on a grid");
                         }});
  add_rate_checks(plan, sizes);
  plan.checks.push_back(
      {"conserved", [=] {
         const GridTube& tube = fine->get();
         const double whole = sum(tube.density.data(), tube.density.size()) * (tube.x(1) - tube.x(0));
         return verify::value_check(1, whole, 1e-9, "a flux without sources between both sets",
                                    "flux through the cut over that into B");
       }});
  plan.tables.push_back([=](io::Group& part) {
    write_tube(fine->get(), counted->get(), part);
    write_ways(sizes.seed, part);
  });
  return plan;
}

}  // namespace kolmo::rare_events
