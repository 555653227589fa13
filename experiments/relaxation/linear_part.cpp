#include "relaxation/linear_part.hpp"

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/fokker_planck/time/exponential.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "relaxation/refined.hpp"

namespace kolmo::relaxation {
namespace {

using fokker_planck::Generator;
using fokker_planck::RelaxationRow;

const std::vector<double> fractions{0, 0.1, 0.25, 0.5, 1, 2};  ///< times in 1/θ

struct Line {
  const LinearProblem& problem;
  process::OrnsteinUhlenbeck process;
  double rest;  ///< σ²/(2θ)

  explicit Line(const LinearProblem& p)
      : problem(p), process(p.theta, 0, p.sigma, 1), rest(p.sigma * p.sigma / (2 * p.theta)) {}

  Generator generator_on(double half, Index cells) const {
    return fokker_planck::scharfetter_gummel(process, Grid({{-half, half, cells}}));
  }
  Generator generator(Index cells) const {
    return generator_on(std::abs(problem.mean) + 9 * std::sqrt(std::max(rest, problem.variance)), cells);
  }
  double mean(double t) const { return problem.mean * std::exp(-problem.theta * t); }
  double variance(double t) const {
    return rest + (problem.variance - rest) * std::exp(-2 * problem.theta * t);
  }
  double relative_entropy(double t) const {
    const double ratio = variance(t) / rest;
    return (ratio - 1 - std::log(ratio) + mean(t) * mean(t) / rest) / 2;
  }
  /// I(p_t‖p_∞) = m²/v_∞² + v (1/v_∞ − 1/v)².
  double relative_fisher(double t) const {
    const double slope = 1 / rest - 1 / variance(t);
    return mean(t) * mean(t) / (rest * rest) + variance(t) * slope * slope;
  }
};

Eigen::ArrayXd gaussian_on(const Generator& generator, double mean, double variance) {
  return fokker_planck::initial_density(density::gaussian_1d(mean, std::sqrt(variance)), generator.grid())
      .density;
}

void study_closed_forms(const Line& line, const Settings& settings, frame::Findings& findings) {
  const LinearProblem& problem = line.problem;
  std::vector<double> times;
  for (const double fraction : fractions) times.push_back(fraction / problem.theta);
  std::vector<RefinedMarch> marches;
  for (const Index k : refinements) {
    const Generator generator = line.generator(k * line.problem.cells / 4);
    marches.push_back(refined_march(generator, gaussian_on(generator, problem.mean, problem.variance), times,
                                    0.05 / problem.theta, k));
  }
  const double half_square = settings.diffusion_factor * problem.sigma * problem.sigma / 2;
  std::vector<RefinedQuantity> quantities{
      {"relative_entropy", "KL(p_t|p_inf)", [](const RelaxationRow& r) { return r.relative_entropy; }, {}},
      {"entropy", "H(p_t)", [](const RelaxationRow& r) { return r.entropy; }, {}},
      {"production", "-dKL/dt", [](const RelaxationRow& r) { return r.entropy_production; }, {}},
      {"relative_fisher",
       "I(p_t|p_inf)",
       [](const RelaxationRow& r) { return r.relative_fisher_information; },
       {}}};
  for (const double t : times) {
    quantities[0].exact.push_back(line.relative_entropy(t));
    quantities[1].exact.push_back(std::log(2 * M_PI * M_E * line.variance(t)) / 2);
    quantities[2].exact.push_back(half_square * line.relative_fisher(t));
    quantities[3].exact.push_back(line.relative_fisher(t));
  }
  for (const RefinedQuantity& quantity : quantities)
    findings.order(refined_study(marches, quantity, "b_ou.json: closed form"));
  double excess = 0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    const double bound =
        line.relative_entropy(0) * std::exp(-2 * settings.rate_factor * problem.theta * times[i]);
    excess = std::max(excess, marches.back().rows[i].relative_entropy / bound - 1);
  }
  // The bound is strict for t > 0 where the variance is not that at rest: it needs no allowance for h.
  findings.number({"log_sobolev_bound", 0, excess, 1e-12, "KL <= KL_0 e^(-2 theta t)",
                   "largest excess of KL over the bound"});
}

/// Shifted equilibria, where the logarithmic Sobolev inequality is an equality: −d log KL/dt = 2θ.
void study_sharpness(const Line& line, const Settings& settings, frame::Findings& findings) {
  const double expected = 2 * settings.rate_factor * line.problem.theta;
  verify::OrderStudy study{.name = "log_sobolev_sharp",
                           .long_name = "-d log KL/dt of a shifted equilibrium against 2 theta, relative",
                           .claimed = 2,
                           .source = "the logarithmic Sobolev inequality is sharp for shifted Gaussians",
                           .next_term = 2};
  for (const Index k : refinements) {
    const Generator generator = line.generator(k * line.problem.cells / 4);
    fokker_planck::RelaxationRecorder recorder(generator);
    recorder.observer()(0, 0, gaussian_on(generator, std::sqrt(line.rest), line.rest));
    const RelaxationRow& row = recorder.rows().front();
    study.h.push_back(generator.grid().axis(0).width());
    study.errors.push_back({row.entropy_production / row.relative_entropy / expected - 1, 0});
  }
  findings.order(study);
}

/// Both as h → 0 at one time, from three grids: (‖p_t − p_∞‖/‖p_0 − p_∞‖ plain, and in L²(1/p_∞)).
fokker_planck::Extrapolated norm_ratios(const Line& line, double shift, double t) {
  std::vector<Eigen::ArrayXd> values;
  for (const Index cells : {100, 200, 400}) {
    const Generator generator = line.generator_on(7.5 * std::sqrt(line.rest), cells);
    const Eigen::ArrayXd pi = fokker_planck::stationary_density(generator);
    Eigen::Array2d first, last;
    fokker_planck::march(generator, fokker_planck::EigenExponential(),
                         gaussian_on(generator, shift, line.rest), {{0, t}, {1}},
                         [&](Index k, double, const Eigen::ArrayXd& p) {
                           CompensatedSum plain, weighted;
                           for (Index i = 0; i < p.size(); ++i) {
                             const double square = (p(i) - pi(i)) * (p(i) - pi(i));
                             plain.add(square);
                             // Where p_∞ < 1e−12 of its largest rounding is all that is left of p − p_∞,
                             // and of the integral.
                             if (pi(i) > 1e-12 * pi.maxCoeff()) weighted.add(square / pi(i));
                           }
                           (k == 0 ? first : last) << std::sqrt(plain.value()), std::sqrt(weighted.value());
                         });
    values.push_back(last / first);
    throw_if_stopped();
  }
  return fokker_planck::extrapolate(values);
}

void judge_norms(const Line& line, frame::Findings& findings) {
  const double shift = std::sqrt(line.rest), decay = std::exp(-1.0);
  const fokker_planck::Extrapolated ratio = norm_ratios(line, shift, 1 / line.problem.theta);
  const double square = shift * shift / line.rest;
  const double plain = std::sqrt(-std::expm1(-square * decay * decay / 4) / -std::expm1(-square / 4));
  const double weighted = std::sqrt(std::expm1(square * decay * decay) / std::expm1(square));
  findings.number({"plain_norm_ratio", plain, ratio.value(0), 1e-6,
                   "b_ou.json, ex54_L2_counterexample, m = 1",
                   "above e^-1 = 0.36788: no bound of the plain L2 norm (C5-95)"});
  findings.number({"weighted_norm_ratio", weighted, ratio.value(1), 1e-6,
                   "b_ou.json, ex54_L2_counterexample, m = 1",
                   "below e^-1 = 0.36788: L2(1/p_inf) is what contracts (C5-95)"});
}

void judge_eigenvalues(const Line& line, frame::Findings& findings) {
  const auto limit = fokker_planck::extrapolated_eigenvalues(
      [&](Index cells) { return line.generator(cells); }, line.problem.cells, 3, 4);
  for (Index k = 0; k < 3; ++k) {
    const double exact = static_cast<double>(k + 1) * line.problem.theta;
    findings.number({"eigenvalue_" + number_text(k + 1), exact, limit.value(k), 1e-7 * exact, "k theta"});
  }
}

}  // namespace

std::vector<std::string> linear_check_names() {
  return {"order/relative_entropy", "order/entropy",       "order/production",
          "order/relative_fisher",  "log_sobolev_bound",   "order/log_sobolev_sharp",
          "plain_norm_ratio",       "weighted_norm_ratio", "eigenvalue_1",
          "eigenvalue_2",           "eigenvalue_3"};
}

void linear_part(const LinearProblem& problem, const Settings& settings, frame::Findings& findings) {
  findings.group().attribute("title", "Relaxation of an Ornstein-Uhlenbeck process");
  const Line line(problem);
  study_closed_forms(line, settings, findings);
  study_sharpness(line, settings, findings);
  judge_norms(line, findings);
  judge_eigenvalues(line, findings);
}

}  // namespace kolmo::relaxation
