// dH/dt and dKL/dt along exact marginals, and the decay of KL on a grid.

#include <cmath>
#include <numbers>

#include "entropy_along_diffusion/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/analysis/dissipation.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/fokker_planck/time/exponential.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/verify/central_difference.hpp"

namespace kolmo::entropy_along_diffusion {
namespace {

/// A linear process on the line with the law at rest N(0, variance), from a mixture.
struct Along {
  std::string name;
  std::shared_ptr<const process::Process> process;
  density::GaussianMixture start;
  double variance;
};

Along vp() {
  return {"vp", std::make_shared<process::VariancePreserving>(0.1, 20, 1, 1),
          density::mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-2, 2), Eigen::Array2d(0.5, 0.5)), 1};
}

Along ornstein_uhlenbeck() {
  return {"ornstein_uhlenbeck", std::make_shared<process::OrnsteinUhlenbeck>(1, 0.0, std::sqrt(2.0), 1),
          density::gaussian_1d(3, 0.5), 1};
}

/// E[∇·f] + ½g² I(p_t).
double entropy_rate(const Along& along, double t) {
  const density::GaussianMixture now = process::marginal(*along.process, along.start, t);
  const double g = along.process->diffusion(t);
  const double divergence = density::expectation(
      now, [&](const ConstBlock& x, Values out) { along.process->drift_divergence(t, x, out); });
  return divergence + 0.5 * g * g * density::fisher_information(now)(0, 0);
}

/// −½g² I(p_t‖p_∞).
double divergence_rate(const Along& along, double t) {
  const density::GaussianMixture now = process::marginal(*along.process, along.start, t);
  const double g = along.process->diffusion(t);
  return -0.5 * g * g * density::expectation(now, [&](const ConstBlock& x, Values out) {
    Points score(x.rows(), 1);
    now.score(x, score);
    out = (score.col(0) + x.col(0) / along.variance).square();
  });
}

double divergence(const Along& along, double t) {
  const density::GaussianMixture now = process::marginal(*along.process, along.start, t);
  const double second =
      density::expectation(now, [](const ConstBlock& x, Values out) { out = x.col(0).square(); });
  return -density::entropy(now) + 0.5 * second / along.variance +
         0.5 * std::log(2 * std::numbers::pi * along.variance);
}

/// The derivative in time, over δ = 10⁻³: off by less than 10⁻⁹ here.
double difference(const std::function<double(double)>& value, double t) {
  return verify::central_difference(value, t, 1e-3);
}

void add_rates(frame::Plan& plan, const Along& along, double t, double entropy, double relative) {
  const std::string at = "/" + along.name + "/t=" + number_text(t);
  plan.checks.push_back({"entropy" + at, [=] {
                           return verify::value_check(entropy, entropy_rate(along, t), 1e-8,
                                                      "another program", "dH/dt = E div f + g^2 I/2");
                         }});
  plan.checks.push_back({"entropy_by_differences" + at, [=] {
                           const auto h = [&](double s) {
                             return density::entropy(process::marginal(*along.process, along.start, s));
                           };
                           return verify::value_check(difference(h, t), entropy_rate(along, t), 2e-8,
                                                      "differences of H in time", "dH/dt")
                               .shows("C5-09", 0.5 * std::pow(along.process->diffusion(t), 2));
                         }});
  plan.checks.push_back({"relative" + at, [=] {
                           return verify::value_check(relative, divergence_rate(along, t), 1e-8,
                                                      "another program", "dKL/dt = -g^2 I(p|p_rest)/2");
                         }});
  plan.checks.push_back({"relative_by_differences" + at, [=] {
                           return verify::value_check(
                                      difference([&](double s) { return divergence(along, s); }, t),
                                      divergence_rate(along, t), 2e-8, "differences of KL in time", "dKL/dt")
                               .shows("C5-61 C5-88");
                         }});
}

constexpr double well_gap = 0.22727330100864876;

/// KL to the law at rest at t = 0, ½, …, 12 of Langevin dynamics in the double well at T = ½ from N(−½,
/// 0.3²).
struct Decay {
  Eigen::ArrayXd time, divergence, entropy;
};

