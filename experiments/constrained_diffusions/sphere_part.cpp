// The sphere: Brownian motion and Langevin dynamics, by projection and along geodesics.

#include <algorithm>
#include <cmath>

#include "constrained_diffusions/sphere_paths.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/measure/sde/constrained_chains.hpp"
#include "kolmo/process/equations/sphere_diffusion.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"
#include "kolmo/sde/schemes/sphere_schemes.hpp"

namespace kolmo::constrained_diffusions {
namespace {

using measure::ChebyshevChain;
using sde::SdeScheme;

/// The longest step: τ over this, less where the pull towards the axis is quicker than Brownian motion.
double coarsest_share(const Sphere& sphere) {
  return 32 * (1 + sphere.concentration / static_cast<double>(sphere.dimension - 1));
}

verify::OrderStudy study_of(const std::string& name, const std::string& long_name, const SdeScheme& scheme) {
  verify::OrderStudy study;
  study.name = name;
  study.long_name = long_name;
  study.source = scheme.claim().source;
  study.scheme = scheme.claim().name;
  study.h_long_name = "time step over 2R^2/((d - 1) sigma^2)";
  return study;
}

/// E⟨x₀, X_τ⟩/R² − 1/e, without sampling. On the circle geodesics are exact.
verify::OrderStudy brownian_study(const Sphere& sphere, const SdeScheme& scheme) {
  auto study = study_of("brownian_" + scheme.claim().name,
                        "error of the correlation with the start after one relaxation time", scheme);
  if (sphere.dimension == 2 && scheme.claim().name == "sphere_geodesic") study.exact_below = 1e-12;
  const auto process = sphere_process(sphere, 0);
  for (Index steps = 32; steps <= 512; steps *= 2) {
    const auto chain = measure::sphere_chain(scheme, process, sphere.radius,
                                             relaxation_time(sphere) / static_cast<double>(steps));
    study.add(1 / static_cast<double>(steps),
              chain.expectation(chain.nodes().matrix(), steps, 1) - std::exp(-1.0));
  }
  return study;
}

/// E cos θ of the chain's own stationary law, without sampling.
verify::OrderStudy stationary_study(const Sphere& sphere, const SdeScheme& scheme) {
  auto study =
      study_of("stationary_" + scheme.claim().name, "error of the mean cosine of the stationary law", scheme);
  const double exact = process::von_mises_fisher_moments(sphere.dimension, sphere.concentration).cosine;
  const auto process = sphere_process(sphere, sphere.concentration);
  for (double share = coarsest_share(sphere); share <= 16 * coarsest_share(sphere); share *= 2) {
    const auto chain =
        measure::sphere_chain(scheme, process, sphere.radius, relaxation_time(sphere) / share, 48);
    study.add(1 / share, chain.stationary_expectation(chain.nodes().matrix()) - exact);
  }
  return study;
}

/// The chain's own expectation after so many steps less what is exact: what the step does, without sampling.
double bias_of(const ChebyshevChain& chain, int power, Index steps, double from, double exact) {
  const Eigen::VectorXd phi = chain.nodes().pow(power).matrix();
  return std::abs(chain.expectation(phi, steps, from) - exact);
}

/// E⟨x₀, X_t⟩/R² = e^{−t/τ}, and E cos² θ − 1/d = (1 − 1/d) e^{−2dt/((d − 1)τ)}.
void add_brownian(frame::Plan& plan, const Sphere& sphere, const Sampled& sampled, const SdeScheme& scheme,
                  const Runs& runs) {
  constexpr double share = 32;
  const double tau = relaxation_time(sphere), d = static_cast<double>(sphere.dimension);
  const std::string name = "brownian_paths/" + scheme.claim().name + "/";
  const auto chain = frame::lazy([=, &scheme] {
    return measure::sphere_chain(scheme, sphere_process(sphere, 0), sphere.radius, tau / share);
  });
  for (const std::size_t k : {2, 4, 8}) {
    const double t = static_cast<double>(k) / 4;
    const auto steps = static_cast<Index>(std::lround(t * share));
    plan.checks.push_back({name + "correlation/t=" + number_text(t) + "tau", [=] {
                             const double exact = std::exp(-t);
                             return verify::estimate_check("", exact, runs->get().cosine[k], sampled.z(),
                                                           bias_of(chain->get(), 1, steps, 1, exact),
                                                           "exp(-t/tau)");
                           }});
    plan.checks.push_back({name + "squared/t=" + number_text(t) + "tau", [=] {
                             const double exact = 1 / d + (1 - 1 / d) * std::exp(-2 * d / (d - 1) * t);
                             return verify::estimate_check("", exact, runs->get().squared[k], sampled.z(),
                                                           bias_of(chain->get(), 2, steps, 1, exact),
                                                           "the second spherical harmonic");
                           }});
  }
  plan.checks.push_back({name + "stay", [=] {
                           return verify::value_check(0, runs->get().off_sphere, 1e-14, "|x| = R",
                                                      "largest distance from the sphere over R");
                         }});
}

/// From the pole that the law avoids until the start is forgotten, in steps four times as long as the longest
/// of the study.
void add_langevin(frame::Plan& plan, const Sphere& sphere, const Sampled& sampled, const SdeScheme& scheme) {
  const double tau = relaxation_time(sphere), share = coarsest_share(sphere) / 4;
  const auto runs = frame::lazy([=, &scheme] {
    return simulate(sphere, sampled, scheme, sphere.concentration, -1, {0, 8 * tau}, share);
  });
  const auto chain = frame::lazy([=, &scheme] {
    return measure::sphere_chain(scheme, sphere_process(sphere, sphere.concentration), sphere.radius,
                                 tau / share, 48);
  });
  const std::string name = "langevin_paths/" + scheme.claim().name + "/";
  const Index steps = Schedule::with_step({0, 8 * tau}, tau / share).total_steps();
  for (const int power : {1, 2})
    plan.checks.push_back(
        {name + (power == 1 ? "cosine" : "squared"), [=] {
           const auto moments = process::von_mises_fisher_moments(sphere.dimension, sphere.concentration);
           const double exact = power == 1 ? moments.cosine : moments.cosine_squared;
           return verify::estimate_check(
               "", exact, (power == 1 ? runs->get().cosine : runs->get().squared)[1], sampled.z(),
               bias_of(chain->get(), power, steps, -1, exact), "the law of von Mises and Fisher");
         }});
  plan.checks.push_back({name + "stay", [=] {
                           return verify::value_check(0, runs->get().off_sphere, 1e-14, "|x| = R",
                                                      "largest distance from the sphere over R");
                         }});
}

/// The Itô equation of space, by the Euler–Maruyama step of space: right in the mean, off the sphere.
void add_space(frame::Plan& plan, const Sphere& sphere, const Sampled& sampled) {
  plan.checks.push_back({"equation_stays", [=] {
                           Points x(64, sphere.dimension);
                           sampled.stream.role("places").normals(0, 0, x);
                           for (Index i = 0; i < x.rows(); ++i)
                             x.row(i) *= sphere.radius / x.row(i).matrix().norm();
                           const double defect = std::max(
                               process::sphere_defect(sphere_process(sphere, 0), 0, x),
                               process::sphere_defect(sphere_process(sphere, sphere.concentration), 0, x));
                           return verify::value_check(0, defect, 1e-14 * std::max(1.0, sphere.concentration),
                                                      "Itô's formula: x.f + |G|^2/2 = 0 and x'G = 0",
                                                      "largest of both at 64 places");
                         }});
  const auto runs = frame::lazy([=] {
    const double tau = relaxation_time(sphere);
    return simulate(sphere, sampled, sde::scheme("euler_maruyama"), 0, 1, {0, tau}, 32);
  });
  plan.checks.push_back({"space/euler_maruyama/correlation", [=] {
                           // (1 − h/τ)^n: the noise has mean 0 whatever it is.
                           const double chain = std::pow(1 - 1.0 / 32, 32), exact = std::exp(-1.0);
                           return verify::estimate_check("", exact, runs->get().cosine[1], sampled.z(),
                                                         std::abs(chain - exact), "exp(-t/tau)");
                         }});
  plan.checks.push_back({"space/euler_maruyama/leaves", [=] {
                           const double off = runs->get().off_sphere;
                           return verify::judged(
                               {.expected = 1,
                                .observed = off > 1e-3 ? 1.0 : 0.0,
                                .spread = 1,
                                .source = "steps along tangents end off the sphere",
                                .note = "1 where a path is off by " + number_text(1e-3) + " R or more"});
                         }});
}

}  // namespace

frame::Plan sphere_plan(const Sphere& sphere, const Sampled& sampled) {
  frame::Plan plan{"The sphere", "dX = -(d - 1) sigma^2/(2R^2) X dt + sigma P(X) dW on |x| = R in R^" +
                                     number_text(static_cast<double>(sphere.dimension)) +
                                     ", and with the pull of a law of von Mises and Fisher."};
  std::vector<std::pair<std::string, Runs>> all;
  std::vector<double> times;
  for (int k = 0; k <= 12; ++k) times.push_back(relaxation_time(sphere) * k / 4);
  add_space(plan, sphere, sampled);
  for (const SdeScheme* scheme : sde::sphere_schemes()) {
    plan.studies.push_back(
        {"brownian_" + scheme->claim().name, [=] { return brownian_study(sphere, *scheme); }});
    plan.studies.push_back(
        {"stationary_" + scheme->claim().name, [=] { return stationary_study(sphere, *scheme); }});
    const auto runs = frame::lazy([=] { return simulate(sphere, sampled, *scheme, 0, 1, times, 32); });
    all.emplace_back(scheme->claim().name, runs);
    add_brownian(plan, sphere, sampled, *scheme, runs);
    add_langevin(plan, sphere, sampled, *scheme);
  }
  plan.tables.push_back([=](io::Group& part) {
    write_correlation(part, sphere, all);
    write_sphere_path(part, sphere, sampled);
  });
  return plan;
}

}  // namespace kolmo::constrained_diffusions
