#include "guidance_and_inverse_problems/guided_laws.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::guidance_and_inverse_problems {
namespace {

/// A line that holds the prior, the noise and the place that was observed.
Grid line_of(const InverseProblem& problem, Index cells) {
  const density::GaussianMixture& prior = *problem.prior;
  const Eigen::ArrayXd deviations = prior.covariances().eigenvalues().row(0).sqrt().transpose(),
                       means = prior.means().col(0);
  const double seen = problem.value(0) / problem.matrix(0, 0);
  const double lower = std::min({-7.0, (means - 8 * deviations).minCoeff(), seen - 1}),
               upper = std::max({7.0, (means + 8 * deviations).maxCoeff(), seen + 1});
  return Grid({{lower, upper, cells}});
}

/// Empty where steps leave more negative mass than a law may have.
std::optional<Law1D> law_on_grid(const InverseProblem& problem, double strength, Index cells) {
  const GuidedProcess guided = guided_process(problem, strength);
  const process::ReverseProcess reverse(guided.process, guided.score, 1);
  const Grid grid = line_of(problem, cells);
  Eigen::ArrayXd p(grid.cells());
  const Points centres = grid.centres();
  for_each_block(grid.cells(), [&](Index, Index first, Index rows) {
    guided.start.log_density(centres.middleRows(first, rows), p.segment(first, rows));
  });
  for (Index i = 0; i < p.size(); ++i) p(i) = std::exp(p(i));
  const fokker_planck::GeneratorAt generator = [&](double s) {
    return fokker_planck::chang_cooper(reverse, grid, {{}, s});
  };
  p = fokker_planck::march(generator, fokker_planck::stepper("tr_bdf2"), p, {{0, 1}, {cells}}).density;
  constexpr double most_negative = 1e-4;
  double negative = 0;
  for (Index i = 0; i < p.size(); ++i) negative -= std::min(p(i), 0.0) * grid.cell_volume();
  if (!(negative < most_negative)) return {};
  return Law1D::from_density(grid.axis(0), p.data(), 1e-4, most_negative);
}

/// Where quantiles of the start go.
Law1D law_of_quantiles(const InverseProblem& problem, double strength, Index nodes, double tolerance) {
  const GuidedProcess guided = guided_process(problem, strength);
  const double mean = guided.start.mean()(0), deviation = std::sqrt(guided.start.covariance()(0, 0));
  Points start(nodes, 1), end(nodes, 1);
  start.col(0) = mean + deviation * Eigen::ArrayXd::LinSpaced(nodes, -7.5, 7.5);
  ode::FlowPlan plan;
  plan.times = {1, 0};
  plan.stepper = "dormand_prince_853";
  plan.relative_tolerance = plan.absolute_tolerance = tolerance;
  ode::flow(process::ProbabilityFlow(guided.process, guided.score), plan, start,
            [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues*) {
              if (snapshot == 1) end.middleRows(first, x.rows()) = x;
            });
  std::vector<double> places, levels;
  for (Index i = 0; i < nodes; ++i) {
    if (!places.empty() && !(end(i, 0) > places.back())) continue;  // closer than doubles are
    places.push_back(end(i, 0));
    levels.push_back(guided.start.cdf(start(i, 0)));
  }
  levels.front() = 0;
  levels.back() = 1;
  return Law1D::from_cdf(std::move(places), std::move(levels));
}

}  // namespace

GuidedProcess guided_process(const InverseProblem& problem, double strength) {
  const auto preserving = std::make_shared<process::VariancePreserving>(0.1, 20, 1, problem.dimension());
  const density::GaussianMixture posterior = posterior_law(problem);
  return {preserving,
          std::make_shared<process::GuidedScore>(
              std::make_shared<process::MarginalScore>(preserving, *problem.prior),
              std::make_shared<process::MarginalScore>(preserving, posterior), strength),
          process::marginal(*preserving, power_law(problem, strength), 1)};
}

density::GaussianMixture posterior_law(const InverseProblem& problem) {
  return density::conditioned(*problem.prior, problem.observation(problem.rows(), 0));
}

density::GaussianMixture power_law(const InverseProblem& problem, double strength) {
  if (strength == 0) return *problem.prior;
  density::LinearObservation seen = problem.observation(problem.rows(), 0);
  seen.noise /= strength;
  return density::conditioned(*problem.prior, seen);
}

std::optional<Resolved> diffusion_on_grid(const InverseProblem& problem, double strength) {
  const double thin = std::min(narrowest(posterior_law(problem)), narrowest(power_law(problem, strength)));
  Index cells = problem.cells;
  const auto too_wide = [&] { return line_of(problem, cells).cell_volume() > 0.5 * thin; };
  while (too_wide() && cells < 8 * problem.cells) cells *= 2;
  if (too_wide()) return {};
  const std::optional<Law1D> coarse = law_on_grid(problem, strength, cells / 2);
  std::optional<Law1D> fine = law_on_grid(problem, strength, cells);
  if (!coarse || !fine) return {};
  const double budget = ks_distance(*fine, *coarse);
  return Resolved{std::move(*fine), budget};
}

Resolved flow_of_quantiles(const InverseProblem& problem, double strength) {
  const Law1D coarse = law_of_quantiles(problem, strength, 1001, 1e-8);
  Law1D fine = law_of_quantiles(problem, strength, 2001, 1e-10);
  const double budget = ks_distance(fine, coarse);
  return {std::move(fine), budget};
}

Index guided_particles(const InverseProblem& problem) {
  return problem.dimension() == 1 ? 8 * problem.particles : problem.particles / 4;
}

Ensemble guided_paths(const InverseProblem& problem, double strength) {
  const GuidedProcess guided = guided_process(problem, strength);
  // Towards the data times are halved until the variance that is left, 0.1 t, is far below that of the
  // narrowest component.
  const double thin = std::min(narrowest(posterior_law(problem)), narrowest(power_law(problem, strength)));
  std::vector<double> times{0};
  for (double left = 0.5; left > thin * thin; left /= 2) times.push_back(1 - left);
  times.push_back(1);
  return sampled(process::ReverseProcess(guided.process, guided.score, 1), guided.start, problem,
                 problem.stream.role("guided " + number_text(strength)), guided_particles(problem), times);
}

Law1D sample_law(const Points& x, Index j, Index first, Index n) {
  const double* data = x.col(j).data() + first;
  return Law1D::from_samples(std::vector<double>(data, data + n));
}

std::string id_of(double strength, const std::string& what) {
  return "guidance/strength=" + number_text(strength) + "/" + what;
}

Points carried(const InverseProblem& problem, double strength, const RandomStream& stream) {
  const GuidedProcess guided = guided_process(problem, strength);
  const Points start = density::sample(guided.start, stream, guided_particles(problem));
  Points end = start;
  ode::FlowPlan plan;
  plan.times = {1, 0};
  plan.relative_tolerance = plan.absolute_tolerance = 1e-5;
  ode::flow(process::ProbabilityFlow(guided.process, guided.score), plan, start,
            [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues*) {
              if (snapshot == 1) end.middleRows(first, x.rows()) = x;
            });
  return end;
}

}  // namespace kolmo::guidance_and_inverse_problems
