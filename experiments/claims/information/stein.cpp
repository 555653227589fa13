// Stein's identity, its operator, and what is made of them.

#include "kolmo/sampling/stein/stein.hpp"

#include <cmath>

#include "claims/information/rows.hpp"
#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/core/statistics/gauss_hermite.hpp"
#include "kolmo/density/mixture_functionals.hpp"

namespace kolmo::claims::information {
namespace {

using density::GaussianMixture;
using Eigen::Array2d;
using Function = std::function<double(double)>;

GaussianMixture mixture() {
  return density::mixture_1d(Array2d(0.4, 0.6), Array2d(-1.5, 1), Array2d(0.7, 0.9));
}

/// A_p g = s g + g′, g′ by differences.
double stein_operator(const GaussianMixture& law, const Function& g, double x) {
  return score_at(law, x) * g(x) + slopes(g, x, 1e-2).first;
}

/// E A_p g = 0 for four functions that grow less than 1/p.
verify::Check a_27() {
  const GaussianMixture law = mixture();
  struct Pair {
    Function g, slope;
  };
  const Pair pairs[] = {
      {[](double x) { return x; }, [](double) { return 1.0; }},
      {[](double x) { return x * x * x; }, [](double x) { return 3 * x * x; }},
      {[](double x) { return std::sin(2 * x); }, [](double x) { return 2 * std::cos(2 * x); }},
      {[](double x) { return std::exp(0.5 * x); }, [](double x) { return 0.5 * std::exp(0.5 * x); }}};
  double worst = 0;
  for (const Pair& one : pairs)
    worst = std::max(worst, std::abs(density::expectation(law, [&](const ConstBlock& x, Values out) {
                       for (Index i = 0; i < x.rows(); ++i)
                         out(i) = score_at(law, x(i, 0)) * one.g(x(i, 0)) + one.slope(x(i, 0));
                     })));
  return verify::value_check(0, worst, 1e-11, "partial integration", "largest mean of four");
}

/// Lφ of dX = s dt + √2 dW from what one short step does to the mean of φ, extrapolated to h = 0.
double generator(const GaussianMixture& law, const Function& phi, double x) {
  const auto rate = [&](double h) {
    return (normal_mean(phi, x + h * score_at(law, x), std::sqrt(2 * h)) - phi(x)) / h;
  };
  return 2 * rate(5e-4) - rate(1e-3);
}

/// L cos is the Stein operator of −sin, the gradient; that of cos itself is something else.
std::vector<verify::Check> a_28() {
  const GaussianMixture law = mixture();
  const double x = 0.6;
  const double found = generator(
                   law, [](double y) { return std::cos(y); }, x),
               of_gradient = stein_operator(
                   law, [](double y) { return -std::sin(y); }, x),
               of_itself = stein_operator(
                   law, [](double y) { return std::cos(y); }, x);
  return {
      verify::value_check(of_gradient, found, 1e-5, "Stein's operator of the gradient", "L cos at 0.6"),
      beside(of_itself, verify::value_check(-score_at(law, x) * std::sin(x) - std::cos(x), found, 1e-5,
                                            "s phi' + phi''", "L cos; Stein's operator of cos as printed"))};
}

/// E k_p(X, X′) over X, X′ ~ N(shift, 1) for the target N(0, 1), by the library's kernel on quadrature nodes.
double discrepancy(double shift) {
  const GaussHermite rule(60);
  const Points x = rule.nodes + shift;
  const Eigen::MatrixXd kernel = sampling::stein_kernel(x, -x, x, -x, 1);
  return rule.weights.matrix().dot(kernel * rule.weights.matrix());
}

/// KSD² of N(μ, 1) is μ² E e^{−|X − X′|²/2} = μ²/√3. What is printed, E[f A_p g], is −E f′g: with f = x², g =
/// x it is −2 of the target itself.
std::vector<verify::Check> a_29() {
  const double printed = normal_mean([](double x) { return x * x * (1 - x * x); });
  return {beside(printed,
                 verify::value_check(0, discrepancy(0), 1e-9, "Stein's identity", "of the target itself")),
          verify::value_check(0.36 / std::sqrt(3.0), discrepancy(0.6), 1e-6, "mu^2/sqrt(3)", "of N(0.6, 1)")};
}

/// E(A_p s_θ)² for s_θ = −kx on N(0, 1): 2k², least at k = 0, where the true score has k = 1.
verify::Check a_30() {
  const auto loss = [](double k) {
    return normal_mean([k](double x) { return std::pow(k * x * x - k, 2); });
  };
  return beside(1, verify::value_check(0, least_of_parabola(0, loss(0), loss(1), loss(2)), 1e-12, "2 k^2",
                                       "slope k where the loss is least"));
}

/// Two particles that no score moves: ½∇_{x₂}k(x₂, x₁) = −0.1 e^{−0.02}, away from each other.
std::vector<verify::Check> a_31() {
  Points x(2, 1);
  x << -0.1, 0.1;
  const Points phi = sampling::svgd_direction(Points::Zero(2, 1), x, sampling::GaussianPair(2));
  const std::string source = "data/reference/j_dsm.json";
  return {beside(0.09801986733067554,
                 verify::value_check(-0.09801986733067554, phi(0, 0), 1e-13, source,
                                     "left particle; towards the other with the other sign")),
          verify::value_check(0.09801986733067554, phi(1, 0), 1e-13, source, "right particle")};
}

/// E((s + 0.2 z)·x − s·x)² with x, z ~ N(0, I₂): 0.04 E|x|² = 0.08.
verify::Check a_32() {
  const NormalNodes nodes = tensor_nodes({4, 4, 4, 4});
  const Eigen::ArrayXd x = nodes.points.col(0), y = nodes.points.col(1);
  const Eigen::ArrayXd clean = 2 - x.square() - y.square(),
                       noisy = 2 + (0.2 * nodes.points.col(2) - x) * x + (0.2 * nodes.points.col(3) - y) * y;
  return verify::value_check(0.08, (nodes.weights * (noisy - clean).square()).sum(), 1e-13, "0.04 E|x|^2");
}

/// min E(f − c g)² for f = x³, g = x on N(0, 1): c = E fg/E g² = 3; with s² = x² as "I(x)" between them 5.
verify::Check a_33() {
  const auto loss = [](double c) {
    return normal_mean([c](double x) { return std::pow(x * x * x - c * x, 2); });
  };
  const double weighted = normal_mean([](double x) { return std::pow(x, 6); }) /
                          normal_mean([](double x) { return std::pow(x, 4); });
  return beside(weighted,
                verify::value_check(3, least_of_parabola(2, loss(2), loss(3), loss(4)), 1e-11, "E x^4/E x^2",
                                    "c where the loss is least; with s s^T as printed"));
}

}  // namespace

void add_stein(Rows& rows) {
  rows.add("A-27", "four_functions", a_27);
  rows.add("A-28", {"of_gradient", "of_itself"}, a_28);
  rows.add("A-29", {"of_target", "of_shifted"}, a_29);
  rows.add("A-30", "least_at_zero", a_30);
  rows.add("A-31", {"left", "right"}, a_31);
  rows.add("A-32", "noise_of_one_fifth", a_32);
  rows.add("A-33", "projection", a_33);
}

}  // namespace kolmo::claims::information
