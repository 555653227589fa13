#include "kolmo/measure/sde/langevin_orders.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/measure/problems/torus_potential.hpp"
#include "kolmo/measure/sde/affine_moments.hpp"
#include "kolmo/measure/sde/weak_without_sampling.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/underdamped_langevin.hpp"

namespace kolmo::measure {
namespace {

double norm(const Eigen::VectorXd& c) {
  double sum = 0;
  for (Index k = 0; k < c.size(); ++k) sum += c(k) * c(k);
  return std::sqrt(sum);
}

process::UnderdampedLangevin harmonic_well() {
  return {std::make_shared<density::QuadraticPotential>(1.0, Eigen::VectorXd::Zero(1)), langevin_friction,
          1.0};
}

void require_splitting(const std::string& scheme) {
  if (scheme != "baoab" && scheme != "obabo")
    throw InvalidArgument("scheme = '" + scheme + "': must be 'baoab' or 'obabo'");
}

}  // namespace

Eigen::VectorXd CircleProblem::functional() const {
  const Points& x = space.nodes();
  Eigen::ArrayXd phi(x.rows());
  for (Index i = 0; i < x.rows(); ++i) {
    const double q = x(i, 0), p = x.cols() > 1 ? x(i, 1) : 0;
    phi(i) = std::cos(q) +
             (x.cols() > 1 ? 0.5 * p * std::sin(q) + (p * p - 1) / std::sqrt(8.0) : 0.5 * std::sin(2 * q));
  }
  return space.coefficients(phi);
}

double CircleProblem::stationary_mean() const {
  double mass = 0, mean = 0;
  for (int i = 0; i < 256; ++i) {
    const double q = 2 * std::numbers::pi * i / 256, weight = std::exp(-TorusPotential::at(q));
    mass += weight;
    mean += weight * (std::cos(q) + (space.nodes().cols() == 1 ? 0.5 * std::sin(2 * q) : 0));
  }
  return mean / mass;
}

CircleProblem overdamped_on_circle() {
  return {std::make_shared<process::OverdampedLangevin>(std::make_shared<TorusPotential>(), 1.0),
          SpectralSpace(24, 1), 1e-12};
}

CircleProblem underdamped_on_circle(double weak_order) {
  const bool fine = weak_order > 2;
  return {std::make_shared<process::UnderdampedLangevin>(std::make_shared<TorusPotential>(),
                                                         langevin_friction, 1.0),
          fine ? SpectralSpace(12, 28) : SpectralSpace(10, 24), fine ? 3e-7 : 4e-6};
}

std::vector<Index> underdamped_steps(double weak_order) {
  if (weak_order > 2) return {3, 4, 5, 6, 8, 10, 12};
  return {6, 8, 10, 12, 16, 20, 24, 32};
}

Eigen::VectorXd exact_expectation(const CircleProblem& problem) {
  return exact_expectation(problem.space, *problem.process, problem.functional());
}

verify::OrderStudy circle_stationary_study(const sde::SdeScheme& scheme, const CircleProblem& problem,
                                           const std::vector<Index>& steps) {
  std::vector<verify::OrderPoint> points;
  const Eigen::VectorXd phi = problem.functional();
  const double exact = problem.stationary_mean();
  for (const Index n : steps) {
    const double h = 1 / static_cast<double>(n);
    const Chain chain(problem.space, scheme, *problem.process, h);
    points.push_back({h, std::abs(chain.stationary_expectation(phi) - exact)});
  }
  return verify::noise_free_study({"stationary_" + scheme.claim().name, "error of the stationary mean"},
                                  scheme.claim(), scheme.claim().order(Sense::stationary).value(), points,
                                  1e-11);
}

verify::OrderStudy circle_weak_study(const sde::SdeScheme& scheme, const CircleProblem& problem,
                                     const Eigen::VectorXd& exact, const std::vector<Index>& steps) {
  std::vector<verify::OrderPoint> points;
  for (const Index n : steps) {
    const double h = 1 / static_cast<double>(n);
    const Chain chain(problem.space, scheme, *problem.process, h);
    const double error = norm(chain.expectation(problem.functional(), n) - exact);
    if (error < 10 * problem.accuracy) break;
    points.push_back({h, error});
  }
  return verify::noise_free_study(
      {"weak_" + scheme.claim().name, "root mean square over all starts of the weak error"}, scheme.claim(),
      scheme.claim().order(Sense::weak, Context::additive).value(), points);
}

verify::OrderStudy noiseless_study(const sde::SdeScheme& scheme, const process::Process& process) {
  const auto end = [&](Index steps) {
    Points x(1, 2);
    x << 0.5, 1.2;
    SingleStep single(scheme, process, 1);
    const Eigen::ArrayXd none = Eigen::ArrayXd::Zero(step_normals(scheme, process).count());
    for (Index n = 0; n < steps; ++n) single(0, 2 / static_cast<double>(steps), none, x);
    return x;
  };
  const Points exact = end(1 << 14);
  std::vector<verify::OrderPoint> points;
  for (const Index n : step_counts(16, 512)) {
    points.push_back({2 / static_cast<double>(n), (end(n) - exact).matrix().norm()});
  }
  return verify::noise_free_study({"deterministic_" + scheme.claim().name, "error where there is no noise"},
                                  scheme.claim(), scheme.claim().order(Sense::time).value(), points);
}

verify::Check harmonic_moment_check(const std::string& scheme, double h, Index coordinate) {
  require_splitting(scheme);
  const double quarter = 0.25 * h * h;
  const bool baoab = scheme == "baoab";
  const double expected = coordinate == 0 ? (baoab ? 1 : 1 / (1 - quarter)) : (baoab ? 1 - quarter : 1);
  const GaussianLaw law = stationary_law(sde::scheme(scheme), harmonic_well(), h).value();
  return verify::value_check(expected, law.covariance(coordinate, coordinate),
                             1e-10 * std::max(1.0, std::abs(expected)),
                             "Leimkuhler and Matthews 2015, section 7.4");
}

verify::Check harmonic_stability_check(const std::string& scheme) {
  require_splitting(scheme);
  const process::UnderdampedLangevin process = harmonic_well();
  double inside = 1, outside = 3;
  while (outside - inside > 1e-9) {
    const double h = 0.5 * (inside + outside);
    const AffineStep step = affine_step(sde::scheme(scheme), process, 0, h).value();
    (step.scale.eigenvalues().cwiseAbs().maxCoeff() <= 1 + 1e-12 ? inside : outside) = h;
  }
  return verify::value_check(2, inside, 1e-6, "Leimkuhler and Matthews 2015",
                             "largest h omega with spectral radius <= 1");
}

}  // namespace kolmo::measure
