// Solvers of the probability flow: steppers, samplers, time in parallel.

#include <cmath>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/measure/ode/sampler_orders.hpp"
#include "kolmo/measure/ode/stepper_orders.hpp"
#include "kolmo/ode/parallel_in_time/parareal.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using verify::Check;
using verify::value_check;

Check stepper_order(const char* name, double order) {
  return verify::judge(measure::bent_rotation_study("", ode::find_stepper(name), order), "").check;
}

/// The order of a sampler's trajectories in λ, on exact scores of the two wells.
Check sampler_order(const char* name, double order) {
  const ode::SamplerOptions options{.start = ode::SamplerStart::single_step};
  return verify::judge(
             measure::trajectory_study("", ode::find_sampler(name), measure::two_wells(0.5),
                                       ode::find_grid_rule("lambda"), options, 160, 640, order, 0.15),
             "")
      .check;
}

/// One step from t = 0.6 to 0.4 at x = 0.7 by the sampler, and by α′ D + σ′ ε.
std::vector<Check> ddim_step() {
  const auto process = vp();
  const auto clock = std::make_shared<const ode::LogSnrClock>(process, 0.1, 0.9);
  const process::MarginalScore score(process, two_wells());
  const ode::SamplingGrid grid = ode::given_grid(clock, {0.6, 0.4});
  const ode::ClockNode from = grid.nodes[0], to = grid.nodes[1];
  const double x = 0.7;
  const double noise =
      -from.sigma * log_density_at_line(process::marginal(*process, two_wells(), 0.6), x).score;
  const double expected = to.alpha * (x - from.sigma * noise) / from.alpha + to.sigma * noise;
  std::vector<Check> checks;
  for (const char* name : {"ddim", "dpmpp_2m"}) {
    Points places = Points::Constant(1, 1, x);
    ode::sample(ode::find_sampler(name), grid, score, RandomStream(1), places);
    checks.push_back(value_check(expected, places(0, 0), 1e-12, "alpha' x_0 + sigma' eps"));
  }
  return checks;
}

/// Parareal on x′ = −x over [0, 5] in ten slices, Euler beside the exact flow: errors of iterations 3 and 10.
std::vector<Check> parareal() {
  const ode::SlicePropagator coarse = [](Index, Points& x) { x *= 0.5; };
  const ode::SlicePropagator fine = [](Index, Points& x) { x *= std::exp(-0.5); };
  std::vector<double> errors;
  ode::parareal(coarse, fine, 10, Points::Ones(1, 1), {.tolerance = 0, .most_iterations = 10},
                [&](Index, const std::vector<Points>& ends) {
                  double largest = 0;
                  for (std::size_t n = 0; n < ends.size(); ++n)
                    largest = std::max(largest,
                                       std::abs(ends[n](0, 0) - std::exp(-0.5 * static_cast<double>(n + 1))));
                  errors.push_back(largest);
                });
  return {value_check(0.000670392710918219, errors.at(3), 1e-13, "after 3 iterations; another program"),
          value_check(0, errors.back(), 1e-15, "after as many iterations as slices")};
}

/// Multiple shooting on the same problem: Newton's iteration, which ends a linear problem at once.
double shooting_error() {
  const ode::SlicePropagator coarse = [](Index, Points& x) { x *= 0.5; };
  const ode::SlicePropagator fine = [](Index, Points& x) { x *= std::exp(-0.5); };
  const auto report =
      ode::multiple_shooting(coarse, fine, 10, Points::Ones(1, 1), {.tolerance = 0, .most_iterations = 1});
  return std::abs(report.ends.back()(0, 0) - std::exp(-5));
}

/// Largest ratio of |Δλ| between neighbouring steps of 20: near the data uniform t leaves all change to one.
double uneven(const char* rule) {
  const auto clock = std::make_shared<const ode::LogSnrClock>(vp(), 1e-4, 1);
  const ode::SamplingGrid grid = ode::sampling_grid(clock, ode::find_grid_rule(rule), 20);
  const auto step = [&](std::size_t k) { return grid.nodes[k + 1].lambda - grid.nodes[k].lambda; };
  double largest = 0;
  for (std::size_t k = 0; k + 1 < grid.nodes.size(); ++k) largest = std::max(largest, step(k));
  return largest / ((grid.nodes.back().lambda - grid.nodes.front().lambda) / 20);
}

std::vector<Check> stiff() {
  const double implicit = measure::prothero_robinson_error(ode::find_stepper("radau_iia_5"), 1e6, 32);
  const double explicit_error =
      measure::prothero_robinson_error(ode::find_stepper("dormand_prince"), 1e6, 32);
  return {value_check(0, implicit, 1e-6, "x' = -10^6 (x - sin t) + cos t in 32 steps: Radau"),
          value_check(1, explicit_error < 1 ? 0 : 1, 0.5, "and Dormand and Prince leave the numbers")};
}

}  // namespace

void add_solvers(Rows& rows) {
  rows.add("C5-67", "ddim_order", [] { return sampler_order("ddim", 1); });
  rows.add("C5-76", {"third_iteration", "last_iteration"}, parareal);
  rows.add("C5-76", "multiple_shooting", [] {
    return value_check(0, shooting_error(), 1e-10, "after one iteration, as the problem is linear");
  });
  rows.add("C5-76", {"log_snr_steps", "even_steps"}, [] {
    return std::vector<Check>{
        value_check(1, uneven("lambda"), 1e-9, "steps even in log SNR from t = 1e-4"),
        value_check(1, uneven("time") > 5 ? 1 : 0, 0.5, "steps even in t: one has more than 5/20 of it")};
  });
  rows.add("C5-77", "dormand_prince", [] { return stepper_order("dormand_prince", 5); });
  rows.add("C5-77", "dormand_prince_853", [] { return stepper_order("dormand_prince_853", 8); });
  rows.add("C5-77", {"radau", "explicit"}, stiff);
  rows.add("C5-78", {"update", "first_step_of_2m"}, ddim_step);
  rows.add("C5-78", "order", [] { return sampler_order("ddim", 1); });
  rows.add("C5-79", "single_step_2", [] { return sampler_order("dpm_2", 2); });
  rows.add("C5-79", "single_step_3", [] { return sampler_order("dpm_3", 3); });
  rows.add("C5-79", "multistep_2", [] { return sampler_order("dpmpp_2m", 2); });
  rows.add("C5-79", "multistep_3_as_published",
           [] { return beside(3, sampler_order("dpmpp_3m_published", 2)); });
}

}  // namespace kolmo::claims::continuous_time
