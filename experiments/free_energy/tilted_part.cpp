// A double well that is tilted: free energy by exponential average and by Bennett's ratio.

#include <cmath>

#include "free_energy/parts.hpp"
#include "free_energy/switching.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/entropy_estimator.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/paths/free_energy.hpp"

namespace kolmo::free_energy {
namespace {

constexpr double temperature = 0.5, tilt = 0.3;
/// −T ln of the ratio of both integrals, of another program.
constexpr double exact = -0.0736691358;

double potential(double x, double a) { return (x * x - 1) * (x * x - 1) + a * x; }

/// ∫ e^{−V/T}: the trapezoid's rule, exact beyond all orders where the integrand ends at 0.
double partition(double a) {
  constexpr Index n = 4000;
  double total = 0;
  for (Index i = 1; i < n; ++i)
    total += std::exp(-potential(-4 + 8 * static_cast<double>(i) / static_cast<double>(n), a) / temperature);
  return total * 8 / static_cast<double>(n);
}

/// n draws of e^{−V/T} by inversion of a table of 2¹⁵ cells: off by less than (cell)² ~ 4e−8.
Points draws(const Sizes& sizes, double a) {
  const Axis axis{-3, 3, 1 << 15};
  const double whole = partition(a);
  Eigen::ArrayXd p(axis.cells);
  for (Index i = 0; i < p.size(); ++i) p(i) = std::exp(-potential(axis.centre(i), a) / temperature) / whole;
  const Law1D law = Law1D::from_density(axis, p.data());
  const RandomStream stream = RandomStream(sizes.seed).role(a == 0 ? "symmetric" : "tilted");
  Points x(sizes.works, 1);
  stream.uniforms(0, 0, x);
  for (Index i = 0; i < x.rows(); ++i) x(i, 0) = law.quantile(x(i, 0));
  return x;
}

struct Works {
  Eigen::ArrayXd forward, reverse;
};

Works works_of(const Sizes& sizes, Index levels) {
  const auto target = [](double a) {
    return sampling::target_of(std::make_shared<density::DoubleWell>(a), temperature);
  };
  const Switch there{target(0), target(tilt), levels, 1, 0.1};
  const RandomStream stream = RandomStream(sizes.seed).role("switch", static_cast<std::uint64_t>(levels));
  return {works(there, draws(sizes, 0), stream.role("forward")),
          works(reversed(there), draws(sizes, tilt), stream.role("reverse"))};
}

Estimate scaled(const Estimate& estimate) {
  return {temperature * estimate.value, temperature * estimate.standard_error};
}

void write_errors(const std::vector<Index>& levels,
                  const std::vector<std::shared_ptr<frame::Lazy<Works>>>& all, io::Group& part) {
  std::vector<double> k, average, bennett;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const Works& w = all[i]->get();
    k.push_back(static_cast<double>(levels[i]));
    average.push_back(scaled(paths::exponential_average(w.forward)).standard_error);
    bennett.push_back(scaled(paths::bennett_ratio(w.forward, w.reverse)).standard_error);
  }
  io::Group& group = part.group("errors");
  group.scale("levels", k, {"levels", "1"});
  group.variable("exponential_average", {"levels"}, average, {"error by exponential average", "1"});
  group.variable("bennett", {"levels"}, bennett, {"error by Bennett's ratio", "1"});
}

/// Works of one number of levels, drawn once.
using Both = std::shared_ptr<frame::Lazy<Works>>;

void add_estimates(frame::Plan& plan, const std::string& name, const Both& both, const Z& z) {
  plan.checks.push_back({"exponential_average" + name, [=] {
                           return verify::estimate_check(
                               "", exact, scaled(paths::exponential_average(both->get().forward)), z(), 0,
                               "-T ln Z_1/Z_0");
                         }});
  plan.checks.push_back({"bennett" + name, [=] {
                           const Works& w = both->get();
                           return verify::estimate_check("", exact,
                                                         scaled(paths::bennett_ratio(w.forward, w.reverse)),
                                                         z(), 0, "-T ln Z_1/Z_0");
                         }});
  plan.checks.push_back({"crooks_slope" + name, [=] {
                           const Works& w = both->get();
                           return verify::estimate_check("", 1, crossing(w.forward, w.reverse).slope, z(),
                                                         0.005, "Crooks 1999");
                         }});
}

}  // namespace

frame::Plan tilted_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{"A double well that is tilted",
                   "V = (x^2 - 1)^2 + f x, f from 0 to 0.3, T = 0.5: works of either direction, one step of "
                   "MALA a level."};
  plan.checks.push_back({"quadrature", [] {
                           return verify::value_check(exact,
                                                      -temperature * std::log(partition(tilt) / partition(0)),
                                                      1e-10, "another program", "-T ln Z_1/Z_0");
                         }});
  const std::vector<Index> levels{1, 5, 20};
  std::vector<std::shared_ptr<frame::Lazy<Works>>> all;
  for (const Index k : levels) {
    const auto both = frame::lazy([=] { return works_of(sizes, k); });
    all.push_back(both);
    const std::string name = "/K=" + number_text(k);
    add_estimates(plan, name, both, z);
  }
  const auto last = all.back();
  plan.checks.push_back({"crossing", [=] {
                           const Works& w = last->get();
                           return verify::estimate_check("", exact / temperature,
                                                         crossing(w.forward, w.reverse).root, z(), 0.005,
                                                         "p_F(W) = p_R(-W) at W = Delta F");
                         }});
  plan.checks.push_back({"bennett_is_better", [=] {
                           const Works& w = all.front()->get();
                           const double ratio = paths::bennett_ratio(w.forward, w.reverse).standard_error /
                                                paths::exponential_average(w.forward).standard_error;
                           return verify::value_check(
                               1, ratio < 1 ? 1 : 0, 0, "Bennett 1976: of least variance",
                               "whether its error is below that of the average, K = 1");
                         }});
  plan.tables.push_back([=](io::Group& part) {
    write_works(last->get().forward, last->get().reverse, part);
    write_errors(levels, all, part);
  });
  return plan;
}

}  // namespace kolmo::free_energy
