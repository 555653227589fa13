#include "kolmo/measure/problems/harmonic_well.hpp"

#include <cmath>

#include "kolmo/density/potentials.hpp"

namespace kolmo::measure {

process::UnderdampedLangevin HarmonicWell::process() const {
  return {std::make_shared<density::QuadraticPotential>(stiffness, Eigen::VectorXd::Constant(1, centre)),
          friction, temperature};
}

process::LinearProcess HarmonicWell::linear() const {
  Eigen::Matrix2d a, g = Eigen::Matrix2d::Zero();
  a << 0, 1, -stiffness, -friction;
  g(1, 1) = std::sqrt(2 * friction * temperature);
  return {a, Eigen::Vector2d(centre, 0), g};
}

Grid HarmonicWell::grid(Index cells) const {
  const double deviation = std::sqrt(temperature);
  const double p = 6.6 * deviation + 1, q = 6.6 * deviation / std::sqrt(stiffness) + 2;
  return Grid({{centre - q - 0.1, centre + q, cells}, {-p, p, cells}});
}

double HarmonicWell::autocorrelation(double t) const {
  const double half = friction / 2, square = stiffness - half * half, w = std::sqrt(std::abs(square));
  const double decay = temperature * std::exp(-half * t);
  if (w < 1e-6) return decay * (1 - half * t);
  if (square > 0) return decay * (std::cos(w * t) - half / w * std::sin(w * t));
  return decay * (std::cosh(w * t) - half / w * std::sinh(w * t));
}

density::GaussianMixture GaussianStart::density() const {
  Points at(1, 2);
  at << mean(0), mean(1);
  return density::GaussianMixture(Eigen::ArrayXd::Ones(1), at, density::Covariances::full({covariance}));
}

}  // namespace kolmo::measure
