// Scores as vector fields: their means, sizes, flows, zeros and derivatives.

#include <boost/math/special_functions/bessel.hpp>
#include <cmath>
#include <numbers>

#include "claims/information/rows.hpp"
#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/sampling/flow/score_flow.hpp"
#include "kolmo/score/fields/field.hpp"

namespace kolmo::claims::information {
namespace {

using density::GaussianMixture;
using Eigen::Array2d;
using Eigen::MatrixXd;
using Eigen::Vector2d;
using Eigen::VectorXd;

GaussianMixture uneven() { return density::mixture_1d(Array2d(0.3, 0.7), Array2d(-2, 2), Array2d(0.5, 0.5)); }

/// Three components in the plane, none of them round.
GaussianMixture three_in_plane() {
  Points means(3, 2);
  means << -2, 1, 1, 1.5, 0.5, -2;
  return {Eigen::Array3d(0.25, 0.45, 0.3), means,
          density::Covariances::full({MatrixXd{{0.5, 0.2}, {0.2, 0.3}}, MatrixXd{{0.3, -0.1}, {-0.1, 0.6}},
                                      MatrixXd{{0.4, 0}, {0, 0.25}}})};
}

/// The score of e^{−V}, V a text, where it is asked for: nothing is normalised.
double score_of_text(const std::string& v, double x) {
  const auto law = density::gibbs(std::make_shared<density::ExpressionPotential>(v, 0.5, 50));
  Points out(1, 1);
  law->score(Points::Constant(1, 1, x), out);
  return out(0, 0);
}

/// E s = 0 of a mixture; of e^{−x} on x > 0 the density at the edge is left: −1.
std::vector<verify::Check> a_21() {
  const GaussianMixture law = uneven();
  const double mean = density::expectation(law, [&](const ConstBlock& x, Values out) {
    for (Index i = 0; i < x.rows(); ++i) out(i) = score_at(law, x(i, 0));
  });
  const double edged = integral([](double x) { return std::exp(-x) * score_of_text("x", x); }, 0, 60);
  return {verify::value_check(0, mean, 1e-11, "p vanishes at infinity", "E s of a mixture"),
          beside(0, verify::value_check(-1, edged, 1e-11, "-p(0)", "E s of e^-x on x > 0"))};
}

/// |s(40)|/|s(20)|: 8 of e^{−x⁴/4}, and less than 1 of Student's law, whose score 4x/(3 + x²) falls outwards.
std::vector<verify::Check> a_22() {
  const auto growth = [](const std::string& v) { return score_of_text(v, 40) / score_of_text(v, 20); };
  return {verify::value_check(8, growth("x^4/4"), 1e-12, "2^3", "|s(40)|/|s(20)|, thin tails"),
          beside(2, verify::value_check(160.0 / 1603 / (80.0 / 403), growth("2*log(1 + x^2/3)"), 1e-12,
                                        "4x/(3 + x^2)",
                                        "|s(40)|/|s(20)|, Student's law; that of a normal as printed"))};
}

double density_at(const GaussianMixture& law, double x) { return std::exp(log_density_at(law, x)); }

/// p s is the rate at which p changes as it is shifted, and sums to 0; s itself sums to a difference of log
/// p.
std::vector<verify::Check> a_23() {
  const GaussianMixture law = uneven();
  double worst = 0;
  for (const double x : {-2.4, -0.3, 1.1, 2.6})
    worst = std::max(worst, std::abs(slopes([&](double h) { return density_at(law, x + h); }, 0, 1e-2).first -
                                     density_at(law, x) * score_at(law, x)));
  const double weighted = integral([&](double x) { return density_at(law, x) * score_at(law, x); }, -9, 9),
               bare = integral([&](double x) { return score_at(law, x); }, -3, 5);
  return {verify::value_check(0, worst, 1e-6, "dp = p s", "change of p as it is shifted, less p s"),
          verify::value_check(0, weighted, 1e-13, "probability is kept", "integral of p s"),
          beside(0, verify::value_check(log_density_at(law, 5) - log_density_at(law, -3), bare, 1e-10,
                                        "log p(5) - log p(-3)", "integral of s from -3 to 5"))};
}

/// 400 equally likely places of the law, carried to where the flow of its score ends.
std::vector<verify::Check> a_24_line() {
  const GaussianMixture law = uneven();
  constexpr Index n = 400;
  Points x(n, 1);
  for (Index i = 0; i < n; ++i) x(i, 0) = law.quantile((static_cast<double>(i) + 0.5) / n);
  const auto points = sampling::critical_points(law, {{-4, 4}}, 41);
  double ended = 0, middle = 0, left = 0, right = 0;
  for (const Index mode : sampling::basins(law, x, points)) ended += mode >= 0 ? 1 : 0;
  for (const auto& one : points) {
    const double place = one.place(0);
    if (one.kind != sampling::CriticalKind::mode)
      middle = place;
    else
      (place < 0 ? left : right) = place;
  }
  const Eigen::ArrayXd end = sampling::streamlines(law, x, 400, 400).back().col(0);
  const double below = law.cdf(middle), variance = (end - end.mean()).square().mean();
  // The share left of the saddle is whole four hundredths.
  return {verify::value_check(1, ended / n, 1e-9, "modes", "share that ends at a mode"),
          beside(law.covariance()(0, 0),
                 verify::value_check(below * (1 - below) * std::pow(right - left, 2), variance,
                                     std::pow(right - left, 2) / n, "two points",
                                     "variance at the end; of the law as printed"))};
}

/// Points on a circle with noise 0.3 have their ridge inside of it, where r = I₁(r/σ²)/I₀(r/σ²).
verify::Check a_24_circle() {
  constexpr Index n = 64;
  constexpr double variance = 0.09;
  Points means(n, 2);
  for (Index k = 0; k < n; ++k) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(k) / n;
    means.row(k) << std::cos(angle), std::sin(angle);
  }
  const GaussianMixture law(Eigen::ArrayXd::Constant(n, 1.0 / n), means,
                            density::Covariances::isotropic(Eigen::ArrayXd::Constant(n, variance), 2));
  const Points end = sampling::streamlines(law, Points(Eigen::RowVector2d(1, 0).array()), 400, 400).back();
  double r = 1;
  for (int k = 0; k < 200; ++k)
    r = boost::math::cyl_bessel_i(1, r / variance) / boost::math::cyl_bessel_i(0, r / variance);
  return beside(1, verify::value_check(r, end.row(0).matrix().norm(), 1e-6, "r = I1(r/s^2)/I0(r/s^2)",
                                       "radius where the flow from the circle ends"));
}

/// ∂s_j/∂x_k by differences.
MatrixXd differenced_jacobian(const GaussianMixture& law, const Vector2d& x) {
  MatrixXd jacobian(2, 2);
  for (Index j = 0; j < 2; ++j)
    for (Index k = 0; k < 2; ++k)
      jacobian(j, k) =
          slopes([&](double h) { return score_at(law, x + h * Vector2d::Unit(k))(j); }, 0, 1e-2).first;
  return jacobian;
}

/// ∇·s = −2 of N(0, I₂), and no curl of either law.
std::vector<verify::Check> a_25() {
  const MatrixXd normal = differenced_jacobian(density::gaussian(Vector2d::Zero(), MatrixXd::Identity(2, 2)),
                                               Vector2d(0.7, -1.1)),
                 mixture = differenced_jacobian(three_in_plane(), Vector2d(0.2, 0.4));
  return {
      verify::value_check(-2, normal.trace(), 1e-11, "-d"),
      verify::value_check(0, normal(1, 0) - normal(0, 1), 1e-11, "Hessians are symmetric", "curl, normal"),
      // The error of differences of 0.01, extrapolated: h⁴ of a fifth derivative of some hundreds.
      verify::value_check(0, mixture(1, 0) - mixture(0, 1), 1e-5, "Hessians are symmetric", "curl, mixture")};
}

/// |s| = 6 at (6, 0); with 1e−8 added to a density of 2.4e−9 a fifth of it is left.
verify::Check a_26() {
  const GaussianMixture law = density::gaussian(Vector2d::Zero(), MatrixXd::Identity(2, 2));
  const Vector2d x(6, 0);
  const double p = std::exp(log_density_at(law, x));
  return beside(6 * p / (p + 1e-8), verify::value_check(6, score_at(law, x).norm(), 1e-13, "|x|"));
}

/// Second differences of the score are third derivatives of log p: −2a³ sech²(ax) tanh(ax), not a² sech² − 1.
verify::Check a_37() {
  const GaussianMixture law = two_modes(2, 1);
  const double found = slopes([&](double x) { return score_at(law, x); }, 0.4, 1e-2).second;
  const double s = std::pow(std::cosh(0.8), -2);
  return beside(4 * s - 1, verify::value_check(-16 * s * std::tanh(0.8), found, 1e-4, "-2 a^3 sech^2 tanh",
                                               "Laplacian of the score; its divergence as printed"));
}

/// Equilibria of ½N((−2, 0), I) + ½N((2, 0), I): two modes and, between them, a saddle with Hessian diag(3,
/// −1).
std::vector<verify::Check> a_39() {
  const auto points = sampling::critical_points(two_modes(2, 2), {{-4, 4}, {-3, 3}}, 9);
  double modes = 0, bend = 0;
  for (const auto& one : points)
    if (one.kind == sampling::CriticalKind::mode)
      modes += 1;
    else
      bend = one.curvatures(1);
  return {verify::value_check(2, modes, 1e-9, "components", "equilibria with negative curvatures"),
          verify::value_check(3, bend, 1e-9, "a^2 - 1", "largest curvature of the other one"),
          beside(2, verify::value_check(3, static_cast<double>(points.size()), 1e-9, "two modes and a saddle",
                                        "all equilibria; the modes as printed"))};
}

/// −∫s·dx gives E back on any path where s is a gradient; round a square it is curl times area where it is
/// not.
std::vector<verify::Check> a_45() {
  const GaussianMixture law = three_in_plane();
  const auto score = score::score_of(std::make_shared<GaussianMixture>(law));
  Points straight(2, 2), detour(4, 2), square(5, 2);
  straight << -1, 0.5, 1.2, -0.4;
  detour << -1, 0.5, -2, -1.5, 1.5, 2, 1.2, -0.4;
  square << 0, 0, 1, 0, 1, 1, 0, 1, 0, 0;
  const double risen = log_density_at(law, Vector2d(1.2, -0.4)) - log_density_at(law, Vector2d(-1, 0.5));
  const score::LinearField turning(MatrixXd{{-1, 0.6}, {-0.6, -1}});
  return {verify::value_check(risen, score::line_integral(*score, straight, 16), 1e-10, "log p at the ends"),
          verify::value_check(risen, score::line_integral(*score, detour, 16), 1e-10, "log p at the ends"),
          beside(0, verify::value_check(-1.2, score::line_integral(turning, square), 1e-12, "curl times area",
                                        "round the unit square"))};
}

}  // namespace

void add_score_fields(Rows& rows) {
  rows.add("A-21", {"mixture", "half_line"}, a_21);
  rows.add("A-22", {"thin_tails", "student"}, a_22);
  rows.add("A-23", {"shift", "sum_of_p_s", "sum_of_s"}, a_23);
  rows.add("A-24", {"ends_at_modes", "collapses"}, a_24_line);
  rows.add("A-24", "leaves_the_circle", a_24_circle);
  rows.add("A-25", {"divergence", "curl", "curl_of_mixture"}, a_25);
  rows.add("A-26", "far_out", a_26);
  rows.add("A-37", "third_derivative", a_37);
  rows.add("A-39", {"modes", "saddle", "equilibria"}, a_39);
  rows.add("A-45", {"straight", "detour", "with_curl"}, a_45);
}

}  // namespace kolmo::claims::information
