// W2 on grids by back-and-forth: products, whose transport is known, and a disk that moves as a whole.

#include <cmath>

#include "frame/lazy.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/grid/back_and_forth.hpp"
#include "optimal_transport/parts.hpp"

namespace kolmo::optimal_transport {
namespace {

using transport::GridTransport;

GridTransport between_products(Index cells, double background, Index iterations, double tolerance) {
  const Products products(cells, background);
  return transport::back_and_forth(products.grid, products.mu, products.nu, {iterations, tolerance});
}

/// Errors of half of W2² on grids of cells/8 … cells an axis, as far as the iteration goes.
struct Refinement {
  Eigen::ArrayXd width, error;
  explicit Refinement(const Sizes& sizes) : width(4), error(4) {
    for (Index level = 0; level < 4; ++level) {
      const Index n = sizes.cells >> (3 - level);
      width(level) = 1 / static_cast<double>(n);
      error(level) = std::abs(between_products(n, 0.2, 60, 1e-7).dual - half_square);
    }
  }
  double order() const { return std::log2(error(2) / error(3)); }
};

void write_history(io::Group& part, const std::string& name, const GridTransport& found) {
  const auto n = static_cast<Index>(found.history.size());
  Eigen::ArrayXd residual(n), gap(n);
  for (Index k = 0; k < n; ++k) {
    residual(k) = found.history[static_cast<std::size_t>(k)].residual;
    // a record has the gap where its iteration begins: at first nothing is moved, and there is none
    gap(k) =
        std::abs(k + 1 < n ? found.history[static_cast<std::size_t>(k + 1)].gap : found.gap) / found.dual;
  }
  io::Group& group = part.group(name);
  group.scale("iteration", Eigen::ArrayXd::LinSpaced(n, 1, static_cast<double>(n)), {"iterations", "1"});
  group.variable("residual", {"iteration"}, residual,
                 {"residual <r, (-Laplacian)^-1 r>/(J max density)", "1"});
  group.variable("gap", {"iteration"}, gap, {"|cost of the map - J|/J", "1"});
  group.attribute("status", std::string(transport::status_name(found.status)));
}

/// The displacement T − x at every so many-th centre, and the densities there.
void write_map(io::Group& part, const Products& products, const GridTransport& found) {
  const Index n = products.grid.axis(0).cells, step = n / 32, kept = 32;
  const Points x = products.grid.centres();
  Eigen::ArrayXd places(kept);
  Eigen::ArrayXXd u(kept, kept), v(kept, kept), mu(kept, kept), nu(kept, kept);
  for (Index j = 0; j < kept; ++j) {
    places(j) = products.grid.axis(0).centre(j * step + step / 2);
    for (Index i = 0; i < kept; ++i) {
      const Index cell = (i * step + step / 2) + n * (j * step + step / 2);
      u(i, j) = found.map(cell, 0) - x(cell, 0);
      v(i, j) = found.map(cell, 1) - x(cell, 1);
      mu(i, j) = products.mu(cell);
      nu(i, j) = products.nu(cell);
    }
  }
  io::Group& group = part.group("map");
  group.scale("x", places, {"x", "1"});
  group.scale("y", places, {"y", "1"});
  group.variable("displacement_x", {"x", "y"}, u, {"where mass goes, along x", "1"});
  group.variable("displacement_y", {"x", "y"}, v, {"where mass goes, along y", "1"});
  group.variable("density_from", {"x", "y"}, mu, {"density that is carried", "1"});
  group.variable("density_to", {"x", "y"}, nu, {"density that it becomes", "1"});
}

void write_refinement(io::Group& part, const Refinement& found) {
  io::Group& errors = part.group("refinement");
  errors.scale("h", found.width, {"cell width", "1"});
  errors.variable("error", {"h"}, found.error, {"error of half of W2 squared", "1"});
}

constexpr const char* products_statement =
    "mu and nu are products of b + exp(-(x - m)^2/2s^2) over two axes; b = 0.2, and 0.02 where mass is thin.";

verify::Check relative(double expected, double found, double tolerance, const char* note) {
  return verify::value_check(1, found / expected, tolerance, quadrature, note);
}

}  // namespace

frame::Plan products_plan(const Sizes& sizes) {
  frame::Plan plan{"Products of bumps", products_statement};
  const auto refinement = frame::lazy([=] { return Refinement(sizes); });
  // the second order's error at 128 cells is 1.8e-4 of W2, the rest is the iteration's at twelve steps
  const auto twelve = frame::lazy([] { return between_products(128, 0.2, 12, 1e-9); });
  const auto fine = frame::lazy([] { return between_products(256, 0.2, 12, 1e-9); });
  const auto thin = frame::lazy([] { return between_products(128, 0.02, 40, 1e-9); });
  plan.checks = {
      {"order_in_cells",
       [=] {
         return verify::value_check(2, refinement->get().order(), 0.3,
                                    "second differences, corners, parabolas",
                                    "order between the two finest grids");
       }},
      {"twelve_iterations",
       [=] {
         return relative(half_square, twelve->get().dual, 4e-4,
                         "J over half of W2 squared, 128 cells an axis");
       }},
      // 4.5e-5 at 256 cells as far as it goes, the rest is the iteration's
      {"twelve_iterations_256",
       [=] {
         return relative(half_square, fine->get().dual, 1e-4, "J over half of W2 squared, 256 cells an axis");
       }},
      {"bound_on_centres",
       [=] {
         return relative(half_square, twelve->get().lower_bound, 4e-4,
                         "bound of point masses over half of W2 squared");
       }},
      {"thin_forty_iterations",
       [=] {
         return relative(half_square_thin, thin->get().dual, 1e-3, "J over half of W2 squared, b = 0.02");
       }},
  };
  plan.tables.push_back([=](io::Group& part) {
    write_map(part, Products(128, 0.2), twelve->get());
    write_refinement(part, refinement->get());
    write_history(part, "thick", twelve->get());
    write_history(part, "thin", thin->get());
  });
  return plan;
}

frame::Plan disk_plan(const Sizes& sizes) {
  frame::Plan plan{
      "A disk", "A disk of radius 0.2 goes from (0.25, 0.25) to (0.75, 0.75) as a whole: W2 squared is 1/2."};
  const auto found = frame::lazy([=] {
    const Grid grid({{0, 1, sizes.disk_cells}, {0, 1, sizes.disk_cells}});
    const Points x = grid.centres();
    const auto disk = [&](double centre) {
      Eigen::ArrayXd rho =
          ((x.col(0) - centre).square() + (x.col(1) - centre).square() < 0.04).cast<double>();
      return Eigen::ArrayXd(rho / (sum(rho.data(), rho.size()) * grid.cell_volume()));
    };
    return transport::back_and_forth(grid, disk(0.25), disk(0.75), {6, 1e-12});
  });
  plan.checks = {
      {"six_iterations",
       [=] {
         return verify::value_check(0.25, found->get().dual, 1e-7, "half of the square of the way", "J");
       }},
      {"map",
       [=] {
         return verify::value_check(0.25, found->get().cost, 1e-6, "half of the square of the way",
                                    "cost of the map");
       }},
  };
  plan.tables.push_back([=](io::Group& part) { write_history(part, "disk", found->get()); });
  return plan;
}

}  // namespace kolmo::optimal_transport
