// Averages over time and their central limit theorem.

#include <algorithm>
#include <cmath>

#include "entropy_along_diffusion/parts.hpp"
#include "entropy_along_diffusion/time_averages.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/grid_sampler.hpp"
#include "kolmo/paths/ergodic_variance.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/sde/drivers/simulate.hpp"

namespace kolmo::entropy_along_diffusion {
namespace {

process::OverdampedLangevin well(double temperature) {
  return {std::make_shared<density::DoubleWell>(), temperature};
}

double power(double x, int k) { return k == 1 ? x : x * x; }

double exact_variance(double temperature, int k) {
  const double reach = std::sqrt(1 + std::sqrt(40 * temperature));
  return paths::ergodic_average(well(temperature), -reach, reach, [=](double x) { return power(x, k); })
      .variance;
}

/// Steps of 0.02 of a chain: t = 200, at T = ¼, where the gap is 0.029, 2000.
Index steps_at(double temperature) { return temperature < 0.3 ? 100000 : 10000; }

/// Chains at rest.
Estimate sampled(const Sizes& sizes, double temperature, int k) {
  const auto process = well(temperature);
  const Grid grid({{-3.5, 3.5, 4096}});
  const RandomStream stream = RandomStream(sizes.seed)
                                  .role("averages", static_cast<std::uint64_t>(10 * temperature) +
                                                        100 * static_cast<std::uint64_t>(k));
  const Points start =
      fokker_planck::GridSampler(
          grid, fokker_planck::stationary_density(fokker_planck::scharfetter_gummel(process, grid)))
          .sample(stream.role("start"), sizes.chains);
  const Eigen::ArrayXd averages =
      time_averages(process, start, 0.02, steps_at(temperature), stream,
                    [k](const ConstBlock& a, const ConstBlock& b, double h, Values out) {
                      if (k == 1)
                        out += 0.5 * h * (a.col(0) + b.col(0));
                      else
                        out += 0.5 * h * (a.col(0).square() + b.col(0).square());
                    });
  return variance_rate(averages, 0.02 * static_cast<double>(steps_at(temperature)));
}

constexpr double gap = 0.22727330100864876;  // of the double well at T = ½

/// −log C(4)/C(2) over 2, C(t) = E x(0) x(t) at rest, T = ½: the slowest mode alone is left after 2 of the
/// others' times.
Estimate decay_of_autocorrelation(const Sizes& sizes) {
  const auto process = well(0.5);
  const Grid grid({{-3.5, 3.5, 4096}});
  const RandomStream stream = RandomStream(sizes.seed).role("autocorrelation");
  const Index n = std::max<Index>(sizes.paths / 4, 4096);
  const Points start =
      fokker_planck::GridSampler(
          grid, fokker_planck::stationary_density(fokker_planck::scharfetter_gummel(process, grid)))
          .sample(stream.role("start"), n);
  const sde::Simulation simulation{process, sde::scheme("drift_heun"), {{0, 2, 4}, {100, 100}}, n, stream};
  Eigen::ArrayXd near(n), far(n);
  sde::simulate(simulation, start, [&](Index snapshot, int, Index first, const ConstBlock& x) {
    if (snapshot == 0) return;
    (snapshot == 1 ? near : far).segment(first, x.rows()) = x.col(0) * start.col(0).segment(first, x.rows());
  });
  const double mean = mean_estimate(near.data(), n).value, ratio = mean_estimate(far.data(), n).value / mean;
  const Eigen::ArrayXd left = (far - ratio * near) / mean;  // of the ratio, to first order
  return {-0.5 * std::log(ratio), 0.5 * mean_estimate(left.data(), n).standard_error / ratio};
}

void write(io::Group& part) {
  Eigen::ArrayXd temperature(6), of_x(6), of_square(6);
  temperature << 1, 0.7, 0.5, 0.35, 0.25, 0.2;
  for (Index i = 0; i < 6; ++i) {
    of_x(i) = exact_variance(temperature(i), 1);
    of_square(i) = exact_variance(temperature(i), 2);
  }
  io::Group& group = part.group("asymptotic_variance");
  group.scale("temperature", temperature, {"temperature T", "1"});
  group.variable("of_x", {"temperature"}, of_x, {"asymptotic variance of x", "1"});
  group.variable("of_x_squared", {"temperature"}, of_square, {"asymptotic variance of x^2", "1"});
}

void add_sampled_checks(frame::Plan& plan, const Sizes& sizes, const Z& z) {
  // The variance of n averages is known to √(2/n), 3 % at 2048; over t it is short of its limit by the
  // autocorrelation time over t, 2 % at most.
  for (const double temperature : {1.0, 0.5, 0.25}) {
    for (const int k : {1, 2}) {
      plan.checks.push_back(
          {"chains/x" + std::string(k == 1 ? "" : "2") + "/T=" + number_text(temperature), [=] {
             const double exact = exact_variance(temperature, k);
             return verify::estimate_check("", exact, sampled(sizes, temperature, k), z(), 0.03 * exact,
                                           "the double integral");
           }});
    }
  }
  plan.checks.push_back({"autocorrelation/T=0.5", [=] {
                           return verify::estimate_check("", gap, decay_of_autocorrelation(sizes), z(), 1e-3,
                                                         "the spectral gap");
                         }});
}

}  // namespace

frame::Plan ergodic_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{
      "Averages over time",
      "V = (x^2 - 1)^2: t times the variance of (1/t) int f tends to 2 int F^2/(T p), F = int (f - <f>) p."};
  plan.checks.push_back({"integral/ornstein_uhlenbeck", [] {
                           // σ² = 2 D/θ² of x.
                           const process::OrnsteinUhlenbeck process(2, 0.5, 1.5, 1);
                           return verify::value_check(
                               2.25 / 4,
                               paths::ergodic_average(process, -8, 9, [](double x) { return x; }).variance,
                               1e-9, "g^2/theta^2", "theta = 2, g = 1.5");
                         }});
  struct Known {
    double temperature, of_x, of_square;
  };
  for (const Known& known : {Known{1, 2.145005776204, 0.1137558692842},
                             {0.5, 7.184427849485, 0.09908384707858},
                             {0.25, 59.39593226107, 0.05519216829427}})
    for (const int k : {1, 2})
      plan.checks.push_back(
          {"integral/x" + std::string(k == 1 ? "" : "2") + "/T=" + number_text(known.temperature), [=] {
             return verify::value_check(k == 1 ? known.of_x : known.of_square,
                                        exact_variance(known.temperature, k), 1e-7,
                                        "another program's double integral", "sigma_f^2");
           }});
  add_sampled_checks(plan, sizes, z);
  plan.tables.push_back([](io::Group& part) { write(part); });
  return plan;
}

}  // namespace kolmo::entropy_along_diffusion
