#include "sde_convergence/langevin_parts.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>
#include <numbers>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/overdamped_langevin.hpp"
#include "kolmo/process/underdamped_langevin.hpp"
#include "sde_convergence/affine_moments.hpp"
#include "sde_convergence/one_step_moments.hpp"
#include "sde_convergence/periodic.hpp"
#include "sde_convergence/spectral_space.hpp"
#include "sde_convergence/torus_potential.hpp"
#include "sde_convergence/weak_without_sampling.hpp"

namespace kolmo::sde_convergence {
namespace {

using sde::SdeScheme;

constexpr double friction = 0.8;

/// A process on the circle at temperature 1, overdamped or underdamped, with the space of its expectations.
struct CircleProblem {
  std::shared_ptr<const process::Process> process;
  SpectralSpace space;

  /// cos q + ½ sin 2q on the circle, cos q + ½ p sin q + ½ (p² − 1)/√2 in phase space.
  Eigen::VectorXd functional() const {
    const Points& x = space.nodes();
    Eigen::ArrayXd phi(x.rows());
    for (Index i = 0; i < x.rows(); ++i) {
      const double q = x(i, 0), p = x.cols() > 1 ? x(i, 1) : 0;
      phi(i) = std::cos(q) +
               (x.cols() > 1 ? 0.5 * p * std::sin(q) + (p * p - 1) / std::sqrt(8.0) : 0.5 * std::sin(2 * q));
    }
    return space.coefficients(phi);
  }

  /// ∫φ e^{−V}/Z; p contributes nothing.
  double stationary_mean() const {
    double mass = 0, mean = 0;
    for (int i = 0; i < 256; ++i) {
      const double q = 2 * std::numbers::pi * i / 256, weight = std::exp(-TorusPotential::at(q));
      mass += weight;
      mean += weight * (std::cos(q) + (space.nodes().cols() == 1 ? 0.5 * std::sin(2 * q) : 0));
    }
    return mean / mass;
  }

  /// Root mean square over the starts, each by its weight in N(0, 1) for the momentum.
  double norm(const Eigen::VectorXd& c) const {
    double sum = 0;
    for (Index k = 0; k < c.size(); ++k) sum += c(k) * c(k);
    return std::sqrt(sum);
  }
};

std::shared_ptr<CircleProblem> overdamped() {
  return std::make_shared<CircleProblem>(
      CircleProblem{std::make_shared<process::OverdampedLangevin>(std::make_shared<TorusPotential>(), 1.0),
                    SpectralSpace(24, 1)});
}

std::shared_ptr<CircleProblem> underdamped() {
  return std::make_shared<CircleProblem>(CircleProblem{
      std::make_shared<process::UnderdampedLangevin>(std::make_shared<TorusPotential>(), friction, 1.0),
      SpectralSpace(10, 24)});
}

/// After a time of at least 64, where relaxation rates ≥ 0.4 leave e^{−25}, any start will do.
OrderStudy stationary_study(const SdeScheme& scheme, const CircleProblem& problem,
                            const std::vector<Index>& steps) {
  std::vector<verify::OrderPoint> points;
  const Eigen::VectorXd phi = problem.functional();
  const double exact = problem.stationary_mean();
  for (const Index n : steps) {
    const double h = 1 / static_cast<double>(n);
    const Chain chain(problem.space, scheme, *problem.process, h);
    const int doublings = static_cast<int>(std::ceil(std::log2(64 / h)));
    points.push_back({h, std::abs(chain.expectation_after_doublings(phi, doublings)(0) - exact)});
  }
  return noise_free_study({"stationary_" + scheme.claim().name, "error of the stationary mean"},
                          scheme.claim(), scheme.claim().order_stationary.value(), std::move(points), 1e-11);
}

OrderStudy finite_time_study(const SdeScheme& scheme, const CircleProblem& problem,
                             const Eigen::VectorXd& exact, const std::vector<Index>& steps) {
  std::vector<verify::OrderPoint> points;
  for (const Index n : steps) {
    const double h = 1 / static_cast<double>(n);
    const Chain chain(problem.space, scheme, *problem.process, h);
    points.push_back({h, problem.norm(chain.expectation(problem.functional(), n) - exact)});
  }
  return noise_free_study(
      {"weak_" + scheme.claim().name, "root mean square over all starts of the weak error"}, scheme.claim(),
      scheme.claim().order_weak_additive.value(), std::move(points));
}

void add_spectral(const std::shared_ptr<CircleProblem>& problem, const std::vector<Index>& steps,
                  bool (*wanted)(const SdeScheme&), Plan& plan) {
  const auto exact =
      lazy([problem] { return exact_expectation(problem->space, *problem->process, problem->functional()); });
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!scheme->can_step(*problem->process)) continue;
    const Claim& claim = scheme->claim();
    if (claim.order_weak_additive && wanted(*scheme)) {
      plan.studies.push_back(
          {"weak_" + claim.name, [=] { return finite_time_study(*scheme, *problem, exact->get(), steps); }});
    }
    if (claim.order_stationary) {
      plan.studies.push_back(
          {"stationary_" + claim.name, [=] { return stationary_study(*scheme, *problem, steps); }});
    }
  }
}

bool steps_no_other_part(const SdeScheme& scheme) { return !scheme.can_step(Periodic()); }

