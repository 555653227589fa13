#include "kolmo/transport/gaussian/gaussian_bridge.hpp"

#include <cmath>

namespace kolmo::transport {

double GaussianBridge::covariance() const {
  const double product = deviation_0 * deviation_0 * deviation_1 * deviation_1;
  // without the difference of the two terms
  return 2 * product / (std::sqrt(4 * product + epsilon * epsilon) + epsilon);
}

double GaussianBridge::mean(double t) const { return (1 - t) * mean_0 + t * mean_1; }

double GaussianBridge::variance(double t) const {
  const double s = 1 - t;
  return s * s * deviation_0 * deviation_0 + t * t * deviation_1 * deviation_1 + 2 * t * s * covariance() +
         epsilon * t * s;
}

double GaussianBridge::drift_slope(double t) const {
  const double with_end = (1 - t) * covariance() + t * deviation_1 * deviation_1;  // Cov(X_t, X_1)
  return (with_end / variance(t) - 1) / (1 - t);
}

double GaussianBridge::drift(double t, double x) const {
  return mean_1 - mean_0 + drift_slope(t) * (x - mean(t));
}

double GaussianBridge::mccann_variance(double t) const {
  const double s = (1 - t) * deviation_0 + t * deviation_1;
  return s * s;
}

}  // namespace kolmo::transport
