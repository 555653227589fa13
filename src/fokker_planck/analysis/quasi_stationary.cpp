#include "kolmo/fokker_planck/analysis/quasi_stationary.hpp"

#include <algorithm>
#include <cmath>

#include "fokker_planck/operator/cell_rates.hpp"
#include "fokker_planck/operator/elimination.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::fokker_planck {
namespace {

constexpr int most_iterations = 20000;
/// Of the largest entry: what the other modes may still be of the result.
constexpr double smallest_left = 1e-13;

double as_double(double x) { return x; }
double as_double(const Scaled& x) { return x.value(); }
double log_of(double x) { return std::log(x); }
double log_of(const Scaled& x) { return x.logarithm(); }

/// A vector ≥ 0 with Σ = 1, and the logarithm of what one step multiplies by.
template <class Real>
struct Iterate {
  std::vector<Real> entries;
  double log_growth = 0;
};

/// Divides by the sum, and returns it.
template <class Real>
Real normalise(std::vector<Real>& entries) {
  Real total{};
  for (const Real& x : entries) total += x;
  const Real inverse = Real(1) / total;
  for (Real& x : entries) x = x * inverse;
  return total;
}

/// Of the largest entry.
template <class Real>
double change(const std::vector<Real>& before, const std::vector<Real>& after) {
  double largest = 0, worst = 0;
  for (std::size_t i = 0; i < after.size(); ++i) {
    largest = std::max(largest, as_double(after[i]));
    worst = std::max(worst, std::abs(as_double(after[i]) - as_double(before[i])));
  }
  return worst / largest;
}

/// The positive vector that a solve multiplies by a number: steps until what is left of the others, the
/// change times q/(1 − q) for a change that falls by q a step, is small, or until rounding keeps it from
/// falling.
template <class Real, class Solve>
Iterate<Real> dominant(Index cells, const Solve& solve) {
  Iterate<Real> now;
  now.entries.assign(static_cast<std::size_t>(cells), Real(1 / static_cast<double>(cells)));
  double last = 1;
  for (int iteration = 0; iteration < most_iterations; ++iteration) {
    std::vector<Real> next = solve(now.entries);
    now.log_growth = log_of(normalise(next));
    const double moved = change(now.entries, next), q = moved / last;
    now.entries = std::move(next);
    if (std::isnan(moved)) return now;  // left the numbers: whoever watches their range sees it
    if (moved == 0 || (q < 1 && moved * q / (1 - q) < smallest_left) ||
        (q >= 1 && moved < 100 * smallest_left))
      return now;
    last = moved;
  }
  throw NumericalFailure("quasi_stationary_state: after " + number_text(Index{most_iterations}) +
                         " steps the law still moves by " + number_text(last, 2) +
                         " of its largest value; two slowest rates are too near to each other");
}

template <class Real>
Eigen::ArrayXd to_array(const std::vector<Real>& values) {
  Eigen::ArrayXd array(static_cast<Index>(values.size()));
  for (Index i = 0; i < array.size(); ++i) array(i) = as_double(values[static_cast<std::size_t>(i)]);
  return array;
}

/// The two vectors, as doubles, of a chain whose numbers stay within Real.
template <class Real>
QuasiStationaryState found_by(const Elimination<Real>& chain, const Generator& generator) {
  const Index cells = generator.grid().cells();
  const auto law = dominant<Real>(cells, [&](const std::vector<Real>& p) { return chain.occupation(p); });
  const auto left = dominant<Real>(cells, [&](const std::vector<Real>& u) { return chain.solve(u); });
  QuasiStationaryState state{
      to_array(law.entries), std::exp(-law.log_growth), -law.log_growth, to_array(left.entries), {}};
  state.density /= generator.grid().cell_volume();
  state.survival /= dot(state.density.data(), state.survival.data(), cells) * generator.grid().cell_volume();
  state.exits.resize(static_cast<std::size_t>(generator.grid().dimension()));
  std::vector<std::array<CompensatedSum, 2>> leaving(state.exits.size());
  CompensatedSum all;
  for_each_leak(generator, [&](Index cell, double rate, Index axis, Index side) {
    const double out = rate * as_double(law.entries[static_cast<std::size_t>(cell)]);
    leaving[static_cast<std::size_t>(axis)][static_cast<std::size_t>(side)].add(out);
    all.add(out);
  });
  for (std::size_t k = 0; k < state.exits.size(); ++k)
    for (std::size_t side = 0; side < 2; ++side)
      state.exits[k][side] = leaving[k][side].value() / all.value();
  return state;
}

}  // namespace

QuasiStationaryState quasi_stationary_state(const Generator& generator) {
  if (!has_leaks(generator))
    throw InvalidArgument(
        "generator: must have an absorbing side; without one stationary_state is the law at rest");
  {
    const Elimination<double> chain(generator, {});
    const RangeWatch watch;
    if (chain.in_range()) {
      QuasiStationaryState state = found_by(chain, generator);
      if (watch.clean()) return state;
    }
  }
  return found_by(Elimination<Scaled>(generator, {}), generator);
}

}  // namespace kolmo::fokker_planck
