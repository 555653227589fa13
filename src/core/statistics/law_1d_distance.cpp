// KS and Wasserstein distances where at least one law is a table; two samples go to sample_distance.cpp.

#include <algorithm>
#include <cmath>

#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/law_1d.hpp"
#include "kolmo/core/statistics/sample_distance.hpp"

namespace kolmo {
namespace {

/// Walks the quantile function of a law piece by piece: on (low, high] it is linear from x(low) to x(high).
class QuantileWalk {
 public:
  explicit QuantileWalk(const Law1D& law)
      : points_(law.points()), levels_(law.levels()), n_(static_cast<double>(law.points().size())) {
    advance();
  }
  double high() const { return high_; }
  /// F⁻¹(u), low ≤ u ≤ high.
  double at(double u) const { return x_low_ + (x_high_ - x_low_) * ((u - low_) / (high_ - low_)); }
  /// To the next piece of positive mass; false at the end.
  bool advance() {
    if (levels_.empty()) {
      if (next_ == points_.size()) return false;
      low_ = high_;
      x_low_ = x_high_ = points_[next_++];
      high_ = static_cast<double>(next_) / n_;
      return true;
    }
    do {
      if (++next_ >= points_.size()) return false;
    } while (!(levels_[next_] > levels_[next_ - 1]));
    low_ = levels_[next_ - 1];
    high_ = levels_[next_];
    x_low_ = points_[next_ - 1];
    x_high_ = points_[next_];
    return true;
  }

 private:
  const std::vector<double>&points_, &levels_;
  double n_;
  std::size_t next_ = 0;
  double low_ = 0, high_ = 0, x_low_ = 0, x_high_ = 0;
};

/// Σ over the pieces (u₀, u₁] on which both quantile functions are linear of (u₁ − u₀) piece(d₀, d₁), d the
/// difference.
template <class Piece>
double quantile_integral(const Law1D& a, const Law1D& b, const Piece& piece) {
  QuantileWalk walk_a(a), walk_b(b);
  CompensatedSum total;
  double u = 0;
  for (bool more = true; more;) {
    const double next = std::min(walk_a.high(), walk_b.high());
    total.add((next - u) * piece(walk_a.at(u) - walk_b.at(u), walk_a.at(next) - walk_b.at(next)));
    u = next;
    const bool end_a = walk_a.high() <= u, end_b = walk_b.high() <= u;
    more = (!end_a || walk_a.advance()) && (!end_b || walk_b.advance());
  }
  return total.value();
}

/// Mean of |d| where d runs linearly from d0 to d1.
double mean_absolute(double d0, double d1) {
  const double a0 = std::abs(d0), a1 = std::abs(d1);
  if ((d0 < 0) == (d1 < 0) || a0 == 0 || a1 == 0) return (a0 + a1) / 2;
  return (a0 * a0 + a1 * a1) / (2 * (a0 + a1));
}

/// Mean of d² where d runs linearly from d0 to d1.
double mean_square(double d0, double d1) { return (d0 * d0 + d0 * d1 + d1 * d1) / 3; }

/// F of a table at ascending places, in one walk.
class TableWalk {
 public:
  explicit TableWalk(const Law1D& law) : points_(law.points()), levels_(law.levels()) {}
  double operator()(double x) {
    while (next_ < points_.size() && points_[next_] <= x) ++next_;
    if (next_ == 0) return 0;
    if (next_ == points_.size()) return 1;
    const double fraction = (x - points_[next_ - 1]) / (points_[next_] - points_[next_ - 1]);
    return levels_[next_ - 1] + (levels_[next_] - levels_[next_ - 1]) * fraction;
  }

 private:
  const std::vector<double>&points_, &levels_;
  std::size_t next_ = 0;
};

/// The empirical function is constant between sample points and the other one monotone: the supremum is at a
/// sample point, from the left or from the right.
double ks_sample_table(const Law1D& sample, const Law1D& table) {
  TableWalk walk(table);
  const double n = static_cast<double>(sample.points().size());
  double largest = 0, count = 0;
  for (const double x : sample.points()) {
    const double level = walk(x);
    largest = std::max({largest, std::abs(level - count / n), std::abs(level - (count + 1) / n)});
    ++count;
  }
  return largest;
}

/// The difference is linear between the nodes of both: the supremum is at a node.
double ks_tables(const Law1D& a, const Law1D& b) {
  double largest = 0;
  for (const auto* laws : {&a, &b}) {
    TableWalk walk(laws == &a ? b : a);
    for (std::size_t i = 0; i < laws->points().size(); ++i)
      largest = std::max(largest, std::abs(laws->levels()[i] - walk(laws->points()[i])));
  }
  return largest;
}

}  // namespace

double ks_distance(const Law1D& a, const Law1D& b) {
  if (a.is_sample() && b.is_sample()) return ks_sorted(a.points(), b.points());
  if (a.is_sample()) return ks_sample_table(a, b);
  if (b.is_sample()) return ks_sample_table(b, a);
  return ks_tables(a, b);
}

double w1_distance(const Law1D& a, const Law1D& b) {
  if (a.is_sample() && b.is_sample()) return wasserstein_sorted(a.points(), b.points(), 1);
  return quantile_integral(a, b, mean_absolute);
}

double w2_distance(const Law1D& a, const Law1D& b) {
  if (a.is_sample() && b.is_sample()) return wasserstein_sorted(a.points(), b.points(), 2);
  return std::sqrt(quantile_integral(a, b, mean_square));
}

}  // namespace kolmo
