// On which length a target varies along each axis.

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/sampling/chains/sample_target.hpp"
#include "log_density_at.hpp"

namespace kolmo::sampling {

double log_density_at(const Target& target, const Eigen::ArrayXd& x) {
  const Points at = x.transpose();
  Eigen::ArrayXd log(1);
  target.log_density(at, log);
  return log(0);
}

Eigen::ArrayXd axis_lengths(const Target& target, const Eigen::ArrayXd& start) {
  const double here = log_density_at(target, start);
  if (!std::isfinite(here))
    throw NumericalFailure("the log density is not finite where chains start: give another 'start'");
  Eigen::ArrayXd lengths(start.size());
  for (Index j = 0; j < start.size(); ++j) {
    int k = -300;
    const auto changed = [&](double by) {
      Eigen::ArrayXd x = start;
      x(j) += by;
      if (x(j) == start(j)) return false;
      return !(std::abs(log_density_at(target, x) - here) < 1);
    };
    while (k <= 300 && !changed(std::ldexp(1, k)) && !changed(-std::ldexp(1, k))) ++k;
    if (k > 300)
      throw NumericalFailure("the log density does not change along coordinate " + number_text(j + 1) +
                             " from where chains start: it cannot be normalised");
    lengths(j) = std::ldexp(1, k);
  }
  return lengths;
}

}  // namespace kolmo::sampling
