#include "kolmo/paths/gaussian_work.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "kolmo/core/errors.hpp"

namespace kolmo::paths {
namespace {

void require_valid(const HarmonicSwitching& switching) {
  require(switching.wells.size() >= 2, "wells", static_cast<double>(switching.wells.size()),
          "must be at least 2");
  require(std::isfinite(switching.step) && switching.step > 0, "step", switching.step,
          "must be positive and finite");
  for (const HarmonicWell& well : switching.wells) {
    require(std::isfinite(well.stiffness) && well.stiffness > 0, "stiffness", well.stiffness,
            "must be positive and finite");
    require(std::isfinite(well.centre), "centre", well.centre, "must be finite");
  }
}

/// x − centre ← keep (x − centre) + √variance ξ.
struct Transition {
  double keep, variance;
};

Transition transition(const HarmonicSwitching& switching, const HarmonicWell& well) {
  const double h = switching.step, k = well.stiffness;
  if (switching.move == HarmonicMove::euler_maruyama) return {1 - k * h, 2 * h};
  return {std::exp(-k * h), -std::expm1(-2 * k * h) / k};
}

/// e^{−½ a x² + b x + c}.
struct GaussianWeight {
  double a, b, c;

  void multiply(double factor, const HarmonicWell& well) {  // by e^{−factor U}
    a += factor * well.stiffness;
    b += factor * well.stiffness * well.centre;
    c -= 0.5 * factor * well.stiffness * well.centre * well.centre;
  }
  /// ∫ e^{…}(x) N(x′; shift + keep x, variance) dx; a + keep²/variance > 0.
  void carry(const Transition& move, double shift) {
    const double through = move.keep / move.variance, whole = a + through * move.keep;
    c += 0.5 * b * b / whole - 0.5 * std::log(whole * move.variance);
    b = through * b / whole;
    a = a / (whole * move.variance);
    c -= shift * (b + 0.5 * a * shift);
    b += a * shift;
  }
  double integral() const { return std::exp(c + 0.5 * b * b / a) * std::sqrt(2 * std::numbers::pi / a); }
};

}  // namespace

HarmonicSwitching HarmonicSwitching::reversed() const {
  HarmonicSwitching other = *this;
  std::reverse(other.wells.begin(), other.wells.end());
  return other;
}

double exponential_work_moment(const HarmonicSwitching& switching, double q) {
  require_valid(switching);
  const HarmonicWell& first = switching.wells.front();
  GaussianWeight weight{0, 0, 0.5 * std::log(first.stiffness / (2 * std::numbers::pi))};
  weight.multiply(1, first);
  for (std::size_t k = 1; k < switching.wells.size(); ++k) {
    const HarmonicWell& well = switching.wells[k];
    weight.multiply(q, well);
    weight.multiply(-q, switching.wells[k - 1]);
    const Transition move = transition(switching, well);
    if (!(weight.a + move.keep * move.keep / move.variance > 0))
      return std::numeric_limits<double>::infinity();
    weight.carry(move, well.centre * (1 - move.keep));
  }
  return weight.a > 0 ? weight.integral() : std::numeric_limits<double>::infinity();
}

double NormalWork::log_density(double w) const {
  return -0.5 * (w - mean) * (w - mean) / variance - 0.5 * std::log(2 * std::numbers::pi * variance);
}

NormalWork normal_work(const HarmonicSwitching& switching) {
  require_valid(switching);
  const double stiffness = switching.wells.front().stiffness;
  double y = 0, variance = 1 / stiffness;  // of x − centre
  double work = 0, covariance = 0, spread = 0;
  for (std::size_t k = 1; k < switching.wells.size(); ++k) {
    const HarmonicWell& well = switching.wells[k];
    require(well.stiffness == stiffness, "stiffness", well.stiffness,
            "must be the same at all levels: else the work is not normal");
    const double shift = well.centre - switching.wells[k - 1].centre, slope = -stiffness * shift;
    work += slope * y + 0.5 * stiffness * shift * shift;
    spread += slope * (slope * variance + 2 * covariance);
    covariance += slope * variance;
    const Transition move = transition(switching, well);
    y = move.keep * (y - shift);
    covariance *= move.keep;
    variance = move.keep * move.keep * variance + move.variance;
  }
  return {work, spread};
}

}  // namespace kolmo::paths
