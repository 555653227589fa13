// Orders of SDE schemes, without sampling.

#include <cmath>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/measure/problems/frozen_noise.hpp"
#include "kolmo/measure/problems/periodic.hpp"
#include "kolmo/measure/sde/affine_moments.hpp"
#include "kolmo/measure/sde/multiplicative_moments.hpp"
#include "kolmo/measure/sde/one_step_moments.hpp"
#include "kolmo/measure/sde/stability_limit.hpp"
#include "kolmo/measure/sde/weak_without_sampling.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/sde/schemes/schemes.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using measure::MultiplicativeErrors;
using verify::Check;
using verify::value_check;

/// The order of one of the errors on dX = 0.5 X dt + 0.3 X dW, to T = 1 or of one step.
Check multiplicative_order(const char* scheme, double MultiplicativeErrors::*which, double order,
                           const std::string& source, bool one_step = false) {
  std::vector<std::pair<double, double>> errors;
  for (int k = 4; k <= 9; ++k) {
    const Index steps = Index{1} << k;
    const double h = std::ldexp(1, -k);
    const MultiplicativeErrors found = *measure::multiplicative_errors(
        sde::scheme(scheme), 0.5, 0.3, one_step ? h : 1, one_step ? 1 : steps);
    errors.emplace_back(h, found.*which);
  }
  return order_of(order, errors, source);
}

/// The order of E^½(Y − X)² on dX = −X dt + dW, to T = 1 or of one step.
Check additive_order(const char* scheme, double order, const std::string& source, bool one_step = false) {
  std::vector<std::pair<double, double>> errors;
  for (int k = 3; k <= 9; ++k) {
    const Index steps = Index{1} << k;
    const double h = std::ldexp(1, -k);
    errors.emplace_back(h, *measure::ornstein_uhlenbeck_strong_error(sde::scheme(scheme), 1, 1, 0.4,
                                                                     one_step ? h : 1, one_step ? 1 : steps));
  }
  return order_of(order, errors, source);
}

/// The order of the error in Var X at t = 0.4 of VP from N(1, ¼), the noise of a step ∫g² or g(t_n)² h.
Check vp_order(const char* scheme, bool frozen, double order, const std::string& source) {
  const measure::Frozen frozen_vp(*vp());
  const process::Process& process = frozen ? static_cast<const process::Process&>(frozen_vp) : *vp();
  const double exact = process::marginal(*vp(), density::gaussian_1d(1, 0.5), 0.4).covariance()(0, 0);
  std::vector<std::pair<double, double>> errors;
  for (const Index steps : {100, 200, 400, 800, 1600}) {
    const measure::GaussianLaw start{Eigen::VectorXd::Ones(1), Eigen::MatrixXd::Constant(1, 1, 0.25)};
    const auto end = measure::propagate(sde::scheme(scheme), process, start, 0, 0.4, steps);
    errors.emplace_back(0.4 / static_cast<double>(steps), end.value().covariance(0, 0) - exact);
  }
  return order_of(order, errors, source);
}

/// The weak order on a nonlinear, non-autonomous, Lipschitz drift, all starts of the circle.
Check nonlinear_order(const char* scheme) {
  const measure::Periodic process;
  const measure::WeakSpace space = measure::WeakSpace::of_dimension(1);
  const verify::OrderStudy study =
      measure::weak_study(sde::scheme(scheme), process, space, measure::exact_expectation(process, space),
                          measure::step_counts(16, 64));
  return verify::judge(study, "").check;
}

/// Var at rest of dX = −X dt + √2 dW by Euler's chain of steps 0.1.
Check euler_at_rest() {
  const process::OrnsteinUhlenbeck process(1, 0.0, std::sqrt(2.0), 1);
  const double variance =
      measure::stationary_law(sde::scheme("euler_maruyama"), process, 0.1).value().covariance(0, 0);
  return beside(
      1, value_check(1.0526315789473688, variance, 1e-12, "1/(1 - theta h/2); another program, beside 1"));
}

/// The largest error of mean and variance at t = 0.4 of VP in three steps.
double largest_exact_error(const char* scheme, const process::Process& process,
                           const density::GaussianMixture& exact, double end) {
  const measure::GaussianLaw start{Eigen::VectorXd::Ones(1), Eigen::MatrixXd::Constant(1, 1, 0.25)};
  const measure::GaussianLaw found =
      measure::propagate(sde::scheme(scheme), process, start, 0, end, 3).value();
  return std::max(std::abs(found.mean(0) - exact.mean()(0)),
                  std::abs(found.covariance(0, 0) - exact.covariance()(0, 0)));
}

/// Root mean squares of the moves of one Brownian path of 2¹⁸ steps over 1 … 128 of them.
Check moves_of_a_path() {
  const Index n = Index{1} << 18;
  Points steps(n, 1);
  for (Index first = 0; first < n; first += block_rows)
    RandomStream(1, 587).normals(first, 0, steps.middleRows(first, block_rows));
  std::vector<std::pair<double, double>> moves;
  for (Index lag = 1; lag <= 128; lag *= 2) {
    const Eigen::ArrayXd sums = steps.reshaped(lag, n / lag).colwise().sum().transpose();
    moves.emplace_back(static_cast<double>(lag), std::sqrt(sums.square().mean()));
  }
  return order_of(0.5, moves, "E^(1/2)|W_(t+h) - W_t|^2 = sqrt(h): Hoelder below 1/2");
}

