// What grids say of an escape in the plane: passage times, the flux of transitions, the slowest rate.

#include <Eigen/SparseCore>
#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/escape_rates.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "rare_events/plane_escape.hpp"

namespace kolmo::rare_events {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// visit(i, j, π_i rate(i→j)) of all that two cells exchange, either way.
template <class Visit>
void for_each_passage(const fokker_planck::Generator& generator, const Eigen::ArrayXd& pi,
                      const Visit& visit) {
  const Eigen::SparseMatrix<double> matrix = generator.sparse();
  const double volume = generator.grid().cell_volume();
  for (int i = 0; i < matrix.outerSize(); ++i)
    for (Eigen::SparseMatrix<double>::InnerIterator it(matrix, i); it; ++it)
      if (it.row() != i)
        visit(static_cast<Index>(i), static_cast<Index>(it.row()), pi(i) * it.value() * volume);
}

/// By the relations of a chain with detailed balance, where a path last came from is where it goes to.
void add_transitions(const PlaneEscape& escape, const fokker_planck::Generator& generator,
                     const Eigen::ArrayXd& times, GridEscape& out) {
  const fokker_planck::Target from = escape.around(escape.from, out.where),
                              to = escape.around(escape.to, out.where);
  const auto found = fokker_planck::transitions(generator, from, to);
  out.flux = found.flux;
  out.forward_rate = found.forward_rate;
  CompensatedSum returns, weighted, middle;
  for_each_passage(generator, out.density, [&](Index i, Index j, double passes) {
    const double a = out.committor(i), b = out.committor(j);
    if (from(i) && !from(j)) {
      returns.add(passes * b);
      weighted.add(passes * b * times(i));
    }
    if (a < 0.5 && b >= 0.5) middle.add(passes * (b - a));
  });
  out.from_times = returns.value() / weighted.value();
  out.through_the_middle = middle.value();
  const double slowest = fokker_planck::leading_eigenpairs_sparse(generator, 2).values(1);
  out.eigenvalue_rate = slowest * found.flux / found.backward_rate;
}

}  // namespace

Grid PlaneEscape::grid(Index cells) const {
  return Grid({{domain[0][0], domain[0][1], cells}, {domain[1][0], domain[1][1], cells}});
}

fokker_planck::Generator PlaneEscape::generator(Index cells) const {
  return fokker_planck::discretisation("scharfetter_gummel").build(*process, grid(cells), {boundaries});
}

double PlaneEscape::half_axes_from(const Eigen::Vector2d& place, double x, double y) const {
  return std::hypot((x - place(0)) / half_axes(0), (y - place(1)) / half_axes(1));
}

fokker_planck::Target PlaneEscape::around(const Eigen::Vector2d& place, const Grid& grid) const {
  return fokker_planck::target_where(
      grid, [&](const Eigen::VectorXd& x) { return half_axes_from(place, x(0), x(1)) < 1; });
}

GridEscape grid_escape(const PlaneEscape& escape, Index cells) {
  const auto generator = escape.generator(cells);
  const auto rest = fokker_planck::stationary_state(generator);
  const Grid& grid = generator.grid();
  const fokker_planck::Target from = escape.around(escape.from, grid), to = escape.around(escape.to, grid);
  const Eigen::ArrayXd times = fokker_planck::mean_passage_time(generator, to);
  GridEscape out{cells,
                 between_centres(grid, times, escape.from(0), escape.from(1)),
                 rest.detailed_balance,
                 nan,
                 nan,
                 nan,
                 nan,
                 nan,
                 fokker_planck::committor(generator, from, to),
                 rest.density,
                 rest.log_density,
                 grid};
  if (out.balance) add_transitions(escape, generator, times, out);
  return out;
}

GridEscape forward_escape(const PlaneEscape& escape, Index cells) {
  const auto generator = escape.generator(cells);
  const auto rest = fokker_planck::stationary_state(generator);
  const Grid& grid = generator.grid();
  const auto found =
      fokker_planck::transitions(generator, escape.around(escape.from, grid), escape.around(escape.to, grid));
  return {cells, nan,          rest.detailed_balance, found.flux, found.forward_rate, nan, nan, nan,
          {},    rest.density, rest.log_density,      grid};
}

