// Doob's transform: Brownian and Ornstein-Uhlenbeck bridges to a point and to a law.

#include <algorithm>
#include <cmath>

#include "kolmo/process/derived/conditioned_process.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "new_processes/certified.hpp"

namespace kolmo::new_processes {
namespace {

using process::ConditionedProcess;

Eigen::VectorXd one_number(double x) { return Eigen::VectorXd::Constant(1, x); }

std::shared_ptr<const process::Process> reference(const Bridge& bridge, bool returns) {
  if (returns) return std::make_shared<process::OrnsteinUhlenbeck>(bridge.rate, one_number(0), bridge.noise);
  return std::make_shared<process::Brownian>(bridge.noise, 1);
}

std::shared_ptr<const ConditionedProcess> conditioned(const Bridge& bridge, bool returns, bool to_law) {
  const auto inner = reference(bridge, returns);
  if (to_law)
    return std::make_shared<ConditionedProcess>(inner, 0, one_number(bridge.start), bridge.time, bridge.end);
  return std::make_shared<ConditionedProcess>(inner, 0, one_number(bridge.start), bridge.time,
                                              one_number(bridge.point));
}

double deviation_of(const density::GaussianMixture& law) { return std::sqrt(law.covariance()(0, 0)); }

/// From a twentieth of the way, where the law is the bridge's own; to a point as far as nine tenths.
Case case_of(const Bridge& bridge, bool returns, bool to_law) {
  const auto process = conditioned(bridge, returns, to_law);
  const double end = bridge.time;
  std::vector<double> times{0.05 * end, 0.25 * end, 0.5 * end, 0.9 * end};
  if (to_law) times.push_back(end);
  double lower = 1e300, upper = -1e300, narrowest = 1e300;
  for (const double t : times) {
    const auto law = process->marginal(t);
    const double deviation = deviation_of(law), mean = law.mean()(0);
    lower = std::min(lower, mean - 7 * deviation);
    upper = std::max(upper, mean + 7 * deviation);
    narrowest = std::min(narrowest, std::sqrt(law.covariances().eigenvalues().minCoeff()));
  }
  const auto cells = 4 * static_cast<Index>(std::clamp(2 * (upper - lower) / narrowest, 50.0, 160.0));
  const double middle = 0.5 * (lower + upper), scale = (upper - lower) / 14;
  return {
      .name = std::string(returns ? "ornstein_uhlenbeck" : "brownian") + (to_law ? "_to_law" : "_to_point"),
      .process = process,
      .start = process->marginal(times.front()),
      .times = times,
      .grid = Grid({{lower, upper, cells}}),
      .scheme = "sra1",
      .steps = 384,
      .observables = powers(3, middle, scale),
      .exact = exact_powers([process](double t) { return process->marginal(t); }, middle, scale)};
}

/// The marginal at the end against the law that was asked for: mean, variance and third moment.
double end_error(const Bridge& bridge, bool returns) {
  const auto law = conditioned(bridge, returns, true)->marginal(bridge.time);
  const double scale = deviation_of(bridge.end) + std::abs(bridge.end.mean()(0));
  double worst = 0;
  for (const int power : {1, 2, 3})
    worst = std::max(worst,
                     std::abs(law.raw_moment(power) - bridge.end.raw_moment(power)) / std::pow(scale, power));
  return worst;
}

/// A law that is the process's own at that time asks for no drift at all: the largest change of it, over
/// σ/√T.
double needless_drift(const Bridge& bridge, bool returns) {
  const auto inner = reference(bridge, returns);
  const auto kernel = process::exact_kernel(*inner, 0, bridge.time);
  const double mean = kernel->centre(0) + kernel->scale * (bridge.start - kernel->centre(0));
  const ConditionedProcess same(inner, 0, one_number(bridge.start), bridge.time,
                                density::gaussian_1d(mean, std::sqrt(kernel->variance)));
  Points x(9, 1), plain(9, 1), changed(9, 1);
  const double spread = bridge.noise * std::sqrt(bridge.time);
  x.col(0) = Eigen::ArrayXd::LinSpaced(9, bridge.start - 3 * spread, bridge.start + 3 * spread);
  double worst = 0;
  for (const double share : {0.0, 0.3, 0.99}) {
    inner->drift(share * bridge.time, x, plain);
    same.drift(share * bridge.time, x, changed);
    worst = std::max(worst, (plain - changed).abs().maxCoeff() * bridge.time / spread);
  }
  return worst;
}

}  // namespace

frame::Plan bridges_plan(const Bridge& bridge, const Sampled& sampled) {
  frame::Plan plan{"Processes with a given end",
                   "dX = (f + g^2 d/dx log h) dt + g dW, h(t, x) = E[what is asked of X_T | X_t = x]: from a "
                   "place to another, and from a place to a law."};
  for (const bool returns : {false, true}) {
    const std::string name = returns ? "ornstein_uhlenbeck" : "brownian";
    plan.checks.push_back({name + "_to_law/end", [=] {
                             return verify::value_check(0, end_error(bridge, returns), 1e-12,
                                                        "the marginal at the end is the law asked for",
                                                        "largest of three moments");
                           }});
    plan.checks.push_back({name + "_to_law/own_law", [=] {
                             return verify::value_check(0, needless_drift(bridge, returns), 1e-11,
                                                        "the process's own law needs no drift",
                                                        "largest change of the drift");
                           }});
    for (const bool to_law : {false, true})
      plan.runs.push_back(certified("bridges", case_of(bridge, returns, to_law), sampled));
  }
  return plan;
}

}  // namespace kolmo::new_processes
