// Many further dimensions: the Gaussian flow.

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/green_flow/power_kernel.hpp"
#include "kolmo/green_flow/radial_profile.hpp"
#include "poisson_flow/parts.hpp"
#include "poisson_flow/three_points.hpp"

namespace kolmo::poisson_flow {
namespace {

using namespace green_flow;

/// Points −1 and 1 with weights 0.3 and 0.7.
PointCloud pair() {
  Points points(2, 1);
  points << -1, 1;
  return {points, Eigen::Array2d(0.3, 0.7)};
}

constexpr double sigma = 0.8, place = 0.3;

/// dx/dσ of PFGM++ at t = σ√D less that of the Gaussian flow.
double difference(double further) {
  const GreenField power(std::make_shared<PowerKernel>(1, further), pair());
  const GreenField gauss(std::make_shared<ProfileKernel>(1, find_profile("gaussian")), pair());
  const double root = std::sqrt(further);
  return root * velocity_at(power, root * sigma, place) - velocity_at(gauss, sigma, place);
}

verify::OrderStudy rate_study() {
  verify::OrderStudy study;
  study.name = "gaussian_limit";
  study.long_name = "difference of dx/dsigma from the Gaussian flow";
  study.claimed = 1;
  study.source = "Xu et al. 2023: t = sigma sqrt(D)";
  study.h_long_name = "1/D";
  study.options.slack = 0.03;
  for (double further = 64; further <= 4096; further *= 2)
    study.add(1 / further, std::abs(difference(further)));
  return study;
}

/// −σ̇σ∇log p_σ of the Gaussian mixture, written out.
double variance_exploding_velocity() {
  double sum = 0, pulled = 0;
  const PointCloud cloud = pair();
  for (Index k = 0; k < 2; ++k) {
    const double away = place - cloud.points()(k, 0),
                 share = cloud.weights()(k) * std::exp(-0.5 * away * away / (sigma * sigma));
    sum += share;
    pulled += share * away;
  }
  return pulled / sum / sigma;
}

}  // namespace

frame::Plan limit_plan() {
  frame::Plan plan{"The Gaussian limit",
                   "With t = sigma sqrt(D) the flow of D further dimensions tends to the variance-exploding "
                   "one at rate 1/D."};
  plan.studies.push_back({"gaussian_limit", rate_study});
  // Four digits of the reference are printed.
  const auto value = [&](double further, double expected, double tolerance) {
    plan.checks.push_back({"difference/D=" + number_text(further), [=] {
                             return verify::value_check(expected, std::abs(difference(further)), tolerance,
                                                        "acceptance value", "|dx/dsigma - Gaussian|");
                           }});
  };
  value(128, 1.5613e-3, 5e-8);
  value(2048, 9.893e-5, 5e-9);
  plan.checks.push_back(
      {"gaussian_kernel_is_the_variance_exploding_flow", [] {
         const GreenField gauss(std::make_shared<ProfileKernel>(1, find_profile("gaussian")), pair());
         return verify::value_check(variance_exploding_velocity(), velocity_at(gauss, sigma, place), 1e-13,
                                    "-s' s grad log p", "velocity")
             .shows("G-13");
       }});
  return plan;
}

}  // namespace kolmo::poisson_flow
