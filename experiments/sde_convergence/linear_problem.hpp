#pragma once
// Linear processes whose laws stay Gaussian, and the errors of schemes in mean and variance without sampling.

#include <memory>
#include <string>
#include <vector>

#include "kolmo/measure/sde/affine_moments.hpp"
#include "sde_convergence/plan.hpp"

namespace kolmo::sde_convergence {

/// A process that starts from a Gaussian law and has one at every time.
struct LinearProblem {
  std::shared_ptr<const process::Process> process;
  measure::GaussianLaw start, end;
  double begin_time, end_time;
};

measure::GaussianLaw gaussian(double mean, double variance);

/// The law at t of what has the law `start` at s, by the exact kernel of a linear process on the line.
measure::GaussianLaw law_at(const process::Process& process, const measure::GaussianLaw& start, double s,
                            double t);

struct MomentErrors {
  double mean, variance;
};

/// Of a scheme whose steps are affine, after that many of them.
MomentErrors moment_errors(const sde::SdeScheme& scheme, const process::Process& process,
                           const LinearProblem& problem, Index steps);

/// Studies of mean and variance of every scheme whose steps are affine. The mean follows the equation without
/// noise.
void add_moments(const std::shared_ptr<const LinearProblem>& problem, const std::string& prefix,
                 const std::vector<Index>& steps, Plan& plan);

}  // namespace kolmo::sde_convergence
