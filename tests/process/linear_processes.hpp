#pragma once
// Every linear process, with parameters that are not special.

#include <memory>
#include <string>
#include <vector>

#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/scheduled_diffusion.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"

namespace samples {

using ProcessPointer = std::shared_ptr<const kolmo::process::Process>;

inline std::vector<ProcessPointer> linear_processes(kolmo::Index d) {
  using namespace kolmo::process;
  Eigen::VectorXd mean = Eigen::VectorXd::LinSpaced(d, 0.7, -0.4);
  return {std::make_shared<VariancePreserving>(0.1, 20.0, 1.0, d),
          std::make_shared<VariancePreserving>(0.5, 3.0, 2.0, d),
          std::make_shared<VarianceExploding>(0.01, 50.0, 1.0, d),
          std::make_shared<VarianceExploding>(0.2, 3.0, 2.0, d),
          std::make_shared<SubVariancePreserving>(0.1, 20.0, 1.0, d),
          std::make_shared<ScheduledDiffusion>(quadratic_schedule(0.1, 20.0, 1.0), true, d),
          std::make_shared<ScheduledDiffusion>(cosine_schedule(4.0), true, d),
          std::make_shared<ScheduledDiffusion>(polynomial_schedule(0.02, 5.0, 7.0, 2.0), false, d),
          std::make_shared<OrnsteinUhlenbeck>(1.3, mean, 0.8),
          std::make_shared<Brownian>(1.4, d)};
}

/// a and m of the drift a (x − m) at time t, read off from two points.
inline double drift_rate(const kolmo::process::Process& process, double t) {
  const kolmo::Index d = process.dimension();
  kolmo::Points x = kolmo::Points::Zero(2, d), f(2, d);
  x.row(1).setOnes();
  process.drift(t, x, f);
  return f(1, 0) - f(0, 0);
}

}  // namespace samples
