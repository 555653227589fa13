#include "process/exit/scale_panels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::process {
namespace {

/// Of a series, beside its largest coefficient or 1 (Φ enters as e^Φ: its error counts absolutely).
constexpr double rest_allowed = 1e-13;
/// Of Φ over a panel: the series of e^{3s} ends at 3^19/(2^19 19!) ≈ 2e−14 of e^3.
constexpr double largest_rise = 6;
/// e^−745 is 0.
constexpr double vanishing = 745;
constexpr std::size_t most_panels = std::size_t{1} << 17;
/// Doublings in a row after which ∫(2/g²)e^{−Φ} is taken for finished, when little is left.
constexpr int quiet_doublings = 8;

/// A few ε.
constexpr double rounding = 16 * std::numeric_limits<double>::epsilon();
/// Halvings that leave more than three quarters of the rest of a series, after which it is taken for rounding
/// if it is below this times what is asked for.
constexpr int most_stalled = 6;
constexpr double largest_rounding = 1e7;

}  // namespace

ScalePanels::ScalePanels(const Process& process, double wall, double far)
    : process_(process), wall_(wall), far_(far), open_(std::isinf(far)) {
  if (open_) {
    to_infinity(wall, far > 0 ? 1 : -1);
  } else {
    halve(wall, far, std::ldexp(std::abs(far - wall), -48), {});
  }
  require_bounded(wall);
}

std::size_t ScalePanels::find(double x) const {
  const auto beyond = [](double value, const ScalePanel& panel) {
    return panel.step > 0 ? value < panel.from : value > panel.from;
  };
  const auto after = std::upper_bound(panels_.begin(), panels_.end(), x, beyond);
  return after == panels_.begin() ? 0 : static_cast<std::size_t>(after - panels_.begin()) - 1;
}

void ScalePanels::fail(double x, const std::string& what) {
  throw NumericalFailure("mean exit time: " + what + " at x = " + number_text(x, 8));
}

/// Whether drift and noise are finite there, and the noise is not 0.
bool ScalePanels::make(double from, double to, ScalePanel& panel) const {
  panel.from = from;
  panel.step = (to - from) / 2;
  Points x(series_points, 1), f(series_points, 1), g(series_points, 1);
  for (int j = 0; j < series_points; ++j) x(j, 0) = panel.x_of(LegendreSeries::nodes()(j));
  process_.drift(0, x, f);
  process_.diffusion_diagonal(0, x, g);
  const SeriesValues speed = 2 / g.col(0).square();
  const SeriesValues slope = (panel.step < 0 ? 1 : -1) * f.col(0) * speed;
  if (!f.isFinite().all() || !speed.isFinite().all() || !slope.isFinite().all()) return false;
  panel.speed = LegendreSeries(speed);
  panel.slope = LegendreSeries(slope);
  panel.rise = panel.phi(1);
  // Places are rounded: of what a coefficient changes by on the panel, ε|x| beside its length is noise.
  const double noise = rounding * std::max(std::abs(from), std::abs(to)) / panel.half(),
               rise = panel.half() * panel.slope.largest();
  panel.rest =
      std::max(panel.speed.rest() / (panel.speed.largest() * (rest_allowed + noise)),
               panel.half() * panel.slope.rest() / (std::max(1.0, rise) * rest_allowed + rise * noise));
  panel.resolved = panel.rest <= 1 && panel.half() * slope.abs().maxCoeff() <= largest_rise / 2;
  SeriesValues inner;
  for (int j = 0; j < series_points; ++j)
    inner(j) = speed(j) * std::exp(-panel.phi(LegendreSeries::nodes()(j)));
  panel.inner = LegendreSeries(inner);
  return true;
}

void ScalePanels::append(const ScalePanel& panel) {
  panels_.push_back(panel);
  ScalePanel& last = panels_.back();
  if (panels_.size() == 1 && dropped_) last.resolved = false;
  last.start = panels_.size() == 1 ? 0 : panels_.end()[-2].start + panels_.end()[-2].rise;
  if (open_ && last.start + last.rise >= vanishing) ended_ = true;
  if (panels_.size() > most_panels) fail(panel.from, "drift or noise vary too fast to be resolved");
}

void ScalePanels::halve(double from, double to, double shortest, Stall stall) {
  if (ended_) return;
  ScalePanel panel{};
  const bool finite = make(from, to, panel);
  const double middle = from + (to - from) / 2;
  const bool last = !(std::abs(to - from) > shortest) || middle == from || middle == to;
  if (finite) {
    stall.generations = panel.rest > 0.75 * stall.rest ? stall.generations + 1 : 0;
    stall.rest = panel.rest;
    if (!panel.resolved && stall.generations > most_stalled && panel.rest < largest_rounding &&
        std::abs(panel.rise) <= largest_rise)
      panel.resolved = true;
  }
  if (finite && (panel.resolved || last)) return append(panel);
  if (!last) {
    halve(from, middle, shortest, stall);
    halve(middle, to, shortest, stall);
    return;
  }
  if (open_) {
    ended_ = true;
  } else if (from == wall_) {
    dropped_ = true;
  } else if (to == far_ && !panels_.empty()) {
    panels_.back().resolved = false;
  } else {
    fail(from, "drift or noise are not finite, or the noise vanishes,");
  }
}

/// A place within, not at an end, where Φ itself runs away.
void ScalePanels::require_bounded(double wall) const {
  if (panels_.empty()) fail(wall, "drift or noise are not finite, or the noise vanishes,");
  for (std::size_t k = 1; k + 1 < panels_.size(); ++k)
    if (!(panels_[k].resolved || panels_[k].rest < largest_rounding || std::abs(panels_[k].rise) < 0.1))
      fail(panels_[k].from, "the drift, beside the noise, grows without bound");
}

void ScalePanels::to_infinity(double wall, double sign) {
  const double smallest =
      std::max(std::abs(wall) * std::numeric_limits<double>::epsilon(), std::numeric_limits<double>::min());
  double width = std::ldexp(1.0, std::ilogb(smallest)), left = 0;
  long double sum = 0, before = 0;
  for (int quiet = 0; !ended_ && quiet < quiet_doublings;) {
    const double from = wall + sign * left, to = wall + sign * (left + width);
    if (!std::isfinite(to))
      throw NumericalFailure(
          "mean exit time: it is infinite: far from the wall nothing drives paths back in time; give the "
          "other "
          "side a \"reflecting\" or an \"absorbing\" wall, or more drift towards this one");
    const std::size_t first = panels_.size();
    halve(from, to, std::ldexp(width, -48), {});
    long double part = 0;
    for (std::size_t k = first; k < panels_.size(); ++k)
      part += static_cast<long double>(panels_[k].mass(1)) *
              std::exp(-static_cast<long double>(panels_[k].start));
    sum += part;
    // Parts that fall by a factor leave part · factor/(1 − factor).
    quiet = part < before && part * part <= 1e-14L * sum * (before - part) ? quiet + 1 : 0;
    before = part;
    left += width;
    if (left > width) width = left;
  }
}

}  // namespace kolmo::process
