// A ball, whose wall reflects along its normal.

#include <cmath>

#include "constrained_diffusions/parts.hpp"
#include "kolmo/measure/sde/constrained_chains.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/sde/drivers/ball_wall.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"

namespace kolmo::constrained_diffusions {
namespace {

using sde::WallKind;

constexpr WallKind mirror = WallKind::reflecting_symmetrised, clipping = WallKind::reflecting_projection;

std::string name_of(WallKind kind) { return kind == mirror ? "mirror" : "clipping"; }

/// The first zero k > 0 of J_{d/2}, by bisection: the slowest mode with no direction, r^{1 − d/2} J_{d/2 −
/// 1}(kr/R), has no slope at the wall.
double wave_number(Index dimension) {
  const double nu = 0.5 * static_cast<double>(dimension);
  double below = nu, above = below;  // J_ν > 0 on (0, ν]
  while (std::cyl_bessel_j(nu, above) > 0) above += 0.25;
  for (int k = 0; k < 100; ++k) {
    const double middle = 0.5 * (below + above);
    (std::cyl_bessel_j(nu, middle) > 0 ? below : above) = middle;
  }
  return 0.5 * (below + above);
}

/// r^{1 − d/2} J_{d/2 − 1}(kr), 1 at r = 0.
double mode(Index dimension, double r) {
  const double nu = 0.5 * static_cast<double>(dimension) - 1, s = wave_number(dimension) * r;
  if (s < 1e-3) return 1 - 0.25 * s * s / (nu + 1);
  return std::tgamma(nu + 1) * std::pow(2 / s, nu) * std::cyl_bessel_j(nu, s);
}

/// 2R²/(k²g²), in which the mode falls by e.
double time_of(const Ball& ball) {
  return 2 * std::pow(ball.radius / (wave_number(ball.dimension) * ball.noise), 2);
}

constexpr double start = 0.3;  ///< distance from the centre over R

sde::BallWall wall_of(const Ball& ball, WallKind kind) {
  return {Eigen::ArrayXd::Zero(ball.dimension), ball.radius, kind};
}

measure::ChebyshevChain chain_of(const Ball& ball, WallKind kind, double h) {
  return measure::ball_chain(sde::scheme("euler_maruyama"), process::Brownian(ball.noise, ball.dimension),
                             wall_of(ball, kind), ball.radius, h);
}

double own_mode(const Ball& ball, WallKind kind, Index steps) {
  const auto chain = chain_of(ball, kind, time_of(ball) / static_cast<double>(steps));
  const auto phi = at_nodes(chain.nodes(), [&](double s) { return mode(ball.dimension, std::sqrt(s)); });
  return chain.expectation(phi, steps, start * start);
}

double exact_mode(const Ball& ball) { return mode(ball.dimension, start) * std::exp(-1.0); }

verify::OrderStudy study(const Ball& ball, WallKind kind) {
  verify::OrderStudy study;
  study.name = name_of(kind);
  study.long_name = "error of the mean of the slowest mode without direction";
  study.claimed = sde::claim(kind).order(Sense::weak, Context::additive).value();
  study.source = sde::claim(kind).source;
  study.scheme = sde::claim(kind).name;
  study.h_long_name = "time step over 2R^2/(k^2 g^2)";
  study.next_term = kind == mirror ? 1 : 0.5;
  for (Index steps = 8; steps <= 256; steps *= 2)
    study.add(1 / static_cast<double>(steps), own_mode(ball, kind, steps) - exact_mode(ball));
  return study;
}

/// |x|/R after the time in 32 steps.
std::vector<double> distances(const Ball& ball, const Sampled& sampled, WallKind kind, const Points& from,
                              Index steps) {
  const process::Brownian process(ball.noise, ball.dimension);
  const sde::BallWall wall = wall_of(ball, kind);
  sde::Simulation simulation{process,
                             sde::scheme("euler_maruyama"),
                             {{0, time_of(ball)}, {steps}},
                             sampled.particles,
                             sampled.stream.role("ball").role(name_of(kind))};
  simulation.walls = &wall;
  const Points x = sde::simulate_snapshots(simulation, from).back()[0];
  std::vector<double> found;
  for (Index i = 0; i < x.rows(); ++i) found.push_back(x.row(i).matrix().norm() / ball.radius);
  return found;
}

Points all_at_start(const Ball& ball, Index particles) {
  Points x = Points::Zero(particles, ball.dimension);
  x.col(0).setConstant(start * ball.radius);
  return x;
}

void add_paths(frame::Plan& plan, const Ball& ball, const Sampled& sampled, WallKind kind) {
  constexpr Index steps = 32;
  const auto found = frame::lazy(
      [=] { return distances(ball, sampled, kind, all_at_start(ball, sampled.particles), steps); });
  plan.checks.push_back({"paths/" + name_of(kind) + "/mode", [=] {
                           Eigen::ArrayXd values(static_cast<Index>(found->get().size()));
                           for (Index i = 0; i < values.size(); ++i)
                             values(i) = mode(ball.dimension, found->get()[static_cast<std::size_t>(i)]);
                           const double own = own_mode(ball, kind, steps);
                           return verify::estimate_check("", own, mean_estimate(values.data(), values.size()),
                                                         sampled.z(), 0, "the chain's own, without sampling");
                         }});
  plan.checks.push_back({"paths/" + name_of(kind) + "/inside", [=] {
                           double farthest = 0;
                           for (const double r : found->get()) farthest = std::max(farthest, r);
                           return verify::value_check(0, std::max(0.0, farthest - 1), 1e-14, "|x| <= R",
                                                      "largest |x|/R - 1");
                         }});
}

}  // namespace

frame::Plan ball_plan(const Ball& ball, const Sampled& sampled) {
  frame::Plan plan{"In a ball",
                   "dX = g dW in |x| <= R, mirrored at the wall along its normal, or put on the wall."};
  for (const WallKind kind : {mirror, clipping}) {
    plan.studies.push_back({name_of(kind), [=] { return study(ball, kind); }});
    add_paths(plan, ball, sampled, kind);
  }
  // The error of 32 steps against the exact mode is what the study shows; it bounds the paths' own.
  plan.checks.push_back({"stationary/mirror", [=] {
                           const auto chain = chain_of(ball, mirror, time_of(ball) / 256);
                           const double d = static_cast<double>(ball.dimension), exact = d / (d + 2);
                           const auto coarse = chain_of(ball, mirror, time_of(ball) / 128);
                           const double own = chain.stationary_expectation(chain.nodes().matrix());
                           const double half = coarse.stationary_expectation(coarse.nodes().matrix());
                           // Order 1: the error is the difference of the two, but for its square.
                           return verify::value_check(exact, own, 1.2 * std::abs(own - half) + 1e-10,
                                                      "the uniform law: E|x|^2/R^2 = d/(d + 2)",
                                                      "of the chain's own stationary law");
                         }});
  return plan;
}

}  // namespace kolmo::constrained_diffusions
