#include "relaxation/mixture_part.hpp"

#include <cmath>
#include <cstdio>

#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"
#include "relaxation/refined.hpp"

namespace kolmo::relaxation {
namespace {

using fokker_planck::RelaxationRow;

constexpr std::size_t peak = 8, dip = 15, end = 30;  ///< times 0.8, 1.5 and 6

std::vector<double> record_times() {
  std::vector<double> times;
  for (int k = 0; k <= 15; ++k) times.push_back(0.1 * k);
  for (int k = 1; k <= 15; ++k) times.push_back(1.5 + 0.3 * k);
  return times;
}

struct Curves {
  std::vector<double> entropy, fisher, relative_entropy, relative_fisher;
};

/// Of the exact marginals, by quadrature; p_∞ = N(0, 1).
Curves exact_curves(const process::Process& process, const density::GaussianMixture& start,
                    const std::vector<double>& times) {
  Curves exact;
  for (const double t : times) {
    const density::GaussianMixture p = process::marginal(process, start, t);
    const double square = p.raw_moment(2), information = density::fisher_information(p)(0, 0);
    exact.entropy.push_back(density::entropy(p));
    exact.fisher.push_back(information);
    exact.relative_entropy.push_back((std::log(2 * M_PI) + square) / 2 - exact.entropy.back());
    exact.relative_fisher.push_back(information + square - 2);
    throw_if_stopped();
  }
  return exact;
}

Eigen::ArrayXd column(const RefinedMarch& march, const std::function<double(const RelaxationRow&)>& value) {
  Eigen::ArrayXd out(static_cast<Index>(march.rows.size()));
  for (Index i = 0; i < out.size(); ++i) out(i) = value(march.rows[static_cast<std::size_t>(i)]);
  return out;
}

double largest_rise(const Eigen::ArrayXd& values) {
  double rise = 0;
  for (Index i = 1; i < values.size(); ++i) rise = std::max(rise, values(i) - values(i - 1));
  return rise;
}

void write(const std::vector<double>& times, const RefinedMarch& finest,
           const std::vector<RefinedQuantity>& quantities, io::Group& group) {
  const auto n = static_cast<Index>(times.size());
  group.scale("time", Eigen::Map<const Eigen::ArrayXd>(times.data(), n), {"time", "s"});
  for (const RefinedQuantity& quantity : quantities) {
    group.variable(quantity.name, {"time"}, column(finest, quantity.observed), {quantity.long_name, "1"});
    group.variable(quantity.name + "_exact", {"time"},
                   Eigen::ArrayXd(Eigen::Map<const Eigen::ArrayXd>(quantity.exact.data(), n)),
                   {quantity.long_name, "1", "quadrature of the exact marginal"});
  }
}

/// What the ledger of claims says of entropy and information, in numbers extrapolated to h = 0.
void judge_claims(const std::vector<RefinedMarch>& marches, const std::vector<RefinedQuantity>& quantities,
                  frame::Findings& findings) {
  const auto limit = [&](std::size_t quantity) {
    const auto& observed = quantities[quantity].observed;
    return fokker_planck::extrapolate({column(marches.front(), observed), column(marches.back(), observed)})
        .value;
  };
  const Eigen::ArrayXd entropy = limit(0), fisher = limit(1), kl = limit(2), relative = limit(3);
  const std::string source = "a_marginals.json, seed_entropy_demo_VP_beta1";
  // Two widths, the finer half the coarser, leave O(h⁴).
  findings.number({"entropy_at_0.8", 1.7097951347622027, entropy(peak), 1e-4, source,
                   "above the 1.4189 of the Gaussian at rest (C5-10)"});
  findings.number({"entropy_change_after_0.8", 1.4221628498221266 - 1.7097951347622027,
                   entropy(end) - entropy(peak), 1e-4, source, "entropy does not rise for ever (C5-10)"});
  findings.number({"fisher_change_after_1.5", 0.9935722585432581 - 0.7140344430522746,
                   fisher(end) - fisher(dip), 1e-4, source,
                   "Fisher information does not fall for ever (C5-45)"});
  // Extrapolation rounds, and keeps 1e−5 of a curve that is almost flat at the end: far above its slope
  // there.
  findings.number({"relative_entropy_rises", 0, largest_rise(kl), 1e-12, "dKL/dt = -I(p|p_inf)/2 <= 0"});
  findings.number({"relative_fisher_rises", 0, largest_rise(relative), 1e-12,
                   "Bakry-Emery: p_inf is log-concave (C5-45)"});
}

/// −dKL/dt of the variance-preserving diffusion with β = 0.1 + 19.9 t: β(t) times the production on its
/// clock τ = ∫β, where every such diffusion is the process above.
struct InItsOwnTime {
  double t, falls;  ///< a_marginals.json, gmm1_seed: −dKL_dt
};
const std::vector<InItsOwnTime> own_times{
    {0.1, 5.14088736579948}, {0.2, 5.704563143618811}, {0.35, 2.32253067558039}, {0.5, 0.4564018317607722}};

std::string own_time_name(double t) {
  char text[48];
  std::snprintf(text, sizeof text, "dissipation_of_vp_at_%g", t);
  return text;
}

void judge_own_time(Index cells, const density::GaussianMixture& start, frame::Findings& findings) {
  const process::VariancePreserving vp(0.1, 20, 1, 1);
  std::vector<double> times{0};
  for (const InItsOwnTime& known : own_times) times.push_back(vp.clock(known.t));
  std::vector<Eigen::ArrayXd> values;
  for (const Index k : {4, 8}) {
    const auto generator = fokker_planck::scharfetter_gummel(*on_clock(vp), Grid({{-8, 8, k * cells / 4}}));
    const Eigen::ArrayXd p0 = fokker_planck::initial_density(start, generator.grid()).density;
    values.push_back(column(refined_march(generator, p0, times, 0.1, k),
                            [](const RelaxationRow& r) { return r.entropy_production; }));
  }
  const Eigen::ArrayXd production = fokker_planck::extrapolate(values).value;
  for (std::size_t i = 0; i < own_times.size(); ++i) {
    const InItsOwnTime& known = own_times[i];
    const double beta = vp.schedule().beta(known.t);
    // Two widths leave O(h⁴): 1e−4 at the quick scale's.
    findings.number({own_time_name(known.t), known.falls, beta * production(static_cast<Index>(i) + 1),
                     1e-3 * known.falls, "a_marginals.json, gmm1_seed: dKL_dt",
                     "dKL/dt = -(beta/2) I, the gradient flow of KL on the clock (C5-44, C5-61)"});
  }
}

}  // namespace

std::vector<std::string> mixture_check_names() {
  std::vector<std::string> names{
      "order/entropy",          "order/fisher",         "order/relative_entropy",   "order/relative_fisher",
      "order/production",       "entropy_at_0.8",       "entropy_change_after_0.8", "fisher_change_after_1.5",
      "relative_entropy_rises", "relative_fisher_rises"};
  for (const InItsOwnTime& known : own_times) names.push_back(own_time_name(known.t));
  return names;
}

void mixture_part(Index cells, frame::Findings& findings) {
  findings.group().attribute("title", "A mixture of two Gaussians becomes one");
  const process::OrnsteinUhlenbeck process(0.5, 0, 1, 1);
  const density::GaussianMixture start =
      density::mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-2, 2), Eigen::Array2d(0.5, 0.5));
  const std::vector<double> times = record_times();
  const Curves exact = exact_curves(process, start, times);
  std::vector<RefinedMarch> marches;
  for (const Index k : refinements) {
    const auto generator = fokker_planck::scharfetter_gummel(process, Grid({{-8, 8, k * cells / 4}}));
    const Eigen::ArrayXd p0 = fokker_planck::initial_density(start, generator.grid()).density;
    marches.push_back(refined_march(generator, p0, times, 0.1, k));
  }
  std::vector<RefinedQuantity> quantities{
      {"entropy", "H(p_t)", [](const RelaxationRow& r) { return r.entropy; }, exact.entropy},
      {"fisher", "I(p_t)", [](const RelaxationRow& r) { return r.fisher_information; }, exact.fisher},
      {"relative_entropy", "KL(p_t|p_inf)", [](const RelaxationRow& r) { return r.relative_entropy; },
       exact.relative_entropy},
      {"relative_fisher", "I(p_t|p_inf)",
       [](const RelaxationRow& r) { return r.relative_fisher_information; }, exact.relative_fisher}};
  write(times, marches.back(), quantities, findings.group().group("relaxation"));
  for (const RefinedQuantity& quantity : quantities)
    findings.order(refined_study(marches, quantity, "quadrature of the exact marginal"));
  RefinedQuantity production{"production",
                             "-dKL/dt against I(p_t|p_inf)/2",
                             [](const RelaxationRow& r) { return r.entropy_production; },
                             {}};
  for (const double information : exact.relative_fisher) production.exact.push_back(information / 2);
  findings.order(refined_study(marches, production, "dKL/dt = -(g^2/2) I(p|p_inf), g = 1 (C5-61, C5-88)"));
  judge_claims(marches, quantities, findings);
  judge_own_time(cells, start, findings);
}

}  // namespace kolmo::relaxation
