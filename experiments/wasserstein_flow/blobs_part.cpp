// Blobs: diffusion by particles alone, and how wide they must be.

#include <cmath>
#include <numbers>

#include "frame/lazy.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/jko/blob_flow.hpp"
#include "wasserstein_flow/parts.hpp"

namespace kolmo::wasserstein_flow {
namespace {

/// Heat from N(0, 1) to t = ½, which is N(0, 2): error of the density φ_δ∗ρ at 0.
double error_of(Points x, const Eigen::ArrayXd& weights, double width) {
  const jko::BlobFlow blob(weights, width, 1);
  const auto steps = static_cast<int>(std::ceil(0.5 / (0.25 * width * width)));
  for (int k = 0; k < steps; ++k) {
    throw_if_stopped();
    blob.advance(0.5 / steps, x);
  }
  double density = 0;
  for (Index i = 0; i < x.rows(); ++i)
    density += weights(i) * std::exp(-x(i, 0) * x(i, 0) / (2 * width * width)) / width;
  return std::abs(density - 1 / std::numbers::sqrt2) / std::sqrt(2 * std::numbers::pi);
}

/// Particles h apart, the density as their weights, blobs of width h^q.
double on_even_grid(double h, double q) {
  const Index n = std::lround(12 / h);
  Points x(n, 1);
  Eigen::ArrayXd weights(n);
  for (Index i = 0; i < n; ++i) {
    x(i, 0) = -6 + (static_cast<double>(i) + 0.5) * h;
    weights(i) = std::exp(-x(i, 0) * x(i, 0) / 2);
  }
  return error_of(std::move(x), weights / sum(weights.data(), n), std::pow(h, q));
}

/// n particles of equal mass at the middles of the quantiles, blobs of width n^{−power}.
double of_equal_mass(Index n, double power) {
  Points x(n, 1);
  for (Index i = 0; i < n; ++i)
    x(i, 0) = -normal_upper_quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n));
  return error_of(std::move(x), Eigen::ArrayXd::Constant(n, 1.0 / static_cast<double>(n)),
                  std::pow(static_cast<double>(n), -power));
}

}  // namespace

frame::Plan blobs_plan() {
  frame::Plan plan{"Blobs",
                   "Heat from N(0, 1) to t = 1/2 by particles without noise, each of which repels the others "
                   "through a bell; the width of the bell against the distance of the particles."};
  plan.in_parallel = true;
  const auto check = [&](const std::string& name, double expected, double tolerance,
                         const std::string& source, const std::string& note,
                         std::function<double()> observed) {
    plan.checks.push_back(
        {name, [=] { return verify::value_check(expected, observed(), tolerance, source, note); }});
  };
  const std::string carrillo = "Carrillo, Craig and Patacchini 2019";
  check("order_width_h_0.5", 1, 0.15, carrillo, "order in h, particles on a grid, width h^0.5",
        [] { return std::log2(on_even_grid(0.05, 0.5) / on_even_grid(0.025, 0.5)); });
  check("order_width_h_0.9", 1.8, 0.15, carrillo, "order in h, particles on a grid, width h^0.9",
        [] { return std::log2(on_even_grid(0.2, 0.9) / on_even_grid(0.1, 0.9)); });
  check("order_equal_mass", 1, 0.15, "width squared", "order in 1/N, equal masses, width N^(-1/2)",
        [] { return std::log2(of_equal_mass(40, 0.5) / of_equal_mass(80, 0.5)); });
  // blobs that are no wider than their distance see themselves alone, whatever N is
  check("narrow_blobs_stay_wrong", 1, 0.05, "blobs as wide as apart do not converge",
        "error with 40 particles over error with 20, equal masses, width 1/N",
        [] { return of_equal_mass(40, 1) / of_equal_mass(20, 1); });
  return plan;
}

}  // namespace kolmo::wasserstein_flow
