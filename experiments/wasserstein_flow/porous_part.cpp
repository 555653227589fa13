// Barenblatt's solution of the porous medium equation in the plane.

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include "frame/lazy.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/jko/barenblatt.hpp"
#include "kolmo/jko/grid_step.hpp"
#include "wasserstein_flow/parts.hpp"

namespace kolmo::wasserstein_flow {
namespace {

/// From t = 1 to 4 in equal steps.
struct Flow {
  double error = 0, mass_lost = 0, least = 0;
  double radius = 0, growth = 0;         ///< of the front at the end; of lengths, log₄
  std::vector<double> energy, residual;  ///< after each step
  Eigen::ArrayXd density;
  std::vector<double> shown_at;
  std::vector<Eigen::ArrayXd> shown;  ///< at the start, and after a quarter, a half and all of the steps
};

/// Of the front, from the area where the density is above a part of its top: πR²(1 − part) for m = 2.
double radius_of(const Grid& grid, const Eigen::ArrayXd& rho) {
  constexpr double part = 0.02;
  const double level = part * rho.maxCoeff();
  const double area = grid.cell_volume() * static_cast<double>((rho > level).count());
  return std::sqrt(area / (std::numbers::pi * (1 - part)));
}

double second_moment(const Grid& grid, const Eigen::ArrayXd& rho) {
  const Eigen::ArrayXd square = grid.centres().col(0).square() + grid.centres().col(1).square();
  return dot(rho.data(), square.data(), rho.size()) * grid.cell_volume();
}

Flow flow(Index cells, int steps, bool midpoint) {
  const Grid grid({{-3, 3, cells}, {-3, 3, cells}});
  jko::GridJkoStep jko(grid, {std::make_shared<jko::PorousMediumEnergy>(2)});
  Flow found;
  found.density = jko::barenblatt_cells(grid, 1);
  const double spread = second_moment(grid, found.density);
  const auto show = [&](double t) {
    found.shown_at.push_back(t);
    found.shown.push_back(found.density);
  };
  show(1);
  for (int k = 0; k < steps; ++k) {
    throw_if_stopped();
    const double tau = 3.0 / steps;
    const jko::GridStepReport report =
        midpoint ? jko.midpoint_step(tau, found.density) : jko.step(tau, found.density);
    if (4 * (k + 1) == steps || 2 * (k + 1) == steps || k + 1 == steps) show(1 + (k + 1) * tau);
    found.energy.push_back(report.energy);
    found.residual.push_back(report.residual);
    const double mass = sum(found.density.data(), found.density.size()) * grid.cell_volume();
    found.mass_lost = std::max(found.mass_lost, std::abs(mass - 1));
    found.least = std::min(found.least, found.density.minCoeff());
  }
  const Eigen::ArrayXd difference = (found.density - jko::barenblatt_cells(grid, 4)).abs();
  found.radius = radius_of(grid, found.density);
  found.growth = std::log(second_moment(grid, found.density) / spread) / (2 * std::log(4.0));
  found.error = sum(difference.data(), difference.size()) * grid.cell_volume();
  return found;
}

Eigen::ArrayXd numbers(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Index>(values.size()));
}

void write_steps(io::Group& part, const std::string& name, const Flow& found) {
  const auto n = static_cast<Index>(found.energy.size());
  io::Group& group = part.group(name);
  group.scale("time", Eigen::ArrayXd::LinSpaced(n, 1 + 3.0 / static_cast<double>(n), 4), {"time", "1"});
  group.variable("energy", {"time"}, numbers(found.energy), {"energy", "1"});
  group.variable("residual", {"time"}, numbers(found.residual),
                 {"correction still wanted, in standard deviations", "1"});
}

/// Along the line y = h/2: the exact density and both schemes'.
void write_profile(io::Group& part, Index cells, const Flow& first, const Flow& midpoint) {
  const Grid grid({{-3, 3, cells}, {-3, 3, cells}});
  const Index line = cells / 2 * cells;
  Eigen::ArrayXd x(cells);
  for (Index i = 0; i < cells; ++i) x(i) = grid.axis(0).centre(i);
  const auto along = [&](const Eigen::ArrayXd& rho) { return Eigen::ArrayXd(rho.segment(line, cells)); };
  io::Group& group = part.group("profile");
  group.scale("x", x, {"x", "1"});
  group.variable("exact", {"x"}, along(jko::barenblatt_cells(grid, 4)), {"density at t = 4, exact", "1"});
  group.variable("first_order", {"x"}, along(first.density),
                 {"density at t = 4, eight steps of first order", "1"});
  group.variable("midpoint", {"x"}, along(midpoint.density), {"density at t = 4, eight midpoint steps", "1"});
}

/// Densities as they flow, taken together to 64 cells an axis.
void write_densities(io::Group& part, Index cells, const Flow& found) {
  const Index kept = 64, factor = std::max<Index>(1, cells / kept), n = cells / factor;
  const Axis axis{-3, -3 + 6 * static_cast<double>(n * factor) / static_cast<double>(cells), n};
  Eigen::ArrayXd x(n);
  for (Index i = 0; i < n; ++i) x(i) = axis.centre(i);
  io::Group& group = part.group("marginals");
  group.scale("time", found.shown_at, {"time", "1"});
  group.scale("x", x, {"x", "1"});
  group.scale("y", x, {"y", "1"});
  std::vector<double> data;
  for (const Eigen::ArrayXd& rho : found.shown) {
    Eigen::ArrayXXd together = Eigen::ArrayXXd::Zero(n, n);
    for (Index j = 0; j < n * factor; ++j)
      for (Index i = 0; i < n * factor; ++i) together(i / factor, j / factor) += rho(i + cells * j);
    for (Index i = 0; i < n; ++i)  // the last axis runs fastest in a file
      for (Index j = 0; j < n; ++j) data.push_back(together(i, j) / static_cast<double>(factor * factor));
  }
  group.variable("density_jko", {"time", "x", "y"}, std::move(data),
                 {"probability density, midpoint steps", "1", "Legendre and Turinici 2017", true});
}

using Found = std::shared_ptr<frame::Lazy<Flow>>;

/// Where the front is, how lengths grow, and what no step may lose.
void add_flow_checks(Index cells, const Found& first, const Found& midpoint, frame::Plan& plan) {
  const auto add = [&](const std::string& name, double expected, double tolerance, const std::string& source,
                       const std::string& note, std::function<double()> observed) {
    plan.checks.push_back(
        {name, [=] { return verify::value_check(expected, observed(), tolerance, source, note); }});
  };
  add("support_radius", jko::Barenblatt(2, 2).radius(4), 6 / static_cast<double>(cells), "Barenblatt 1952",
      "radius of the front at t = 4, to a cell", [=] { return midpoint->get().radius; });
  // what eight midpoint steps leave is 4e-4 of the exponent
  add("exponent_m_2", 0.25, 1e-3, "1/(2m) in the plane", "growth of lengths",
      [=] { return midpoint->get().growth; });
  add("mass", 0, 1e-12, "mass 1", "largest error of the mass",
      [=] { return std::max(first->get().mass_lost, midpoint->get().mass_lost); });
  add("least_density", 0, 0, "no density is negative", "least density",
      [=] { return std::min(first->get().least, midpoint->get().least); });
}

}  // namespace