/// E X² of dX = −X dt + dW after a time of 12 from N(10, 4).
Check late_moment() {
  const process::OrnsteinUhlenbeck process(1, 0.0, 1, 1);
  const density::GaussianMixture late = process::marginal(process, density::gaussian_1d(10, 2), 12);
  return value_check(0.5, late.raw_moment(2), 1e-7, "the law at rest, whatever the start");
}

void add_euler(Rows& rows) {
  const auto strong = &MultiplicativeErrors::strong, mean = &MultiplicativeErrors::mean;
  rows.add("C5-08", "strong",
           [=] { return multiplicative_order("euler_maruyama", strong, 0.5, "Euler and Maruyama, strong"); });
  rows.add("C5-08", "weak", [] { return nonlinear_order("euler_maruyama"); });
  rows.add("C5-47", "weak", [=] {
    return beside(0.5, multiplicative_order("euler_maruyama", mean, 1, "weak order 1, beside sqrt(dt)"));
  });
  rows.add("C5-68", "euler_weak_local", [=] {
    return beside(1,
                  multiplicative_order("euler_maruyama", mean, 2, "weak error of one step, beside dt", true));
  });
  rows.add("C5-68", "euler_mean_square_local", [=] {
    return multiplicative_order("euler_maruyama", strong, 1, "mean square error of one step: dt", true);
  });
  rows.add("C5-68", "euler_additive_local", [] {
    return beside(1, additive_order("euler_maruyama", 1.5, "with additive noise dt^(3/2), beside dt", true));
  });
  rows.add("C5-68", "heun_local", [] {
    return beside(
        2, additive_order("drift_heun", 1.5, "mean square error of a step of Heun, beside dt^2", true));
  });
  rows.add("C5-68", "platen_local", [=] {
    return beside(1.5, multiplicative_order("platen", strong, 2,
                                            "mean square error of a step of Platen, beside dt^(3/2)", true));
  });
  rows.add("C5-71", "at_rest", euler_at_rest);
  rows.add("C5-71", "strong", [=] {
    return multiplicative_order("euler_maruyama", strong, 0.5, "strong order 1/2 with multiplicative noise");
  });
  rows.add("C5-71", "strong_additive",
           [] { return additive_order("euler_maruyama", 1, "and 1 with additive noise"); });
}

void add_higher(Rows& rows) {
  rows.add("C5-72", "exact_variance",
           [] { return vp_order("drift_heun", false, 2, "Heun with the noise's variance int g^2"); });
  rows.add("C5-72", "frozen_noise",
           [] { return beside(2, vp_order("drift_heun", true, 1, "Heun with g(t_n) sqrt(dt), beside 2")); });
  rows.add("C5-97", "euler", [] { return vp_order("euler_maruyama", true, 1, "Euler and Maruyama on VP"); });
  rows.add("C5-97", "heun",
           [] { return vp_order("drift_heun", true, 1, "the source's Heun, g(t_n) sqrt(dt)"); });
  rows.add("C5-97", "heun_exact_variance",
           [] { return vp_order("drift_heun", false, 2, "Heun with int g^2"); });
  rows.add("C5-73", "strong", [] {
    return multiplicative_order("sri1w1", &MultiplicativeErrors::strong, 1.5, "strong order 3/2 of SRI1W1");
  });
  rows.add("C5-73", "not_more", [] {
    return beside(2.5, multiplicative_order("platen", &MultiplicativeErrors::strong, 1.5,
                                            "strong order 3/2 of Platen, beside 5/2"));
  });
  rows.add("C5-73", "stiff", [] {
    return beside(measure::longest_step,
                  value_check(2, measure::stability_limit(sde::scheme("platen")).value(), 1e-6,
                              "largest lambda h of Platen, an explicit scheme, beside one without a limit"));
  });
}

void add_other_schemes(Rows& rows) {
  const auto strong = &MultiplicativeErrors::strong, mean = &MultiplicativeErrors::mean;
  rows.add("C5-74", "exact_linear", [] {
    return value_check(0,
                       largest_exact_error("exact_linear", *vp(),
                                           process::marginal(*vp(), density::gaussian_1d(1, 0.5), 0.4), 0.4),
                       1e-13, "VP in three steps");
  });
  rows.add("C5-74", "exponential_euler", [] {
    const process::OrnsteinUhlenbeck process(1, 0.0, 1, 1);
    return value_check(0,
                       largest_exact_error("exponential_euler", process,
                                           process::marginal(process, density::gaussian_1d(1, 0.5), 2), 2),
                       1e-13, "OU in three steps of 2/3");
  });
  rows.add("C5-80", {"implicit", "explicit"}, [] {
    return std::vector<Check>{
        value_check(measure::longest_step,
                    measure::stability_limit(sde::scheme("drift_implicit_euler")).value(), 1e-6, "no limit"),
        value_check(2, measure::stability_limit(sde::scheme("euler_maruyama")).value(), 1e-6,
                    "lambda h = 2")};
  });
  rows.add("C5-87", "milstein_strong",
           [=] { return multiplicative_order("milstein", strong, 1, "Milstein, strong"); });
  rows.add("C5-87", "milstein_weak",
           [=] { return multiplicative_order("milstein", mean, 1, "Milstein, weak"); });
  rows.add("C5-87", "runge_kutta_weak", [=] {
    return multiplicative_order("dri1", &MultiplicativeErrors::square, 2, "weak Runge and Kutta of order 2");
  });
  rows.add("C5-87", "ergodic", late_moment);
  rows.add("C5-87", "holder", moves_of_a_path);
}

}  // namespace

void add_scheme_orders(Rows& rows) {
  add_euler(rows);
  add_higher(rows);
  add_other_schemes(rows);
}

}  // namespace kolmo::claims::continuous_time
