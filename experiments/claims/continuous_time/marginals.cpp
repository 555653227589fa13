// Laws of linear processes: means, variances, ends.

#include <cmath>
#include <numbers>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/measure/sde/affine_moments.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/scheduled_diffusion.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/sde/schemes/schemes.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using process::SubVariancePreserving;
using process::VarianceExploding;
using verify::Check;
using verify::value_check;

/// Var X_t of X_0 = 0 under dX = −½βX dt + g dW, ∫_0^t g² e^{−(B(t) − B(s))} ds, from drift and noise alone.
double variance_by_quadrature(const process::Process& process, double t) {
  return integral(
      [&](double s) {
        const double decay = integral([&](double r) { return 2 * drift_at(process, r, 1); }, s, t);
        return process.diffusion(s) * process.diffusion(s) * std::exp(decay);
      },
      0, t, 4);
}

/// E|X_t|² of VE from (1, …, 1)/√d, by Euler steps, which are exact here.
double exploded_square(Index d, double t) {
  const VarianceExploding ve(0.01, 50, 1, d);
  const measure::GaussianLaw start{Eigen::VectorXd::Constant(d, 1 / std::sqrt(static_cast<double>(d))),
                                   Eigen::MatrixXd::Zero(d, d)};
  const measure::GaussianLaw end = *measure::propagate(sde::scheme("euler_maruyama"), ve, start, 0, t, 16);
  return end.mean.squaredNorm() + end.covariance.trace();
}

Check exploding_moment(Index d) {
  const double t = 0.5, variance = 0.0001 * (std::pow(5000.0, 2 * t) - 1);
  const Check check = value_check(1 + static_cast<double>(d) * variance, exploded_square(d, t), 1e-10,
                                  "|x_0|^2 + d (sigma^2(t) - sigma^2(0))");
  return d == 1 ? check : beside(1 + 0.0001 * std::pow(5000.0, 2 * t), check);
}

/// Mean and variance of OU (θ = σ = 1) from 5 at t = 1 by n Euler steps, extrapolated to h = 0.
std::vector<Check> ornstein_uhlenbeck_demo() {
  const process::OrnsteinUhlenbeck process(1, 0.0, 1, 1);
  const auto run = [&](Index steps) {
    const measure::GaussianLaw start{Eigen::VectorXd::Constant(1, 5), Eigen::MatrixXd::Zero(1, 1)};
    return *measure::propagate(sde::scheme("euler_maruyama"), process, start, 0, 1, steps);
  };
  const measure::GaussianLaw coarse = run(2000), fine = run(4000);
  return {
      value_check(5 * std::exp(-1), 2 * fine.mean(0) - coarse.mean(0), 1e-6, "5 e^-t; extrapolated steps"),
      value_check(0.5 * (1 - std::exp(-2)), 2 * fine.covariance(0, 0) - coarse.covariance(0, 0), 1e-6,
                  "(1 - e^-2t)/2; extrapolated steps")};
}

/// Long after, of dX = −½ (1 + 0.1 m) X dt + dW: that of the code that multiplies the drift.
double conditional_rest(double modality) {
  const process::LinearProcess process(Eigen::MatrixXd::Constant(1, 1, -0.5 * (1 + 0.1 * modality)),
                                       Eigen::VectorXd::Zero(1), Eigen::MatrixXd::Ones(1, 1));
  return process.law(Eigen::VectorXd::Zero(1), Eigen::MatrixXd::Ones(1, 1), 200).covariance()(0, 0);
}

void add_exploding(Rows& rows) {
  rows.add("C5-13", {"variance", "mean"}, [] {
    const VarianceExploding ve(0.01, 50, 1, 1);
    const double added = integral([&](double s) { return std::pow(ve.diffusion(s), 2); }, 0, 0.5, 4);
    return std::vector<Check>{
        value_check(ve.sigma(0.5) * ve.sigma(0.5) - 0.0001, added, 1e-10, "the integral of g^2"),
        value_check(0.8, process::marginal(ve, two_wells(), 0.5).mean()(0), 1e-14, "there is no drift")};
  });
  rows.add("C5-14", "line", [] { return exploding_moment(1); });
  rows.add("C5-14", "plane", [] { return exploding_moment(2); });
  rows.add("C5-14", "eight", [] { return exploding_moment(8); });
  rows.add("C5-15", "blurred_data", [] {
    const VarianceExploding ve(0.01, 50, 1, 1);
    const double variance = process::marginal(ve, density::gaussian_1d(0, 0.01), 0.05).covariance()(0, 0);
    return value_check(ve.sigma(0.05), std::sqrt(variance), 1e-14, "data that were blurred by sigma_0");
  });
  rows.add("C5-15", "point", [] {
    const VarianceExploding ve(0.01, 50, 1, 1);
    return beside(ve.sigma(0.05), value_check(std::sqrt(std::pow(ve.sigma(0.05), 2) - 0.0001),
                                              std::sqrt(variance_by_quadrature(ve, 0.05)), 1e-10,
                                              "from a point: sqrt(s^2 - s_0^2)"));
  });
}

