// The ladder of NCSN against the variance-exploding process.

#include <cmath>

#include "discrete_to_continuous/euler_kernel.hpp"
#include "discrete_to_continuous/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/density/mixture_distance.hpp"
#include "kolmo/process/equations/ncsn_ladder.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

using process::NcsnLadder;
using process::VarianceExploding;

VarianceExploding process_of(const NcsnSettings& ncsn) { return {ncsn.sigma_min, ncsn.sigma_max, 1, 1}; }
NcsnLadder ladder_of(const NcsnSettings& ncsn, Index steps) {
  return {ncsn.sigma_min, ncsn.sigma_max, 1, steps, 1};
}

Study study(const NcsnSettings& ncsn, const std::string& name, const std::string& long_name,
            std::function<double(double)> error, const std::string& source) {
  Study result;
  result.name = name;
  result.long_name = long_name;
  result.order = 1;
  result.h = steps_of(ncsn.steps);
  result.error = std::move(error);
  result.fit_up_to = 1 / static_cast<double>(ncsn.fit_from_steps);
  result.source = source;
  return result;
}

/// The levels added up step by step against σ²(t) − σ²(0): at its nodes the ladder is the process.
Fact nodes_fact(const NcsnSettings& ncsn, Index steps) {
  return {"nodes/N=" + number_text(steps),
          0,
          [=] {
            const NcsnLadder ladder = ladder_of(ncsn, steps);
            const VarianceExploding process = process_of(ncsn);
            CompensatedSum variance;
            double largest = 0;
            for (Index i = 1; i <= steps; ++i) {
              variance.add(ladder.kernel(i - 1, i).variance);
              const double exact = process.noise_variance(0, ladder.time(i));
              largest = std::max(largest, std::abs(variance.value() / exact - 1));
            }
            return largest;
          },
          64 * std::numeric_limits<double>::epsilon(),
          "C5-67, C5-99: the NCSN ladder has the law of VE at its levels, for any N",
          "largest relative error of the variance; exponents up to 17 cost some 20 roundings"};
}

/// Between two levels the ladder stands still: what it lacks just before the next one, of σ²(1).
Study gap_study(const NcsnSettings& ncsn) {
  Study result = study(
      ncsn, "gap_between_levels",
      "largest variance that the ladder lacks between its levels, relative to sigma^2(1)",
      [=](double h) {
        const NcsnLadder ladder = ladder_of(ncsn, number_of_steps(h));
        double largest = 0;
        for (Index i = 1; i <= ladder.steps(); ++i) {
          const double exact = process_of(ncsn).noise_variance(0, ladder.time(i));
          largest = std::max(largest, exact - ladder.kernel(0, i - 1).variance);
        }
        return largest / (ncsn.sigma_max * ncsn.sigma_max);
      },
      "C5-67: 1 - (sigma_min/sigma_max)^(2/N)");
  result.constant = {2 * std::log(ncsn.sigma_max / ncsn.sigma_min)};
  return result;
}

/// KS distance just before the level at t.
Study ks_gap_study(const Settings& settings, double t) {
  const NcsnSettings& ncsn = settings.ncsn;
  const density::GaussianMixture start = settings.mixture;
  const density::GaussianMixture exact = process::marginal(process_of(ncsn), start, t);
  return study(
      ncsn, named("ks_between_levels", t),
      "KS distance of the ladder's law just before the level at t = " + time_text(t) + " from the process's",
      [=](double h) {
        const Index steps = number_of_steps(h);
        const process::Kernel kernel = ladder_of(ncsn, steps).kernel(0, node(t, steps) - 1);
        return density::ks_distance(process::marginal(kernel, start), exact);
      },
      "C5-67");
}

/// Σ g²(t_i) Δ against ∫ g² = σ²(t) − σ²(0): −(Δ/2)(g²(t) − g²(0)) + O(Δ²).
void add_euler(const Settings& settings, double t, Noiseless& plan) {
  const NcsnSettings& ncsn = settings.ncsn;
  const density::GaussianMixture start = settings.mixture;
  const VarianceExploding process = process_of(ncsn);
  const double exact = process.noise_variance(0, t);
  const auto euler = [=](double h) {
    const Index steps = number_of_steps(h);
    return euler_kernel(process_of(ncsn), steps, 0, node(t, steps));
  };
  plan.studies.push_back(study(
      ncsn, named("euler_variance", t),
      "relative error of the variance of the Euler chain x + g(t_i) sqrt(dt) z at t = " + time_text(t),
      [=](double h) { return std::abs(euler(h).variance / exact - 1); }, "C5-13, C5-67: g^2 = d sigma^2/dt"));
  const double last = process.diffusion(t), first = process.diffusion(0);
  plan.studies.back().constant = {(last * last - first * first) / (2 * exact)};
  const density::GaussianMixture marginal = process::marginal(process, start, t);
  plan.studies.push_back(study(
      ncsn, named("euler_ks", t),
      "KS distance of the Euler chain's law from the process's at t = " + time_text(t),
      [=](double h) { return density::ks_distance(process::marginal(euler(h), start), marginal); }, "C5-67"));
}

/// Data blurred with σ_min have the variance σ²(t) above the data's; without blurring it is σ²(t) − σ²(0).
Fact blurred_fact(const Settings& settings) {
  const NcsnSettings& ncsn = settings.ncsn;
  const density::GaussianMixture start = settings.mixture;
  return {"blurred_data_variance", ncsn.sigma_max * ncsn.sigma_max,
          [=] {
            const process::Kernel first{Eigen::VectorXd::Zero(1), 1, ncsn.sigma_min * ncsn.sigma_min};
            const density::GaussianMixture blurred = process::marginal(first, start);
            return process::marginal(process_of(ncsn), blurred, 1).covariance()(0, 0) -
                   start.covariance()(0, 0);
          },
          1e-14 * (ncsn.sigma_max * ncsn.sigma_max + start.covariance()(0, 0)),
          "C5-15: the deviation is sigma(t) where p_0 is blurred by sigma(0), else sqrt(sigma^2(t) - "
          "sigma^2(0))"};
}

}  // namespace

Noiseless ncsn_plan(const Settings& settings) {
  Noiseless plan;
  plan.studies.push_back(gap_study(settings.ncsn));
  for (const double t : settings.ncsn.times) {
    plan.studies.push_back(ks_gap_study(settings, t));
    add_euler(settings, t, plan);
  }
  for (const Index steps : settings.ncsn.steps) plan.facts.push_back(nodes_fact(settings.ncsn, steps));
  plan.facts.push_back(blurred_fact(settings));
  return plan;
}

}  // namespace kolmo::discrete_to_continuous
