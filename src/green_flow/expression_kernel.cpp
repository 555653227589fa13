#include "kolmo/green_flow/expression_kernel.hpp"

#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <limits>

#include "green_flow/elementwise.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::green_flow {
namespace {

using density::Expression;
using density::ExpressionProgram;

Expression read(const std::string& text, const std::map<std::string, double>& parameters) {
  return {text, {.variables = {"r"}, .parameters = parameters, .time = true}};
}

}  // namespace

ExpressionKernel::ExpressionKernel(Index dimension, const std::string& text,
                                   const std::map<std::string, double>& parameters, double from, double to)
    : dimension_(dimension), text_(text), psi_(read(text, parameters)) {
  require(dimension >= 1, "d", static_cast<double>(dimension), "at least one dimension is wanted");
  require(from > 0 && from < to && std::isfinite(to), "from", from, "0 < from < to is wanted");
  const Expression in_r = psi_.derivative(0), in_t = psi_.derivative(Expression::time);
  first_ = ExpressionProgram({in_r, in_t});
  second_ = ExpressionProgram({in_r, in_t, in_r.derivative(0), in_t.derivative(0)});
  for (int k = 0; k <= 4; ++k) examine(from * std::pow(to / from, 0.25 * k));
  const double median = radius(from, 0.5), early = radius(std::ldexp(from, -60), 0.5);
  if (!(early < 0.1 * median))
    refuse(std::ldexp(from, -60), early, 0.5, "the law does not shrink to its source as t falls to 0");
  RadialTerms near;
  terms(from, Eigen::Array2d(std::ldexp(median, -40), std::ldexp(median, -20)), false, near);
  if (near.log_density(0) > near.log_density(1) + 1)
    singular_ = "the density of '" + text_ +
                "' has no bound at a data point: its derivative in r does not vanish there as r^" +
                number_text(dimension_ - 1);
  const double tail = 1 - radial_distribution(from, 64 * median),
               further = 1 - radial_distribution(from, 128 * median);
  finite_moments_below_ =
      further < 1e-12 ? std::numeric_limits<double>::infinity() : std::log2(tail / further);
}

void ExpressionKernel::refuse(double t, double r, double psi, const std::string& what) const {
  throw InvalidArgument("'" + text_ + "' is no radial distribution function: at t = " + number_text(t) +
                        ", r = " + number_text(r) + " it is " + number_text(psi) + ", and " + what);
}

// ψ on distances of powers of two about its median.
void ExpressionKernel::examine(double t) const {
  const double median = radius(t, 0.5);
  double last = 0;
  for (int k = -60; k <= 60; ++k) {
    const double r = std::ldexp(median, k), psi = radial_distribution(t, r);
    if (!(psi >= last - 1e-14 && psi <= 1 + 1e-14)) refuse(t, r, psi, "it must rise with r, from 0 to 1");
    if (k == -60 && psi > 1e-3) refuse(t, r, psi, "it must begin with 0 at r = 0");
    if (k == 60 && psi < 1 - 1e-3) refuse(t, r, psi, "it must tend to 1");
    last = psi;
  }
}

double ExpressionKernel::radial_distribution(double t, double r) const {
  require_positive_time(t);
  return psi_.at(t, Eigen::ArrayXd::Constant(1, r));
}

// Bracketed by doubling from r = t, which may have another unit.
double ExpressionKernel::radius(double t, double u) const {
  const auto above = [&](double r) { return radial_distribution(t, r) - u; };
  double low = t, high = t;
  for (int k = 0; above(low) > 0; ++k) {
    low *= 0.5;
    if (k > 500) refuse(t, low, u + above(low), "it must begin with 0 at r = 0");
  }
  for (int k = 0; !(above(high) >= 0); ++k) {
    high *= 2;
    if (k > 500) refuse(t, high, u + above(high), "it must tend to 1");
  }
  if (above(low) == 0) return low;
  std::uintmax_t rounds = 200;
  const auto end = boost::math::tools::toms748_solve(above, low, high,
                                                     boost::math::tools::eps_tolerance<double>(52), rounds);
  return 0.5 * (end.first + end.second);
}

// rate = −ψ_t/(r ψ_r); r ∂_r rate = (−ψ_rt + ψ_t ψ_rr/ψ_r)/ψ_r − rate; fall = ((d − 1)/r − ψ_rr/ψ_r)/r.
void ExpressionKernel::terms(double t, const ConstValues& r, bool second, RadialTerms& out) const {
  require_positive_time(t);
  Points at(r.size(), 1);
  at.col(0) = r;
  if ((r == 0).any()) at.col(0) = r.max(1e-8 * radius(t, 0.5));
  Points slopes(r.size(), second ? 4 : 2);
  (second ? second_ : first_).evaluate(t, at, slopes);
  const double further = static_cast<double>(dimension_ - 1);
  const auto x = at.col(0), in_r = slopes.col(0), in_t = slopes.col(1);
  out.log_density = log_of(in_r) - log_sphere_area(dimension_);
  if (dimension_ > 1) out.log_density -= further * log_of(x);
  out.rate = -in_t / (x * in_r);
  if (!second) return;
  out.fall = (further / x - slopes.col(2) / in_r) / x;
  out.stretch = (in_t * slopes.col(2) / in_r - slopes.col(3)) / in_r - out.rate;
}

}  // namespace kolmo::green_flow
