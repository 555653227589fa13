// Fisher's information: of parameters, of places, and what it says of estimates.

#include <Eigen/Eigenvalues>
#include <cmath>

#include "claims/information/rows.hpp"
#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/information_geometry/exponential_family.hpp"
#include "kolmo/information_geometry/simplex.hpp"

namespace kolmo::claims::information {
namespace {

namespace geometry = information_geometry;
using Eigen::MatrixXd;
using Eigen::VectorXd;

VectorXd one(double x) { return VectorXd::Constant(1, x); }

/// A = log(1 + e^θ) of Bernoulli's law, θ = −2 … 2: A′ = p and A″ = p(1 − p), by differences of A (off by
/// h⁴).
std::vector<verify::Check> a_03() {
  const auto family = geometry::bernoulli();
  double mean = 0, information = 0;
  for (int theta = -2; theta <= 2; ++theta) {
    const double p = 1 / (1 + std::exp(-theta));
    const Slopes a = slopes([&](double t) { return family->log_partition(one(t)); }, theta, 0.02);
    mean = std::max(mean, std::abs(a.first - p));
    information = std::max(information, std::abs(a.second - p * (1 - p)));
  }
  return {verify::value_check(0, mean, 1e-8, "p = 1/(1 + e^-theta)", "A' less p, the largest"),
          verify::value_check(0, information, 1e-7, "p (1 - p)", "A'' less p(1 - p), the largest")};
}

/// E(∂ log p)² and −E ∂² log p of N(0, θ²) in θ = 1.3, both 2/θ²; of the uniform law on (0, θ) 1/θ² and
/// −1/θ².
std::vector<verify::Check> a_07() {
  constexpr double theta = 1.3;
  const auto of_normal = [](double x) {
    return slopes([x](double s) { return log_density_at(density::gaussian_1d(0, s), x); }, theta, 1e-2);
  };
  const double squares = normal_mean([&](double x) { return std::pow(of_normal(x).first, 2); }, 0, theta),
               bends = -normal_mean([&](double x) { return of_normal(x).second; }, 0, theta);
  // log p = −log θ wherever x < θ: the density at its edge is what partial integration leaves out.
  const Slopes flat = slopes([](double s) { return -std::log(s); }, theta, 1e-2);
  const double flat_bend = -integral([&](double) { return flat.second / theta; }, 0, theta),
               flat_square = integral([&](double) { return flat.first * flat.first / theta; }, 0, theta);
  const std::string note = "2/theta^2";
  return {verify::value_check(2 / (theta * theta), squares, 1e-6, note, "E (d log p)^2, normal"),
          verify::value_check(2 / (theta * theta), bends, 1e-6, note, "-E d^2 log p, normal"),
          beside(flat_square, verify::value_check(-1 / (theta * theta), flat_bend, 1e-6, "-1/theta^2",
                                                  "-E d^2 log p, uniform; E (d log p)^2 as printed"))};
}

/// Fisher's matrix of the normal family, from natural parameters to (μ, σ): diag(1/σ², 2/σ²).
verify::Check a_08() {
  constexpr double m = 0.7, s = 1.3;
  MatrixXd to_natural(2, 2);  // θ = (m/s², −1/2s²)
  to_natural << 1 / (s * s), -2 * m / std::pow(s, 3), 0, 1 / std::pow(s, 3);
  const MatrixXd f = geometry::gaussian(1)->fisher(Eigen::Vector2d(m / (s * s), -0.5 / (s * s)));
  const MatrixXd found = to_natural.transpose() * f * to_natural;
  const MatrixXd expected = Eigen::Vector2d(1 / (s * s), 2 / (s * s)).asDiagonal();
  return verify::value_check(0, (found - expected).cwiseAbs().maxCoeff(), 1e-12, "diag(1/s^2, 2/s^2)",
                             "largest entry of the difference");
}

/// n Var of the mean and of the deviation √(Σ(x − x̄)²/n) of n = 64 standard normal numbers, 8192 times.
struct Estimators {
  Estimate mean, deviation;
};
Estimators estimators(const Settings& settings) {
  constexpr Index n = 64, repetitions = 8192;
  Points x(repetitions, n);
  RandomStream(settings.seed).role("maximum_likelihood").normals(0, 0, x);
  const Eigen::ArrayXd mean = x.rowwise().mean();
  Eigen::ArrayXd deviation(repetitions);
  for (Index k = 0; k < repetitions; ++k) deviation(k) = std::sqrt((x.row(k) - mean(k)).square().mean());
  const auto scaled = [](const Eigen::ArrayXd& values) {
    const Estimate variance = central_moments(values.data(), values.size()).variance();
    return Estimate{n * variance.value, n * variance.standard_error};
  };
  return {scaled(mean), scaled(deviation)};
}

/// The deviation is the easier one: n Var = n − 1 − 2(Γ(n/2)/Γ((n−1)/2))², ½ as n grows, where the mean
/// has 1.
std::vector<verify::Check> a_09(const Settings& settings) {
  const Estimators found = estimators(settings);
  const double n = 64, ratio = std::exp(2 * (std::lgamma(n / 2) - std::lgamma((n - 1) / 2)));
  return {mean_check(1, found.mean, settings.z(), 0, "sigma^2"),
          beside(2, mean_check(n - 1 - 2 * ratio, found.deviation, settings.z(), 0,
                               "the chi law of n - 1 degrees"))};
}

/// diag(p) − ppᵀ is the Hessian of log Σe^θ, by differences; it sends (1, 1, 1) to 0.
std::vector<verify::Check> a_10() {
  const Eigen::Vector3d theta(0.5, 0, -1);
  const auto along = [&](const Eigen::Vector3d& v) {
    return slopes(
        [&](double h) {
          const Eigen::Vector3d at = theta + h * v;
          return std::log(std::exp(at(0)) + std::exp(at(1)) + std::exp(at(2)));
        },
        0, 0.02);
  };
  const MatrixXd f = geometry::softmax_fisher(theta);
  const Eigen::Vector3d v(1, -0.5, 0.3);
  const Eigen::SelfAdjointEigenSolver<MatrixXd> spectrum(f);
  return {
      verify::value_check(along(v).second, v.dot(f * v), 1e-7, "second difference of log-sum-exp"),
      verify::value_check(0, (f * Eigen::Vector3d::Ones()).norm(), 1e-14, "p sums to 1"),
      verify::value_check(0.15861423612365438, spectrum.eigenvalues()(1), 1e-12,
                          "data/reference/d_jko_ot.json", "the next eigenvalue: one null direction only")};
}

/// E s² with the score in x, beside the information of a shift, and of a scale: N(0, σ²) has 1/σ² and 2/σ².
std::vector<verify::Check> a_13() {
  const auto law =
      density::mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-1, 1.5), Eigen::Array2d(0.6, 0.9));
  const double shift = density::expectation(law, [&](const ConstBlock& x, Values out) {
    for (Index i = 0; i < x.rows(); ++i)
      out(i) = std::pow(slopes([&](double h) { return log_density_at(law, x(i, 0) - h); }, 0, 1e-2).first, 2);
  });
  constexpr double s = 1.3;
  const double scale = normal_mean(
      [](double x) {
        return std::pow(
            slopes([x](double d) { return log_density_at(density::gaussian_1d(0, d), x); }, s, 1e-2).first,
            2);
      },
      0, s);
  return {verify::value_check(density::fisher_information(law)(0, 0), shift, 1e-6, "E s^2, s in x",
                              "information of a shift"),
          beside(density::fisher_information(density::gaussian_1d(0, s))(0, 0),
                 verify::value_check(2 / (s * s), scale, 1e-6, "2/s^2",
                                     "information of a scale; E s^2 as printed"))};
}

