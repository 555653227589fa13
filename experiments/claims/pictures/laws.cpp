// Errors of laws, objectives, orders and tests.

#include <cmath>

#include "claims/chains.hpp"
#include "claims/continuous_time/along.hpp"
#include "claims/pictures/curves.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/density/gibbs_density.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/measure/ode/sampler_orders.hpp"
#include "kolmo/sampling/stein/stein.hpp"
#include "kolmo/score/models/linear_score.hpp"
#include "kolmo/score/objectives/losses.hpp"

namespace kolmo::claims::pictures {
namespace {

/// Errors of trajectories on uniform λ through two wells, over the number of steps.
struct SamplerErrors {
  std::vector<double> steps, errors;
};

SamplerErrors errors_of(const char* sampler, const ode::SamplerOptions& options) {
  const verify::OrderStudy study =
      measure::trajectory_study("", ode::find_sampler(sampler), measure::two_wells(0.5),
                                ode::find_grid_rule("lambda"), options, 20, 640, 3, 0.15);
  SamplerErrors found;
  for (std::size_t i = 0; i < study.h.size(); ++i) {
    found.steps.push_back(std::round(study.h.front() / study.h[i] * 20));
    found.errors.push_back(std::abs(study.errors[i].value));
  }
  return found;
}

}  // namespace

/// The deviation of X_t | X_0 under sub-VP.
Curves sub_vp() {
  const process::SubVariancePreserving process(0.1, 20, 1, 1);
  const std::vector<double> places = evenly(0, 0.6, 60);
  return {"sub_vp",
          "time",
          "time",
          "1",
          "1",
          places,
          {{"right", "deviation, 1 - e^-B",
            values_at(places, [&](double t) { return std::sqrt(process.kernel(0, t)->variance); })},
           {"as_printed", "as printed, sqrt(1 - e^-B)", values_at(places, [&](double t) {
              return std::sqrt(-std::expm1(-process.schedule().integral(0, t)));
            })}}};
}

/// The denoising objective of s = −Kx, K = κ, on N(0, ½) at σ = ½.
Curves missing_half() {
  const double variance = 0.5, sigma = 0.5;
  const auto measured = [=](double k) {
    const score::LinearField field(Eigen::MatrixXd::Constant(1, 1, -k));
    return normal_mean({2, 2}, [&](const ConstBlock& u, Values out) {
      score::denoising_loss(field, std::sqrt(variance) * u.leftCols(1), u.rightCols(1), sigma, out);
    });
  };
  const auto printed = [=](double k) {
    return 0.5 * k * k * variance - k + sigma * sigma * k * k + 0.5 / (sigma * sigma);
  };
  const std::vector<double> places = evenly(0, 2.5, 50);
  return {"missing_half",
          "kappa",
          "slope kappa of the score -kappa x",
          "1",
          "1",
          places,
          {{"right", "objective, sigma^2 |K|^2/2", values_at(places, measured)},
           {"as_printed", "as printed, sigma^2 |K|^2", values_at(places, printed)}}};
}

/// What dX = −X³ dt + √2 dW keeps, and what X − X³ would.
Curves cubic_drift() {
  const density::GibbsDensity cubic(std::make_shared<density::QuarticPotential>(), 1);
  const density::GibbsDensity wells(std::make_shared<density::DoubleWell>(), 1);
  const std::vector<double> places = evenly(-1.8, 1.8, 72);
  const auto density = [&](const density::GibbsDensity& law) {
    return values_at(places, [&](double x) {
      Eigen::ArrayXd value(1);
      law.log_density(Points::Constant(1, 1, x), value);
      return std::exp(value(0));
    });
  };
  return {"cubic_drift",
          "x",
          "x",
          "1",
          "1",
          places,
          {{"right", "at rest under -x^3: one mode", density(cubic)},
           {"two_wells", "two modes need a barrier: 4x - 4x^3", density(wells)}}};
}

/// DPM-Solver++(3M) with a last step of first order, as samplers end by default elsewhere, and without.
Curves last_step_order() {
  const SamplerErrors right = errors_of("dpmpp_3m", {.start = ode::SamplerStart::single_step});
  const SamplerErrors low =
      errors_of("dpmpp_3m", {.start = ode::SamplerStart::single_step, .last_of_first_order = true});
  return {"last_step_order",
          "steps",
          "steps",
          "1",
          "1",
          right.steps,
          {{"right", "error, all steps of order 3", right.errors},
           {"last_of_first_order", "the last step of order 1", low.errors}}};
}

Curves published_3m() {
  const ode::SamplerOptions options{.start = ode::SamplerStart::single_step};
  const SamplerErrors right = errors_of("dpmpp_3m", options),
                      published = errors_of("dpmpp_3m_published", options);
  return {"published_3m",
          "steps",
          "steps",
          "1",
          "1",
          right.steps,
          {{"right", "error, second difference whole", right.errors},
           {"as_printed", "as published, half of it", published.errors}}};
}

/// The share of 100 samples of 100 draws that a Stein test at a level rejects, where the draws are the
/// target's.
Curves bootstrap_that_never_rejects(const Settings& settings) {
  using sampling::SteinBootstrap;
  const RandomStream stream = RandomStream(settings.seed).role("claims bootstrap");
  const Index samples = 100, draws = 100;
  Eigen::ArrayXd wild(samples), ordinary(samples);
  for_each_task(samples, [&](Index i) {
    const RandomStream own = stream.role("sample", static_cast<std::uint64_t>(i));
    Points x(draws, 1);
    own.role("draws").normals(0, 0, x);
    const Eigen::MatrixXd matrix = sampling::stein_kernel(x, -x, x, -x, 1);
    wild(i) = sampling::stein_test(matrix, SteinBootstrap::wild, 99, own).p_value;
    ordinary(i) = sampling::stein_test(matrix, SteinBootstrap::ordinary, 99, own).p_value;
  });
  const std::vector<double> places = evenly(0, 0.5, 25);
  const auto rejected = [&](const Eigen::ArrayXd& p) {
    return values_at(places, [&](double level) {
      return static_cast<double>((p <= level).count()) / static_cast<double>(samples);
    });
  };
  return {"bootstrap",
          "level",
          "level of the test",
          "1",
          "1",
          places,
          {{"right", "share rejected, wild bootstrap", rejected(wild)},
           {"ordinary", "ordinary bootstrap", rejected(ordinary)},
           {"exact", "the level", places}}};
}

}  // namespace kolmo::claims::pictures
