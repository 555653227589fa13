#include "sde_convergence/linear_problem.hpp"

#include <cmath>

#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/measure/sde/weak_without_sampling.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::sde_convergence {

using namespace measure;
using sde::SdeScheme;
using verify::noise_free_study;

GaussianLaw gaussian(double mean, double variance) {
  return {Eigen::VectorXd::Constant(1, mean), Eigen::MatrixXd::Constant(1, 1, variance)};
}

GaussianLaw law_at(const process::Process& process, const GaussianLaw& start, double s, double t) {
  const process::Kernel kernel = exact_kernel(process, s, t).value();
  return gaussian(kernel.centre(0) + kernel.scale * (start.mean(0) - kernel.centre(0)),
                  kernel.scale * kernel.scale * start.covariance(0, 0) + kernel.variance);
}

MomentErrors moment_errors(const SdeScheme& scheme, const process::Process& process,
                           const LinearProblem& problem, Index steps) {
  const GaussianLaw law =
      propagate(scheme, process, problem.start, problem.begin_time, problem.end_time, steps).value();
  return {law.mean(0) - problem.end.mean(0), law.covariance(0, 0) - problem.end.covariance(0, 0)};
}

void add_moments(const std::shared_ptr<const LinearProblem>& problem, const std::string& prefix,
                 const std::vector<Index>& steps, Plan& plan) {
  for (const SdeScheme* scheme : sde::schemes()) {
    const process::Process& process = *problem->process;
    if (!scheme->can_step(process) || !claimed_weak_order(*scheme, process)) continue;
    if (!affine_step(*scheme, process, problem->begin_time, 0.01)) continue;
    const Claim& claim = scheme->claim();
    for (const bool mean : {true, false}) {
      const double claimed =
          mean ? claim.order(Sense::time).value() : claimed_weak_order(*scheme, process).value();
      const std::string name = prefix + claim.name + (mean ? "_mean" : "_variance");
      plan.studies.push_back(
          {name, [=] {
             std::vector<verify::OrderPoint> points;
             for (const Index n : steps) {
               const MomentErrors e = moment_errors(*scheme, *problem->process, *problem, n);
               const double h = (problem->end_time - problem->begin_time) / static_cast<double>(n);
               points.push_back({h, std::abs(mean ? e.mean : e.variance)});
             }
             return noise_free_study({name, mean ? "error of the mean" : "error of the variance"},
                                     scheme->claim(), claimed, points, 1e-11);
           }});
    }
  }
}

}  // namespace kolmo::sde_convergence
