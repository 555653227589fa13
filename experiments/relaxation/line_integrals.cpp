#include "relaxation/line_integrals.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::relaxation {
namespace {

/// f, D and D′.
struct Coefficients {
  Eigen::ArrayXd drift, diffusivity, slope;
};

Coefficients coefficients(const process::Process& process, const Eigen::ArrayXd& x) {
  const Points places = x;
  Points f(x.size(), 1), g(x.size(), 1), g_x = Points::Zero(x.size(), 1);
  process.drift(0, places, f);
  if (process.noise_kind() == process::NoiseKind::scalar) {
    g.setConstant(process.diffusion(0));
  } else {
    process.diffusion_diagonal(0, places, g);
    process.diffusion_derivative(0, places, g_x);
  }
  return {f.col(0), g.col(0).square() / 2, g.col(0) * g_x.col(0)};
}

Coefficients coefficients_at(const process::Process& process, std::initializer_list<double> places) {
  Eigen::ArrayXd x(static_cast<Index>(places.size()));
  std::copy(places.begin(), places.end(), x.begin());
  return coefficients(process, x);
}

/// Of D in the middle: less than that at an end is noise that vanishes there.
constexpr double vanishing = 0x1p-30;
/// Of the stretch beside it: where the power law at such an end is taken from.
constexpr double nearest = 1e-7;

/// Places from `end` to `other`, `count` cells with a middle each: as a geometric series of distances from
/// the place, `beyond` behind the end, where D would vanish. The first is `first` away from the end.
std::vector<double> graded(double end, double other, double first, double beyond, std::size_t count) {
  const double whole = std::abs(other - end), sign = other > end ? 1 : -1;
  const double growth = std::log((whole + beyond) / (first + beyond)) / static_cast<double>(count);
  std::vector<double> x{end + sign * first};
  for (std::size_t k = 1; k <= count; ++k) {
    const double next =
        k == count ? other
                   : end + sign * ((first + beyond) * std::exp(growth * static_cast<double>(k)) - beyond);
    x.push_back(x.back() + (next - x.back()) / 2);
    x.push_back(next);
  }
  return x;
}

std::vector<double> even(double from, double to, std::size_t count) {
  const double width = (to - from) / static_cast<double>(2 * count);
  std::vector<double> x;
  for (std::size_t i = 0; i <= 2 * count; ++i)
    x.push_back(i == 2 * count ? to : from + static_cast<double>(i) * width);
  return x;
}

/// ∫ f/D from each point to the next.
Eigen::ArrayXd increments(const process::Process& process, const std::vector<double>& x) {
  const GaussLegendre<4> rule;
  const auto n = static_cast<Index>(x.size()) - 1;
  const Eigen::Map<const Eigen::ArrayXd> all(x.data(), n + 1);
  const Eigen::ArrayXd middle = (all.head(n) + all.tail(n)) / 2, half = (all.tail(n) - all.head(n)) / 2;
  Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(n);
  for (std::size_t k = 0; k < GaussLegendre<4>::half; ++k) {
    for (const double side : {-1.0, 1.0}) {
      const Coefficients c = coefficients(process, middle + side * rule.nodes[k] * half);
      sum += rule.weights[k] * half * c.drift / c.diffusivity;
    }
  }
  return sum;
}

}  // namespace

bool LineIntegrals::singular(const process::Process& process, double end, double inside) {
  const Coefficients c = coefficients_at(process, {end, inside});
  return !std::isfinite(c.drift(0)) || !(c.diffusivity(0) > vanishing * c.diffusivity(1));
}

/// How far behind an end D would vanish; large where it does not fall towards the end.
double LineIntegrals::beyond(const process::Process& process, double end, double inside) {
  const Coefficients c = coefficients_at(process, {end, inside});
  const double towards = inside > end ? c.slope(0) : -c.slope(0);
  return towards > 0 ? c.diffusivity(0) / towards : std::numeric_limits<double>::infinity();
}

