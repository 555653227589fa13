#include "kolmo/density/empirical_density.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::density {

GaussianMixture empirical_density(const Points& data, double bandwidth) {
  const Index n = data.rows();
  require(n >= 1, "number of data points", static_cast<double>(n), "must be at least 1");
  require(std::isfinite(bandwidth) && bandwidth > 0, "bandwidth", bandwidth, "must be positive and finite");
  return {Eigen::ArrayXd::Constant(n, 1 / static_cast<double>(n)), data,
          Covariances::isotropic(Eigen::ArrayXd::Constant(n, bandwidth * bandwidth), data.cols())};
}

}  // namespace kolmo::density
