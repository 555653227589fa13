#include "detailed_balance.hpp"

#include <cmath>
#include <limits>
#include <queue>
#include <vector>

#include "cell_rates.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"

namespace kolmo::fokker_planck {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// high + low, |low| at most half an ulp of high.
struct Twofold {
  double high = 0, low = 0;
  /// The sum, rounded to about ε² (Knuth's two-sum).
  Twofold plus(double x) const {
    const double sum = high + x, part = sum - high;
    const double rest = ((high - (sum - part)) + (x - part)) + low;
    const double total = sum + rest;
    return {total, rest - (total - sum)};
  }
  double minus(const Twofold& other) const { return (high - other.high) + (low - other.low); }
  bool operator<(const Twofold& other) const {
    return high < other.high || (high == other.high && low < other.low);
  }
};

/// log π of the cell `to` less that of the cell whose link it is.
struct Link {
  Index to;
  double rise;
};

/// The links of every cell, and the least rounding of their rises.
class Links {
 public:
  explicit Links(const Generator& generator)
      : begin_(static_cast<std::size_t>(generator.grid().cells()) + 1) {
    const double cells = static_cast<double>(generator.grid().cells());
    require_memory(4 * static_cast<double>(generator.grid().dimension()) * cells + 6 * cells,
                   "detailed balance on this grid", "take fewer cells");
    std::vector<Pair> pairs;
    generator.mixed() ? collect_pairs(generator, pairs) : collect_faces(generator, pairs);
    for (const Pair& pair : pairs) ++begin_[at(pair.from) + 1], ++begin_[at(pair.to) + 1];
    for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
    links_.resize(2 * pairs.size());
    std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
    for (const Pair& pair : pairs) {
      links_[next[at(pair.from)]++] = {pair.to, pair.rise};
      links_[next[at(pair.to)]++] = {pair.from, -pair.rise};
    }
  }
  Index cells() const { return static_cast<Index>(begin_.size()) - 1; }
  double rounding() const { return rounding_; }
  template <class Visit>
  void for_each(Index cell, Visit visit) const {
    for (std::size_t k = begin_[at(cell)]; k < begin_[at(cell) + 1]; ++k) visit(links_[k]);
  }

 private:
  struct Pair {
    Index from, to;
    double rise;
  };
  static std::size_t at(Index cell) { return static_cast<std::size_t>(cell); }

  // Where a rate is no normal number its logarithm says too little.
  static bool known(double up, double down) {
    constexpr double least = std::numeric_limits<double>::min();
    return up >= least && down >= least && std::isfinite(up) && std::isfinite(down);
  }

  void collect_faces(const Generator& generator, std::vector<Pair>& pairs) {
    const Grid& grid = generator.grid();
    for (Index axis = 0; axis < grid.dimension(); ++axis) {
      const FaceRates& r = generator.rates(axis);
      rounding_ = std::max(rounding_, r.log_ratio_rounding);
      const Index stride = stride_along(grid, axis), n = grid.axis(axis).cells;
      for (Index line = 0; line < lines_along(grid, axis); ++line) {
        const Index column = r.shared() ? 0 : line, first = first_cell(grid, axis, line);
        for (Index f = 0; f + 1 < n; ++f)
          pairs.push_back({first + f * stride, first + (f + 1) * stride, -r.log_ratio(f, column)});
        if (r.wrap.size() == 0 || !known(r.wrap(0, column), r.wrap(1, column))) continue;
        pairs.push_back({first + (n - 1) * stride, first, std::log(r.wrap(0, column) / r.wrap(1, column))});
      }
    }
  }

  // Corners add to what the faces exchange.
  static void collect_pairs(const Generator& generator, std::vector<Pair>& pairs) {
    for_each_pair(generator, [&](Index i, Index j, double up, double down) {
      if (known(up, down)) pairs.push_back({i, j, std::log(up / down)});
    });
  }

  std::vector<std::size_t> begin_;
  std::vector<Link> links_;
  double rounding_ = 0;
};

struct Reached {
  Twofold log_pi;
  Index cell;
  bool operator<(const Reached& other) const {
    if (log_pi.high != other.log_pi.high || log_pi.low != other.log_pi.low) return log_pi < other.log_pi;
    return cell > other.cell;
  }
};

// The next cell is always the most probable one that a face leads to.
std::vector<Twofold> along_tree(const Links& links) {
  std::vector<Twofold> log_pi(static_cast<std::size_t>(links.cells()));
  std::vector<bool> done(log_pi.size(), false);
  std::priority_queue<Reached> front;
  front.push({{}, 0});
  Index count = 0;
  while (!front.empty()) {
    const Reached next = front.top();
    front.pop();
    const auto here = static_cast<std::size_t>(next.cell);
    if (done[here]) continue;
    done[here] = true;
    log_pi[here] = next.log_pi;
    ++count;
    links.for_each(next.cell, [&](const Link& link) {
      if (!done[static_cast<std::size_t>(link.to)]) front.push({next.log_pi.plus(link.rise), link.to});
    });
  }
  if (count < links.cells()) {
    throw InvalidArgument(
        "generator: some cells exchange nothing with the others (rates of 0, or too small for a number)");
  }
  return log_pi;
}

}  // namespace

DetailedBalance detailed_balance(const Generator& generator) {
  if (generator.has_negative_rates()) throw InvalidArgument("generator: must have no negative rates");
  const Links links(generator);
  const std::vector<Twofold> sums = along_tree(links);
  const Twofold top = *std::max_element(sums.begin(), sums.end());
  DetailedBalance balance{Eigen::ArrayXd(links.cells()), 0};
  for (Index i = 0; i < links.cells(); ++i) balance.log_pi(i) = sums[static_cast<std::size_t>(i)].minus(top);
  double along = 0;
  for (Index k = 0; k < generator.grid().dimension(); ++k)
    along += static_cast<double>(generator.grid().axis(k).cells);
  for (Index i = 0; i < links.cells(); ++i) {
    const double here = -balance.log_pi(i);
    links.for_each(i, [&](const Link& link) {
      const double rise = sums[static_cast<std::size_t>(link.to)].minus(sums[static_cast<std::size_t>(i)]);
      const double size = 1 + here - balance.log_pi(link.to) + std::abs(link.rise);
      const double rounding = along * (4 * epsilon * size + links.rounding());
      balance.circulation = std::max(balance.circulation, std::abs(rise - link.rise) / rounding);
    });
  }
  return balance;
}

Eigen::ArrayXd log_detailed_balance(const Generator& generator) {
  const DetailedBalance balance = detailed_balance(generator);
  require(
      balance.holds(), "circulation of the generator, in units of its rounding", balance.circulation,
      "must be at most 1: detailed balance needs a drift that is a gradient (stationary_state takes any)");
  return balance.log_pi;
}

}  // namespace kolmo::fokker_planck
