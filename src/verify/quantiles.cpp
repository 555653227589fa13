#include "quantiles.hpp"

#include <boost/math/distributions/students_t.hpp>

#include "kolmo/core/statistics/normal.hpp"

namespace kolmo::verify {

double student_quantile_like(double z, double degrees) {
  return boost::math::quantile(
      boost::math::complement(boost::math::students_t(degrees), normal_upper_tail(z)));
}

}  // namespace kolmo::verify
