// Trajectories and log densities in one dimension, where both are known: F_t(x_t) = F_0(x_0), and log p_t is
// a mixture's.

#include <algorithm>
#include <cmath>

#include "probability_flow/parts.hpp"

namespace kolmo::probability_flow {
namespace {

const std::vector<double>& times() {
  static const std::vector<double> all = {0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1};
  return all;
}

Points starts() {
  Points x(6, 1);
  x << -3.2, -1.9, -0.4, 0.1, 1.3, 2.6;
  return x;
}

/// Their places at t = 1 and ∫∇·v dt, by inversion in 30 digits (reference e: gmm1_seed_VP_1d).
constexpr double ends[] = {-2.8072251097251904876,  -0.93413638491211196793, -0.51976402573335154932,
                           -0.51903846964457853512, -0.36251368150348092935, 1.4067258103014025122};
constexpr double divergences[] = {0.5638100658160257, -0.08958827425007398, -5.489091286324185,
                                  -6.663057079834693, -0.5758510241433823,  0.5984745723189042};

struct Errors {
  double place = 0, end = 0, log_density = 0, divergence = 0;
};

Errors errors(const std::string& stepper) {
  const MixtureUnderVp problem(two_wells());
  const Points start = starts();
  const Carried carried = carry(problem, stepper, times(), start, 1e-12);
  Eigen::ArrayXd first(start.rows());
  problem.score->log_density(0, start, first);
  Errors worst;
  for (std::size_t k = 1; k < times().size(); ++k) {
    const density::GaussianMixture law =
        process::marginal(*problem.process, problem.score->mixture(), times()[k]);
    Eigen::ArrayXd exact(start.rows());
    problem.score->log_density(times()[k], carried.places[k], exact);
    for (Index i = 0; i < start.rows(); ++i) {
      const double place = law.quantile(problem.score->mixture().cdf(start(i, 0)));
      worst.place = std::max(worst.place, std::abs(carried.places[k](i, 0) - place));
      worst.log_density =
          std::max(worst.log_density, std::abs(first[i] + carried.log_density_changes[k][i] - exact[i]));
    }
  }
  for (Index i = 0; i < start.rows(); ++i) {
    worst.end = std::max(worst.end, std::abs(carried.places.back()(i, 0) - ends[i]));
    worst.divergence =
        std::max(worst.divergence, std::abs(carried.log_density_changes.back()[i] + divergences[i]));
  }
  return worst;
}

/// The six trajectories at 41 times.
void write_trajectories(const std::string& stepper, io::Group& part) {
  const Eigen::ArrayXd time = Eigen::ArrayXd::LinSpaced(41, 0, 1);
  const Points start = starts();
  const Carried carried =
      carry(MixtureUnderVp(two_wells()), stepper, {time.begin(), time.end()}, start, 1e-8);
  io::Group& group = part.group("trajectories");
  group.scale("time", time, {"time", "1"});
  group.scale("start", Eigen::ArrayXd(start.col(0)), {"place at t = 0", "1"});
  Eigen::ArrayXXd places(start.rows(), time.size()), changes(start.rows(), time.size());
  for (Index k = 0; k < time.size(); ++k) {
    places.col(k) = carried.places[static_cast<std::size_t>(k)].col(0);
    changes.col(k) = carried.log_density_changes[static_cast<std::size_t>(k)];
  }
  group.variable("place", {"start", "time"}, places, {"place along the flow", "1"});
  group.variable("log_density_change", {"start", "time"}, changes, {"change of log p along the flow", "1"});
}

}  // namespace

frame::Plan likelihood_plan(const std::string& stepper) {
  frame::Plan plan{
      "Trajectories and likelihood",
      "Two wells under VP from t = 0 to 1, six starts, tolerance 1e-12: d log p/dt = -div v along the "
      "flow, which is compressible."};
  const auto found = frame::lazy([=] { return errors(stepper); });
  const auto add = [&](const char* name, double Errors::*error, double tolerance, const char* source,
                       const char* note, const char* claims) {
    plan.checks.push_back(
        {name,
         [=] { return verify::value_check(0, found->get().*error, tolerance, source, note).shows(claims); }});
  };
  // A thousand times the tolerance: the flow stretches by e^{6.7} between the wells.
  add("places", &Errors::place, 1e-9, "F_t(x_t) = F_0(x_0)", "largest error of a place at seven times",
      "C5-38");
  add("ends", &Errors::end, 1e-9, "reference e: gmm1_seed_VP_1d", "largest error of a place at t = 1",
      "C5-38");
  add("log_density", &Errors::log_density, 1e-10, "log p_t of the mixture in closed form",
      "largest error of the carried log density at the carried place", "C5-40");
  add("divergence", &Errors::divergence, 1e-10, "reference e: gmm1_seed_VP_1d",
      "largest error of the integral of div v, which is -6.7 to 0.6", "C5-40");
  plan.tables.push_back([=](io::Group& part) { write_trajectories(stepper, part); });
  return plan;
}

}  // namespace kolmo::probability_flow