Decay decay() {
  const process::OverdampedLangevin process(std::make_shared<density::DoubleWell>(), 0.5);
  const fokker_planck::Generator generator = fokker_planck::scharfetter_gummel(process, Grid({{-3, 3, 800}}));
  fokker_planck::RelaxationRecorder recorder(generator);
  const Eigen::ArrayXd start =
      fokker_planck::initial_density(density::gaussian_1d(-0.5, 0.3), generator.grid(),
                                     fokker_planck::CellValues::average, 1e-6)
          .density;
  std::vector<double> times;
  for (int k = 0; k <= 24; ++k) times.push_back(0.5 * k);
  fokker_planck::march(generator, fokker_planck::PositiveExponential(), start,
                       Schedule::with_steps_each(times, 1), recorder.observer());
  Decay found{Eigen::ArrayXd(25), Eigen::ArrayXd(25), Eigen::ArrayXd(25)};
  for (Index k = 0; k < 25; ++k) {
    const fokker_planck::RelaxationRow& row = recorder.rows()[static_cast<std::size_t>(k)];
    found.time(k) = row.time;
    found.divergence(k) = row.relative_entropy;
    found.entropy(k) = row.entropy;
  }
  return found;
}

void write(const Decay& well, io::Group& part) {
  const Along along = vp();
  constexpr Index n = 101;
  Eigen::ArrayXd t = Eigen::ArrayXd::LinSpaced(n, 0, 1), right(n), source(n), entropy(n);
  for (Index i = 0; i < n; ++i) {
    const double g = along.process->diffusion(t(i));
    right(i) = entropy_rate(along, t(i));
    source(i) = 0.5 * g * g;
    entropy(i) = density::entropy(process::marginal(*along.process, along.start, t(i)));
  }
  io::Group& group = part.group("entropy_of_a_mixture_under_vp");
  group.scale("time", t, {"time", "1"});
  group.variable("entropy", {"time"}, entropy, {"entropy H, in nats", "1"});
  io::Group& rates = part.group("rate_of_entropy_under_vp");
  rates.scale("time", t, {"time", "1"});
  rates.variable("rate", {"time"}, right, {"rate dH/dt", "1"});
  rates.variable("half_g_squared", {"time"}, source, {"rate g^2/2, which it is not", "1"});
  io::Group& kl = part.group("relative_entropy_in_the_double_well");
  kl.scale("time", well.time, {"time", "1"});
  kl.variable("relative_entropy", {"time"}, well.divergence, {"KL to the law at rest", "1"});
}

void add_decay(frame::Plan& plan) {
  const auto well = frame::lazy([] { return decay(); });
  plan.checks.push_back({"decay_in_the_double_well", [=] {
                           const Eigen::ArrayXd& kl = well->get().divergence;
                           return verify::value_check(0.4548, std::log(kl(22) / kl(24)), 0.01 * 0.4548,
                                                      "another program; twice the gap is 0.4545466",
                                                      "-d log KL/dt over [11, 12]");
                         }});
  plan.checks.push_back({"twice_the_gap", [=] {
                           const Eigen::ArrayXd& kl = well->get().divergence;
                           return verify::value_check(2 * well_gap, std::log(kl(22) / kl(24)), 2e-3,
                                                      "twice the first eigenvalue",
                                                      "-d log KL/dt over [11, 12]");
                         }});
  plan.tables.push_back([=](io::Group& part) { write(well->get(), part); });
}

}  // namespace

frame::Plan rates_plan() {
  frame::Plan plan{"Rates of entropy",
                   "dH/dt = E div f + g^2 I/2, dKL/dt = -g^2 I(p|p_rest)/2: by quadrature over exact "
                   "marginals, by differences "
                   "in time, and on a grid."};
  add_rates(plan, vp(), 0.1, 2.0968890650846617, -5.14088736579948);
  add_rates(plan, vp(), 0.35, -0.9540022613418357, -2.32253067558039);
  add_rates(plan, vp(), 0.5, -0.8348090553649072, -0.4564018317607722);
  add_rates(plan, ornstein_uhlenbeck(), 0.5, 0.38104299351641635, -3.4160483831808137);
  plan.checks.push_back({"shifted_law", [] {
                           // From N(3, 1): KL = ½ 9 e^{−2t} exactly, which is the bound.
                           Along along = ornstein_uhlenbeck();
                           along.start = density::gaussian_1d(3, 1);
                           return verify::value_check(
                               std::exp(-2 * 0.7), divergence(along, 0.7) / divergence(along, 0), 1e-11,
                               "KL(t) = e^{-2t} KL(0) of a shifted Gaussian", "t = 0.7");
                         }});
  plan.checks.push_back(
      {"logarithmic_sobolev", [] {
         double largest = 0;
         const Along along = ornstein_uhlenbeck();
         for (const double t : {0.1, 0.5, 1.0, 2.0})
           largest = std::max(largest, divergence(along, t) / (std::exp(-2 * t) * divergence(along, 0)));
         return verify::value_check(
             1, largest <= 1 + 1e-11 ? 1 : 0, 0, "KL <= e^{-2t} KL(0)",
             "whether the bound holds from N(3, 1/4); the largest ratio is " + number_text(largest, 6));
       }});
  add_decay(plan);
  return plan;
}

}  // namespace kolmo::entropy_along_diffusion
