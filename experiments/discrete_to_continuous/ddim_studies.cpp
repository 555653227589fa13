// DDIM against the probability flow.

#include <cmath>

#include "discrete_to_continuous/parts.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

using process::Kernel;

constexpr Index trajectories = 20;

double level(Index k) { return (static_cast<double>(k) + 0.5) / static_cast<double>(trajectories); }

/// Root mean square over trajectories of DDIM's end at t = 0 against the flow's, which in 1-D keeps
/// quantiles: F_0(x_0) = F_1(x_1). DDIM: ε = −√v s(t, x), x̂ = (x − √v ε)/a, x ← a′ x̂ + √v′ ε with (a, v) the
/// kernel at t, (a′, v′) that at t − h. Source: Song, Meng, Ermon 2021, eq. 12 with σ = 0.
double ddim_error(const Settings& settings, Index steps) {
  const auto process = std::make_shared<process::VariancePreserving>(settings.ddpm.process());
  const process::MarginalScore field(process, settings.mixture);
  const density::GaussianMixture last = process::marginal(*process, settings.mixture, 1);
  Points x(trajectories, 1), score(trajectories, 1);
  for (Index k = 0; k < trajectories; ++k) x(k, 0) = last.quantile(level(k));
  const auto n = static_cast<double>(steps);
  for (Index i = steps; i > 0; --i) {
    const double t = static_cast<double>(i) / n;
    const Kernel now = *exact_kernel(*process, 0, t),
                 next = *exact_kernel(*process, 0, static_cast<double>(i - 1) / n);
    field.score(t, x, score);
    const double noise = std::sqrt(now.variance), factor = next.scale / now.scale;
    x = factor * x + (factor * now.variance - std::sqrt(next.variance) * noise) * score;
  }
  CompensatedSum squares;
  for (Index k = 0; k < trajectories; ++k) {
    const double error = x(k, 0) - settings.mixture.quantile(level(k));
    squares.add(error * error);
  }
  return std::sqrt(squares.value() / static_cast<double>(trajectories));
}

/// Largest |z + √v ∇ log p(x | x_0)| at x = a x_0 + √v z.
double noise_less_score(const Settings& settings) {
  double largest = 0;
  for (const double t : settings.ddpm.times) {
    const Kernel kernel = *settings.ddpm.process().kernel(0, t);
    const double start = 1.3, deviation = std::sqrt(kernel.variance);
    const density::GaussianMixture law = density::gaussian_1d(kernel.scale * start, deviation);
    Points x(1, 1), score(1, 1);
    for (const double z : {-2.5, -0.3, 0.0, 1.0, 3.7}) {
      x(0, 0) = kernel.scale * start + deviation * z;
      law.score(x, score);
      largest = std::max(largest, std::abs(z + deviation * score(0, 0)));
    }
  }
  return largest;
}

}  // namespace

Noiseless ddim_plan(const Settings& settings) {
  Noiseless plan;
  Study study;
  study.name = "ddim";
  study.long_name = "root mean square error of DDIM at t = 0 against the probability flow, exact score";
  study.order = 1;
  study.h = steps_of(settings.ddim.steps);
  study.error = [=](double h) { return ddim_error(settings, number_of_steps(h)); };
  study.fit_up_to = 1 / static_cast<double>(settings.ddim.fit_from_steps);
  study.source = "C5-67, C5-78: DDIM is exponential Euler for the probability-flow ODE";
  plan.studies.push_back(study);
  plan.facts.push_back({"noise_is_score", 0, [=] { return noise_less_score(settings); }, 1e-13,
                        "C5-67, C5-99: z = -sqrt(v) grad log p(x_t | x_0)"});
  return plan;
}

}  // namespace kolmo::discrete_to_continuous
