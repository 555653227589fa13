#include "elimination.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "cell_rates.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"

namespace kolmo::fokker_planck {
namespace {

// 0, n − 1, 1, n − 2, …: neighbours on a ring are two places apart at most.
Index around_the_ring(Index i, Index n) { return 2 * i < n ? 2 * i : 2 * (n - 1 - i) + 1; }

// The axis with the most cells varies slowest, so that the band is narrow.
std::vector<Index> narrow_order(const Generator& generator) {
  const Grid& grid = generator.grid();
  std::vector<Index> axes(static_cast<std::size_t>(grid.dimension()));
  std::iota(axes.begin(), axes.end(), Index{0});
  std::stable_sort(axes.begin(), axes.end(),
                   [&](Index a, Index b) { return grid.axis(a).cells < grid.axis(b).cells; });
  std::vector<Index> place(static_cast<std::size_t>(grid.cells()), 0);
  Index weight = 1;
  for (const Index k : axes) {
    const Index n = grid.axis(k).cells, stride = stride_along(grid, k);
    const bool ring = generator.rates(k).wrap.size() > 0;
    for (Index cell = 0; cell < grid.cells(); ++cell) {
      const Index i = cell / stride % n;
      place[static_cast<std::size_t>(cell)] += weight * (ring ? around_the_ring(i, n) : i);
    }
    weight *= n;
  }
  return place;
}

}  // namespace

Elimination::Elimination(const Generator& generator, const Eigen::Array<bool, Eigen::Dynamic, 1>& held)
    : place_(narrow_order(generator)), held_(held) {
  if (generator.has_negative_rates()) throw InvalidArgument("generator: must have no negative rates");
  const Index cells = generator.grid().cells();
  if (held_.size() == 0) held_.setConstant(cells, false);
  require(held_.size() == cells, "size of target", static_cast<double>(held_.size()),
          "must be the number of cells, or 0");
  const auto at = [&](Index cell) { return place_[static_cast<std::size_t>(cell)]; };
  for_each_pair(generator,
                [&](Index i, Index j, double, double) { band_ = std::max(band_, std::abs(at(i) - at(j))); });
  require_memory(static_cast<double>(cells) * static_cast<double>(2 * band_ + 1), "the backward equation",
                 "take fewer cells across the shorter axes");
  fill(generator);
  eliminate();
}

void Elimination::fill(const Generator& generator) {
  const Index cells = generator.grid().cells();
  rates_.setZero(2 * band_ + 1, cells);
  stopped_.setZero(cells);
  const auto at = [&](Index cell) { return place_[static_cast<std::size_t>(cell)]; };
  const auto add = [&](Index from, Index to, double r) {
    if (held_(from)) return;
    held_(to) ? stopped_(at(from)) += r : rate(at(from), at(to)) += r;
  };
  for_each_pair(generator, [&](Index i, Index j, double up, double down) {
    add(i, j, up);
    add(j, i, down);
  });
  for_each_leak(generator, [&](Index cell, double r, Index, Index) {
    if (!held_(cell)) stopped_(at(cell)) += r;
  });
  for (Index cell = 0; cell < cells; ++cell) {
    if (held_(cell)) stopped_(at(cell)) = 1;
  }
}

// For k = 0, 1, …: out = Σ_{j>k} rate(k→j) + stopped_k; for every i > k that leads to k with f =
// rate(i→k)/out, rate(i→j) += f rate(k→j) (the diagonal, i = j, is never read), and stopped_i += f stopped_k.
void Elimination::eliminate() {
  const Index n = rates_.cols();
  inverse_out_.resize(n);
  for (Index k = 0; k < n; ++k) {
    const Index last = std::min(k + band_, n - 1);
    double out = stopped_(k);
    for (Index j = k + 1; j <= last; ++j) out += rate(k, j);
    if (!(out > 0) || !std::isfinite(1 / out)) {
      throw InvalidArgument(
          "target: nothing stops the paths of some cell (no absorbing side or target that they "
          "reach); their passage time is infinite");
    }
    inverse_out_(k) = 1 / out;
    for (Index i = k + 1; i <= last; ++i) {
      if (rate(i, k) == 0) continue;
      const double factor = rate(i, k) *= inverse_out_(k);
      double* to = &rate(i, k + 1);
      const double* from = &rate(k, k + 1);
      for (Index j = 0; j < last - k; ++j) to[j] += factor * from[j];
      stopped_(i) += factor * stopped_(k);
    }
  }
}

Eigen::ArrayXd Elimination::solve(const Eigen::ArrayXd& source) const {
  const Index n = rates_.cols();
  Eigen::ArrayXd u(n);
  for (Index cell = 0; cell < n; ++cell)
    u(place_[static_cast<std::size_t>(cell)]) = held_(cell) ? 0 : source(cell);
  for (Index k = 0; k < n; ++k) {
    for (Index i = k + 1; i <= std::min(k + band_, n - 1); ++i) u(i) += rate(i, k) * u(k);
  }
  for (Index k = n; k-- > 0;) {
    for (Index j = k + 1; j <= std::min(k + band_, n - 1); ++j) u(k) += rate(k, j) * u(j);
    u(k) *= inverse_out_(k);
  }
  Eigen::ArrayXd by_cell(n);
  for (Index cell = 0; cell < n; ++cell) by_cell(cell) = u(place_[static_cast<std::size_t>(cell)]);
  return by_cell;
}

}  // namespace kolmo::fokker_planck
