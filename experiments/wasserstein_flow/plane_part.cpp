// Energies in the plane beside the porous medium: a crowd, attraction with diffusion, attraction with
// pressure.

#include <algorithm>
#include <cmath>
#include <vector>

#include "frame/lazy.hpp"
#include "wasserstein_flow/parts.hpp"
#include "wasserstein_flow/plane_flows.hpp"

namespace kolmo::wasserstein_flow {
namespace {

using namespace plane;

Eigen::ArrayXd numbers(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Index>(values.size()));
}

void write(io::Group& part, const std::string& name, const Grid& grid, const Flow& found) {
  io::Group& group = part.group(name);
  group.scale("time", numbers(found.time), {"time", "1"});
  group.variable("energy", {"time"}, numbers(found.energy), {"free energy", "1"});
  group.variable("second_moment", {"time"}, numbers(found.second_moment), {"variance per axis", "1"});
  Eigen::ArrayXd x(grid.axis(0).cells);
  for (Index i = 0; i < x.size(); ++i) x(i) = grid.axis(0).centre(i);
  group.scale("x", x, {"x", "1"});
  const Index line = x.size() / 2 * x.size();
  group.variable("profile", {"x"}, Eigen::ArrayXd(found.density.segment(line, x.size())),
                 {"density along y = h/2 at the end", "1"});
}

template <class T>
using Shared = std::shared_ptr<frame::Lazy<T>>;

/// What the checks look at, each computed once.
struct Flows {
  explicit Flows(Index cells)
      : ball(frame::lazy([=] { return Ball(cells); })),
        core(frame::lazy([=] { return Core(cells); })),
        cluster(frame::lazy([=] { return Cluster(cells); })),
        first(frame::lazy([=] { return attraction(cells, 4, false); })),
        midpoint(frame::lazy([=] { return attraction(cells, 4, true); })),
        cubic(frame::lazy([=] { return Cubic(cells); })),
        brief(frame::lazy([=] { return ShortSteps(cells); })) {}

