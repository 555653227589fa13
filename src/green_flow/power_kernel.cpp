#include "kolmo/green_flow/power_kernel.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <numbers>

#include "green_flow/elementwise.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::green_flow {

PowerKernel::PowerKernel(Index dimension, double further_dimensions)
    : dimension_(dimension), further_(further_dimensions) {
  require(dimension >= 1, "d", static_cast<double>(dimension), "at least one dimension is wanted");
  require(further_dimensions > 0 && std::isfinite(further_dimensions), "D", further_dimensions,
          "a positive, finite number of further dimensions is wanted (1 is the Poisson flow)");
  const double d = static_cast<double>(dimension);
  log_constant_ =
      std::lgamma(0.5 * (d + further_)) - 0.5 * d * std::log(std::numbers::pi) - std::lgamma(0.5 * further_);
  name_ = further_ == 1 ? "poisson" : "pfgm_" + number_text(further_);
}

// log φ = log C + D log t − (d+D)/2 log(t² + r²), in the unit t so that no square overflows.
void PowerKernel::terms(double t, const ConstValues& r, bool second, RadialTerms& out) const {
  require_positive_time(t);
  const double d = static_cast<double>(dimension_), power = d + further_;
  const auto z2 = (r / t).square();
  out.log_density = log_constant_ - d * std::log(t) - 0.5 * power * log_of(1 + z2);
  out.rate.setConstant(r.size(), 1 / t);
  if (!second) return;
  out.fall = power / (1 + z2) / (t * t);
  out.stretch.setZero(r.size());
}

double PowerKernel::radial_distribution(double t, double r) const {
  require_positive_time(t);
  const double z = r / t, z2 = z * z, a = 0.5 * static_cast<double>(dimension_), b = 0.5 * further_;
  // The smaller of z²/(1 + z²) and its complement keeps its digits.
  return z < 1 ? boost::math::ibeta(a, b, z2 / (1 + z2)) : boost::math::ibetac(b, a, 1 / (1 + z2));
}

double PowerKernel::radius(double t, double u) const {
  require_positive_time(t);
  double rest = 0;
  const double share =
      boost::math::ibeta_inv(0.5 * static_cast<double>(dimension_), 0.5 * further_, u, &rest);
  return t * std::sqrt(share / rest);
}

}  // namespace kolmo::green_flow
