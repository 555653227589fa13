// Fields of many sources: continuity, superposition, flows, curves, training targets.

#include <cmath>
#include <memory>

#include "claims/green_functions/radial.hpp"
#include "claims/green_functions/rows.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/green_flow/curve_family.hpp"
#include "kolmo/green_flow/green_field.hpp"
#include "kolmo/green_flow/power_kernel.hpp"
#include "kolmo/green_flow/radial_integrals.hpp"
#include "kolmo/ode/flow.hpp"

namespace kolmo::claims::green_functions {
namespace {

using green_flow::GreenField;
using green_flow::PointCloud;
using green_flow::PowerKernel;

PointCloud on_line() {
  Points points(3, 1);
  points << -2, 0.5, 3;
  return {points, Eigen::Array3d(0.2, 0.5, 0.3)};
}

PointCloud in_plane() {
  Points points(4, 2);
  points << -1, 0.2, 0.4, 1.1, 1.3, -0.6, -0.3, -1.2;
  return {points, Eigen::Array4d(0.1, 0.4, 0.2, 0.3)};
}

/// Where places at times.front() are at times.back().
Points carried(const process::VelocityField& field, const Points& start, double from, double to,
               double tolerance = 1e-11) {
  Points end = start;
  ode::FlowPlan plan;
  plan.times = {from, to};
  plan.relative_tolerance = plan.absolute_tolerance = tolerance;
  plan.sharing = 1;
  ode::flow(field, plan, start, [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues*) {
    if (snapshot == 1) end.middleRows(first, x.rows()) = x;
  });
  return end;
}

/// P(X_t ≤ x) of the sources on the line.
double below(const PowerKernel& kernel, const PointCloud& cloud, double t, double x) {
  double sum = 0;
  for (Index k = 0; k < cloud.size(); ++k) {
    const double away = x - cloud.points()(k, 0);
    sum +=
        0.5 * cloud.weights()(k) * (1 + std::copysign(kernel.radial_distribution(t, std::abs(away)), away));
  }
  return sum;
}

/// ∂_t p + ∇·(pf) = 0 by differences, of second order; and what lies left of a place that is carried stays.
std::vector<verify::Check> g_01() {
  const auto kernel = std::make_shared<PowerKernel>(1, 1);
  const GreenField field(kernel, on_line());
  Points places(4, 1);
  places << -1.5, 0.3, 1.1, 4;
  const double coarse = green_flow::continuity_residual(field, 0.9, places, 2e-3),
               fine = green_flow::continuity_residual(field, 0.9, places, 1e-3);
  const Points end = carried(field, places, 5, 0.4);
  double moved = 0;
  for (Index i = 0; i < 4; ++i)
    moved = std::max(moved, std::abs(below(*kernel, on_line(), 0.4, end(i, 0)) -
                                     below(*kernel, on_line(), 5, places(i, 0))));
  return {verify::value_check(0, fine, 1e-5, "continuity", "residual with differences of 0.001"),
          verify::value_check(4, coarse / fine, 0.01, "second order", "residual of 0.002 over that of 0.001"),
          verify::value_check(0, moved, 1e-9, "mass between trajectories",
                              "change of P(X <= x) from t = 5 to 0.4")};
}

/// u = (p, pf) in the plane is divergence-free in (t, x); with 2f in the place of f it is not, by ∇·(pf) =
/// −∂_t p.
std::vector<verify::Check> g_02() {
  const GreenField field(std::make_shared<PowerKernel>(2, 1), in_plane());
  Points places(3, 2);
  places << 0.2, 0.1, -1.4, 0.7, 2, 2;
  const auto log_p = [&](double t) {
    Eigen::ArrayXd out(1);
    field.log_density(t, places.topRows(1), out);
    return out(0);
  };
  const double rate = std::exp(log_p(0.8)) * slopes(log_p, 0.8, 1e-2).first;
  Points velocity(1, 2);
  Eigen::ArrayXd divergence(1);
  field.velocity_and_divergence(0.8, places.topRows(1), velocity, divergence);
  const auto along = [&](double h) {  // log p where the flow goes
    Eigen::ArrayXd out(1);
    field.log_density(0.8, Points(places.topRows(1) + h * velocity), out);
    return out(0);
  };
  const double flux = std::exp(log_p(0.8)) * (divergence(0) + slopes(along, 0, 1e-2).first);
  return {verify::value_check(0, green_flow::continuity_residual(field, 0.8, places, 1e-3), 1e-5,
                              "divergence of (p, p f)"),
          verify::value_check(-rate, flux, 1e-7, "-dp/dt", "div(p f) by div f and f . grad log p")};
}

/// E_{x₀}[G] component by component is what the field gives.
std::vector<verify::Check> g_03() {
  const PowerKernel kernel(1, 1);
  const PointCloud cloud = on_line();
  double density = 0, flux = 0;
  for (Index k = 0; k < 3; ++k) {
    const double away = 0.3 - cloud.points()(k, 0), r2 = 1 + away * away;
    density += cloud.weights()(k) / (std::acos(-1.0) * r2);
    flux += cloud.weights()(k) * away / (std::acos(-1.0) * r2);
  }
  const GreenField field(std::make_shared<PowerKernel>(kernel), cloud);
  Points out(1, 1);
  Eigen::ArrayXd log_p(1);
  field.velocity(1, Points::Constant(1, 1, 0.3), out);
  field.log_density(1, Points::Constant(1, 1, 0.3), log_p);
  return {verify::value_check(flux / density, out(0, 0), 1e-13, "-0.22000749 in data/reference/f_pfgm.json",
                              "velocity"),
          verify::value_check(std::log(density), log_p(0), 1e-13, "sum of t/pi R^2", "log p")};
}

/// Curves x = x₀ + at + ½(0.4 + 0.1 sin a)t² with a normal: what lies between two of them keeps its mass, by
/// the density q(a)/|det ∂_a X| in x; dρ/dt = −ρ∇·v along them; all start in x₀.
std::vector<verify::Check> g_19() {
  const green_flow::CurveFamily family({"0.5 + a*t + 0.5*(0.4 + 0.1*sin(a))*t^2"});
  const auto place = [&](double t, double a) {
    Points out(1, 1);
    family.places(t, Points::Constant(1, 1, a), out);
    return out(0, 0);
  };
  const auto density_in_x = [&](double t, double x) {
    double low = -9, high = 9;
    for (int k = 0; k < 60; ++k) (place(t, 0.5 * (low + high)) < x ? low : high) = 0.5 * (low + high);
    const double a = 0.5 * (low + high);
    return std::exp(-0.5 * a * a - family.log_determinant(t, Points::Constant(1, 1, a))(0)) /
           std::sqrt(2 * std::acos(-1.0));
  };
  const double mass =
      integral([&](double x) { return density_in_x(1.2, x); }, place(1.2, -1), place(1.2, 0.7), 2);
  const Points label = Points::Constant(1, 1, 0.7);
  const double widens =
      slopes([&](double t) { return family.log_determinant(t, label)(0); }, 0.8, 1e-2).first;
  return {verify::value_check(normal_cdf(0.7) - normal_cdf(-1), mass, 1e-10, "mass of the labels",
                              "mass between two curves"),
          verify::value_check(family.divergence(0.8, label)(0), widens, 1e-7, "div v", "rate of log det"),
          verify::value_check(0.5, place(1e-12, 1.7), 1e-11, "x0", "where the curve of 1.7 begins")};
}

/// Points −1 and 1 with weights 0.3 and 0.7, x = 0.2, t = 1: E[G_x/G_t|x], the least-squares fit of the
/// ratio, is the field; fits of G and of G_t at their own law, and the score, are other numbers.
std::vector<verify::Check> g_20() {
  const PowerKernel kernel(1, 1);
  const double away[] = {1.2, -0.8}, weight[] = {0.3, 0.7};
  double share = 0, ratio = 0, twice = 0, twice_ratio = 0, score = 0;
  for (int k = 0; k < 2; ++k) {
    const At here = at(kernel, 1, std::abs(away[k]));
    const double p = weight[k] * here.density;
    share += p;
    ratio += p * here.rate * away[k];
    twice += p * here.density;
    twice_ratio += p * here.density * here.rate * away[k];
    score -= p * 2 * away[k] / (1 + away[k] * away[k]);
  }
  Points points(2, 1), out(1, 1);
  points << -1, 1;
  const GreenField field(std::make_shared<PowerKernel>(kernel), PointCloud(points, Eigen::Array2d(0.3, 0.7)));
  field.velocity(1, Points::Constant(1, 1, 0.2), out);
  const std::string source = "data/reference/f_pfgm.json: -0.35272727";
  return {verify::value_check(-0.3527272727272727, ratio / share, 1e-13, source, "E[G_x/G_t | x]"),
          beside(twice_ratio / twice, verify::value_check(ratio / share, out(0, 0), 1e-13, "E[G_x/G_t | x]",
                                                          "the field; E[G_x | x]/E[G_t | x] as printed")),
          beside(-score / share, verify::value_check(ratio / share, out(0, 0), 1e-13, "E[G_x/G_t | x]",
                                                     "the field; less the score as printed"))};
}

/// dx/dt = −sign(x)√|x|: not Lipschitz at 0, where x = (√x₀ − t/2)² arrives in finite time.
class Root final : public process::VelocityField {
 public:
  Index dimension() const override { return 1; }
  void velocity(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = -std::copysign(std::sqrt(std::abs(x(i, 0))), x(i, 0));
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    velocity(t, x, out);
    divergence.setZero();
  }
};

/// There and back again along the field at t > 0, which is smooth; and two places that the flow of the root
/// makes one, from which nothing leads back.
std::vector<verify::Check> g_21() {
  const GreenField field(std::make_shared<PowerKernel>(1, 1), on_line());
  Points places(3, 1);
  places << -1.5, 0.3, 4;
  const Points back = carried(field, carried(field, places, 0.2, 6), 6, 0.2);
  ode::FlowPlan plan;
  plan.times = {0, 2.5};
  plan.stepper = "euler";
  plan.steps_per_interval = 4000;
  Points two(2, 1), end(2, 1);
  two << 1, 0.25;
  ode::flow(Root(), plan, two, [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues*) {
    if (snapshot == 1) end.middleRows(first, x.rows()) = x;
  });
  // Euler's steps of h stop at a distance of h² or so from 0.
  const double met = static_cast<double>((end.abs() < 1e-4).count());
  return {verify::value_check(0, (back - places).abs().maxCoeff(), 1e-7, "smooth for t > 0",
                              "there and back, Poisson flow"),
          beside(1, verify::value_check(2, met, 1e-9, "both reach 0",
                                        "starts of dx/dt = -sign(x) sqrt|x| that end in 0"))};
}

}  // namespace

void add_fields(Rows& rows) {
  rows.add("G-01", {"residual", "order", "mass"}, g_01);
  rows.add("G-02", {"residual", "flux"}, g_02);
  rows.add("G-03", {"velocity", "density"}, g_03);
  rows.add("G-19", {"mass", "divergence", "start"}, g_19);
  rows.add("G-20", {"ratio", "fields", "score"}, g_20);
  rows.add("G-21", {"there_and_back", "not_lipschitz"}, g_21);
}

}  // namespace kolmo::claims::green_functions
