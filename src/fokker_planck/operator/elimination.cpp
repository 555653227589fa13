#include "elimination.hpp"

#include <algorithm>
#include <cfenv>
#include <cmath>
#include <numeric>
#include <type_traits>

#include "cell_rates.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"

namespace kolmo::fokker_planck {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

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

/// visit(i, j, up, down, log(down/up)) for everything that two cells exchange; the last is `unknown` where
/// only the rates say it.
template <class Visit>
void for_each_exchange(const Generator& generator, Visit visit) {
  if (generator.mixed()) {
    for_each_pair(generator,
                  [&](Index i, Index j, double up, double down) { visit(i, j, up, down, unknown); });
    return;
  }
  const Grid& grid = generator.grid();
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    const FaceRates& r = generator.rates(axis);
    const Index stride = stride_along(grid, axis), n = grid.axis(axis).cells;
    for (Index line = 0; line < lines_along(grid, axis); ++line) {
      const Index column = r.shared() ? 0 : line, first = first_cell(grid, axis, line);
      for (Index f = 0; f + 1 < n; ++f) {
        visit(first + f * stride, first + (f + 1) * stride, r.up(f, column), r.down(f, column),
              r.log_ratio(f, column));
      }
      if (r.wrap.size() > 0)
        visit(first + (n - 1) * stride, first, r.wrap(0, column), r.wrap(1, column), unknown);
    }
  }
}

/// A rate; where it is no normal number, the rate back times e^exponent.
template <class Real>
Real number(double rate, double back, double exponent) {
  if constexpr (std::is_same_v<Real, double>) {
    return rate;
  } else {
    if (rate >= std::numeric_limits<double>::min() || !std::isfinite(exponent)) return Scaled(rate);
    return Scaled(back) * Scaled::exp(exponent);
  }
}

bool is_zero(double x) { return !(x > 0) || !std::isfinite(1 / x); }
bool is_zero(const Scaled& x) { return x.zero(); }

[[noreturn]] void refuse_unstopped() {
  throw InvalidArgument(
      "target: nothing stops the paths of some cell (no absorbing side or target that they reach); their "
      "passage time is infinite");
}

[[noreturn]] void refuse_reducible() {
  throw InvalidArgument(
      "generator: the paths of some cells never come back to the others (rates of 0): its stationary state "
      "is "
      "not unique");
}

}  // namespace

template <class Real>
Elimination<Real>::Elimination(const Generator& generator, const HeldCells& held_cells, Purpose purpose)
    : cells_(generator.grid().cells()), place_(narrow_order(generator)), held_(held_cells) {
  if (generator.has_negative_rates()) throw InvalidArgument("generator: must have no negative rates");
  require(held_.size() == 0 || held_.size() == cells_, "size of target", static_cast<double>(held_.size()),
          "must be the number of cells, or 0");
  for_each_exchange(generator, [&](Index i, Index j, double, double, double) {
    band_ = std::max(band_, std::abs(place(i) - place(j)));
  });
  constexpr double words = static_cast<double>(sizeof(Real)) / sizeof(double);
  require_memory(words * static_cast<double>(cells_) * static_cast<double>(2 * band_ + 1),
                 "the elimination of this chain", "take fewer cells across the shorter axes");
  fill(generator);
  eliminate(purpose);
}

template <class Real>
void Elimination<Real>::fill(const Generator& generator) {
  const auto n = static_cast<std::size_t>(cells_);
  rates_.assign(n * static_cast<std::size_t>(2 * band_ + 1), Real{});
  stopped_.assign(n, Real{});
  const auto stop = [&](Index cell) -> Real& { return stopped_[static_cast<std::size_t>(place(cell))]; };
  const auto add = [&](Index from, Index to, const Real& r) {
    if (held(from)) return;
    held(to) ? stop(from) += r : rate(place(from), place(to)) += r;
  };
  for_each_exchange(generator, [&](Index i, Index j, double up, double down, double log_ratio) {
    if (std::is_same_v<Real, double> && std::min(up, down) < std::numeric_limits<double>::min())
      in_range_ = false;
    add(i, j, number<Real>(up, down, -log_ratio));
    add(j, i, number<Real>(down, up, log_ratio));
  });
  for_each_leak(generator, [&](Index cell, double r, Index, Index) {
    if (!held(cell)) stop(cell) += Real(r);
  });
  for (Index cell = 0; cell < cells_; ++cell) {
    if (held(cell)) stop(cell) = Real(1);
  }
}