double between_centres(const Grid& grid, const Eigen::ArrayXd& values, double x, double y) {
  const auto placed = [](const Axis& axis, double at) {
    return std::clamp((at - axis.lower) / axis.width() - 0.5, 0.0,
                      static_cast<double>(axis.cells) - 1.000001);
  };
  const double p = placed(grid.axis(0), x), q = placed(grid.axis(1), y);
  const auto i = static_cast<Index>(p), j = static_cast<Index>(q);
  const double u = p - static_cast<double>(i), v = q - static_cast<double>(j);
  const Index n = grid.axis(0).cells, at = i + n * j;
  return (1 - v) * ((1 - u) * values(at) + u * values(at + 1)) +
         v * ((1 - u) * values(at + n) + u * values(at + n + 1));
}

namespace {

Index cell_of(const Grid& grid, const Eigen::Vector2d& place) {
  const auto along = [&](Index k) {
    const Axis& axis = grid.axis(k);
    return std::clamp<Index>(static_cast<Index>(std::floor((place(k) - axis.lower) / axis.width())), 0,
                             axis.cells - 1);
  };
  return along(0) + grid.axis(0).cells * along(1);
}

/// The tree that grows from a cell to wherever the density is largest beside it (Prim 1957), up to another
/// cell: each cell's parent.
std::vector<Index> grown(const Grid& grid, const Eigen::ArrayXd& log_density, Index from, Index to) {
  std::vector<Index> parent(static_cast<std::size_t>(grid.cells()), -1);
  std::priority_queue<std::pair<double, Index>> front;
  parent[static_cast<std::size_t>(from)] = from;
  front.emplace(log_density(from), from);
  const Index n = grid.axis(0).cells;
  while (!front.empty()) {
    const Index at = front.top().second;
    front.pop();
    if (at == to) break;
    const auto visit = [&](bool inside, Index next) {
      if (!inside || parent[static_cast<std::size_t>(next)] >= 0 || !(log_density(next) > -1e300)) return;
      parent[static_cast<std::size_t>(next)] = at;
      front.emplace(log_density(next), next);
    };
    visit(at % n > 0, at - 1);
    visit(at % n + 1 < n, at + 1);
    visit(at >= n, at - n);
    visit(at + n < grid.cells(), at + n);
  }
  return parent;
}

/// ‖∂f‖ at all centres, by differences over half a cell.
Eigen::ArrayXd rates_of_change(const PlaneEscape& escape, const Grid& grid) {
  Eigen::ArrayXd squares = Eigen::ArrayXd::Zero(grid.cells());
  const Points centres = grid.centres();
  for (Index first = 0; first < grid.cells(); first += block_rows) {
    const Index rows = std::min(block_rows, grid.cells() - first);
    Points up(rows, 2), down(rows, 2), at(rows, 2);
    for (const Index k : {0, 1}) {
      const double step = 0.25 * grid.axis(k).width();
      at = centres.middleRows(first, rows);
      at.col(k) += step;
      escape.process->drift(0, at, up);
      at.col(k) -= 2 * step;
      escape.process->drift(0, at, down);
      // In each coordinate's own unit.
      for (const Index j : {0, 1})
        squares.segment(first, rows) +=
            ((up.col(j) - down.col(j)) / (2 * step) * (escape.half_axes(k) / escape.half_axes(j))).square();
    }
  }
  return squares.sqrt();
}

}  // namespace

WidestWay widest_way(const PlaneEscape& escape, const GridEscape& grid) {
  const Index from = cell_of(grid.where, escape.from), to = cell_of(grid.where, escape.to);
  const std::vector<Index> parent = grown(grid.where, grid.log_density, from, to);
  if (parent[static_cast<std::size_t>(to)] < 0)
    throw NumericalFailure(
        "escape: no way from one place to the other along which the density at rest is a "
        "number; take a higher temperature");
  std::vector<Index> cells;
  for (Index at = to; at != from; at = parent[static_cast<std::size_t>(at)]) cells.push_back(at);
  cells.push_back(from);
  std::reverse(cells.begin(), cells.end());
  const Points centres = grid.where.centres();
  WidestWay way{Points(static_cast<Index>(cells.size()), 2), 0, 0};
  double narrowest = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < cells.size(); ++k) {
    way.places.row(static_cast<Index>(k)) = centres.row(cells[k]);
    narrowest = std::min(narrowest, grid.log_density(cells[k]));
  }
  way.log_height = grid.log_density.maxCoeff() - narrowest;
  const Eigen::ArrayXd rates = rates_of_change(escape, grid.where);
  for (Index i = 0; i < rates.size(); ++i)
    if (grid.log_density(i) > narrowest - 1 && std::isfinite(rates(i)))
      way.largest_rate = std::max(way.largest_rate, rates(i));
  return way;
}

}  // namespace kolmo::rare_events
