#include "quantiles.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>

namespace kolmo::verify {

double normal_upper_quantile(double tail) { return std::sqrt(2.0) * boost::math::erfc_inv(2 * tail); }

double student_quantile_like(double z, double degrees) {
  const double tail = std::erfc(z / std::sqrt(2.0)) / 2;
  return boost::math::quantile(boost::math::complement(boost::math::students_t(degrees), tail));
}

}  // namespace kolmo::verify
