// Two ways from one mixture to another: mass that moves, and mass that fades here and grows there.

#include <cmath>
#include <numbers>

#include "frame/lazy.hpp"
#include "kolmo/core/statistics/law_1d.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/transport/grid/density_distances.hpp"
#include "kolmo/transport/grid/displacement_interpolation.hpp"
#include "optimal_transport/gaussian_cells.hpp"
#include "optimal_transport/parts.hpp"

namespace kolmo::optimal_transport {
namespace {

const char* const another_program = "quadrature by another program";

struct Component {
  double weight, mean, deviation;
};
using Mixture = std::vector<Component>;
const Mixture a = {{0.3, -2, 0.5}, {0.7, 2, 0.5}}, b = {{0.5, -1, 0.4}, {0.5, 1.5, 0.8}},
              normal = {{1, 0, 1}}, c = {{0.3, -3, 0.4}, {0.5, 0, 0.7}, {0.2, 2, 0.3}};

double cdf(const Mixture& mixture, double x) {
  double value = 0;
  for (const Component& one : mixture) value += one.weight * normal_cdf((x - one.mean) / one.deviation);
  return value;
}

/// Its distribution function at nodes 5e-5 apart, beyond which the tails hold 1e-15.
Law1D table(const Mixture& mixture) {
  const Index n = 400'000;
  std::vector<double> x(n + 1), levels(n + 1);
  for (Index i = 0; i <= n; ++i) {
    x[static_cast<std::size_t>(i)] = -10 + 5e-5 * static_cast<double>(i);
    levels[static_cast<std::size_t>(i)] = cdf(mixture, x[static_cast<std::size_t>(i)]);
  }
  levels.front() = 0;
  levels.back() = 1;
  return Law1D::from_cdf(std::move(x), std::move(levels));
}

Eigen::ArrayXd averages(const Axis& axis, const Mixture& mixture) {
  Eigen::ArrayXd rho = Eigen::ArrayXd::Zero(axis.cells);
  for (const Component& one : mixture) rho += one.weight * gaussian_averages(axis, one.mean, one.deviation);
  return rho;
}

const Axis line{-6, 6, 240};

/// Mass within ½ of the middle, half way.
struct Middle {
  double moved, faded;
  Middle() {
    const Eigen::ArrayXd mu = averages(line, {{1, -2, 0.5}}), nu = averages(line, {{1, 2, 0.5}});
    const Law1D half = transport::displacement_interpolation(Law1D::from_density(line, mu.data()),
                                                             Law1D::from_density(line, nu.data()), 0.5);
    moved = half.cdf(0.5) - half.cdf(-0.5);
    const Eigen::ArrayXd mixed = transport::fisher_rao_geodesic(Grid({line}), mu, nu, 0.5);
    const Law1D arc = Law1D::from_density(line, mixed.data());
    faded = arc.cdf(0.5) - arc.cdf(-0.5);
  }
};

void write(io::Group& part) {
  const Eigen::ArrayXd mu = averages(line, a), nu = averages(line, b);
  const Law1D from = Law1D::from_density(line, mu.data()), to = Law1D::from_density(line, nu.data());
  const Eigen::ArrayXd t = Eigen::ArrayXd::LinSpaced(5, 0, 1);
  Eigen::ArrayXd x(line.cells);
  Eigen::ArrayXXd moved(line.cells, 5), faded(line.cells, 5);
  for (Index i = 0; i < line.cells; ++i) x(i) = line.centre(i);
  for (Index k = 0; k < 5; ++k) {
    const Law1D between = transport::displacement_interpolation(from, to, t(k));
    for (Index i = 0; i < line.cells; ++i)
      moved(i, k) = (between.cdf(line.face(i + 1)) - between.cdf(line.face(i))) / line.width();
    faded.col(k) = transport::fisher_rao_geodesic(Grid({line}), mu, nu, t(k));
  }
  io::Group& group = part.group("between");
  group.scale("x", x, {"x", "1"});
  group.scale("t", t, {"t", "1"});
  group.variable("mccann", {"x", "t"}, moved, {"density on McCann's path", "1"});
  group.variable("fisher_rao", {"x", "t"}, faded, {"density on Fisher and Rao's path", "1"});
}

/// W1 and W2 of mixtures against another program.
void add_distances(frame::Plan& plan) {
  struct Case {
    std::string name;
    Mixture from, to;
    double w1, w2;
  };
  const std::vector<Case> cases = {{"first", a, normal, 1.3047877796603633, 1.357485069816138},
                                   {"second", b, normal, 0.5027827436168375, 0.5770058204884532},
                                   {"third", c, a, 1.29999999999697, 1.4114730282194836}};
  // densities constant in cells of h: W2² is off by h²/12 a side at most, W1 by h² of slopes
  for (const Case& one : cases) {
    plan.checks.push_back({"w1/" + one.name, [one] {
                             return verify::value_check(one.w1, w1_distance(table(one.from), table(one.to)),
                                                        1e-9, another_program, "W1 of mixtures");
                           }});
    plan.checks.push_back({"w2/" + one.name, [one] {
                             return verify::value_check(one.w2, w2_distance(table(one.from), table(one.to)),
                                                        1e-9, another_program, "W2 of mixtures");
                           }});
  }
}

}  // namespace

frame::Plan paths_plan() {
  frame::Plan plan{"Paths between laws",
                   "Mixtures on the line: W1 and W2 by sorting, McCann's path of the optimal map, Fisher and "
                   "Rao's path of "
                   "information."};
  add_distances(plan);
  const auto middle = frame::lazy([] { return Middle(); });
  // N(0, 0.5²) has erf(√½/1) … of its mass within one deviation
  plan.checks.push_back({"mccann_moves", [=] {
                           return verify::value_check(std::erf(std::numbers::sqrt2 / 2), middle->get().moved,
                                                      1e-3,
                                                      "N(-2, 1/4) to N(2, 1/4) is at N(0, 1/4) half way",
                                                      "mass within half of the middle");
                         }});
  plan.checks.push_back({"fisher_rao_fades", [=] {
                           return verify::value_check(0, middle->get().faded, 5e-3, "mass does not move",
                                                      "mass within half of the middle");
                         }});
  plan.checks.push_back({"angle", [] {
                           const Grid grid({{0, 3, 3}});
                           const Eigen::Array3d p(0.7, 0.2, 0.1), q(0.2, 0.3, 0.5);
                           return verify::value_check(
                               1.1369552903974707, transport::fisher_rao_distance(grid, p, q), 1e-14,
                               "2 arccos of the sum of sqrt(pq)", "distance on the simplex");
                         }});
  plan.tables.push_back(write);
  return plan;
}

}  // namespace kolmo::optimal_transport
