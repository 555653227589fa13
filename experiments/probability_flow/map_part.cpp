// Is the flow's map from t = 0 to 1 the gradient of a convex function, as an optimal map is? Its Jacobian
// would be symmetric.

#include <cmath>

#include "probability_flow/parts.hpp"

namespace kolmo::probability_flow {
namespace {

/// |J₁₂ − J₂₁|/‖J‖ (Frobenius) of the flow's map at x, by central differences of 1e-4: their error is of
/// order 1e-8, and 1e-12/1e-4 of the tolerance.
double asymmetry(const density::GaussianMixture& data, const std::string& stepper, double x, double y) {
  const double width = 1e-4;
  Points start(4, 2);
  start << x + width, y, x - width, y, x, y + width, x, y - width;
  const Points end = carry(MixtureUnderVp(data), stepper, {0, 1}, start, 1e-12).places.back();
  Eigen::Matrix2d jacobian;
  jacobian.col(0) = (end.row(0) - end.row(1)).matrix().transpose() / (2 * width);
  jacobian.col(1) = (end.row(2) - end.row(3)).matrix().transpose() / (2 * width);
  return std::abs(jacobian(0, 1) - jacobian(1, 0)) / jacobian.norm();
}

}  // namespace

frame::Plan map_plan(const std::string& stepper) {
  frame::Plan plan{
      "The flow is a map, not a transport",
      "|J12 - J21|/|J| of the map from t = 0 to 1 under VP: 0 for every optimal map, as it is the gradient "
      "of a convex function."};
  plan.checks.push_back({"mixture", [=] {
                           return verify::value_check(0.258, asymmetry(three_components(), stepper, -1, 0.4),
                                                      5e-4, "another program, to three digits",
                                                      "three components in the plane, from (-1, 0.4)")
                               .shows("C5-37 C5-43", 0);
                         }});
  // The flow of a product law works on each coordinate alone.
  plan.checks.push_back(
      {"product", [=] {
         Points means(2, 2);
         means << -1.5, 0, 1.5, 0;
         const density::GaussianMixture law(Eigen::Array2d(0.4, 0.6), means,
                                            density::Covariances::isotropic(Eigen::Array2d(0.5, 0.5), 2));
         return verify::value_check(0, asymmetry(law, stepper, -1, 0.4), 1e-7, "a diagonal Jacobian",
                                    "two wells on one axis, a Gaussian on the other");
       }});
  // A Gaussian's flow is Σ^{−1/2} up to a factor: symmetric.
  plan.checks.push_back({"gaussian", [=] {
                           Eigen::Matrix2d covariance;
                           covariance << 0.5, 0.2, 0.2, 0.3;
                           const auto law = density::gaussian(Eigen::Vector2d(-2, 1), covariance);
                           return verify::value_check(0, asymmetry(law, stepper, -1, 0.4), 1e-7,
                                                      "x_t = M_t + (V_t/V_0)^(1/2) (x_0 - M_0)",
                                                      "one Gaussian, whose axes are not the coordinates'")
                               .shows("C5-43");
                         }});
  return plan;
}

}  // namespace kolmo::probability_flow
