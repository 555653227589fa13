#include "kolmo/transport/grid/displacement_interpolation.hpp"

#include "kolmo/core/errors.hpp"

namespace kolmo::transport {
namespace {

/// Quantiles of a table while the level rises from 0 to 1.
class Rising {
 public:
  explicit Rising(const Law1D& law) : x_(law.points()), levels_(law.levels()) {}
  bool at_end() const { return next_ == x_.size(); }
  double next_level() const { return levels_[next_]; }
  void step() { ++next_; }
  /// Between the last node and the next.
  double quantile(double level) const {
    const double low = levels_[next_ - 1];
    if (at_end() || level <= low) return x_[next_ - 1];
    return x_[next_ - 1] + (x_[next_] - x_[next_ - 1]) * ((level - low) / (levels_[next_] - low));
  }

 private:
  const std::vector<double>& x_;
  const std::vector<double>& levels_;
  std::size_t next_ = 1;
};

}  // namespace

Law1D displacement_interpolation(const Law1D& from, const Law1D& to, double t) {
  require(t >= 0 && t <= 1, "part of the path", t, "must be within [0, 1]");
  if (from.is_sample() || to.is_sample())
    throw InvalidArgument("displacement interpolation: both laws must be tables of distribution functions");
  if (t == 0) return from;
  if (t == 1) return to;
  Rising a(from), b(to);
  std::vector<double> x, levels;
  double level = 0;
  const auto add = [&] {
    const double place = (1 - t) * a.quantile(level) + t * b.quantile(level);
    if (!x.empty() && !(place > x.back())) {  // levels that rounding cannot tell apart
      levels.back() = level;
      return;
    }
    x.push_back(place);
    levels.push_back(level);
  };
  add();
  while (!a.at_end() || !b.at_end()) {
    const bool first = !a.at_end() && (b.at_end() || a.next_level() <= b.next_level());
    const bool both =
        !a.at_end() && !b.at_end() && a.next_level() == b.next_level() && a.next_level() > level;
    level = first ? a.next_level() : b.next_level();
    if (first) a.step();
    if (!first || both) b.step();
    add();
  }
  levels.back() = 1;
  return Law1D::from_cdf(std::move(x), std::move(levels));
}

}  // namespace kolmo::transport