std::vector<double> LineIntegrals::stretch(const process::Process& process, double from, double to,
                                           bool lower, bool upper) {
  const double whole = to - from, middle = from + whole / 2;
  const auto side = [&](double end, double other, std::size_t count) {
    if (singular(process, end, middle)) return graded(end, other, nearest * whole, 0, count);
    const double zero = beyond(process, end, middle);
    return zero < whole ? graded(end, other, 0, zero, count) : even(end, other, count);
  };
  if (lower && !upper) return side(from, to, cells);
  if (!lower && !upper) return even(from, to, cells);
  std::vector<double> up = lower ? side(from, middle, cells / 2) : std::vector<double>{};
  std::vector<double> down = side(to, lower ? middle : from, lower ? cells / 2 : cells);
  std::reverse(down.begin(), down.end());
  if (!up.empty()) up.pop_back();
  up.insert(up.end(), down.begin(), down.end());
  return up;
}

LineIntegrals::LineIntegrals(const process::Process& process, const std::vector<double>& places)
    : front_(places.front()), back_(places.back()) {
  for (std::size_t k = 1; k < places.size(); ++k) {
    const auto x = stretch(process, places[k - 1], places[k], k == 1, k + 1 == places.size());
    x_.insert(x_.end(), x.begin() + (k == 1 ? 0 : 1), x.end());
  }
  for (std::size_t i = 0; i + 2 < x_.size(); i += 2) half_width_.push_back((x_[i + 2] - x_[i]) / 2);
  const Eigen::ArrayXd steps = increments(process, x_);
  psi_.push_back(0);
  for (const double step : steps) psi_.push_back(psi_.back() + step);
  reference_ = *std::max_element(psi_.begin(), psi_.end());
  const Coefficients c =
      coefficients(process, Eigen::Map<const Eigen::ArrayXd>(x_.data(), static_cast<Index>(x_.size())));
  for (std::size_t i = 0; i < x_.size(); ++i) {
    speed_.push_back(std::exp(psi_[i] - reference_) / c.diffusivity(static_cast<Index>(i)));
    scale_.push_back(std::exp(reference_ - psi_[i]));
    if (std::isfinite(speed_.back())) continue;
    throw NumericalFailure("the integral of speed is not finite at x = " + number_text(x_[i], 6) +
                           ": the noise vanishes there; take a domain that leaves that place out");
  }
  lower_ = tail(process, front_, x_.front(), speed_.front());
  upper_ = tail(process, back_, x_.back(), speed_.back());
}

LineIntegrals::Tail LineIntegrals::tail(const process::Process& process, double wall, double near,
                                        double speed) {
  if (near == wall) return {};
  const double sign = near > wall ? 1 : -1, y = std::abs(near - wall);
  const Coefficients c = coefficients_at(process, {near, wall + 2 * (near - wall)});
  const double once = sign * y * (c.drift(0) - c.slope(0)) / c.diffusivity(0);
  const double twice = sign * 2 * y * (c.drift(1) - c.slope(1)) / c.diffusivity(1);
  const double a = 1 + 2 * once - twice, more = twice - once;
  // An error of 1e−6 of a makes one as large of the mass, and the smaller a is the less is it a law.
  if (!(a > 1e-6))
    throw InvalidArgument(
        "it has no law at rest: the noise vanishes at " + number_text(wall, 6) +
        " and the drift does not lead away from there, so that the density would go as "
        "y^" +
        number_text(a - 1, 3) +
        " at the distance y and paths end at that place; give it a drift that leads inside "
        "(mutation, immigration), or say \"absorbing\" at that side (what is still there has a "
        "quasi-stationary law; first_passage studies when it gets there)");
  const double mass = (1 - more) / a + more / (a + 1), first = (1 - more) / (a + 1) + more / (a + 2);
  return {y, speed * y * mass, speed * y * first};
}

double LineIntegrals::Tail::of(double at_wall, double near) const {
  return at_wall * (mass - first) + near * first;
}

double LineIntegrals::all_speed() const {
  return integral(speed_, 0, x_.size() - 1) + lower_.mass + upper_.mass;
}

