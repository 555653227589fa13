// Scores, noise, data and velocities: one from the other.

#include <cmath>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/process/equations/ncsn_ladder.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using verify::Check;
using verify::value_check;

/// E[ε | x_t = x] of x_t = α x_0 + σ ε, from the posterior of x_0 by quadrature.
double posterior_noise(const process::Kernel& kernel, double x) {
  const double sigma = std::sqrt(kernel.variance);
  const auto mean = [&](bool with_noise) {
    return density::expectation(two_wells(), [&](const ConstBlock& starts, Values out) {
      for (Index i = 0; i < starts.rows(); ++i) {
        const double noise = (x - kernel.scale * starts(i, 0)) / sigma;
        out(i) = (with_noise ? noise : 1) * std::exp(-0.5 * noise * noise);
      }
    });
  };
  return mean(true) / mean(false);
}

Check noise_is_score(const process::Process& process, double t, const process::Kernel& kernel) {
  const double score = log_density_at_line(process::marginal(process, two_wells(), t), 0.6).score;
  return value_check(posterior_noise(kernel, 0.6), -std::sqrt(kernel.variance) * score, 1e-9,
                     "E[eps | x_t] = -sigma score");
}

/// ∫_{t}^{1} d t/(1 − ᾱ): what the weights E|∇log p(x_t|x_0)|² of times add up to.
double weight_above(double t) {
  const auto in_log_time = [](double u) { return std::exp(u) / vp()->kernel(0, std::exp(u))->variance; };
  return integral(in_log_time, std::log(t), 0, 40);
}

std::vector<Check> importance() {
  const process::Kernel kernel = *vp()->kernel(0, 0.1);
  const double information =
      density::fisher_information(density::gaussian_1d(0.4, std::sqrt(kernel.variance)))(0, 0);
  return {
      value_check(1 / kernel.variance, information, 1e-8, "E|grad log p(x_t | x_0)|^2 = d/(1 - alpha_bar)"),
      value_check(7.543770399554592, weight_above(0.01), 1e-8, "its integral from t = 0.01; another program"),
      beside(0, value_check(10 * std::log(10.0), weight_above(1e-7) - weight_above(1e-6), 0.01,
                            "log 10/beta_min a decade, for ever: no density on (0, 1]"))};
}

/// The mean square of (1 − w) a + w b or of a slerp of two noise vectors of n numbers, over n.
std::vector<Check> interpolated_noise() {
  const Index n = 65536;
  Points noise(n, 2);
  for (Index first = 0; first < n; first += block_rows)
    RandomStream(1, 546).normals(first, 0, noise.middleRows(first, block_rows));
  const Eigen::VectorXd a = noise.col(0).matrix(), b = noise.col(1).matrix();
  const double angle = std::acos(a.dot(b) / (a.norm() * b.norm()));
  const Eigen::VectorXd middle = 0.5 * (a + b), arc = (a + b) * (std::sin(angle / 2) / std::sin(angle));
  const auto square = [&](const Eigen::VectorXd& x) { return x.squaredNorm() / static_cast<double>(n); };
  // standard deviations of a mean square over n: √(2/n) of it
  const double spread = 5 * std::sqrt(2 / static_cast<double>(n));
  return {beside(1, value_check(0.5, square(middle), 0.5 * spread, "half the variance: no noise any more")),
          value_check(1, square(arc), spread, "slerp of vectors of equal length keeps it")};
}

/// x of α x_0 + σ ε along the angle φ, α = cos φ, and along the time of VP, x_0 = 1, ε = ½.
std::vector<Check> velocity_prediction() {
  const double start = 1, noise = 0.5, t = 0.3;
  const process::Kernel kernel = *vp()->kernel(0, t);
  const double alpha = kernel.scale, sigma = std::sqrt(kernel.variance),
               velocity = alpha * noise - sigma * start;
  const double by_angle =
      difference([&](double phi) { return std::cos(phi) * start + std::sin(phi) * noise; }, std::acos(alpha));
  const double by_time = difference(
      [&](double s) {
        const process::Kernel now = *vp()->kernel(0, s);
        return now.scale * start + std::sqrt(now.variance) * noise;
      },
      t);
  const double rate = 0.5 * vp()->schedule().beta(t);
  return {value_check(velocity, by_angle, 1e-9, "dx/dphi = alpha eps - sigma x_0"),
          beside(velocity, value_check(rate * (alpha * alpha / sigma * noise - alpha * start), by_time, 1e-7,
                                       "dx/dt = beta/2 (alpha^2 eps/sigma - alpha x_0)")),
          value_check(start, alpha * (alpha * start + sigma * noise) - sigma * velocity, 1e-13,
                      "x_0 = alpha x - sigma v")};
}

double safe_division(double a, double b) { return a / (b + 1e-8); }

}  // namespace

void add_parametrisations(Rows& rows) {
  rows.add("C5-29", {"weight", "cut_off", "not_cut_off"}, importance);
  rows.add("C5-36", {"mean", "gradient"}, [] {
    const double mean = density::expectation(two_wells(), [](const ConstBlock& x, Values out) {
      Points score(x.rows(), 1);
      two_wells().score(x, score);
      out = score.col(0);
    });
    const double slope =
        difference([](double x) { return log_density_at_line(two_wells(), x).value; }, 0.7, 1e-4);
    return std::vector<Check>{
        value_check(0, mean, 1e-10, "E s = 0"),
        value_check(slope, log_density_at_line(two_wells(), 0.7).score, 1e-8, "s = -E'")};
  });
  rows.add("C5-46", {"lerp", "slerp"}, interpolated_noise);
  rows.add("C5-67", "noise", [] { return noise_is_score(*vp(), 0.2, *vp()->kernel(0, 0.2)); });
  rows.add("C5-81", {"angle", "time", "back"}, velocity_prediction);
  rows.add("C5-82", "large", [] { return value_check(2, safe_division(2, 1), 3e-8, "b >> eps: a/b"); });
  rows.add("C5-82", "small",
           [] { return beside(2e8, value_check(1e8, safe_division(2, 1e-8), 1, "b = eps: half of a/b")); });
  rows.add("C5-82", "negative", [] {
    return beside(-4e8, value_check(4e8, safe_division(2, -5e-9), 1, "b = -eps/2: a/b with the wrong sign"));
  });
  rows.add("C5-99", "noise", [] {
    const process::VarianceExploding ve(0.01, 50, 1, 1);
    return noise_is_score(ve, 0.6, *ve.kernel(0, 0.6));
  });
  rows.add("C5-99", "levels", [] {
    const process::NcsnLadder ladder(0.01, 50, 1, 10, 1);
    double variance = 0;
    for (Index i = 0; i < 6; ++i) variance += ladder.kernel(i, i + 1).variance;
    return value_check(process::VarianceExploding(0.01, 50, 1, 1).kernel(0, 0.6)->variance, variance, 1e-10,
                       "six steps of the ladder: the law of VE at t = 0.6");
  });
}

}  // namespace kolmo::claims::continuous_time
