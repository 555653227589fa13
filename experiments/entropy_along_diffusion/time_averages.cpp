#include "entropy_along_diffusion/time_averages.hpp"

#include "kolmo/sde/drivers/simulate.hpp"

namespace kolmo::entropy_along_diffusion {

Eigen::ArrayXd time_averages(const process::Process& process, const Points& start, double h, Index steps,
                             const RandomStream& stream, const StepSum& sum) {
  std::vector<double> times;
  for (Index n = 0; n <= steps; ++n) times.push_back(static_cast<double>(n) * h);
  const sde::Simulation simulation{process, sde::scheme("drift_heun"), Schedule::with_steps_each(times, 1),
                                   start.rows(), stream};
  Eigen::ArrayXd total = Eigen::ArrayXd::Zero(start.rows());
  Points last = start;
  sde::simulate(simulation, start, [&](Index n, int, Index first, const ConstBlock& x) {
    if (n > 0) sum(last.middleRows(first, x.rows()), x, h, total.segment(first, x.rows()));
    last.middleRows(first, x.rows()) = x;
  });
  return total / (static_cast<double>(steps) * h);
}

Estimate variance_rate(const Eigen::ArrayXd& averages, double t) {
  const Estimate variance = central_moments(averages.data(), averages.size()).variance();
  return {t * variance.value, t * variance.standard_error};
}

}  // namespace kolmo::entropy_along_diffusion