/// KL(p|p ± δ) over δ² tends to 1/(2p(1 − p)): 25 times as much at 0.01 as at ½.
verify::Check a_16() {
  const auto family = geometry::bernoulli();
  const auto information = [&](double p) {
    const double d = 1e-3 * p;
    const VectorXd at = family->natural(one(p));
    return (family->divergence(at, family->natural(one(p + d))) +
            family->divergence(at, family->natural(one(p - d)))) /
           (d * d);
  };
  return verify::value_check(0.25 / (0.01 * 0.99), information(0.01) / information(0.5), 1e-3, "1/p(1 - p)",
                             "information at 0.01 over that at 1/2");
}

/// ∇A = η and ∇²A = I of the gamma family, by differences along a direction; I is positive definite.
std::vector<verify::Check> a_60() {
  const auto family = geometry::gamma();
  const Eigen::Vector2d theta(1.5, -1.3), v(0.6, 0.4);
  const Slopes a = slopes([&](double h) { return family->log_partition(theta + h * v); }, 0, 0.02);
  const MatrixXd f = family->fisher(theta);
  const Eigen::SelfAdjointEigenSolver<MatrixXd> spectrum(f);
  return {verify::value_check(v.dot(family->mean(theta)), a.first, 1e-7, "mean parameters", "dA along v"),
          verify::value_check(v.dot(f * v), a.second, 1e-6, "Fisher's matrix", "d^2 A along v"),
          truth(spectrum.eigenvalues()(0) > 0, "the smallest eigenvalue is positive")};
}

/// Bregman's divergence of A beside Σ p log(p/q) of Poisson's laws, both ways.
std::vector<verify::Check> a_61() {
  const auto family = geometry::poisson();
  const auto direct = [](double p, double q) {
    double sum = 0;
    for (int k = 0; k < 80; ++k)
      sum += std::exp(k * std::log(p) - p - std::lgamma(k + 1.0)) * (k * std::log(p / q) - p + q);
    return sum;
  };
  const auto bregman = [&](double p, double q) {
    return family->divergence(one(std::log(p)), one(std::log(q)));
  };
  return {verify::value_check(direct(2, 5), bregman(2, 5), 1e-12, "sum of p log(p/q)", "rates 2 and 5"),
          verify::value_check(direct(5, 2), bregman(5, 2), 1e-12, "sum of p log(p/q)", "rates 5 and 2")};
}

}  // namespace

void add_fisher(Rows& rows, const Settings& settings) {
  rows.add("A-03", {"mean", "information"}, a_03);
  rows.add("A-07", {"squares", "bends", "edge_depends_on_theta"}, a_07);
  rows.add("A-08", "normal", a_08);
  rows.add("A-09", {"mean", "deviation"}, [=] { return a_09(settings); });
  rows.add("A-10", {"hessian", "null_vector", "rank"}, a_10);
  rows.add("A-13", {"shift", "scale"}, a_13);
  rows.add("A-16", "near_zero", a_16);
  rows.add("A-60", {"gradient", "hessian", "convex"}, a_60);
  rows.add("A-61", {"there", "back"}, a_61);
}

}  // namespace kolmo::claims::information
