// What a prior that knows nothing of the data costs.

#include <cmath>
#include <numbers>

#include "kolmo/core/number_text.hpp"
#include "kolmo/green_flow/power_kernel.hpp"
#include "poisson_flow/parts.hpp"
#include "poisson_flow/three_points.hpp"

namespace kolmo::poisson_flow {
namespace {

using namespace green_flow;

/// ½ ∫ |p_T − Cauchy(0, T)| dx, x = T tan θ by the midpoint rule: the integrand is smooth but for a few
/// kinks, whose share of the error is (π/n)² of its slope there.
double total_variation(const PointCloud& cloud, double t) {
  const auto kernel = std::make_shared<PowerKernel>(1, 1);
  const GreenField field(kernel, cloud);
  constexpr int n = 40000;
  Points places(n, 1);
  Eigen::ArrayXd angle(n), log(n);
  for (int i = 0; i < n; ++i) {
    angle(i) = std::numbers::pi * ((i + 0.5) / n - 0.5);
    places(i, 0) = t * std::tan(angle(i));
  }
  field.log_density(t, places, log);
  // The prior is 1/(π t (1 + tan²θ)), and dx = t (1 + tan²θ) dθ.
  const Eigen::ArrayXd law = log.exp() * t * (1 + angle.tan().square());
  return 0.5 * (law - 1 / std::numbers::pi).abs().mean() * std::numbers::pi;
}

double variance(const PointCloud& cloud) {
  return (cloud.centred().points().col(0).square() * cloud.weights()).sum();
}

double uncentred(double t) {
  const PointCloud cloud = three_points();
  return t * std::numbers::pi * total_variation(cloud, t) / std::abs(cloud.mean()(0));
}

double centred(double t) {
  const PointCloud cloud = three_points();
  return t * t * total_variation(cloud.centred(), t) / variance(cloud);
}

verify::OrderStudy study_of(const std::string& name, double claimed, const std::string& what) {
  verify::OrderStudy study;
  study.name = name;
  study.long_name = "total variation between the law at T and the prior, " + what;
  study.claimed = claimed;
  study.source = "expansion in 1/T";
  study.h_long_name = "1/T";
  for (double t = 20; t <= 320; t *= 2)
    study.add(1 / t, total_variation(claimed == 1 ? three_points() : three_points().centred(), t));
  return study;
}

}  // namespace

frame::Plan prior_plan() {
  frame::Plan plan{"The prior",
                   "At T the law is nearly that of one source: |mean|/(pi T) away in total variation, and 3 "
                   "sqrt 3/(8 pi) var/T^2 "
                   "once the data are centred."};
  plan.studies.push_back({"uncentred", [] { return study_of("uncentred", 1, "data as they are"); }});
  plan.studies.push_back({"centred", [] { return study_of("centred", 2, "data centred"); }});
  // The next terms of the expansion at T = 40: relative (spread/T)², 4e-3.
  plan.checks.push_back(
      {"uncentred/T=40",
       [] { return verify::value_check(1, uncentred(40), 5e-3, "|mean|/(pi T)", "T pi TV/|mean|"); }});
  plan.checks.push_back({"centred/T=40", [] {
                           return verify::value_check(3 * std::numbers::sqrt3 / (8 * std::numbers::pi),
                                                      centred(40), 3e-3, "3 sqrt 3/(8 pi)", "T^2 TV/var");
                         }});
  return plan;
}

}  // namespace kolmo::poisson_flow
