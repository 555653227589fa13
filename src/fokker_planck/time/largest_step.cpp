#include "kolmo/fokker_planck/time/largest_step.hpp"

#include <cmath>
#include <functional>
#include <limits>

#include "fokker_planck/operator/checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::fokker_planck {
namespace {

using Keeps = std::function<bool(const Eigen::ArrayXd& p)>;

bool keeps_for_all_steps(const Generator& generator, const TimeStepper& stepper, const Eigen::ArrayXd& p0,
                         Index steps, double dt, const Keeps& keeps) {
  const auto propagator = stepper.prepare(generator, dt);
  Eigen::ArrayXd p = p0;
  for (Index step = 0; step < steps; ++step) {
    if (propagator->advance(p.data(), 1).first_not_finite > 0 || !keeps(p)) return false;
  }
  return true;
}

/// max |L_ii|, with the corners of mixed derivatives.
double largest_rate(const Generator& generator) {
  const Eigen::SparseMatrix<double> matrix = generator.sparse();
  return matrix.diagonal().cwiseAbs().maxCoeff();
}

double largest(const Generator& generator, LargestStepSettings settings,
               const std::function<bool(double dt)>& passes) {
  const double unit = 1 / largest_rate(generator);
  if (settings.shortest == 0) settings.shortest = 0x1p-10 * unit;
  if (settings.longest == 0) settings.longest = 0x1p40 * unit;
  require(settings.shortest > 0 && settings.shortest < settings.longest, "shortest", settings.shortest,
          "must be > 0 and below the longest");
  require(settings.steps >= 1, "steps", static_cast<double>(settings.steps), "must be at least 1");
  require(settings.slack >= 0, "slack", settings.slack, "must be ≥ 0");
  double good = settings.shortest;
  if (!passes(good)) return 0;
  double bad = good;
  while (true) {
    if (good >= settings.longest) return std::numeric_limits<double>::infinity();
    bad = std::min(2 * good, settings.longest);
    if (!passes(bad)) break;
    good = bad;
  }
  while (bad > 1.01 * good) {
    const double middle = std::sqrt(good * bad);
    (passes(middle) ? good : bad) = middle;
  }
  return good;
}

bool nonnegative(const Eigen::ArrayXd& p, double slack) {
  if (p.minCoeff() >= 0) return true;
  double negative = 0;
  for (const double x : p) negative += x < 0 ? -x : 0;
  return negative <= slack * sum(p.data(), p.size());
}

/// Σ p log(p/π) over the cells where both are positive: elsewhere p is within the slack of 0.
double relative_free_energy(const Eigen::ArrayXd& p, const Eigen::ArrayXd& stationary) {
  CompensatedSum total;
  for (Index i = 0; i < p.size(); ++i) {
    if (p(i) > 0 && stationary(i) > 0) total.add(p(i) * std::log(p(i) / stationary(i)));
  }
  return total.value();
}

}  // namespace

double largest_positive_step(const Generator& generator, const TimeStepper& stepper, const Eigen::ArrayXd& p0,
                             const LargestStepSettings& settings) {
  check_density(generator.grid(), p0);
  return largest(generator, settings, [&](double dt) {
    return keeps_for_all_steps(generator, stepper, p0, settings.steps, dt,
                               [&](const Eigen::ArrayXd& p) { return nonnegative(p, settings.slack); });
  });
}

double largest_monotone_step(const Generator& generator, const TimeStepper& stepper, const Eigen::ArrayXd& p0,
                             const Eigen::ArrayXd& stationary, const LargestStepSettings& settings) {
  check_density(generator.grid(), p0);
  check_density(generator.grid(), stationary);
  const double start = relative_free_energy(p0, stationary), mass = sum(p0.data(), p0.size());
  return largest(generator, settings, [&](double dt) {
    double before = start;
    return keeps_for_all_steps(generator, stepper, p0, settings.steps, dt, [&](const Eigen::ArrayXd& p) {
      const double now = relative_free_energy(p, stationary);
      const bool falls = now <= before + 1e-14 * mass;
      before = now;
      return falls && nonnegative(p, settings.slack);
    });
  });
}

}  // namespace kolmo::fokker_planck
