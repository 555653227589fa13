// Variance-preserving diffusion, forward and back.

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/measure/problems/frozen_noise.hpp"
#include "kolmo/measure/problems/reference_values.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "sde_convergence/linear_parts.hpp"
#include "sde_convergence/linear_problem.hpp"
#include "sde_convergence/reference_check.hpp"

namespace kolmo::sde_convergence {
namespace {

using namespace measure;

std::shared_ptr<const LinearProblem> vp_problem(bool reverse) {
  const auto forward = std::make_shared<process::VariancePreserving>(0.1, 20, 1, 1);
  const GaussianLaw data = gaussian(1, 0.25);
  if (!reverse) {
    return std::make_shared<LinearProblem>(
        LinearProblem{forward, data, law_at(*forward, data, 0, 0.4), 0, 0.4});
  }
  const density::GaussianMixture mixture(
      Eigen::ArrayXd::Ones(1), Points::Constant(1, 1, 1.0),
      density::Covariances::isotropic(Eigen::ArrayXd::Constant(1, 0.25), 1));
  const auto score = std::make_shared<process::MarginalScore>(forward, mixture);
  const auto process = std::make_shared<process::ReverseProcess>(forward, score, 1);
  return std::make_shared<LinearProblem>(
      LinearProblem{process, law_at(*forward, data, 0, 1), law_at(*forward, data, 0, 0.02), 0, 0.98});
}

/// Errors of the reference carry rounding of up to 1e−12.
void add_vp_reference(Plan& plan) {
  for (const VpRow& row : vp_rows) {
    for (std::size_t k = 0; k < row.mean.size(); ++k) {
      const Index steps = Index{100} << k;
      const std::string name = std::string(row.reverse ? "reverse_" : "forward_") + row.scheme +
                               (row.frozen ? "_frozen_" : "_") + number_text(steps);
      const auto errors = lazy([&row, steps] {
        const auto problem = vp_problem(row.reverse);
        const Frozen frozen(*problem->process);
        return moment_errors(sde::scheme(row.scheme), row.frozen ? frozen : *problem->process, *problem,
                             steps);
      });
      plan.checks.push_back({"reference/mean_" + name,
                             [=, &row] { return reference_check(row.mean[k], errors->get().mean, 1e-11); }});
      plan.checks.push_back({"reference/variance_" + name, [=, &row] {
                               return reference_check(row.variance[k], errors->get().variance, 1e-11);
                             }});
    }
  }
}

}  // namespace

Plan variance_preserving_plan(const RunSettings&) {
  Plan plan{"Variance-preserving diffusion, forward and back",
            "dX = -beta X dt/2 + sqrt(beta) dW, beta = 0.1 + 19.9 t, from N(1, 1/4) to t = 0.4, and from p_1 "
            "back to "
            "t = 0.02 with the exact score",
            {},
            {}};
  const std::vector<Index> steps{100, 200, 400, 800, 1600, 3200};
  add_moments(vp_problem(false), "forward_", steps, plan);
  add_moments(vp_problem(true), "reverse_", steps, plan);
  add_vp_reference(plan);
  return plan;
}

}  // namespace kolmo::sde_convergence
