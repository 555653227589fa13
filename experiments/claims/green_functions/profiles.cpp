// Kernels from radial distribution functions ψ.

#include <cmath>

#include "claims/green_functions/radial.hpp"
#include "claims/green_functions/rows.hpp"
#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/green_flow/expression_kernel.hpp"
#include "kolmo/green_flow/green_field.hpp"
#include "kolmo/green_flow/power_kernel.hpp"
#include "kolmo/green_flow/radial_profile.hpp"

namespace kolmo::claims::green_functions {
namespace {

using green_flow::find_profile;
using green_flow::ProfileKernel;

/// S_d ∫₀^r φ q^{d−1} dq = ψ, from a text for ψ; and −∂_tψ/(r ∂_rψ), in which a factor of ψ cancels, is the
/// rate.
std::vector<verify::Check> g_14() {
  const green_flow::ExpressionKernel kernel(3, "1 - exp(-(r/t)^3)", {}, 0.1, 10);
  constexpr double t = 0.7, r = 0.9, factor = 0.25;
  const double inside =
      sphere_area(3) * integral([&](double q) { return at(kernel, t, q).density * q * q; }, 0, r, 8);
  const auto psi = [](double time, double radius) {
    return factor * (1 - std::exp(-std::pow(radius / time, 3)));
  };
  const double in_t = slopes([&](double s) { return psi(s, r); }, t, 1e-2).first,
               in_r = slopes([&](double q) { return psi(t, q); }, r, 1e-2).first;
  return {verify::value_check(1 - std::exp(-std::pow(r / t, 3)), inside, 1e-10, "psi as written",
                              "S_d times the integral of phi"),
          verify::value_check(at(kernel, t, r).rate, -in_t / (r * in_r), 1e-6, "rate of the kernel",
                              "-psi_t/(r psi_r) of a quarter of psi")};
}

/// log φ(10⁻⁵)/φ(10⁻⁶) over log 10, at t = 0.5: 0 where φ is bounded.
double slope_at_source(const green_flow::GreenKernel& kernel) {
  return std::log10(at(kernel, 0.5, 1e-5).density / at(kernel, 0.5, 1e-6).density);
}

/// ψ = F(r/t) of the Cauchy law has ψ_r = O(r) in the plane, and a bounded density; tanh has not.
std::vector<verify::Check> g_15() {
  const std::string note = "slope of log phi at the source, d = 2";
  return {verify::value_check(0, slope_at_source(ProfileKernel(2, find_profile("cauchy"))), 1e-9,
                              "psi_r = O(r)", note),
          beside(0, verify::value_check(-1, slope_at_source(ProfileKernel(2, find_profile("tanh"))), 1e-9,
                                        "psi_r does not vanish", note))};
}

/// tanh(r/t) and 1 − e^{−r/t}: bounded on the line, r^{1−d} in d ≥ 2; and of a source alone (x − x₀)/t, as
/// all.
std::vector<verify::Check> g_16() {
  double rates = 0;
  for (const char* name : {"tanh", "exponential", "cauchy"})
    rates = std::max(rates, std::abs(0.5 * at(ProfileKernel(2, find_profile(name)), 0.5, 0.8).rate - 1));
  const auto slope = [](Index d, const char* name) {
    return slope_at_source(ProfileKernel(d, find_profile(name)));
  };
  const std::string note = "slope of log phi at the source";
  return {
      verify::value_check(0, rates, 1e-12, "1/t", "rate times t, less 1"),
      verify::value_check(0, slope(1, "tanh"), 1e-9, "1/t at r = 0", note + ", tanh, d = 1"),
      verify::value_check(0, slope(1, "exponential"), 2e-5, "1/t at r = 0", note + ", exponential, d = 1"),
      beside(0,
             verify::value_check(-1, slope(2, "exponential"), 2e-5, "1 - d", note + ", exponential, d = 2")),
      beside(0, verify::value_check(-2, slope(3, "tanh"), 1e-9, "1 - d", note + ", tanh, d = 3"))};
}

double velocity(const green_flow::GreenField& field, double t, double x) {
  Points out(1, 1);
  field.velocity(t, Points::Constant(1, 1, x), out);
  return out(0, 0);
}

/// φ normal with σ = t²: ϕ = (σ̇/σ) φ and f = −σ̇σ∇log p_t, the flow of the process with g² = 2σσ̇.
std::vector<verify::Check> g_13() {
  const green_flow::Spread spread{[](double t) { return t * t; }, [](double t) { return 2 * t; }};
  const auto kernel = std::make_shared<ProfileKernel>(1, find_profile("gaussian"), spread);
  Points points(3, 1);
  points << -2, 0.5, 3;
  const Eigen::Array3d weights(0.2, 0.5, 0.3);
  const green_flow::GreenField field(kernel, green_flow::PointCloud(points, weights));
  constexpr double t = 0.9, x = 0.3;
  const auto law = density::mixture_1d(weights, points.col(0), Eigen::Array3d::Constant(t * t));
  return {verify::value_check(2 / t, at(*kernel, t, 1.7).rate, 1e-13, "ds/dt over s", "rate of one source"),
          verify::value_check(-2 * t * t * t * score_at(law, x), velocity(field, t, x), 1e-12,
                              "-s ds/dt grad log p", "velocity of three sources")};
}

/// One place, one time, three sources, three profiles that give each source alone the same velocity.
std::vector<verify::Check> g_18() {
  Points points(3, 1);
  points << -2, 0.5, 3;
  const green_flow::PointCloud cloud(points, Eigen::Array3d(0.2, 0.5, 0.3));
  const auto found = [&](const char* name) {
    return velocity({std::make_shared<ProfileKernel>(1, find_profile(name)), cloud}, 1, 0.3);
  };
  const double poisson = velocity({std::make_shared<green_flow::PowerKernel>(1, 1), cloud}, 1, 0.3);
  const std::string source = "data/reference/f_pfgm.json";
  return {verify::value_check(-0.22000749356913993, poisson, 1e-12, source, "Poisson"),
          beside(poisson, verify::value_check(-0.18728700860798408, found("tanh"), 1e-12, source,
                                              "tanh; that of Poisson as printed")),
          beside(poisson, verify::value_check(-0.200611044590975, found("exponential"), 1e-12, source,
                                              "exponential; that of Poisson as printed"))};
}

}  // namespace

void add_profiles(Rows& rows) {
  rows.add("G-13", {"one_source", "three_sources"}, g_13);
  rows.add("G-14", {"distribution", "factor_cancels"}, g_14);
  rows.add("G-15", {"bounded", "singular"}, g_15);
  rows.add("G-16", {"one_source", "tanh/d=1", "exponential/d=1", "exponential/d=2", "tanh/d=3"}, g_16);
  rows.add("G-18", {"poisson", "tanh", "exponential"}, g_18);
}

}  // namespace kolmo::claims::green_functions