frame::Plan porous_medium_plan(Index cells) {
  frame::Plan plan{"The porous medium equation",
                   "Barenblatt's solution of rho_t = Laplacian rho^2 in the plane from t = 1 to 4. Exact JKO "
                   "steps have the errors "
                   "4.31e-2, 2.28e-2 and 1.18e-2 in 4, 8 and 16 steps."};
  const auto four = frame::lazy([=] { return flow(cells, 4, false); });
  const auto eight = frame::lazy([=] { return flow(cells, 8, false); });
  const auto sixteen = frame::lazy([=] { return flow(cells, 16, false); });
  const auto midpoint = frame::lazy([=] { return flow(cells, 8, true); });
  const auto fine = frame::lazy([=] { return flow(cells, 16, true); });
  // The front's part, of order 1 in h: 3e-4 at 256², and as much again at 128².
  const double front = 3e-4 * std::max(0.0, 256.0 / static_cast<double>(cells) - 1);
  const auto error = [](double expected, const auto& of, double tolerance, const char* source) {
    return [=] {
      return verify::value_check(expected, of->get().error, tolerance, source, "L1 error at t = 4");
    };
  };
  plan.checks = {
      {"first_order_4_steps", error(4.31e-2, four, 0.05 * 4.31e-2, "exact JKO steps")},
      {"first_order_8_steps", error(2.28e-2, eight, 0.05 * 2.28e-2, "exact JKO steps")},
      {"first_order_16_steps", error(1.18e-2, sixteen, 0.05 * 1.18e-2 + front, "exact JKO steps")},
      {"midpoint_16_steps", error(0, fine, 2e-3, "Barenblatt 1952")},
      {"midpoint_8_steps", error(0, midpoint, 6e-3, "Barenblatt 1952")},
  };
  add_flow_checks(cells, eight, midpoint, plan);
  plan.tables.push_back([=](io::Group& part) {
    write_steps(part, "first_order", eight->get());
    write_steps(part, "midpoint", midpoint->get());
    write_profile(part, cells, eight->get(), midpoint->get());
    write_densities(part, cells, midpoint->get());
  });
  return plan;
}

}  // namespace kolmo::wasserstein_flow
