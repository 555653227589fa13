#pragma once
// A potential at one place.

#include "kolmo/density/potential.hpp"

namespace kolmo::density {

/// V(x), x of the potential's dimension.
inline double value_at(const Potential& potential, const Eigen::VectorXd& x) {
  const Points point = x.transpose().array();
  Eigen::ArrayXd value(1);
  potential.value(point, value);
  return value(0);
}

/// V(x) on the line.
inline double value_at(const Potential& potential, double x) {
  return value_at(potential, Eigen::VectorXd::Constant(1, x));
}

}  // namespace kolmo::density