void add_preserving(Rows& rows) {
  rows.add("C5-16", {"log_mean", "deviation"}, [] {
    const double t = 0.3, printed = -0.25 * t * t * 19.9 - 0.5 * t * 0.1;
    return std::vector<Check>{
        value_check(printed, integral([](double s) { return drift_at(*vp(), s, 1); }, 0, t), 1e-13,
                    "-t^2 (beta_1 - beta_0)/4 - t beta_0/2"),
        value_check(std::sqrt(1 - std::exp(2 * printed)), std::sqrt(variance_by_quadrature(*vp(), t)), 1e-12,
                    "sqrt(1 - e^(2 log mean))")};
  });
  rows.add("C5-17", "deviation", [] {
    const SubVariancePreserving sub(0.1, 20, 1, 1);
    return beside(0.3220525355247045,
                  value_check(0.10371783563789104, std::sqrt(variance_by_quadrature(sub, 0.1)), 1e-10,
                              "1 - e^-B at t = 0.1 (another program), beside sqrt(1 - e^-B)"));
  });
  rows.add("C5-18", {"ratio", "largest_ratio"}, [] {
    const SubVariancePreserving sub(0.1, 20, 1, 1);
    const auto ratio = [&](double t) { return sub.kernel(0, t)->variance / vp()->kernel(0, t)->variance; };
    double largest = 0;
    for (int k = 1; k <= 1000; ++k) largest = std::max(largest, ratio(k / 1000.0));
    return std::vector<Check>{
        value_check(0.10371783563789104,
                    variance_by_quadrature(sub, 0.1) / variance_by_quadrature(*vp(), 0.1), 1e-10,
                    "(1 - e^-B)^2/(1 - e^-B) at t = 0.1"),
        value_check(1 - std::exp(-10.05), largest, 1e-12, "largest at T, and below 1")};
  });
}

/// log p_t(x) as ∫p(x | x_0) p_0(x_0) dx_0.
double mixed_log_density(double t, double x) {
  const process::Kernel kernel = *vp()->kernel(0, t);
  const double density = density::expectation(two_wells(), [&](const ConstBlock& start, Values out) {
    for (Index i = 0; i < start.rows(); ++i)
      out(i) = std::exp(-0.5 * std::pow(x - kernel.scale * start(i, 0), 2) / kernel.variance) /
               std::sqrt(2 * std::numbers::pi * kernel.variance);
  });
  return std::log(density);
}

/// KL(N(1, ¼)‖N(0, 1)) by quadrature.
Check gaussian_divergence() {
  const double m = 1, s = 0.5;
  const auto with = [&](double log_term) { return 0.5 * (m * m + s * s - log_term - 1); };
  return beside(with(std::log(s)),
                value_check(with(std::log(s * s)), divergence_from_normal(density::gaussian_1d(m, s), 1),
                            1e-10, "(m^2 + s^2 - log s^2 - 1)/2, beside that with log s"));
}

void add_laws(Rows& rows) {
  rows.add("C5-12", {"mean", "variance"}, ornstein_uhlenbeck_demo);
  rows.add("C5-25", {"drift_scaled", "drift_shifted"}, [] {
    const process::LinearProcess shifted(Eigen::MatrixXd::Constant(1, 1, -0.5),
                                         Eigen::VectorXd::Constant(1, 0.6),
                                         Eigen::MatrixXd::Constant(1, 1, 1.5));
    const density::GaussianMixture law =
        shifted.law(Eigen::VectorXd::Zero(1), Eigen::MatrixXd::Ones(1, 1), 200);
    return std::vector<Check>{
        value_check(1 / 1.2, conditional_rest(2), 1e-12, "1/(1 + m/10), not 1, for modality m = 2"),
        value_check(2.25 + 0.36, law.covariance()(0, 0) + std::pow(law.mean()(0), 2), 1e-12,
                    "drift h = 0.3 and noise s = 1.5: mean 2 h, variance s^2")};
  });
  rows.add("C5-26", "log_density", [] {
    return value_check(-5.829908488754798, mixed_log_density(0.1, 0), 1e-10, "another program");
  });
  rows.add("C5-26", "closed_form", [] {
    return value_check(mixed_log_density(0.2, 0.3),
                       log_density_at_line(process::marginal(*vp(), two_wells(), 0.2), 0.3).value, 1e-10,
                       "the integral over p_0");
  });
  rows.add("C5-27", "divergence", gaussian_divergence);
}

void add_ends(Rows& rows) {
  rows.add("C5-28", "preserving", [] {
    return beside(0, value_check(-2, log_density_at_line(process::marginal(*vp(), two_wells(), 1), 2).score,
                                 0.01, "s(T, x) = -x + O(alpha)"));
  });
  rows.add("C5-28", "exploding", [] {
    const density::GaussianMixture end = process::marginal(VarianceExploding(0.01, 50, 1, 1), two_wells(), 1);
    return beside(
        0, value_check(-0.5, log_density_at_line(end, 50.8).value - log_density_at_line(end, 0.8).value,
                       0.002, "log p falls by 1/2 over a deviation: no uniform law"));
  });
  rows.add("C5-65", {"preserving", "sub_preserving", "exploding", "polynomial"}, [] {
    const process::ClockSchedule polynomial = process::polynomial_schedule(0.01, 50, 7, 1);
    const auto end = [](const process::Process& process) {
      return process::marginal(process, two_wells(), 1).covariance()(0, 0);
    };
    const double left = std::exp(-10.05);
    return std::vector<Check>{
        value_check(3.61 * left + 1 - left, end(*vp()), 1e-13, "N(0, 1) but for e^-B"),
        value_check(3.61 * left + std::pow(1 - left, 2), end(SubVariancePreserving(0.1, 20, 1, 1)), 1e-13,
                    "N(0, 1) but for e^-B"),
        value_check(2500 - 0.0001 + 3.61, end(VarianceExploding(0.01, 50, 1, 1)), 1e-9, "sigma_max^2"),
        value_check(2500 - 0.0001, integral(polynomial.rate, 0, 1, 8), 1e-8,
                    "the integral of d sigma^2/dt, sigma a power of a line")};
  });
}

}  // namespace

void add_marginals(Rows& rows) {
  add_exploding(rows);
  add_preserving(rows);
  add_laws(rows);
  add_ends(rows);
}

}  // namespace kolmo::claims::continuous_time
