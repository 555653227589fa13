#include "kolmo/score/objectives/time_sampling.hpp"

#include "kolmo/core/errors.hpp"

namespace kolmo::score {
namespace {

void require_shares(const Eigen::ArrayXd& u) {
  for (Index i = 0; i < u.size(); ++i) require(u(i) > 0 && u(i) < 1, "u", u(i), "must be inside (0, 1)");
}

}  // namespace

WeightedTimes uniform_times(const ode::LogSnrClock& clock, const Eigen::ArrayXd& u) {
  require_shares(u);
  const double span = clock.t_max() - clock.t_min();
  return {clock.t_min() + span * u, Eigen::ArrayXd::Constant(u.size(), span)};
}

WeightedTimes log_snr_times(const ode::LogSnrClock& clock, const Eigen::ArrayXd& u) {
  require_shares(u);
  const double most = clock.at(clock.t_min()).lambda, span = most - clock.at(clock.t_max()).lambda;
  WeightedTimes times{Eigen::ArrayXd(u.size()), Eigen::ArrayXd(u.size())};
  for (Index i = 0; i < u.size(); ++i) {
    const ode::ClockNode node = clock.at_lambda(most - span * u(i));
    const double g = clock.process().diffusion(node.t);
    times.t(i) = node.t;
    times.weight(i) = 2 * node.sigma * node.sigma * span / (g * g);
  }
  return times;
}

}  // namespace kolmo::score
