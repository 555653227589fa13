// Two walls: mirrored and clipped, with a drift and without.

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "constrained_diffusions/interval_law.hpp"
#include "constrained_diffusions/parts.hpp"
#include "kolmo/core/statistics/histogram.hpp"
#include "kolmo/core/statistics/kolmogorov.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/measure/sde/constrained_chains.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"
#include "kolmo/verify/ks_bound.hpp"

namespace kolmo::constrained_diffusions {
namespace {

using measure::ChebyshevChain;
using sde::WallKind;

constexpr WallKind mirror = WallKind::reflecting_symmetrised, clipping = WallKind::reflecting_projection;

std::string name_of(WallKind kind) { return kind == mirror ? "mirror" : "clipping"; }

/// L²/(5g²): the first cosine has fallen by e.
double time_of(const Interval& interval) { return 0.2 * std::pow(interval.length() / interval.noise, 2); }

/// That, or where the drift is quicker: what it needs from wall to wall, and to make a layer at a wall.
double time_with_drift(const Interval& interval) {
  const double drift = largest_drift(interval), noise = interval.noise;
  if (!(drift > 0)) return time_of(interval);
  return std::min({time_of(interval), interval.length() / drift, 0.25 * std::pow(noise / drift, 2)});
}

double cosine(const Interval& interval, double x) {
  return std::cos(std::numbers::pi * (x - interval.lower) / interval.length());
}

sde::Walls walls_of(const Interval& interval, WallKind kind) {
  return sde::Walls({{0, interval.lower, interval.upper, kind}});
}

/// The first cosine's expectation from the start: cos(πu₀) e^{−π²g²t/(2L²)}.
double exact_cosine(const Interval& interval, double t) {
  return cosine(interval, interval.start) *
         std::exp(-0.5 * std::pow(std::numbers::pi * interval.noise / interval.length(), 2) * t);
}

ChebyshevChain chain_of(const Interval& interval, const process::Process& process, WallKind kind, double h) {
  return measure::interval_chain(sde::scheme("euler_maruyama"), process, walls_of(interval, kind),
                                 interval.lower, interval.upper, h);
}

Eigen::VectorXd cosine_of(const Interval& interval, const ChebyshevChain& chain) {
  return at_nodes(chain.nodes(), [&](double x) { return cosine(interval, x); });
}

verify::OrderStudy study_of(const std::string& name, const std::string& long_name, WallKind kind) {
  verify::OrderStudy study;
  study.name = name;
  study.long_name = long_name;
  study.claimed = sde::claim(kind).order(Sense::weak, Context::additive).value();
  study.source = sde::claim(kind).source;
  study.scheme = sde::claim(kind).name;
  study.next_term = 0.5;  // layers at walls have the width √h
  return study;
}

/// What an exact step may be wrong by: places far from 0 are known to ε·|place| alone, whatever lies between
/// the walls.
double rounding_of(const Interval& interval) {
  const double farthest = std::max(std::abs(interval.lower), std::abs(interval.upper));
  return std::max(1e-12, 8 * std::numeric_limits<double>::epsilon() * farthest / interval.length());
}

/// E cos(π(X_t − a)/L) of Brownian motion, without sampling.
verify::OrderStudy brownian_study(const Interval& interval, WallKind kind) {
  auto study = study_of("brownian_" + name_of(kind), "error of the mean cosine, without drift", kind);
  study.h_long_name = "time step times g^2/L^2";
  if (kind == mirror) study.exact_below = rounding_of(interval);
  const process::Brownian process(interval.noise, 1);
  const double t = time_of(interval), unit = 5 * time_of(interval);
  for (Index steps = 8; steps <= 1024; steps *= 2) {
    const double h = t / static_cast<double>(steps);
    const auto chain = chain_of(interval, process, kind, h);
    study.add(h / unit, chain.expectation(cosine_of(interval, chain), steps, interval.start) -
                            exact_cosine(interval, t));
  }
  return study;
}

StationaryLaw law_of(const Interval& interval) {
  const auto process = process_of(interval);
  return {interval.lower, interval.upper, interval.noise,
          [&](const ConstBlock& x, Block out) { process.drift(0, x, out); }};
}

/// ⟨cos⟩ of the chain's own stationary law, without sampling.
verify::OrderStudy drift_study(const Interval& interval, WallKind kind) {
  auto study = study_of("drift_" + name_of(kind), "error of the stationary mean cosine, with drift", kind);
  study.h_long_name = "time step times g^2/L^2";
  const auto process = process_of(interval);
  const double exact = law_of(interval).expectation([&](double x) { return cosine(interval, x); });
  for (int k = 2; k <= 9; ++k) {
    const double h = std::ldexp(time_with_drift(interval), -k);
    const auto chain = chain_of(interval, process, kind, h);
    study.add(h / (5 * time_of(interval)), chain.stationary_expectation(cosine_of(interval, chain)) - exact);
  }
  return study;
}

/// Places after `steps` steps to t, from the start.
std::vector<double> paths(const Interval& interval, const process::Process& process, const Sampled& sampled,
                          WallKind kind, double t, Index steps) {
  const sde::Walls walls = walls_of(interval, kind);
  sde::Simulation simulation{process,
                             sde::scheme("euler_maruyama"),
                             {{0, t}, {steps}},
                             sampled.particles,
                             sampled.stream.role("interval")
                                 .role(name_of(kind) + process.name(), static_cast<std::uint64_t>(steps))};
  simulation.walls = &walls;
  const Points x =
      sde::simulate_snapshots(simulation, Points(Points::Constant(sampled.particles, 1, interval.start)))
          .back()[0];
  return {x.data(), x.data() + x.rows()};
}

Estimate mean_cosine(const Interval& interval, const std::vector<double>& x) {
  Eigen::ArrayXd values(static_cast<Index>(x.size()));
  for (Index i = 0; i < values.size(); ++i) values(i) = cosine(interval, x[static_cast<std::size_t>(i)]);
  return mean_estimate(values.data(), values.size());
}

double ks_to_reflected(const Interval& interval, std::vector<double> x, double t) {
  std::sort(x.begin(), x.end());
  return ks_statistic(x, [&](double place) { return reflected_distribution(interval, t, place); });
}

/// Half of L²/(5g²), in four steps.
constexpr Index few_steps = 4;
double short_time(const Interval& interval) { return 0.5 * time_of(interval); }

using Places = std::shared_ptr<frame::Lazy<std::vector<double>>>;

void add_brownian_paths(frame::Plan& plan, const Interval& interval, const Sampled& sampled,
                        const Places& mirrored, const Places& clipped) {
  const double t = short_time(interval);
  plan.checks.push_back({"brownian_paths/mirror/law", [=] {
                           const double distance = ks_to_reflected(interval, mirrored->get(), t);
                           return verify::value_check(
                               0, distance, verify::ks_bound(sampled.z(), sampled.particles),
                               "Brownian motion between mirrors", "sup |F_n - F| after four steps");
                         }});
  plan.checks.push_back({"brownian_paths/mirror/cosine", [=] {
                           return verify::estimate_check("", exact_cosine(interval, t),
                                                         mean_cosine(interval, mirrored->get()), sampled.z(),
                                                         0, "cos(pi u0) exp(-pi^2 g^2 t/(2 L^2))");
                         }});
  plan.checks.push_back({"brownian_paths/clipping/cosine", [=] {
                           const process::Brownian process(interval.noise, 1);
                           const auto chain = chain_of(interval, process, clipping, t / few_steps);
                           return verify::estimate_check(
                               "", chain.expectation(cosine_of(interval, chain), few_steps, interval.start),
                               mean_cosine(interval, clipped->get()), sampled.z(), 0,
                               "the chain's own, without sampling");
                         }});
  plan.checks.push_back({"brownian_paths/clipping/is_not_the_law", [=] {
                           const double distance = ks_to_reflected(interval, clipped->get(), t);
                           const double allowed = verify::ks_bound(sampled.z(), sampled.particles);
                           return verify::judged(
                               {.expected = 1,
                                .observed = distance > allowed ? 1.0 : 0.0,
                                .spread = 1,
                                .source = "clipping leaves mass on the walls",
                                .note = "1 where sup |F_n - F| is beyond what chance allows"});
                         }});
}

/// With the drift, until the start is forgotten but for what the chain itself, without sampling, says is left
/// of it and of its step.
void add_drift_paths(frame::Plan& plan, const Interval& interval, const Sampled& sampled) {
  plan.checks.push_back(
      {"drift_paths/mirror/stationary", [=] {
         const auto process = process_of(interval);
         const double h = time_with_drift(interval) / 4, t = 6 * time_of(interval);
         const auto steps = static_cast<Index>(std::ceil(t / h));
         const double exact = law_of(interval).expectation([&](double x) { return cosine(interval, x); });
         const auto chain = chain_of(interval, process, mirror, t / static_cast<double>(steps));
         const double own = chain.expectation(cosine_of(interval, chain), steps, interval.start);
         const auto x = paths(interval, process, sampled, mirror, t, steps);
         return verify::estimate_check("", exact, mean_cosine(interval, x), sampled.z(),
                                       std::abs(own - exact), "p = exp(2/g^2 int f)/Z between the walls");
       }});
}

void write(io::Group& part, const Interval& interval, const Places& mirrored, const Places& clipped) {
  const Axis axis{interval.lower, interval.upper, 40};
  io::Group& group = part.group("law_after_four_steps");
  std::vector<double> centres, exact;
  for (Index i = 0; i < axis.cells; ++i) {
    centres.push_back(axis.centre(i));
    const double mass = reflected_distribution(interval, short_time(interval), axis.face(i + 1)) -
                        reflected_distribution(interval, short_time(interval), axis.face(i));
    exact.push_back(mass / axis.width());
  }
  group.scale("x", centres, {"place between the walls", "length"});
  for (const auto& [name, places] : {std::pair{"mirror", mirrored}, {"clipping", clipped}}) {
    const auto& x = places->get();
    const Histogram h = histogram(x.data(), static_cast<Index>(x.size()), axis);
    group.variable(name, {"x"}, h.density, {std::string("density, ") + name, "1/length"});
    group.variable(std::string(name) + "_standard_error", {"x"}, h.error, {"its standard error", "1/length"});
    group.variable(std::string(name) + "_exact", {"x"}, exact, {"density between mirrors", "1/length"});
  }
}

}  // namespace

frame::Plan interval_plan(const Interval& interval, const Sampled& sampled) {
  frame::Plan plan{"Between two walls", "dX = (" + interval.drift +
                                            ") dt + g dW, and dX = g dW, reflected at both walls; each "
                                            "reflection in its own words, and what it does to the law."};
  const bool drifts = largest_drift(interval) > 0;
  for (const WallKind kind : {mirror, clipping}) {
    plan.studies.push_back({"brownian_" + name_of(kind), [=] { return brownian_study(interval, kind); }});
    // Without one the chain of either wall has the mean of the symmetric law: no error, and no order.
    if (drifts)
      plan.studies.push_back({"drift_" + name_of(kind), [=] { return drift_study(interval, kind); }});
  }
  const auto places = [&](WallKind kind) {
    return frame::lazy([=] {
      return paths(interval, process::Brownian(interval.noise, 1), sampled, kind, short_time(interval),
                   few_steps);
    });
  };
  const auto mirrored = places(mirror), clipped = places(clipping);
  add_brownian_paths(plan, interval, sampled, mirrored, clipped);
  if (drifts) add_drift_paths(plan, interval, sampled);
  plan.tables.push_back([=](io::Group& part) { write(part, interval, mirrored, clipped); });
  return plan;
}

}  // namespace kolmo::constrained_diffusions
