// Every kernel is a probability density, solves the continuity equation, and is sampled rightly.

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <numbers>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/kolmogorov.hpp"
#include "kolmo/green_flow/conditional_sample.hpp"
#include "kolmo/green_flow/expression_kernel.hpp"
#include "kolmo/green_flow/power_kernel.hpp"
#include "kolmo/green_flow/radial_integrals.hpp"
#include "kolmo/green_flow/radial_profile.hpp"
#include "kolmo/verify/ks_bound.hpp"
#include "poisson_flow/parts.hpp"

namespace kolmo::poisson_flow {
namespace {

using namespace green_flow;
using Kernel = std::shared_ptr<const GreenKernel>;

struct Dimensions {
  Index own;
  double further;
};

std::string text_of(const Dimensions& one) {
  return "d=" + number_text(one.own) + "/D=" + number_text(one.further);
}

/// Two sources of different weight.
PointCloud pair_of(Index d) {
  Points points = Points::Zero(2, d);
  points(0, 0) = -1;
  points(1, 0) = 1;
  return {points, Eigen::Array2d(0.3, 0.7)};
}

/// Five places away from the sources.
Points places_of(Index d) {
  Points places(5, d);
  for (Index i = 0; i < 5; ++i)
    for (Index j = 0; j < d; ++j)
      places(i, j) =
          0.35 + 0.3 * static_cast<double>(i) * (j == 0 ? 1.2 : -0.7) + 0.2 * static_cast<double>(j);
  return places;
}

verify::OrderStudy residual_study(const Kernel& kernel, const std::string& name) {
  verify::OrderStudy study;
  study.name = "continuity_" + name;
  study.long_name = "largest residual of the continuity equation at five places";
  study.claimed = 2;
  study.next_term = 2;
  study.source = "central differences of a solution";
  study.h_long_name = "step in t and x";
  const GreenField field(kernel, pair_of(kernel->dimension()));
  for (int k = 4; k <= 8; ++k)
    study.add(std::ldexp(1.0, -k),
              continuity_residual(field, 0.9, places_of(kernel->dimension()), std::ldexp(1.0, -k)));
  return study;
}

verify::Check ks_check(std::vector<double> sample, const DistributionFunction& cdf, double z,
                       const std::string& source) {
  std::sort(sample.begin(), sample.end());
  const auto n = static_cast<Index>(sample.size());
  return verify::value_check(0, ks_statistic(sample, cdf), verify::ks_bound(z, n), source,
                             "Kolmogorov-Smirnov distance");
}

Points conditional(const Dimensions& one, Index n, const RandomStream& stream) {
  return sample_prior(PowerKernel(one.own, one.further), 1, n, stream.role(text_of(one)));
}

/// |z|²/(1 + |z|²) ~ Beta(d/2, D/2).
verify::Check radial_check(const Dimensions& one, Index n, const RandomStream& stream, double z) {
  const Points x = conditional(one, n, stream);
  std::vector<double> share(static_cast<std::size_t>(n));
  for (Index i = 0; i < n; ++i) {
    const double square = x.row(i).square().sum();
    share[static_cast<std::size_t>(i)] = square / (1 + square);
  }
  const double a = 0.5 * static_cast<double>(one.own), b = 0.5 * one.further;
  return ks_check(
      std::move(share), [=](double u) { return boost::math::ibeta(a, b, u); }, z, "Beta(d/2, D/2)");
}

/// A coordinate of x/t is Student's with D degrees of freedom over √D: that the direction is uniform shows
/// here.
verify::Check coordinate_check(const Dimensions& one, Index n, const RandomStream& stream, double z) {
  const Points x = conditional(one, n, stream);
  const boost::math::students_t law(one.further);
  const double root = std::sqrt(one.further);
  return ks_check(
      {x.col(0).data(), x.col(0).data() + n}, [=](double u) { return boost::math::cdf(law, root * u); }, z,
      "Student's law");
}

std::vector<std::pair<std::string, Kernel>> continuity_kernels() {
  std::vector<std::pair<std::string, Kernel>> kernels;
  for (const Dimensions one : {Dimensions{1, 1}, {2, 1}, {3, 1}, {2, 8}, {2, 2.5}})
    kernels.emplace_back("power_d" + number_text(one.own) + "_D" + number_text(one.further),
                         std::make_shared<PowerKernel>(one.own, one.further));
  for (const Index d : {1, 2})
    for (const RadialProfile& profile : radial_profiles())
      kernels.emplace_back(profile.name + "_d" + number_text(d), std::make_shared<ProfileKernel>(d, profile));
  // A user's own, whose rate is 3/t and not 1/t.
  kernels.emplace_back(
      "expression_d2",
      std::make_shared<ExpressionKernel>(2, "1 - exp(-(r/t^3)^2)", std::map<std::string, double>{}, 0.5, 2));
  return kernels;
}

void write_profiles(io::Group& part) {
  io::Group& group = part.group("radial_density");
  constexpr Index n = 81;
  const Eigen::ArrayXd r = Eigen::ArrayXd::LinSpaced(n, 0.05, 4);
  group.scale("distance", r, {"distance from the source at t = 1", "1"});
  RadialTerms terms;
  for (const RadialProfile& profile : radial_profiles()) {
    ProfileKernel(2, profile).terms(1, r, false, terms);
    group.variable(profile.name, {"distance"}, Eigen::ArrayXd(terms.log_density.exp()),
                   {"density in the plane, " + profile.name, "1"});
  }
}

}  // namespace

frame::Plan kernels_plan(Index samples, const RandomStream& stream, const Z& z) {
  frame::Plan plan{"Kernels",
                   "Each is a density of mass 1, solves the continuity equation, and is sampled by inversion "
                   "of its radial law."};
  for (const auto& [name, kernel] : continuity_kernels())
    plan.studies.push_back(
        {"continuity_" + name, [kernel = kernel, name = name] { return residual_study(kernel, name); }});
  for (const Dimensions one : {Dimensions{1, 1}, {1, 3}, {2, 2}, {3, 8}})
    for (const double t : {0.5, 2.0})
      plan.checks.push_back({"mass/" + text_of(one) + "/t=" + number_text(t), [=] {
                               return verify::value_check(1, mass(PowerKernel(one.own, one.further), t), 1e-9,
                                                          "a density", "integral of G1 over space")
                                   .shows("G-06");
                             }});
  for (const Dimensions one : {Dimensions{1, 1}, {2, 1}, {1, 3}, {2, 2}, {2, 3}, {3, 8}}) {
    plan.checks.push_back({"radial_law/" + text_of(one),
                           [=] { return radial_check(one, samples, stream, z()).shows("G-09"); }});
    plan.checks.push_back(
        {"coordinate_law/" + text_of(one), [=] { return coordinate_check(one, samples, stream, z()); }});
  }
  plan.tables.push_back(write_profiles);
  return plan;
}

}  // namespace kolmo::poisson_flow
