// The Markov chains of discrete models, and the processes that they are close to.

#include <cmath>
#include <numbers>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/measure/sde/affine_moments.hpp"
#include "kolmo/process/equations/ddpm_chain.hpp"
#include "kolmo/process/equations/ncsn_ladder.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/sde/schemes/schemes.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using process::DdpmChain;
using process::LinearSchedule;
using process::SchedulePoint;
using verify::Check;
using verify::value_check;

DdpmChain chain_of(Index steps, SchedulePoint point = SchedulePoint::midpoint) {
  return {LinearSchedule(0.1, 20, 1), steps, point, 1};
}

/// Mean factor and variance after i steps of x ← √(1 − β) x + √β z, one after the other.
std::array<double, 2> step_by_step(const DdpmChain& chain, Index steps) {
  double factor = 1, variance = 0;
  for (Index i = 1; i <= steps; ++i) {
    factor *= std::sqrt(1 - chain.beta(i));
    variance = (1 - chain.beta(i)) * variance + chain.beta(i);
  }
  return {factor, variance};
}

/// 1 − β/2 − √(1 − β) = β²/8 + …
double small_beta_defect(double beta) {
  const DdpmChain chain(LinearSchedule(beta, beta, 1), 1, SchedulePoint::midpoint, 1);
  return 1 - beta / 2 - chain.kernel(0, 1).scale;
}

Check small_beta_order() {
  std::vector<std::pair<double, double>> errors;
  for (int k = 3; k <= 9; ++k) errors.emplace_back(std::ldexp(1, -k), small_beta_defect(std::ldexp(1, -k)));
  return order_of(2, errors, "sqrt(1 - b) = 1 - b/2 - b^2/8 - ...");
}

/// The chain's mean factor at T less that of VP, β = 0.1 + 10 t.
Check limit_order() {
  const LinearSchedule schedule(0.1, 10.1, 1);
  std::vector<std::pair<double, double>> errors;
  for (const Index steps : {100, 200, 400, 800, 1600, 3200}) {
    const DdpmChain chain(schedule, steps, SchedulePoint::midpoint, 1);
    errors.emplace_back(1.0 / static_cast<double>(steps),
                        chain.kernel(0, steps).scale - std::exp(-0.5 * schedule.integral(0, 1)));
  }
  return order_of(1, errors, "the chain tends to VP with order 1 in 1/N");
}

/// The variance of as many increments of length Δt = 1/8, as a scheme adds them up.
double walk_variance(Index increments) {
  const process::Brownian brownian(1, 1);
  const measure::GaussianLaw start{Eigen::VectorXd::Zero(1), Eigen::MatrixXd::Zero(1, 1)};
  return measure::propagate(sde::scheme("euler_maruyama"), brownian, start, 0,
                            static_cast<double>(increments) / 8, increments)
      ->covariance(0, 0);
}

/// √N sup|F_N − Φ| of the walk of N steps ±1 over √N, N even: half its atom at 0, and Φ is continuous.
double scaled_walk_distance(Index steps) {
  const auto n = static_cast<double>(steps);
  const double log_two = std::numbers::ln2;
  double below = 0, farthest = 0;
  for (Index k = 0; k <= steps; ++k) {
    const auto up = static_cast<double>(k);
    const double normal = normal_cdf((2 * up - n) / std::sqrt(n));
    farthest = std::max(farthest, std::abs(below - normal));
    below += std::exp(std::lgamma(n + 1) - std::lgamma(up + 1) - std::lgamma(n - up + 1) - n * log_two);
    farthest = std::max(farthest, std::abs(below - normal));
  }
  return std::sqrt(n) * farthest;
}

/// ∫ of Nβ_i over [0, 1], where t is read at index ⌈tN⌉ or ⌊tN⌋ (β_0 = 0: there is none).
double step_function_integral(bool upper) {
  const Index steps = 1000;
  const DdpmChain chain = chain_of(steps, SchedulePoint::endpoints);
  double total = 0;
  for (Index cell = 0; cell < steps; ++cell) {
    const double place = static_cast<double>(cell) + 0.5;
    const auto i = static_cast<Index>(upper ? std::ceil(place) : std::floor(place));
    if (i >= 1) total += chain.beta(i);
  }
  return total;
}

