// de Bruijn's identity along the heat flow, and how well parameters can be known.

#include <cmath>
#include <numbers>

#include "information_geometry/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/verify/central_difference.hpp"

namespace kolmo::information_geometry::shown {
namespace {

/// ½N(−1.5, 0.3) + ½N(1.5, 0.3) after the time t of dX = dW.
density::GaussianMixture heated(double t) {
  const double deviation = std::sqrt(0.3 + t);
  return density::mixture_1d(Eigen::Array2d(0.5, 0.5), Eigen::Array2d(-1.5, 1.5),
                             Eigen::Array2d(deviation, deviation));
}

double entropy_rate(double t) { return 0.5 * density::fisher_information(heated(t))(0, 0); }

/// −½ ∫ p |∂ log p/q|², q = N(0, 2 + t).
double divergence_rate(double t) {
  const density::GaussianMixture p = heated(t);
  return -0.5 * density::expectation(p, [&](const ConstBlock& x, Values out) {
    Points score(x.rows(), 1);
    p.score(x, score);
    out = (score.col(0) + x.col(0) / (2 + t)).square();
  });
}

double divergence(double t) {
  const density::GaussianMixture p = heated(t);
  return -density::entropy(p) + 0.5 * std::log(2 * std::numbers::pi * (2 + t)) +
         0.5 * (0.3 + t + 2.25) / (2 + t);
}

/// The derivative in time, over δ = 10⁻³.
double difference(const std::function<double(double)>& value, double t) {
  return verify::central_difference(value, t, 1e-3);
}

/// n times the variance of estimates of μ and σ from n = 100 draws of N(0, 1), over many samples.
struct Spread {
  Estimate of_mean, of_deviation;
};

Spread spreads(const Sizes& sizes) {
  constexpr Index n = 100;
  const Index samples = sizes.samples / 8;
  const RandomStream stream = RandomStream(sizes.seed).role("cramer_rao");
  Eigen::ArrayXd mean(samples), deviation(samples);
  for_each_block(samples, [&](Index, Index first, Index rows) {
    Points x(rows, n);
    stream.normals(first, 0, x);
    for (Index i = 0; i < rows; ++i) {
      double total = 0, squares = 0;
      for (Index j = 0; j < n; ++j) {
        total += x(i, j);
        squares += x(i, j) * x(i, j);
      }
      mean(first + i) = total / n;
      deviation(first + i) = std::sqrt(squares / n - total * total / (n * n));
    }
  });
  const auto scaled = [&](const Eigen::ArrayXd& values) -> Estimate {
    const Estimate variance = central_moments(values.data(), values.size()).variance();
    return {n * variance.value, n * variance.standard_error};
  };
  return {scaled(mean), scaled(deviation)};
}

}  // namespace

frame::Plan entropy_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{
      "Entropy and information",
      "de Bruijn: dH/dt = I/2 and dKL/dt = -I(p|q)/2 along the heat flow; Cramer and Rao's bound."};
  struct Known {
    double t, entropy, relative;
  };
  for (const Known& known :
       {Known{0.05, 1.27109016, -1.09262496}, {0.3, 0.58504737, -0.41964094}, {1, 0.20173722, -0.06562611}}) {
    const std::string at = "/t=" + number_text(known.t);
    const double t = known.t;
    plan.checks.push_back({"entropy" + at, [=] {
                             return verify::value_check(known.entropy, entropy_rate(t), 1e-8,
                                                        "another program", "dH/dt = I/2");
                           }});
    plan.checks.push_back({"entropy_by_differences" + at, [=] {
                             return verify::value_check(
                                 difference([](double s) { return density::entropy(heated(s)); }, t),
                                 entropy_rate(t), 2e-8, "differences of H in time", "dH/dt");
                           }});
    plan.checks.push_back({"relative" + at, [=] {
                             return verify::value_check(known.relative, divergence_rate(t), 1e-8,
                                                        "another program",
                                                        "dKL/dt = -I(p|q)/2, q = N(0, 2 + t)");
                           }});
    plan.checks.push_back({"relative_by_differences" + at, [=] {
                             return verify::value_check(difference(divergence, t), divergence_rate(t), 2e-8,
                                                        "differences of KL in time", "dKL/dt");
                           }});
  }
  const auto spread = frame::lazy([=] { return spreads(sizes); });
  plan.checks.push_back({"cramer_rao/mean", [=] {
                           return verify::estimate_check("", 1, spread->get().of_mean, z(), 0,
                                                         "sigma^2: met by the mean");
                         }});
  // σ̂ is biased: n Var σ̂ = ½ + O(1/n), 3/8n below.
  plan.checks.push_back({"cramer_rao/deviation", [=] {
                           return verify::estimate_check("", 0.5, spread->get().of_deviation, z(), 0.006,
                                                         "sigma^2/2: the deviation is the easier one");
                         }});
  return plan;
}

}  // namespace kolmo::information_geometry::shown
