#include "kolmo/process/mean_exit_time.hpp"
#include "kolmo/process/gradient_flow.hpp"

#include <algorithm>
#include <boost/math/quadrature/exp_sinh.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "kolmo/core/errors.hpp"

namespace kolmo::process {
namespace {

/// Estimates of relative errors; those of a Gauss–Kronrod rule are of its coarser half, and far too large.
constexpr double tolerance = 1e-11, tolerance_outer = 1e-9;
/// A quadrature's own estimate of its relative error must fall below this.
constexpr double largest_error = 1e-8;
constexpr unsigned most_halvings = 8;
/// e to this power is 0.
constexpr double vanishing = -800;

using Point = Eigen::Array<double, 1, 1>;

[[noreturn]] void diverges(const std::string& what) {
  throw NumericalFailure("mean exit time: the quadrature of " + what +
                         " does not converge: the mean is infinite, or a coefficient is not finite there");
}

/// What a rule gives, or NumericalFailure: rule(error, l1) integrates.
template <class Rule>
double integral(const std::string& what, const Rule& rule) {
  double error = 0, l1 = 0, value = 0;
  try {
    value = rule(&error, &l1);
  } catch (const NumericalFailure&) {
    throw;
  } catch (const std::exception&) {
    diverges(what);
  }
  if (!std::isfinite(value) || !(error <= largest_error * l1)) diverges(what);
  return value;
}

/// ∫ by the rule of the interval [0, 1]: Boost's adaptive rule compares the error of the standard interval
/// with a tolerance of the given one, so that a short interval would never be good enough.
template <class Function>
double finite_integral(const Function& function, double from, double to, double relative,
                       const std::string& what) {
  if (from == to) return 0;
  if (from > to) return -finite_integral(function, to, from, relative, what);
  using Rule = boost::math::quadrature::gauss_kronrod<double, 31>;
  const double length = to - from;
  const auto on_unit = [&](double s) { return function(from + length * s); };
  return length * integral(what, [&](double* error, double* l1) {
           return Rule::integrate(on_unit, 0.0, 1.0, most_halvings, relative, error, l1);
         });
}

double value_of(const density::Potential& potential, double x) {
  const Point point(x);
  Eigen::Array<double, Eigen::Dynamic, 1> out(1);
  potential.value(Eigen::Map<const Points>(point.data(), 1, 1), out);
  return out(0);
}

double curvature_of(const density::Potential& potential, double x) {
  const Point point(x);
  Eigen::Array<double, Eigen::Dynamic, 1> out(1);
  potential.laplacian(Eigen::Map<const Points>(point.data(), 1, 1), out);
  return out(0);
}

double drift_of(const Process& process, double x) {
  const Point point(x);
  Points out(1, 1);
  process.drift(0, Eigen::Map<const Points>(point.data(), 1, 1), out);
  return out(0, 0);
}

}  // namespace

MeanExitTime::MeanExitTime(const Process& process, double lower, double upper)
    : process_(process), lower_(lower), upper_(upper) {
  require(process.dimension() == 1, "dimension of the process", static_cast<double>(process.dimension()),
          "must be 1");
  require(lower < upper, "lower", lower, "must be less than upper");
  const bool bounded = std::isfinite(lower) && std::isfinite(upper);
  require(std::isfinite(lower) || std::isfinite(upper), "upper", upper, "must be finite, or lower");
  const NoiseKind kind = process.noise_kind();
  if (kind != NoiseKind::scalar && kind != NoiseKind::diagonal) {
    throw InvalidArgument("process = '" + process.name() + "': must have scalar or diagonal noise");
  }
  centre_ = bounded ? 0.5 * (lower + upper) : (std::isfinite(lower) ? lower : upper);
  if (const auto gradient = gradient_structure(process)) {
    potential_ = [gradient](double x) { return value_of(*gradient->potential, x) / gradient->temperature; };
  }
  if (!bounded) {
    find_lengths();
    return;
  }
  const double moment =
      finite_integral([this](double y) { return std::exp(drop(y, centre_)) * speed_integral(y); }, lower,
                      upper, tolerance_outer, "the speed measure");
  constant_ = moment / scale_integral(lower, upper);
}

double MeanExitTime::speed(double z) const {
  const Point point(z);
  Points g(1, 1);
  process_.diffusion_diagonal(0, Eigen::Map<const Points>(point.data(), 1, 1), g);
  return 2 / (g(0, 0) * g(0, 0));
}

double MeanExitTime::drop(double y, double z) const {
  if (potential_) return potential_(y) - potential_(z);
  using Rule = boost::math::quadrature::gauss_kronrod<double, 61>;
  const double length = y - z;
  const auto slope_of_scale = [this, z, length](double s) {
    const double x = z + length * s;
    return -drift_of(process_, x) * speed(x) * length;
  };
  return integral("the scale function", [&](double* error, double* l1) {
    const double value = Rule::integrate(slope_of_scale, 0.0, 1.0, most_halvings, tolerance, error, l1);
    *l1 += 1;  // Φ enters as e^Φ: its error counts absolutely
    return value;
  });
}

void MeanExitTime::find_lengths() {
  const double sign = std::isfinite(upper_) ? -1 : 1, wall = centre_;
  const double smallest =
      std::max(std::abs(wall) * std::numeric_limits<double>::epsilon(), std::numeric_limits<double>::min());
  decay_length_ = reach_ = std::numeric_limits<double>::infinity();
  for (double s = std::ldexp(1.0, std::ilogb(smallest)); std::isfinite(wall + sign * s); s *= 2) {
    double change = 0;
    try {
      change = drop(wall, wall + sign * s);
    } catch (const NumericalFailure&) {
      return;
    }
    if (std::isinf(decay_length_) && !(std::abs(change) < 1)) decay_length_ = s;
    if (change < vanishing) {
      reach_ = s;
      return;
    }
  }
}

double MeanExitTime::weight(double y, double z) const {
  double exponent = 0;
  try {
    exponent = drop(y, z);
  } catch (const NumericalFailure&) {
    // a drift that overflows far out, where e^{Φ(y) − Φ(z)} is 0
    if (std::abs(z - centre_) > reach_) return 0;
    throw;
  }
  return speed(z) * std::exp(exponent);
}

double MeanExitTime::scale_integral(double from, double to) const {
  return finite_integral([this](double y) { return std::exp(drop(y, centre_)); }, from, to, tolerance,
                         "the scale function");
}

double MeanExitTime::speed_integral(double y) const {
  return finite_integral([this](double z) { return speed(z) * std::exp(-drop(z, centre_)); }, centre_, y,
                         tolerance, "the speed measure");
}

void MeanExitTime::require_inside(double x) const {
  require(std::isfinite(x) && x >= lower_ && x <= upper_, "x", x, "must lie between lower and upper");
}

double MeanExitTime::slope(double y) const {
  require_inside(y);
  if (std::isfinite(lower_) && std::isfinite(upper_)) {
    return std::exp(drop(y, centre_)) * (constant_ - speed_integral(y));
  }
  if (std::isinf(decay_length_)) diverges("the speed measure");
  static boost::math::quadrature::exp_sinh<double> rule;
  const double sign = std::isfinite(upper_) ? -1 : 1;
  return sign * decay_length_ * integral("the speed measure", [&](double* error, double* l1) {
           return rule.integrate(
               [&](double s) {
                 const double z = y + sign * decay_length_ * s;
                 return weight(y, z);
               },
               tolerance, error, l1);
         });
}

double MeanExitTime::time(double x) const {
  require_inside(x);
  const auto from_wall = [this](double y) { return slope(y); };
  const std::string what = "the slope";
  if (!std::isfinite(upper_)) return finite_integral(from_wall, lower_, x, tolerance_outer, what);
  return -finite_integral(from_wall, x, upper_, tolerance_outer, what);
}

double MeanExitTime::upper_probability(double x) const {
  require_inside(x);
  if (!std::isfinite(lower_)) return 1;
  if (!std::isfinite(upper_)) return 0;
  return scale_integral(lower_, x) / scale_integral(lower_, upper_);
}

double MeanExitTime::boundary_slope(double x) const {
  const double above = upper_probability(x);
  const double up = std::isfinite(upper_) ? above * std::abs(slope(upper_)) : 0;
  const double down = std::isfinite(lower_) ? (1 - above) * std::abs(slope(lower_)) : 0;
  return up + down;
}

double kramers_time(const density::Potential& potential, double temperature, double minimum, double saddle) {
  require(potential.dimension() == 1, "dimension of the potential",
          static_cast<double>(potential.dimension()), "must be 1");
  require(std::isfinite(temperature) && temperature > 0, "temperature", temperature,
          "must be positive and finite");
  const double well = curvature_of(potential, minimum), barrier = curvature_of(potential, saddle);
  require(well > 0, "minimum", minimum, "must be a minimum of the potential: V'' > 0");
  require(barrier < 0, "saddle", saddle, "must be a saddle of the potential: V'' < 0");
  const double height = value_of(potential, saddle) - value_of(potential, minimum);
  return 2 * std::numbers::pi / std::sqrt(-well * barrier) * std::exp(height / temperature);
}

}  // namespace kolmo::process
