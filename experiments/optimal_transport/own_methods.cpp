#include "optimal_transport/own_methods.hpp"

#include <cmath>

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
                  units = "change in doubled units";

Measured measured(const transport::EntropicTransport& found) {
  return {found.dual, found.residual, std::string(transport::status_name(found.status))};
}

Measured measured(const transport::SinkhornDivergence& found) {
  return {found.value, std::max({found.between.residual, found.of_a.residual, found.of_b.residual}),
          std::string(transport::status_name(found.status()))};
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

Measured back_and_forth(const OwnDensities& d, const OwnSettings&) {
  const auto found = transport::back_and_forth(d.grid, d.from, d.to);
  return {found.w2_squared(), relative(std::abs(found.gap), found.dual),
          std::string(transport::status_name(found.status))};
}

Measured least_action(const OwnDensities& d, const OwnSettings&) {
  const auto found =
      transport::benamou_brenier(d.grid, d.from, d.to, {.iterations = 10000, .tolerance = 1e-2});
  return {found.action, relative(found.gap(), found.action),
          std::string(transport::status_name(found.status))};
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
         return measured(transport::sinkhorn(p.from, p.to, s.plan()));
       },
       [](const OwnDensities& d, const OwnSettings& s) {
         return measured(transport::sinkhorn(d.grid, d.from, d.to, s.plan()));
       }},
      {"debiased", "S_eps", residual, 1e-6,
       [](const OwnPoints& p, const OwnSettings& s) {
         return measured(transport::sinkhorn_divergence(p.from, p.to, s.plan()));
       },
       [](const OwnDensities& d, const OwnSettings& s) {
         return measured(transport::sinkhorn_divergence(d.grid, d.from, d.to, s.plan()));
       }},
      {"sliced", "sliced W2 squared", units, 0, sliced},
      {"mmd", "MMD squared", units, 0, mmd},
  };
}

std::vector<Method> of_densities() {
  return {
      {"quantiles", "W2 squared", units, 0, {}, quantiles},
      {"back_and_forth", "W2 squared", "|cost of the map - J|/J", 1e-2, {}, back_and_forth},
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