// For k = 0, 1, …: out = Σ_{j>k} rate(k→j) + stopped_k; for every i > k that leads to k with f =
// rate(i→k)/out, rate(i→j) += f rate(k→j) (the diagonal, i = j, is never read), and stopped_i += f stopped_k.
// Where nothing is stopped the last cell is left.
template <class Real>
void Elimination<Real>::eliminate(Purpose purpose) {
  const RangeWatch watch;
  inverse_out_.assign(static_cast<std::size_t>(cells_), Real{});
  const Index eliminated = purpose == Purpose::stationary ? cells_ - 1 : cells_;
  for (Index k = 0; k < eliminated; ++k) {
    const auto at = static_cast<std::size_t>(k);
    const Index last = std::min(k + band_, cells_ - 1);
    Real out = stopped_[at];
    for (Index j = k + 1; j <= last; ++j) out += rate(k, j);
    if (is_zero(out)) {
      if (std::is_same_v<Real, double>) {
        in_range_ = false;
        return;
      }
      purpose == Purpose::stationary ? refuse_reducible() : refuse_unstopped();
    }
    inverse_out_[at] = Real(1) / out;
    for (Index i = k + 1; i <= last; ++i) {
      if (rate(i, k) == Real{}) continue;
      const Real factor = rate(i, k) *= inverse_out_[at];
      Real* to = &rate(i, k + 1);
      const Real* from = &rate(k, k + 1);
      for (Index j = 0; j < last - k; ++j) to[j] += factor * from[j];
      stopped_[static_cast<std::size_t>(i)] += factor * stopped_[at];
    }
  }
  if (std::is_same_v<Real, double>) in_range_ &= watch.clean();
}

template <class Real>
std::vector<Real> Elimination<Real>::in_order(const std::vector<Real>& by_cell) const {
  std::vector<Real> ordered(by_cell.size());
  for (Index cell = 0; cell < cells_; ++cell)
    ordered[static_cast<std::size_t>(place(cell))] =
        held(cell) ? Real{} : by_cell[static_cast<std::size_t>(cell)];
  return ordered;
}

template <class Real>
std::vector<Real> Elimination<Real>::by_cell(const std::vector<Real>& in_order) const {
  std::vector<Real> values(in_order.size());
  for (Index cell = 0; cell < cells_; ++cell)
    values[static_cast<std::size_t>(cell)] = in_order[static_cast<std::size_t>(place(cell))];
  return values;
}

template <class Real>
std::vector<Real> Elimination<Real>::solve(const std::vector<Real>& source) const {
  std::vector<Real> u = in_order(source);
  const auto at = [&u](Index k) -> Real& { return u[static_cast<std::size_t>(k)]; };
  for (Index k = 0; k < cells_; ++k) {
    for (Index i = k + 1; i <= std::min(k + band_, cells_ - 1); ++i) at(i) += rate(i, k) * at(k);
  }
  for (Index k = cells_; k-- > 0;) {
    for (Index j = k + 1; j <= std::min(k + band_, cells_ - 1); ++j) at(k) += rate(k, j) * at(j);
    at(k) *= inverse_out_[static_cast<std::size_t>(k)];
  }
  return by_cell(u);
}

// The transpose of `solve`, its two passes in the other order: what starts in k goes on to later cells, and
// k is visited again as often as they lead back.
template <class Real>
std::vector<Real> Elimination<Real>::occupation(const std::vector<Real>& source) const {
  std::vector<Real> p = in_order(source);
  const auto at = [&p](Index k) -> Real& { return p[static_cast<std::size_t>(k)]; };
  for (Index k = 0; k < cells_; ++k) {
    at(k) *= inverse_out_[static_cast<std::size_t>(k)];
    for (Index j = k + 1; j <= std::min(k + band_, cells_ - 1); ++j) at(j) += rate(k, j) * at(k);
  }
  for (Index k = cells_; k-- > 0;) {
    for (Index i = k + 1; i <= std::min(k + band_, cells_ - 1); ++i) at(k) += rate(i, k) * at(i);
  }
  return by_cell(p);
}

// With π of the last cell 1: π_k = Σ_{i>k} π_i rate(i→k)/out_k.
template <class Real>
std::vector<Scaled> Elimination<Real>::stationary() const {
  std::vector<Scaled> pi(static_cast<std::size_t>(cells_));
  pi.back() = Scaled(1);
  for (Index k = cells_ - 1; k-- > 0;) {
    for (Index i = k + 1; i <= std::min(k + band_, cells_ - 1); ++i)
      pi[static_cast<std::size_t>(k)] += pi[static_cast<std::size_t>(i)] * Scaled(rate(i, k));
  }
  std::vector<Scaled> values(pi.size());
  for (Index cell = 0; cell < cells_; ++cell)
    values[static_cast<std::size_t>(cell)] = pi[static_cast<std::size_t>(place(cell))];
  return values;
}

template class Elimination<double>;
template class Elimination<Scaled>;

RangeWatch::RangeWatch() { std::feclearexcept(FE_UNDERFLOW | FE_OVERFLOW); }
bool RangeWatch::clean() const { return std::fetestexcept(FE_UNDERFLOW | FE_OVERFLOW) == 0; }

}  // namespace kolmo::fokker_planck
