#include "kolmo/green_flow/radial_profile.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "green_flow/elementwise.hpp"
#include "kolmo/core/catalogue.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::green_flow {
namespace {

double real(Index d) { return static_cast<double>(d); }

/// log z^{1−d}, and its share (d − 1)/z² of the fall: what is singular at the source unless d = 1.
void add_singular_part(Index d, const ConstValues& z, Eigen::ArrayXd& shape, Eigen::ArrayXd* fall) {
  if (d == 1) return;
  shape -= (real(d) - 1) * log_of(z);
  if (fall) *fall += (real(d) - 1) / z.square();
}

/// F = tanh z: F′ = sech² z, log sech z = ln 2 − z − log(1 + e^{−2z}).
RadialProfile hyperbolic() {
  RadialProfile profile;
  profile.name = "tanh";
  profile.distribution = [](Index, double z) { return std::tanh(z); };
  profile.quantile = [](Index, double u) { return std::atanh(u); };
  profile.shape = [](Index d, const ConstValues& z, Eigen::ArrayXd& shape, Eigen::ArrayXd* fall) {
    shape = 2 * (std::numbers::ln2 - z - log_of(1 + exp_of(-2 * z)));
    if (fall) *fall = (z > 0).select(2 * tanh_of(z) / z, 2);
    add_singular_part(d, z, shape, fall);
  };
  profile.bounded_up_to = 1;
  return profile;
}

/// F = 1 − e^{−z}.
RadialProfile exponential() {
  RadialProfile profile;
  profile.name = "exponential";
  profile.distribution = [](Index, double z) { return -std::expm1(-z); };
  profile.quantile = [](Index, double u) { return -std::log1p(-u); };
  profile.shape = [](Index d, const ConstValues& z, Eigen::ArrayXd& shape, Eigen::ArrayXd* fall) {
    shape = -z;
    if (fall) *fall = (z > 0).select(1 / z, 0);  // the kink at the source: the mean of its sides
    add_singular_part(d, z, shape, fall);
  };
  profile.bounded_up_to = 1;
  return profile;
}

/// F = P(d/2, z²/2).
RadialProfile gaussian() {
  RadialProfile profile;
  profile.name = "gaussian";
  profile.distribution = [](Index d, double z) { return boost::math::gamma_p(0.5 * real(d), 0.5 * z * z); };
  profile.quantile = [](Index d, double u) {
    return std::sqrt(2 * boost::math::gamma_p_inv(0.5 * real(d), u));
  };
  profile.shape = [](Index d, const ConstValues& z, Eigen::ArrayXd& shape, Eigen::ArrayXd* fall) {
    const double half = 0.5 * real(d);
    shape = -0.5 * z.square() - ((half - 1) * std::numbers::ln2 + std::lgamma(half));
    if (fall) fall->setOnes(z.size());
  };
  return profile;
}

/// F = I_{z²/(1+z²)}(d/2, 1/2).
RadialProfile cauchy() {
  RadialProfile profile;
  profile.name = "cauchy";
  profile.distribution = [](Index d, double z) {
    return z < 1 ? boost::math::ibeta(0.5 * real(d), 0.5, z * z / (1 + z * z))
                 : boost::math::ibetac(0.5, 0.5 * real(d), 1 / (1 + z * z));
  };
  profile.quantile = [](Index d, double u) {
    double rest = 0;
    const double share = boost::math::ibeta_inv(0.5 * real(d), 0.5, u, &rest);
    return std::sqrt(share / rest);
  };
  profile.shape = [](Index d, const ConstValues& z, Eigen::ArrayXd& shape, Eigen::ArrayXd* fall) {
    const double log_constant = std::numbers::ln2 + std::lgamma(0.5 * (real(d) + 1)) -
                                std::lgamma(0.5 * real(d)) - 0.5 * std::log(std::numbers::pi);
    shape = log_constant - 0.5 * (real(d) + 1) * log_of(1 + z.square());
    if (fall) *fall = (real(d) + 1) / (1 + z.square());
  };
  profile.finite_moments_below = 1;
  return profile;
}

const Catalogue<RadialProfile>& profiles() {
  static const Catalogue<RadialProfile> all("radial profile",
                                            [](const RadialProfile& one) { return one.name; },
                                            {hyperbolic(), exponential(), gaussian(), cauchy()});
  return all;
}

}  // namespace

const std::vector<RadialProfile>& radial_profiles() { return profiles().all(); }

const RadialProfile& find_profile(std::string_view name) { return profiles().find(name); }

ProfileKernel::ProfileKernel(Index dimension, const RadialProfile& profile, Spread spread)
    : dimension_(dimension), profile_(profile), spread_(std::move(spread)) {
  require(dimension >= 1, "d", real(dimension), "at least one dimension is wanted");
}

double ProfileKernel::spread(double t) const {
  require_positive_time(t);
  const double s = spread_.value(t);
  require(s > 0 && std::isfinite(s), "s(t)", s, "the spread of a kernel is positive and finite for t > 0");
  return s;
}

void ProfileKernel::terms(double t, const ConstValues& r, bool second, RadialTerms& out) const {
  const double s = spread(t);
  const Eigen::ArrayXd z = r / s;
  profile_.shape(dimension_, z, out.log_density, second ? &out.fall : nullptr);
  out.log_density -= log_sphere_area(dimension_) + real(dimension_) * std::log(s);
  out.rate.setConstant(r.size(), spread_.derivative(t) / s);
  if (!second) return;
  out.fall /= s * s;
  out.stretch.setZero(r.size());
}

double ProfileKernel::radial_distribution(double t, double r) const {
  return profile_.distribution(dimension_, r / spread(t));
}

double ProfileKernel::radius(double t, double u) const {
  return spread(t) * profile_.quantile(dimension_, u);
}

std::string ProfileKernel::singular() const {
  if (profile_.bounded_up_to == 0 || dimension_ <= profile_.bounded_up_to) return {};
  return "the density of '" + profile_.name + "' grows like r^-" + number_text(dimension_ - 1) +
         " at every data point, at all times: d psi/dr does not vanish there as r^(d-1)";
}

double ProfileKernel::finite_moments_below() const {
  return profile_.finite_moments_below > 0 ? profile_.finite_moments_below
                                           : std::numeric_limits<double>::infinity();
}

}  // namespace kolmo::green_flow
