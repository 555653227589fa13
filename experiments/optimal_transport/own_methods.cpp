#include "optimal_transport/own_methods.hpp"

#include <cmath>
#include <limits>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/law_1d.hpp"
#include "kolmo/transport/entropic/sinkhorn_divergence.hpp"
#include "kolmo/transport/exact/discrete.hpp"
#include "kolmo/transport/exact/sample_distances.hpp"
#include "kolmo/transport/grid/back_and_forth.hpp"
#include "kolmo/transport/grid/benamou_brenier.hpp"
#include "kolmo/transport/grid/density_distances.hpp"

namespace kolmo::optimal_transport {
namespace {

const std::string residual = "mass that is amiss in the marginals", bounds = "H^2 <= TV <= sqrt(2) H",
                  units = "change in doubled units",
                  map = "|cost of the map - J|/J, and a third of what half the cells change";
constexpr double back_and_forth_tolerance = 1e-2;

/// Plans converge the faster, the larger epsilon is.
std::string blurred(transport::Status status, const OwnSettings& s) {
  return status == transport::Status::converged ? "" : "epsilon = " + number_text(2 * s.epsilon, 3);
}

Measured measured(const transport::EntropicTransport& found, const OwnSettings& s) {
  return {found.dual, found.residual, std::string(transport::status_name(found.status)),
          blurred(found.status, s)};
}

Measured measured(const transport::SinkhornDivergence& found, const OwnSettings& s) {
  return {found.value, std::max({found.between.residual, found.of_a.residual, found.of_b.residual}),
          std::string(transport::status_name(found.status())), blurred(found.status(), s)};
}

double relative(double off, double value) { return value == 0 && off == 0 ? 0 : off / value; }

Measured exact(const OwnPoints& p, const OwnSettings&) {
  const auto plan = transport::exact_transport(p.from, p.to);
  return {plan.cost, relative(plan.gap(), plan.cost)};
}

/// Half of the mean |x − y|² between the sets, rooted: what their kernel's length is where none is given.
double spread(const OwnPoints& p) {
  const Eigen::ArrayXd a = Eigen::ArrayXd::Constant(p.from.rows(), 1 / static_cast<double>(p.from.rows())),
                       b = Eigen::ArrayXd::Constant(p.to.rows(), 1 / static_cast<double>(p.to.rows()));
  return std::sqrt(transport::dense_cost(transport::squared_costs(p.from, p.to))->mean(a.data(), b.data()) /
                   2);
}

/// In lengths twice as long a square is four times as large: to the last bit, or some number with a unit is
/// compared with one without.
Measured sliced(const OwnPoints& p, const OwnSettings& s) {
  const RandomStream stream = RandomStream(2026).role("directions");
  const double value = transport::sliced_w2_squared(p.from, p.to, s.directions, stream).w2_squared;
  const double twice = transport::sliced_w2_squared(2 * p.from, 2 * p.to, s.directions, stream).w2_squared;
  return {value, std::abs(twice - 4 * value)};
}

Measured mmd(const OwnPoints& p, const OwnSettings& s) {
  const double length = s.length.value_or(spread(p));
  const double value = transport::mmd_squared(p.from, p.to, length);
  return {value, std::abs(transport::mmd_squared(2 * p.from, 2 * p.to, 2 * length) - value)};
}

/// The means of 2^d cells each.
Eigen::ArrayXd on_half_the_cells(const Grid& grid, const Grid& half, const Eigen::ArrayXd& density) {
  Eigen::ArrayXd coarse = Eigen::ArrayXd::Zero(half.cells());
  for (Index cell = 0; cell < grid.cells(); ++cell) {
    Index rest = cell, place = 0, stride = 1;
    for (Index k = 0; k < grid.dimension(); ++k) {
      place += stride * (rest % grid.axis(k).cells / 2);
      rest /= grid.axis(k).cells;
      stride *= half.axis(k).cells;
    }
    coarse(place) += density(cell);
  }
  return coarse * (grid.cell_volume() / half.cell_volume());
}

/// The gap of the grid changes its sign and may be small where J is not right: beside it stands a third of
/// how far J is from that of half the cells, which is its error of order 2.
Measured back_and_forth(const OwnDensities& d, const OwnSettings&) {
  const auto found = transport::back_and_forth(d.grid, d.from, d.to);
  const double gap = relative(std::abs(found.gap), found.dual);
  const Index cells = d.grid.axis(0).cells;
  double change = std::numeric_limits<double>::infinity();
  if (cells % 2 == 0) {
    const Grid half = d.grid.coarsened(2);
    const double dual = transport::back_and_forth(half, on_half_the_cells(d.grid, half, d.from),
                                                  on_half_the_cells(d.grid, half, d.to))
                            .dual;
    change = relative(std::abs(found.dual - dual), found.dual) / 3;
  }
  const bool excused = found.status != transport::Status::converged || !(change <= back_and_forth_tolerance);
  return {found.w2_squared(), std::max(gap, change), std::string(transport::status_name(found.status)),
          excused ? "cells = " + number_text(cells % 2 == 0 ? 2 * cells : cells + 1) : ""};
}

Measured least_action(const OwnDensities& d, const OwnSettings&) {
  const auto found =
      transport::benamou_brenier(d.grid, d.from, d.to, {.iterations = 10000, .tolerance = 1e-2});
  return {found.action, relative(found.gap(), found.action),
          std::string(transport::status_name(found.status)),
          found.status == transport::Status::converged
              ? ""
              : "cells = " + number_text(std::max<Index>(4, d.grid.axis(0).cells / 2))};
}

/// On the line the best plan keeps the order, whatever the cost: exact for densities constant in cells.
Measured quantiles(const OwnDensities& d, const OwnSettings&) {
  const auto square = [&](double unit) {
    const Axis axis{unit * d.grid.axis(0).lower, unit * d.grid.axis(0).upper, d.grid.axis(0).cells};
    const Eigen::ArrayXd from = d.from / unit, to = d.to / unit;
    return std::pow(w2_distance(Law1D::from_density(axis, from.data()), Law1D::from_density(axis, to.data())),
                    2);
  };
  const double value = square(1);
  return {value, std::abs(square(2) - 4 * value)};
}

/// H² ≤ TV ≤ √2 H.
double outside_of_bounds(const OwnDensities& d) {
  const double tv = transport::total_variation(d.grid, d.from, d.to),
               h = transport::hellinger_distance(d.grid, d.from, d.to);
  return std::max({0.0, h * h - tv, tv - std::sqrt(2) * h});
}

std::vector<Method> of_points() {
  return {
      {"exact", "W2 squared", "(plan - dual)/plan", 1e-12, exact},
      {"entropic", "OT_eps", residual, 1e-6,
       [](const OwnPoints& p, const OwnSettings& s) {
         return measured(transport::sinkhorn(p.from, p.to, s.plan()), s);
       },
       [](const OwnDensities& d, const OwnSettings& s) {
         return measured(transport::sinkhorn(d.grid, d.from, d.to, s.plan()), s);
       }},
      {"debiased", "S_eps", residual, 1e-6,
       [](const OwnPoints& p, const OwnSettings& s) {
         return measured(transport::sinkhorn_divergence(p.from, p.to, s.plan()), s);
       },
       [](const OwnDensities& d, const OwnSettings& s) {
         return measured(transport::sinkhorn_divergence(d.grid, d.from, d.to, s.plan()), s);
       }},
      {"sliced", "sliced W2 squared", units, 0, sliced},
      {"mmd", "MMD squared", units, 0, mmd},
  };
}

std::vector<Method> of_densities() {
  return {
      {"quantiles", "W2 squared", units, 0, {}, quantiles},
      {"back_and_forth", "W2 squared", map, back_and_forth_tolerance, {}, back_and_forth},
      {"least_action", "W2 squared", "(action - bound)/action", 1e-2, {}, least_action},
      {"total_variation",
       "total variation",
       bounds,
       1e-15,
       {},
       [](const OwnDensities& d, const OwnSettings&) {
         return Measured{transport::total_variation(d.grid, d.from, d.to), outside_of_bounds(d)};
       }},
      {"hellinger",
       "Hellinger distance",
       bounds,
       1e-15,
       {},
       [](const OwnDensities& d, const OwnSettings&) {
         return Measured{transport::hellinger_distance(d.grid, d.from, d.to), outside_of_bounds(d)};
       }},
      {"fisher_rao",
       "Fisher-Rao distance",
       bounds,
       1e-15,
       {},
       [](const OwnDensities& d, const OwnSettings&) {
         return Measured{transport::fisher_rao_distance(d.grid, d.from, d.to), outside_of_bounds(d)};
       }},
  };
}

}  // namespace

const std::vector<Method>& methods() {
  static const std::vector<Method> all = [] {
    std::vector<Method> list = of_points();
    for (Method& method : of_densities()) list.push_back(std::move(method));
    return list;
  }();
  return all;
}

}  // namespace kolmo::optimal_transport