double LineIntegrals::integral(const std::vector<double>& values, std::size_t first, std::size_t last) const {
  CompensatedSum sum;
  for (std::size_t i = first; i < last; i += 2)
    sum.add(half_width_[i / 2] / 3 * (values[i] + 4 * values[i + 1] + values[i + 2]));
  if (std::isfinite(sum.value())) return sum.value();
  throw NumericalFailure(
      "an integral of scale and speed is not finite between x = " + number_text(x_[first], 6) + " and " +
      number_text(x_[last], 6) +
      ": the potential rises by more than 700 T there; take sets or a domain without that");
}

std::vector<double> LineIntegrals::running(const std::vector<double>& values) const {
  std::vector<double> sums(values.size(), 0);
  CompensatedSum sum;
  for (std::size_t i = 0; i + 2 < values.size(); i += 2) {
    // The first half of the cell by the parabola through its three values.
    const double h = half_width_[i / 2];
    sums[i + 1] = sum.value() + h / 12 * (5 * values[i] + 8 * values[i + 1] - values[i + 2]);
    sum.add(h / 3 * (values[i] + 4 * values[i + 1] + values[i + 2]));
    sums[i + 2] = sum.value();
  }
  return sums;
}

std::vector<double> LineIntegrals::running_down(const std::vector<double>& values) const {
  std::vector<double> sums(values.size(), 0);
  CompensatedSum sum;
  for (std::size_t i = values.size() - 1; i >= 2; i -= 2) {
    const double h = half_width_[i / 2 - 1];
    sums[i - 1] = sum.value() + h / 12 * (5 * values[i] + 8 * values[i - 1] - values[i - 2]);
    sum.add(h / 3 * (values[i] + 4 * values[i - 1] + values[i - 2]));
    sums[i - 2] = sum.value();
  }
  return sums;
}

LineIntegrals::Stationary LineIntegrals::at_rest(bool ring) const {
  const std::size_t n = x_.size();
  std::vector<double> density = speed_;
  double flux = 0;
  if (ring) {
    // e^{reference} stands before both, so that it cancels: u = e^{Ψ − reference} […].
    const std::vector<double> below = running(scale_), above = running_down(scale_);
    const double turn = std::exp(-psi_.back());
    for (std::size_t i = 0; i < n; ++i) density[i] *= above[i] + turn * below[i];
    flux = -std::expm1(-psi_.back());
  }
  const double mass = integral(density, 0, n - 1) + lower_.mass + upper_.mass;
  const auto average = [&](const auto& phi) {
    std::vector<double> weighted(n);
    for (std::size_t i = 0; i < n; ++i) weighted[i] = phi(x_[i]) * density[i];
    return (integral(weighted, 0, n - 1) + lower_.of(phi(front_), phi(x_.front())) +
            upper_.of(phi(back_), phi(x_.back()))) /
           mass;
  };
  const double shifted = average([&](double x) { return x - front_; });
  const double variance = average([&](double x) { return std::pow(x - front_ - shifted, 2); });
  return {front_ + shifted, variance, flux / mass};
}

double LineIntegrals::mean_time(std::size_t from, std::size_t to) const {
  const std::vector<double> below = running(speed_);
  std::vector<double> slope(x_.size());
  const bool up = from < to;
  for (std::size_t i = 0; i < x_.size(); ++i)
    slope[i] = scale_[i] * (up ? lower_.mass + below[i] : below.back() - below[i] + upper_.mass);
  // From an end at which the noise vanishes: the slope is finite there.
  const bool whole = up ? from == 0 : at(from) + 1 == x_.size();
  const double rest = !whole ? 0 : up ? lower_.distance * slope.front() : upper_.distance * slope.back();
  return rest + integral(slope, at(up ? from : to), at(up ? to : from));
}

double LineIntegrals::transition_flux(std::size_t from, std::size_t to) const {
  return 1 / (all_speed() * integral(scale_, at(std::min(from, to)), at(std::max(from, to))));
}

}  // namespace kolmo::relaxation
