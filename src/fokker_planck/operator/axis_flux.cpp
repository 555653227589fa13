#include "axis_flux.hpp"

#include <cmath>
#include <limits>

#include "checks.hpp"
#include "grid_lines.hpp"
#include "vanishing_noise.hpp"

namespace kolmo::fokker_planck {
namespace {

using process::NoiseKind;
using process::Process;

constexpr double ulp = std::numeric_limits<double>::epsilon();

/// δ = (V(x_i + (to − from) h) − V(x_i))/T, x_i = lower + (i + from) h.
void take_potential(const process::GradientStructure& structure, const Grid& grid, Index axis, Index count,
                    double from, double to, Exponents& e) {
  Eigen::ArrayXd begin(e.delta.size()), end(e.delta.size());
  structure.potential->value(places(grid, axis, count, from), begin);
  structure.potential->value(places(grid, axis, count, to), end);
  e.delta = ((end - begin) / structure.temperature).reshaped(count, lines_along(grid, axis));
  e.rounding = (16 * ulp / structure.temperature * begin.abs().max(end.abs()))
                   .reshaped(e.delta.rows(), e.delta.cols());
}

}  // namespace

Exponents from_drift(const Process& process, const Grid& grid, Index axis, double t, Index count,
                     double offset, double step) {
  const Coefficients c = coefficients(process, places(grid, axis, count, offset), axis, t);
  const Index lines = lines_along(grid, axis);
  Exponents e{
      (-step * c.drift / c.diffusivity).reshaped(count, lines), c.diffusivity.reshaped(count, lines), {}};
  e.rounding = 16 * ulp * e.delta.abs();
  return e;
}

AxisFlux::AxisFlux(const TwoPointFlux& flux, const Process& process, const Grid& grid, const Setting& setting,
                   Index axis)
    : flux_(flux),
      process_(process),
      grid_(grid),
      setting_(setting),
      axis_(axis),
      n_(grid.axis(axis).cells),
      h_(grid.axis(axis).width()),
      structure_(flux.from_potential ? gradient_structure(process) : std::nullopt) {}

Exponents AxisFlux::inner() const {
  Exponents inner = exponents(n_ - 1, 1, 0.5, 1.5, h_);
  if (!flux_.fitted || structure_ || process_.noise_kind() != NoiseKind::diagonal) return inner;
  for (const Index side : {0, 1}) {
    if (setting_.boundaries.at(axis_, side) == Boundary::no_flux)
      fit_to_vanishing_noise(WallExponents(process_, grid_, axis_, side, setting_.time.value_or(0)),
                             inner.delta, inner.diffusivity);
  }
  return inner;
}

FaceRates AxisFlux::rates() const {
  const Exponents inner = this->inner();
  Exponents ends;
  if (setting_.boundaries.periodic(axis_)) ends = exponents(1, cells(), cells() - 0.5, cells() + 0.5, h_);
  const Leaks lower = leaks(0), upper = leaks(1);
  const bool same = shared(inner) && shared(ends) && lower.shared && upper.shared;
  const Index lines = same ? 1 : lines_along(grid_, axis_);
  FaceRates rates{Eigen::ArrayXXd(n_ - 1, lines), Eigen::ArrayXXd(n_ - 1, lines),
                  inner.delta.leftCols(lines)};
  if (structure_ && inner.rounding.size() > 0) rates.log_ratio_rounding = inner.rounding.minCoeff();
  for (Index k = 0; k < (n_ - 1) * lines; ++k) {
    rates.up.data()[k] = rate(inner, k, 1);
    rates.down.data()[k] = rate(inner, k, -1);
    if (!flux_.fitted) rates.log_ratio.data()[k] = std::log(rates.down.data()[k] / rates.up.data()[k]);
  }
  if (ends.delta.size() > 0) add_wrap(ends, rates);
  if (lower.rate.size() + upper.rate.size() > 0) {
    rates.leaks.setZero(2, lines);
    if (lower.rate.size() > 0) rates.leaks.row(0) = lower.rate.head(lines).transpose();
    if (upper.rate.size() > 0) rates.leaks.row(1) = upper.rate.head(lines).transpose();
  }
  return rates;
}

void AxisFlux::add_wrap(const Exponents& ends, FaceRates& rates) const {
  const Index lines = rates.up.cols();
  rates.wrap.resize(2, lines);
  for (Index k = 0; k < lines; ++k) rates.wrap(0, k) = rate(ends, k, 1), rates.wrap(1, k) = rate(ends, k, -1);
}

Exponents AxisFlux::exponents(Index count, double at, double from, double to, double step) const {
  const double t = setting_.time.value_or(0);
  Exponents e = from_drift(process_, grid_, axis_, t, count, at, step);
  if (structure_) take_potential(*structure_, grid_, axis_, count, from, to, e);
  for (Index k = 0; k < e.delta.size(); ++k) {
    if (std::isfinite(e.delta.data()[k])) continue;
    refuse_not_finite(process_.name(), places(grid_, axis_, count, at).row(k));
  }
  return e;
}

AxisFlux::Leaks AxisFlux::leaks(Index side) const {
  if (setting_.boundaries.at(axis_, side) != Boundary::absorbing) return {};
  if (process_.noise_kind() == NoiseKind::diagonal) {
    Eigen::ArrayXd rate = leaks_at_vanishing_noise(process_, grid_, axis_, side, setting_.time.value_or(0));
    if (rate.isFinite().all()) return {rate, ((rate - rate(0)).abs() <= 16 * ulp * rate(0)).all()};
  }
  const Exponents wall =
      side == 0 ? exponents(1, 0, 0.5, 0, -h_ / 2) : exponents(1, cells(), cells() - 0.5, cells(), h_ / 2);
  Leaks leaks{Eigen::ArrayXd(wall.delta.size()), shared(wall)};
  for (Index k = 0; k < leaks.rate.size(); ++k) leaks.rate(k) = 2 * rate(wall, k, 1);
  return leaks;
}

bool AxisFlux::shared(const Exponents& e) const {
  for (Index line = 1; line < e.delta.cols(); ++line) {
    const auto rounding = e.rounding.col(line).max(e.rounding.col(0));
    if (!((e.delta.col(line) - e.delta.col(0)).abs() <= rounding).all()) return false;
    const auto spread = 16 * ulp * e.diffusivity.col(0);
    if (!((e.diffusivity.col(line) - e.diffusivity.col(0)).abs() <= spread).all()) return false;
  }
  return true;
}

double AxisFlux::rate(const Exponents& e, Index k, double sign) const {
  return e.diffusivity.data()[k] / (h_ * h_) * flux_.weight(sign * e.delta.data()[k]);
}

}  // namespace kolmo::fokker_planck
