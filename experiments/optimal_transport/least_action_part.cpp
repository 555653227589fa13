// W2 as the least action of a flow, against displacement interpolation and against the optimal map.

#include <cmath>

#include "frame/lazy.hpp"
#include "kolmo/transport/grid/benamou_brenier.hpp"
#include "optimal_transport/gaussian_cells.hpp"
#include "optimal_transport/parts.hpp"

namespace kolmo::optimal_transport {
namespace {

using transport::DynamicTransport;

// N(0.35, 0.06²) to N(0.6, 0.09²)
constexpr double square = 0.0634;
const char* const gaussians = "W2 squared of Gaussians, 0.25^2 + 0.03^2";

DynamicTransport flow(Index cells) {
  const Axis axis{0, 1, cells};
  return transport::benamou_brenier(Grid({axis}), gaussian_averages(axis, 0.35, 0.06),
                                    gaussian_averages(axis, 0.6, 0.09), {.steps = cells, .tolerance = 1e-3});
}

/// Greatest difference from N((1 − t)m₀ + tm₁, ((1 − t)s₀ + ts₁)²), over its greatest density.
double off_from_mccann(const DynamicTransport& found, const Axis& axis) {
  double off = 0;
  for (Index quarter = 1; quarter < 4; ++quarter) {
    const double t = 0.25 * static_cast<double>(quarter);
    const Eigen::ArrayXd exact = gaussian_averages(axis, 0.35 + 0.25 * t, 0.06 + 0.03 * t);
    off = std::max(off,
                   (found.density.col(quarter * axis.cells / 4) - exact).abs().maxCoeff() / exact.maxCoeff());
  }
  return off;
}

/// Action over W2² of products in the plane, for cells of width 0, from 16 and 24 cells an axis: errors are
/// of second order.
double action_in_the_plane() {
  const auto action = [](Index cells) {
    const Products products(cells, 0.2);
    return transport::benamou_brenier(products.grid, products.mu, products.nu,
                                      {.steps = 8, .tolerance = 5e-3})
               .action /
           (2 * half_square);
  };
  const double coarse = action(16), fine = action(24), ratio = 16.0 * 16 / (24 * 24);
  return (fine - ratio * coarse) / (1 - ratio);
}

void write(io::Group& part, const DynamicTransport& found, const Axis& axis) {
  const auto n = static_cast<Index>(found.history.size());
  Eigen::ArrayXd iteration(n), above(n), gap(n);
  for (Index k = 0; k < n; ++k) {
    const auto& record = found.history[static_cast<std::size_t>(k)];
    iteration(k) = static_cast<double>(record.iteration);
    above(k) = std::abs(record.action / square - 1);
    gap(k) = std::abs(record.action / record.dual - 1);  // the bound begins below 0
  }
  io::Group& group = part.group("iterations");
  group.scale("iteration", iteration, {"iterations", "1"});
  group.variable("error", {"iteration"}, above, {"|action/W2 squared - 1|", "1"});
  group.variable("gap", {"iteration"}, gap, {"|action/bound - 1|", "1"});
  Eigen::ArrayXd x(axis.cells), t = Eigen::ArrayXd::LinSpaced(5, 0, 1);
  Eigen::ArrayXXd density(axis.cells, 5), exact(axis.cells, 5);
  for (Index i = 0; i < axis.cells; ++i) x(i) = axis.centre(i);
  for (Index k = 0; k < 5; ++k) {
    density.col(k) = found.density.col(k * axis.cells / 4);
    exact.col(k) = gaussian_averages(axis, 0.35 + 0.25 * t(k), 0.06 + 0.03 * t(k));
  }
  io::Group& between = part.group("interpolation");
  between.scale("x", x, {"x", "1"});
  between.scale("t", t, {"t", "1"});
  between.variable("density", {"x", "t"}, density, {"density of the flow of least action", "1"});
  between.variable("density_exact", {"x", "t"}, exact, {"McCann's interpolation", "1"});
}

}  // namespace

frame::Plan least_action_plan(const Sizes& sizes) {
  frame::Plan plan{"The flow of least action",
                   "N(0.35, 0.06^2) goes to N(0.6, 0.09^2) in a flow whose action is W2 squared."};
  plan.in_parallel =
      true;  // small problems: waking threads in each of thousands of iterations would take longest
  const auto found = frame::lazy([=] { return flow(sizes.flow_cells); });
  const Axis axis{0, 1, sizes.flow_cells};
  plan.checks = {
      {"action",
       [=] {
         return verify::value_check(1, found->get().action / square, 1e-3, gaussians,
                                    "action over W2 squared")
             .shows("C5-91");
       }},
      {"gap",
       [=] {
         return verify::value_check(0, found->get().gap() / found->get().action, 1e-3, "weak duality",
                                    "(action - bound)/action where it stopped");
       }},
      {"continuity",
       [=] {
         return verify::value_check(0, found->get().continuity, 1e-12, "a projection",
                                    "greatest residual of the continuity equation");
       }},
      // h²/s² of the narrower density at 32 cells is 0.27, of which a thirtieth is the error of second order
      {"interpolation",
       [=] {
         return verify::value_check(0, off_from_mccann(found->get(), axis), 0.02, "McCann 1997",
                                    "density at quarters of the way, over its top");
       }},
      // it stops at a gap of 5e-3, and what is left is of fourth order: (h/s)^4/50 at 16 cells, s = 0.07
      {"plane",
       [] {
         return verify::value_check(
             1, action_in_the_plane(), 5e-3, quadrature,
             "action over W2 squared of products in the plane, extrapolated in the cells");
       }},
  };
  plan.tables.push_back([=](io::Group& part) { write(part, found->get(), axis); });
  return plan;
}

}  // namespace kolmo::optimal_transport
