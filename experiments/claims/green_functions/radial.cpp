#include "claims/green_functions/radial.hpp"

#include <cmath>

namespace kolmo::claims::green_functions {

At at(const green_flow::GreenKernel& kernel, double t, double r) {
  green_flow::RadialTerms terms;
  kernel.terms(t, Eigen::ArrayXd::Constant(1, r), false, terms);
  return {std::exp(terms.log_density(0)), terms.rate(0)};
}

double sphere_area(Index d) { return std::exp(green_flow::log_sphere_area(d)); }

}  // namespace kolmo::claims::green_functions
