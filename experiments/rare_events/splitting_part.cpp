// A barrier of ten temperatures: adaptive splitting and a control made of the committor, beside brute force.

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/analysis/backward.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/paths/splitting.hpp"
#include "kolmo/paths/weighted_paths.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/exit/mean_exit_time.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "rare_events/parts.hpp"

namespace kolmo::rare_events {
namespace {

// Paths leave A = {x <= −1}, enter {x >= gate}, and either return or reach B = {x >= 1}. The flux into B is
// that through the gate times the share that arrives (Hill's relation): all of the chain of Euler and
// Maruyama, whose wells and pass are too wide by h V″/2 of their variance: 0.8 % and −0.4 % here.
constexpr double temperature = 0.1, step = 0.002, left = -1, gate = -0.75, right = 1;
constexpr double chain_bias = 0.02;
constexpr Index replicas = 128, killed = 16;

const process::OverdampedLangevin& well() {
  static const process::OverdampedLangevin process(std::make_shared<density::DoubleWell>(), temperature);
  return process;
}

double exact_rate() {
  return 1 / process::MeanExitTime(well(), -std::numeric_limits<double>::infinity(), right).time(left);
}

/// Entrances through the gate of walkers in the left well.
struct Entrances {
  Estimate rate;  ///< a walker and unit of time
  std::vector<double> places;
  Index steps;
};

Entrances entrances(const Sizes& sizes) {
  const Index walkers = 1024, steps = 5000, burn_in = 1000;
  std::vector<double> times;
  for (Index n = 0; n <= steps; ++n) times.push_back(static_cast<double>(n) * step);
  const sde::Simulation simulation{well(), sde::scheme("euler_maruyama"), Schedule::with_steps_each(times, 1),
                                   walkers, RandomStream(sizes.seed).role("entrances")};
  std::vector<std::vector<double>> found(static_cast<std::size_t>(walkers));
  std::vector<char> was_in(static_cast<std::size_t>(walkers), 1);
  sde::simulate(simulation, Points::Constant(walkers, 1, left),
                [&](Index n, int, Index first, const ConstBlock& x) {
                  for (Index i = 0; i < x.rows(); ++i) {
                    const auto k = static_cast<std::size_t>(first + i);
                    if (x(i, 0) <= left) was_in[k] = 1;
                    if (!was_in[k] || x(i, 0) < gate) continue;
                    was_in[k] = 0;
                    if (n > burn_in) found[k].push_back(x(i, 0));
                  }
                });
  Eigen::ArrayXd counts(walkers);
  Entrances result{{}, {}, walkers * steps};
  for (Index i = 0; i < walkers; ++i) {
    const std::vector<double>& one = found[static_cast<std::size_t>(i)];
    counts(i) = static_cast<double>(one.size()) / (static_cast<double>(steps - burn_in) * step);
    result.places.insert(result.places.end(), one.begin(), one.end());
  }
  result.rate = mean_estimate(counts.data(), walkers);
  return result;
}

Points starts(const Entrances& from, Index n, const RandomStream& stream) {
  Points x(n, 1);
  stream.uniforms(0, 0, x);
  const auto size = static_cast<double>(from.places.size());
  for (double& value : x.reshaped())
    value = from.places[std::min(from.places.size() - 1, static_cast<std::size_t>(value * size))];
  return x;
}

/// What a method gave: P(arrive), and steps.
struct Arrival {
  Estimate probability;
  double steps;
};

Arrival by_splitting(const Sizes& sizes, const Entrances& from) {
  const paths::Splitting problem{well(), [](const ConstBlock& x, Values out) { out = x.col(0); },
                                 left,   right,
                                 step,   {},
                                 killed, RandomStream(sizes.seed).role("splitting")};
  const paths::SplitRuns found = paths::split_runs(
      problem, sizes.runs, [&](const RandomStream& stream) { return starts(from, replicas, stream); });
  return {found.probability, static_cast<double>(found.steps)};
}

/// g ∂ log q, q the grid's committor of A and B.
paths::Control committor_control() {
  constexpr Index n = 800;
  const double h = (right - left) / static_cast<double>(n);
  // Centres on both ends.
  const Grid grid({{left - 0.5 * h, right + 0.5 * h, n + 1}});
  const auto a =
      fokker_planck::target_where(grid, [&](const Eigen::VectorXd& x) { return x(0) < left + 0.25 * h; });
  const auto b =
      fokker_planck::target_where(grid, [&](const Eigen::VectorXd& x) { return x(0) > right - 0.25 * h; });
  const Eigen::ArrayXd q = fokker_planck::committor(fokker_planck::scharfetter_gummel(well(), grid), a, b);
  const double g = well().diffusion(0);
  std::vector<double> slope(static_cast<std::size_t>(n));  // at the middle of q(i) and q(i + 1)
  for (Index i = 0; i < n; ++i)
    slope[static_cast<std::size_t>(i)] = i == 0 ? 0 : g * std::log(q(i + 1) / q(i)) / h;
  slope[0] = 2 * slope[1];  // 1/(x + 1) is cut off in the first cell
  return [=](double, const ConstBlock& x, Block out) {
    for (Index i = 0; i < x.rows(); ++i) {
      const double place = std::clamp((x(i, 0) - left) / h - 0.5, 0.0, static_cast<double>(n) - 1.001);
      const auto k = static_cast<std::size_t>(place);
      out(i, 0) = slope[k] + (place - static_cast<double>(k)) * (slope[k + 1] - slope[k]);
    }
  };
}

Arrival by_control(const Sizes& sizes, const Entrances& from) {
  const RandomStream stream = RandomStream(sizes.seed).role("control");
  const paths::WeightedPaths problem{
      well(), committor_control(), step, 100000, stream.role("paths"), [](const ConstBlock& x, Values out) {
        for (Index i = 0; i < x.rows(); ++i) out(i) = x(i, 0) <= left ? -1 : (x(i, 0) >= right ? 1 : 0);
      }};
  const paths::WeightedEnds ends = paths::weighted_paths(
      problem, starts(from, std::max<Index>(512, sizes.paths / 8), stream.role("starts")));
  return {ends.probability(1), static_cast<double>(ends.row_steps)};
}

/// Flux through the gate times the share that arrives.
Estimate rate_of(const Entrances& from, const Arrival& arrival) {
  const double value = from.rate.value * arrival.probability.value;
  const double a = from.rate.standard_error / from.rate.value,
               b = arrival.probability.standard_error / arrival.probability.value;
  return {value, value * std::sqrt(a * a + b * b)};
}

/// Steps that brute force takes for the same relative error of the share that arrives: one passage costs
/// 1/(rate h) and has a relative variance of 1; over those of the method.
double gain(const Arrival& arrival) {
  const double relative = arrival.probability.standard_error / arrival.probability.value;
  return 1 / (exact_rate() * step * relative * relative * arrival.steps);
}

/// Rates, errors, costs.
void write(const Entrances& from, const Arrival& splitting, const Arrival& control, io::Group& part) {
  const double exact = exact_rate();
  const std::vector<Arrival> all{splitting, control};
  std::vector<double> rate, error, work, gains;
  for (const Arrival& one : all) {
    const Estimate found = rate_of(from, one);
    rate.push_back(found.value / exact);
    error.push_back(found.standard_error / exact);
    work.push_back(one.steps);
    gains.push_back(gain(one));
  }
  io::Group& group = part.group("methods");
  group.scale("method", std::vector<std::string>{"splitting", "control"}, {"method", "1"});
  group.variable("rate", {"method"}, rate, {"rate over the exact one", "1"});
  group.variable("rate_standard_error", {"method"}, error, {"its standard error", "1"});
  group.variable("steps", {"method"}, work, {"steps of paths", "1"});
  group.variable("gain", {"method"}, gains, {"work of brute force for the same error, over its own", "1"});
}

}  // namespace

frame::Plan splitting_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{"A barrier of ten temperatures",
                   "V = (x^2 - 1)^2, T = 0.1: the flux through a gate times the share that arrives, by "
                   "splitting and by weighted "
                   "paths under the committor's control."};
  const auto from = frame::lazy([=] { return entrances(sizes); });
  const auto splitting = frame::lazy([=] { return by_splitting(sizes, from->get()); });
  const auto control = frame::lazy([=] { return by_control(sizes, from->get()); });
  plan.checks.push_back({"rate/splitting", [=] {
                           const double exact = exact_rate();
                           return verify::estimate_check("", exact, rate_of(from->get(), splitting->get()),
                                                         z(), chain_bias * exact, "1/E tau by quadrature");
                         }});
  plan.checks.push_back({"rate/control", [=] {
                           const double exact = exact_rate();
                           return verify::value_check(exact, rate_of(from->get(), control->get()).value,
                                                      0.05 * exact, "1/E tau by quadrature", "within 5 %");
                         }});
  plan.checks.push_back({"splitting_and_control", [=] {
                           const Estimate a = splitting->get().probability, b = control->get().probability;
                           return verify::estimate_check(
                               "", b.value, {a.value, std::hypot(a.standard_error, b.standard_error)}, z(), 0,
                               "weighted paths of the same chain");
                         }});
  for (const auto& [name, method] : {std::pair{"splitting", splitting}, {"control", control}}) {
    plan.checks.push_back({std::string("gain/") + name, [method = method] {
                             const double found = gain(method->get());
                             return verify::value_check(
                                 1, found > 30 ? 1 : 0, 0, "what brute force costs, by quadrature",
                                 "whether it costs less than a thirtieth of brute force; it gains " +
                                     number_text(found, 3));
                           }});
  }
  plan.tables.push_back([=](io::Group& part) { write(from->get(), splitting->get(), control->get(), part); });
  return plan;
}

}  // namespace kolmo::rare_events
