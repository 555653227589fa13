#pragma once
// Orders of diffusion samplers on problems whose flow is known, and the variances that they leave.

#include <functional>
#include <memory>
#include <string>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/ode/samplers/sampler.hpp"
#include "kolmo/verify/order_study.hpp"

namespace kolmo::measure {

/// A mixture in one dimension under a linear process, from t = `from` down to `to`. The flow keeps quantiles:
/// F_to(x_to) = F_from(x_from).
struct SamplerProblem {
  std::shared_ptr<const process::Process> process;
  density::GaussianMixture data;
  double from, to;
  Index starts = 200;  ///< at the quantiles (i + ½)/starts

  std::shared_ptr<const ode::LogSnrClock> clock() const;
  /// The places of the starts at time t.
  Points places(double t) const;
};

/// ¼-deviations at ±2 with weights 0.3 and 0.7 under VP (β from 0.1 to 20), from `from` to t = 0.05.
SamplerProblem two_wells(double from);

/// Root mean square distance of the starts from their places at the last node; the grid is one of the
/// problem's clock.
double trajectory_error(const ode::SamplerEntry& sampler, const SamplerProblem& problem,
                        const ode::SamplingGrid& grid, const ode::SamplerOptions& options);

/// Evaluations at one particle's place in a run of `steps` steps of Karras' grid on two_wells(1), found by a
/// wrapper around the score that the sampler cannot fool.
double counted_evaluations(const ode::SamplerEntry& sampler, Index steps, bool to_data);

/// Largest half width that an interval of a sampler's order may have.
inline constexpr double widest_sampler_order = 0.15;

/// The error of a run on a grid of a clock.
using SamplerError = std::function<double(const ode::SamplingGrid& grid)>;

/// The study `name` of any such error on numbers of steps √2 apart from `coarsest` to `finest`, of the rule,
/// against `claimed`, within `slack`. Its work is the evaluations of the score.
verify::OrderStudy trajectory_study(const std::string& name, const ode::SamplerEntry& sampler,
                                    const std::shared_ptr<const ode::LogSnrClock>& clock,
                                    const SamplerError& error, const ode::GridRule& rule,
                                    const ode::SamplerOptions& options, Index coarsest, Index finest,
                                    double claimed, double slack);

/// The study `name` of trajectory_error on numbers of steps √2 apart from `coarsest` to `finest`, of the
/// rule, against `claimed`, within `slack`. Its work is the evaluations of the score.
verify::OrderStudy trajectory_study(const std::string& name, const ode::SamplerEntry& sampler,
                                    const SamplerProblem& problem, const ode::GridRule& rule,
                                    const ode::SamplerOptions& options, Index coarsest, Index finest,
                                    double claimed, double slack);

/// The same on random meshes: steps of λ are drawn independently, up to a factor 2 longer or shorter than
/// their middle. One mesh after the other shows no order, as its luck is another: errors are root mean
/// squares over 8 meshes of as many steps, and one fit is made against the mean of their largest steps.
verify::OrderStudy random_grid_study(const std::string& name, const ode::SamplerEntry& sampler,
                                     const SamplerProblem& problem, const ode::SamplerOptions& options,
                                     Index coarsest, Index finest, double claimed, double slack);

/// The same of |v − exact| where `sampler` adds noise: weak, by sampled_variance on data N(0, data_variance),
/// in steps of uniform λ on the clock.
verify::OrderStudy variance_study(const std::string& name, const ode::SamplerEntry& sampler,
                                  std::shared_ptr<const ode::LogSnrClock> clock, double data_variance,
                                  Index coarsest, Index finest, double claimed, double slack);

}  // namespace kolmo::measure
