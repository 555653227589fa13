#include "relaxation/line_integrals.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::relaxation {
namespace {

struct Coefficients {
  Eigen::ArrayXd drift, diffusivity;
};

Coefficients coefficients(const process::Process& process, const Eigen::ArrayXd& x) {
  const Points places = x;
  Points f(x.size(), 1), g(x.size(), 1);
  process.drift(0, places, f);
  if (process.noise_kind() == process::NoiseKind::scalar) {
    g.setConstant(process.diffusion(0));
  } else {
    process.diffusion_diagonal(0, places, g);
  }
  return {f.col(0), g.col(0).square() / 2};
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

LineIntegrals::LineIntegrals(const process::Process& process, const std::vector<double>& places) {
  x_.push_back(places.front());
  for (std::size_t k = 1; k < places.size(); ++k) {
    const double width = (places[k] - places[k - 1]) / static_cast<double>(2 * cells);
    for (std::size_t i = 1; i <= 2 * cells; ++i)
      x_.push_back(i == 2 * cells ? places[k] : places[k - 1] + static_cast<double>(i) * width);
    half_width_.insert(half_width_.end(), cells, width);
  }
  const Eigen::ArrayXd steps = increments(process, x_);
  psi_.push_back(0);
  for (const double step : steps) psi_.push_back(psi_.back() + step);
  reference_ = *std::max_element(psi_.begin(), psi_.end());
  const Coefficients c =
      coefficients(process, Eigen::Map<const Eigen::ArrayXd>(x_.data(), static_cast<Index>(x_.size())));
  for (std::size_t i = 0; i < x_.size(); ++i) {
    const double d = c.diffusivity(static_cast<Index>(i));
    diffusivity_.push_back(d);
    speed_.push_back(std::exp(psi_[i] - reference_) / d);
    scale_.push_back(std::exp(reference_ - psi_[i]));
    if (std::isfinite(speed_.back())) continue;
    throw NumericalFailure("the integral of speed is not finite at x = " + number_text(x_[i], 6) +
                           ": the noise vanishes there; take a domain that leaves that place out");
  }
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

LineIntegrals::Stationary LineIntegrals::at_rest(bool ring) const {
  const std::size_t n = x_.size();
  std::vector<double> density = speed_;
  double flux = 0;
  if (ring) {
    // e^{reference} stands before both, so that it cancels: u = e^{Ψ − reference} […].
    const std::vector<double> below = running(scale_);
    const double turn = std::exp(-psi_.back());
    for (std::size_t i = 0; i < n; ++i) density[i] *= below.back() - below[i] + turn * below[i];
    flux = -std::expm1(-psi_.back());
  }
  const double mass = integral(density, 0, n - 1);
  std::vector<double> weighted(n);
  for (std::size_t i = 0; i < n; ++i) weighted[i] = (x_[i] - x_.front()) * density[i];
  const double shifted = integral(weighted, 0, n - 1) / mass;
  for (std::size_t i = 0; i < n; ++i) weighted[i] = std::pow(x_[i] - x_.front() - shifted, 2) * density[i];
  return {x_.front() + shifted, integral(weighted, 0, n - 1) / mass, flux / mass};
}

double LineIntegrals::mean_time(std::size_t from, std::size_t to) const {
  const std::vector<double> below = running(speed_);
  std::vector<double> slope(x_.size());
  const bool up = from < to;
  for (std::size_t i = 0; i < x_.size(); ++i)
    slope[i] = scale_[i] * (up ? below[i] : below.back() - below[i]);
  return integral(slope, at(up ? from : to), at(up ? to : from));
}

double LineIntegrals::transition_flux(std::size_t from, std::size_t to) const {
  return 1 / (integral(speed_, 0, x_.size() - 1) *
              integral(scale_, at(std::min(from, to)), at(std::max(from, to))));
}

}  // namespace kolmo::relaxation