void add_moments(const std::shared_ptr<const process::Process>& process, Plan& plan) {
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!steps_no_other_part(*scheme) || !scheme->can_step(*process)) continue;
    plan.checks.push_back(
        {"moments_" + scheme->claim().name, [=] { return one_step_moments(*scheme, *process); }});
  }
}

/// Errors of x′ = f from one point at time 2 against steps 32 times finer than the finest.
OrderStudy noiseless_study(const SdeScheme& scheme, const process::Process& process) {
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
  return noise_free_study({"deterministic_" + scheme.claim().name, "error where there is no noise"},
                          scheme.claim(), scheme.claim().order_time.value(), std::move(points));
}

verify::Check closed_form(double expected, double observed, const std::string& source) {
  verify::Check check;
  check.expected = expected;
  check.observed = observed;
  check.tolerance = check.bias_bound = 1e-10 * std::max(1.0, std::abs(expected));
  check.verdict = verify::judge(expected, observed, check.tolerance);
  check.source = source;
  return check;
}

/// V = ½q² at T = 1 with steps h: BAOAB ⟨q²⟩ = 1, ⟨p²⟩ = 1 − ¼h²; OBABO ⟨q²⟩ = 1/(1 − ¼h²), ⟨p²⟩ = 1.
void add_harmonic_well(Plan& plan) {
  const auto process = std::make_shared<process::UnderdampedLangevin>(
      std::make_shared<density::QuadraticPotential>(1.0, Eigen::VectorXd::Zero(1)), friction, 1.0);
  for (const auto& [h, number] : {std::pair{0.1, "0.1"}, {0.5, "0.5"}, {1.0, "1.0"}, {1.5, "1.5"}}) {
    for (const bool baoab : {true, false}) {
      const SdeScheme& scheme = sde::scheme(baoab ? "baoab" : "obabo");
      for (const Index j : {0, 1}) {
        const double quarter = 0.25 * h * h;
        const double expected = j == 0 ? (baoab ? 1 : 1 / (1 - quarter)) : (baoab ? 1 - quarter : 1);
        plan.checks.push_back(
            {std::string("harmonic_") + (j == 0 ? "q2_" : "p2_") + scheme.claim().name + "_h" + number,
             [=, &scheme] {
               const GaussianLaw law = stationary_law(scheme, *process, h).value();
               return closed_form(expected, law.covariance(j, j),
                                  "Leimkuhler and Matthews 2015, section 7.4");
             }});
      }
    }
  }
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!steps_no_other_part(*scheme) || !scheme->can_step(*process)) continue;
    plan.checks.push_back({"stability_" + scheme->claim().name, [=] {
                             double inside = 1, outside = 3;
                             while (outside - inside > 1e-9) {
                               const double h = 0.5 * (inside + outside);
                               const auto step = affine_step(*scheme, *process, 0, h).value();
                               const double radius = step.scale.eigenvalues().cwiseAbs().maxCoeff();
                               (radius <= 1 + 1e-12 ? inside : outside) = h;
                             }
                             verify::Check check = closed_form(2, inside, "Leimkuhler and Matthews 2015");
                             check.tolerance = check.bias_bound = 1e-6;
                             check.verdict = verify::judge(2, inside, check.tolerance);
                             check.note = "largest h omega with spectral radius <= 1";
                             return check;
                           }});
  }
}

}  // namespace

Plan overdamped_plan(const RunSettings&) {
  Plan plan{
      "Overdamped Langevin dynamics on the circle",
      "dX = -V'(X) dt + sqrt(2) dW, V = 0.8 cos x + 0.3 sin 2x: the law at t = 1 and the stationary law",
      {},
      {}};
  const auto problem = overdamped();
  add_spectral(problem, step_counts(16, 256), steps_no_other_part, plan);
  add_moments(problem->process, plan);
  return plan;
}

Plan underdamped_plan(const RunSettings& settings) {
  Plan plan{
      "Underdamped Langevin dynamics",
      "dq = p dt, dp = -V'(q) dt - 0.8 p dt + sqrt(1.6) dW, V = 0.8 cos q + 0.3 sin 2q; harmonic: V = q^2/2",
      {},
      {}};
  const auto problem = underdamped();
  const auto path =
      std::make_shared<PathProblem>(PathProblem{*problem->process, Eigen::ArrayXd::Constant(2, 0.5)});
  const auto reference = lazy([path, problem, settings] { return reference_paths(*path, settings.strong); });
  const auto quiet =
      std::make_shared<process::UnderdampedLangevin>(std::make_shared<TorusPotential>(), friction, 1.0);
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!steps_no_other_part(*scheme) || !scheme->can_step(*problem->process)) continue;
    const Claim& claim = scheme->claim();
    if (claim.order_strong_additive) {
      plan.studies.push_back({"strong_" + claim.name, [=] {
                                return strong_study(*scheme, *path, reference->get(), settings.strong);
                              }});
    }
    plan.studies.push_back({"deterministic_" + claim.name, [=] { return noiseless_study(*scheme, *quiet); }});
  }
  add_spectral(problem, {6, 8, 10, 12, 16, 20, 24, 32}, steps_no_other_part, plan);
  add_moments(problem->process, plan);
  add_harmonic_well(plan);
  return plan;
}

}  // namespace kolmo::sde_convergence