  Shared<Ball> ball;
  Shared<Core> core;
  Shared<Cluster> cluster;
  Shared<Flow> first, midpoint;
  Shared<Cubic> cubic;
  Shared<ShortSteps> brief;
};

frame::CheckTask number(const std::string& name, double tolerance, const std::string& source,
                        const std::string& note, const std::function<double()>& expected,
                        const std::function<double()>& observed) {
  return {name, [=] { return verify::value_check(expected(), observed(), tolerance, source, note); }};
}

double zero() { return 0; }

// Tolerances: what the grid leaves at 64², measured, and half as much again; the edge of a crowd is h/2 wide.
// In units of h = 1/128 of the domain.

std::vector<frame::CheckTask> crowd_checks(const Flows& flows, double h) {
  return {
      number(
          "crowd_ball_radius", 0.01 * h, "R/(1 + tau) until it is full", "radius of the ball after one step",
          [] { return Ball::radius(1); },
          [=] { return 2 * std::sqrt(flows.ball->get().found.second_moment[0]); }),
      number(
          "crowd_ball_full_radius", 0.01 * h, "area 1", "radius of the ball after four steps",
          [] { return Ball::radius(4); },
          [=] { return 2 * std::sqrt(flows.ball->get().found.second_moment[3]); }),
      number("crowd_ball_at_rest", 0.03 * h, "the indicator of the ball of area 1",
             "L1 distance after four steps", zero, [=] { return flows.ball->get().off(); }),
      number("crowd_core", 0.04 + 0.04 * h, "core of radius (1 + sqrt 2) t", "L1 error at t = 0.15", zero,
             [=] { return flows.core->get().off(); }),
      number(
          "crowd_density", 1e-12, "density at most 1", "greatest density", [] { return 1.0; },
          [=] { return std::max(flows.ball->get().found.highest, flows.core->get().found.highest); }),
      // an edge that flows is some cells wide, one that is congested goes through one cell
      number("crowd_short_steps_ball", 0.015 * h, "the indicator of the ball of area 1",
             "L1 distance after sixty steps through faces", zero,
             [=] { return flows.brief->get().ball_off; }),
      number("crowd_short_steps_core", 0.04 + 0.02 * h, "core of radius (1 + sqrt 2) t",
             "L1 error at t = 0.15, thirty steps through faces", zero,
             [=] { return flows.brief->get().core_off; }),
      number("crowd_short_steps_energy", 1e-14, "the energy falls in every step", "largest rise in a step",
             zero, [=] { return std::max(flows.brief->get().ball.rise, flows.brief->get().core.rise); }),
      number(
          "crowd_short_steps_density", 1e-12, "density at most 1", "greatest density", [] { return 1.0; },
          [=] { return std::max(flows.brief->get().ball.highest, flows.brief->get().core.highest); }),
  };
}

std::vector<frame::CheckTask> attraction_checks(const Flows& flows, double h) {
  return {
      number(
          "attraction_4_steps", 0.004 * h, "exact JKO steps", "variance per axis at t = 1",
          [] { return exact_step_variance(4); }, [=] { return flows.first->get().second_moment.back(); }),
      number(
          "attraction_midpoint", 0.008, "v' = 2T - 4v", "variance per axis at t = 1, 4 midpoint steps",
          [] { return 0.25 + (1.21 - 0.25) * std::exp(-4.0); },
          [=] { return flows.midpoint->get().second_moment.back(); }),
      number("cluster_at_rest", 0.03 * h, "Bessel's J0 to its first zero", "L1 distance at t = 8", zero,
             [=] {
               return distance(flows.cluster->get().grid, flows.cluster->get().found.density,
                               flows.cluster->get().rest);
             }),
      number(
          "cluster_energy", 2e-3, "F of the density at rest", "free energy at t = 8",
          [=] { return flows.cluster->get().rest_energy; },
          [=] { return flows.cluster->get().found.energy.back(); }),
  };
}

std::vector<frame::CheckTask> common_checks(const Flows& flows) {
  return {
      number("energy_rises", 2e-3, "the free energy falls", "largest rise in a step", zero,
             [=] {
               return std::max({flows.ball->get().found.rise, flows.core->get().found.rise,
                                flows.cluster->get().found.rise, flows.first->get().rise,
                                flows.midpoint->get().rise});
             }),
      number("wall_mass", 1e-4, "none reaches the walls", "mass in the cells at the walls", zero,
             [=] {
               return std::max({flows.ball->get().found.wall_mass, flows.core->get().found.wall_mass,
                                flows.cluster->get().found.wall_mass, flows.first->get().wall_mass});
             }),
  };
}

std::vector<frame::CheckTask> cubic_checks(const Flows& flows, double h) {
  return {
      // exact first-order steps leave 1.9e-2
      number("cubic_midpoint", 0.015 * h, "Barenblatt 1952",
             "L1 error at t = 4 of rho_t = Laplacian rho^3, 8 midpoint steps", zero,
             [=] { return flows.cubic->get().error; }),
      number(
          "cubic_exponent", 3e-3 * h, "1/(2m) in the plane", "growth of lengths for m = 3, 8 midpoint steps",
          [] { return 1.0 / 6; }, [=] { return flows.cubic->get().exponent; }),
  };
}

}  // namespace

frame::Plan plane_plan(Index cells) {
  frame::Plan plan{
      "Energies in the plane",
      "A crowd whose density cannot exceed 1 in two potentials, attraction against diffusion and against "
      "pressure, and rho_t = Laplacian rho^3: against closed forms."};
  const Flows flows(cells);
  const double h = 128.0 / static_cast<double>(cells);
  for (const auto& checks :
       {crowd_checks(flows, h), attraction_checks(flows, h), common_checks(flows), cubic_checks(flows, h)})
    plan.checks.insert(plan.checks.end(), checks.begin(), checks.end());
  plan.tables.push_back([=](io::Group& part) {
    write(part, "ball", flows.ball->get().grid, flows.ball->get().found);
    write(part, "core", flows.core->get().grid, flows.core->get().found);
    write(part, "cluster", flows.cluster->get().grid, flows.cluster->get().found);
  });
  return plan;
}

}  // namespace kolmo::wasserstein_flow