/// The last of 40 steps: DDPM's factor and that of Euler and Maruyama, β of the step ½.
double last_factor(bool euler) {
  const Index steps = 40;
  const double h = 1.0 / static_cast<double>(steps), begin = 1 - h;
  if (!euler) return chain_of(steps, SchedulePoint::left).kernel(steps - 1, steps).scale;
  return measure::affine_step(sde::scheme("euler_maruyama"), *vp(), begin, h)->scale(0, 0);
}

Check euler_defect_order() {
  std::vector<std::pair<double, double>> errors;
  for (const Index steps : {160, 320, 640, 1280, 2560}) {
    const double h = 1.0 / static_cast<double>(steps);
    const double chain = chain_of(steps, SchedulePoint::left).kernel(steps / 2, steps / 2 + 1).scale;
    errors.emplace_back(
        h, chain - measure::affine_step(sde::scheme("euler_maruyama"), *vp(), 0.5, h)->scale(0, 0));
  }
  return order_of(2, errors, "one step of either from t = 1/2: b^2/8");
}

/// Variance of the chain of 4000 steps at t = 0.1, of VP and of sub-VP there.
Check limit_is_vp() {
  const process::SubVariancePreserving sub(0.1, 20, 1, 1);
  return beside(sub.kernel(0, 0.1)->variance,
                value_check(vp()->kernel(0, 0.1)->variance, chain_of(4000).kernel(0, 400).variance, 1e-4,
                            "Var of DDPM at t = 0.1, beside that of sub-VP"));
}

void add_limits(Rows& rows) {
  rows.add("C5-64", "limit", limit_is_vp);
  rows.add("C5-66", "order", euler_defect_order);
  rows.add("C5-66", "one_long_step", [] {
    return beside(last_factor(true), value_check(std::sqrt(1 - (0.1 + 19.9 * 0.975) / 40), last_factor(false),
                                                 1e-12, "sqrt(1 - b)"));
  });
  rows.add("C5-67", "ladder", [] {
    const process::NcsnLadder ladder(0.01, 50, 1, 10, 1);
    const process::VarianceExploding ve(0.01, 50, 1, 1);
    return value_check(ve.kernel(0, 0.7)->variance, ladder.kernel(0, 7).variance, 1e-9,
                       "sigma^2(t) - sigma^2(0)");
  });
}

}  // namespace

void add_chains(Rows& rows) {
  rows.add("C5-01", {"factor", "variance"}, [] {
    const DdpmChain chain = chain_of(1000);
    const std::array<double, 2> steps = step_by_step(chain, 300);
    const process::Kernel kernel = chain.kernel(0, 300);
    return std::vector<Check>{value_check(kernel.scale, steps[0], 1e-13, "sqrt(prod(1 - b_i))"),
                              value_check(1 - kernel.scale * kernel.scale, steps[1], 1e-13, "1 - alpha_bar")};
  });
  rows.add("C5-02", "order", small_beta_order);
  rows.add("C5-02", "large_beta", [] {
    const DdpmChain chain(LinearSchedule(0.75, 0.75, 1), 1, SchedulePoint::midpoint, 1);
    return beside(1 - 0.75 / 2, value_check(0.5, chain.kernel(0, 1).scale, 1e-14, "sqrt(1/4)"));
  });
  rows.add("C5-03", "order", limit_order);
  rows.add("C5-04", "to_floor_minus_1",
           [] { return value_check(1, walk_variance(8), 1e-13, "8 increments of 1/8: Var W(1)"); });
  rows.add("C5-04", "to_floor", [] {
    return beside(1, value_check(1.125, walk_variance(9), 1e-13, "one increment too many: 1 + dt"));
  });
  rows.add("C5-05", "distance", [] {
    return value_check(1 / std::sqrt(2 * std::numbers::pi), scaled_walk_distance(4096), 2e-4,
                       "half the atom at 0 (Stirling)");
  });
  rows.add("C5-23", "ceiling", [] {
    return value_check(0.5 * (0.1 + 20), step_function_integral(true), 1e-10, "the sum of all b_i");
  });
  rows.add("C5-23", "floor", [] {
    return beside(0.5 * (0.1 + 20), value_check(0.5 * (0.1 + 20) - 0.02, step_function_integral(false), 1e-10,
                                                "the last b is lost, and b_0 does not exist"));
  });
  add_limits(rows);
}

}  // namespace kolmo::claims::continuous_time
