// Barenblatt's solution of the porous medium equation in the plane.

#include <algorithm>
#include <cmath>
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
  std::vector<double> energy, residual;  ///< after each step
  Eigen::ArrayXd density;
};

Flow flow(Index cells, int steps, bool midpoint) {
  const Grid grid({{-3, 3, cells}, {-3, 3, cells}});
  jko::GridJkoStep jko(grid, {std::make_shared<jko::PorousMediumEnergy>(2)});
  Flow found;
  found.density = jko::barenblatt_cells(grid, 1);
  for (int k = 0; k < steps; ++k) {
    throw_if_stopped();
    const double tau = 3.0 / steps;
    const jko::GridStepReport report =
        midpoint ? jko.midpoint_step(tau, found.density) : jko.step(tau, found.density);
    found.energy.push_back(report.energy);
    found.residual.push_back(report.residual);
    const double mass = sum(found.density.data(), found.density.size()) * grid.cell_volume();
    found.mass_lost = std::max(found.mass_lost, std::abs(mass - 1));
    found.least = std::min(found.least, found.density.minCoeff());
  }
  const Eigen::ArrayXd difference = (found.density - jko::barenblatt_cells(grid, 4)).abs();
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
      {"mass",
       [=] {
         return verify::value_check(0, std::max(eight->get().mass_lost, midpoint->get().mass_lost), 1e-12,
                                    "mass 1", "largest error of the mass");
       }},
      {"least_density",
       [=] {
         return verify::value_check(0, std::min(eight->get().least, midpoint->get().least), 0,
                                    "no density is negative", "least density");
       }},
  };
  plan.tables.push_back([=](io::Group& part) {
    write_steps(part, "first_order", eight->get());
    write_steps(part, "midpoint", midpoint->get());
    write_profile(part, cells, eight->get(), midpoint->get());
  });
  return plan;
}

}  // namespace kolmo::wasserstein_flow
