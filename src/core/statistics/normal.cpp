#include "kolmo/core/statistics/normal.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <numbers>

namespace kolmo {

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double normal_upper_tail(double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); }

double normal_upper_quantile(double tail) { return std::sqrt(2.0) * boost::math::erfc_inv(2 * tail); }

}  // namespace kolmo
