// Weights between two drifts: mean 1 whatever the step, and a variance that may be infinite.

#include <cmath>

#include "entropy_along_diffusion/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/paths/weighted_paths.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"

namespace kolmo::entropy_along_diffusion {
namespace {

using namespace paths;

/// E w² over the time t as h → 0: its error is a series in h.
double second_moment(double slope, double t) {
  std::vector<double> row;
  for (Index n = 64; n <= 4096; n *= 2) {
    row.push_back(linear_weight_moment(slope, t / static_cast<double>(n), n, 2));
    double factor = 2;
    for (std::size_t k = row.size() - 1; k-- > 0; factor *= 2)
      row[k] = (factor * row[k + 1] - row[k]) / (factor - 1);
  }
  return row.front();
}

/// The largest time, in steps of h, at which E w² is finite for the drift +x.
double time_of_divergence(double h) {
  Index finite = 1, infinite = static_cast<Index>(2 / h);
  while (infinite - finite > 1) {
    const Index middle = (finite + infinite) / 2;
    (std::isfinite(linear_weight_moment(1, h, middle, 2)) ? finite : infinite) = middle;
  }
  return h * static_cast<double>(infinite);
}

/// Paths of dX = −X dt + dW under the control +X: Brownian motion, weighted back.
WeightedEnds controlled(const Sizes& sizes) {
  const process::OrnsteinUhlenbeck process(1, 0.0, 1, 1);
  return weighted_paths({process, [](double, const ConstBlock& x, Block out) { out = x; }, 0.01, 100,
                         RandomStream(sizes.seed).role("girsanov")},
                        Points::Zero(sizes.paths, 1));
}

void add_sampled_checks(frame::Plan& plan, const Sizes& sizes, const Z& z) {
  const auto ends = frame::lazy([=] { return controlled(sizes); });
  plan.checks.push_back(
      {"sampled/mean",
       [=] { return verify::estimate_check("", 1, ends->get().probability(0), z(), 0, "E w = 1"); }});
  plan.checks.push_back({"sampled/second_moment_of_x", [=] {
                           const WeightedEnds& all = ends->get();
                           Eigen::ArrayXd values(all.x.rows());
                           for (Index i = 0; i < values.size(); ++i)
                             values(i) = std::exp(all.log_weight(i)) * all.x(i, 0) * all.x(i, 0);
                           double variance = 0;
                           for (int n = 0; n < 100; ++n) variance = 0.99 * 0.99 * variance + 0.01;
                           return verify::estimate_check("", variance,
                                                         mean_estimate(values.data(), values.size()), z(), 0,
                                                         "the chain of dX = -X dt + dW itself");
                         }});
}

}  // namespace

frame::Plan weights_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{"Weights of paths",
                   "Brownian motion weighted to dX = kX dt + dW: w = exp(sum kX dW - k^2 X^2 h/2)."};
  for (const double slope : {-1.0, 1.0, 3.0}) {
    for (const Index n : {1, 10, 1000}) {
      plan.checks.push_back({"mean/k=" + number_text(slope) + "/steps=" + number_text(n), [=] {
                               return verify::value_check(
                                   1, linear_weight_moment(slope, 1 / static_cast<double>(n), n, 1), 1e-11,
                                   "a ratio of two densities of one chain", "E w over t = 1");
                             }});
    }
  }
  plan.checks.push_back({"second_moment/k=-1", [] {
                           return verify::value_check(1.2261466, second_moment(-1, 1), 5e-8,
                                                      "e^t (cosh(sqrt2 t) + sqrt2 sinh(sqrt2 t))^{-1/2}",
                                                      "E w^2 over t = 1");
                         }});
  plan.checks.push_back({"second_moment/k=1/t=0.5", [] {
                           const double root = std::sqrt(2.0);
                           return verify::value_check(
                               std::exp(-0.5) /
                                   std::sqrt(std::cosh(0.5 * root) - root * std::sinh(0.5 * root)),
                               second_moment(1, 0.5), 1e-7,
                               "e^{-t} (cosh(sqrt2 t) - sqrt2 sinh(sqrt2 t))^{-1/2}", "E w^2 towards +x");
                         }});
  plan.checks.push_back({"infinite_from", [] {
                           // Order 1 in h: two steps, extrapolated; a time is known to one step.
                           const double coarse = time_of_divergence(2e-5), fine = time_of_divergence(1e-5);
                           return verify::value_check(0.6232252, 2 * fine - coarse, 6e-5,
                                                      "atanh(sqrt(1/2))/sqrt2",
                                                      "from when on E w^2 towards +x is infinite");
                         }});
  add_sampled_checks(plan, sizes, z);
  return plan;
}

}  // namespace kolmo::entropy_along_diffusion
