// Where the error of generated data comes from: the steps, the start, and the end.

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/measure/ode/sampled_law.hpp"
#include "probability_flow/parts.hpp"

namespace kolmo::probability_flow {
namespace {

constexpr Index quantiles = 2000;

/// Two wells under VP of this largest β, ended at t_min.
struct Setting {
  double beta, t_min;
  Index steps;
};

/// W2, each error alone and all together.
struct Split {
  double prior = 0;           ///< start N(0, 1) for p_1, exact flow, end p_{t_min}
  double discretisation = 0;  ///< steps alone, against the exact flow from the same N(0, 1)
  double truncation = 0;      ///< p_{t_min} for p_0
  double together = 0;        ///< what is made: steps from N(0, 1), against p_0
};

measure::SamplerProblem problem_of(const Setting& setting) {
  return {std::make_shared<process::VariancePreserving>(0.1, setting.beta, 1.0, 1), two_wells(), 1,
          setting.t_min, quantiles};
}

Points normal_places() {
  Points x(quantiles, 1);
  for (Index i = 0; i < quantiles; ++i) {
    x(i, 0) = -normal_upper_quantile((static_cast<double>(i) + 0.5) / static_cast<double>(quantiles));
  }
  return x;
}

/// The flow keeps quantiles: F_{t_min}^{-1}(F_1(x)).
Points carried_exactly(const measure::SamplerProblem& problem, const Points& x) {
  const auto from = process::marginal(*problem.process, problem.data, 1),
             to = process::marginal(*problem.process, problem.data, problem.to);
  Points y(x.rows(), 1);
  for (Index i = 0; i < x.rows(); ++i) y(i, 0) = to.quantile(from.cdf(x(i, 0)));
  return y;
}

Split split(const Setting& setting) {
  const measure::SamplerProblem problem = problem_of(setting);
  const process::MarginalScore score(problem.process, problem.data);
  const Points start = normal_places();
  const auto grid = ode::sampling_grid(problem.clock(), ode::find_grid_rule("lambda"), setting.steps);
  const Points stepped =
      measure::sampled_places(ode::find_sampler("dpmpp_2m"), grid, score, RandomStream(1), start);
  const Points exact = carried_exactly(problem, start), end = problem.places(setting.t_min),
               data = problem.places(0);
  return {measure::quantile_distance(exact, end), measure::quantile_distance(stepped, exact),
          measure::quantile_distance(end, data), measure::quantile_distance(stepped, data)};
}

/// KL(p_1 ‖ N(0, 1)) by the trapezoidal rule, which converges faster than any power for smooth p.
double prior_divergence(const measure::SamplerProblem& problem) {
  const Index n = 4001;
  Points x(n, 1);
  x.col(0) = Eigen::ArrayXd::LinSpaced(n, -10, 10);
  Eigen::ArrayXd log_p(n);
  process::MarginalScore(problem.process, problem.data).log_density(1, x, log_p);
  const Eigen::ArrayXd log_n = -0.5 * x.col(0).square() - 0.5 * std::log(2 * std::numbers::pi);
  return (log_p.exp() * (log_p - log_n)).sum() * 20 / static_cast<double>(n - 1);
}

/// KL(p_{t_min} ‖ what the exact flow makes of N(0, 1)) from densities carried from t_min to 1.
double carried_divergence(const measure::SamplerProblem& problem) {
  const auto score = std::make_shared<process::MarginalScore>(problem.process, problem.data);
  const process::ProbabilityFlow velocity(problem.process, score);
  const Index n = 4001;
  Points x(n, 1);
  x.col(0) = Eigen::ArrayXd::LinSpaced(n, -6, 6);
  Eigen::ArrayXd log_p(n), terms(n);
  score->log_density(problem.to, x, log_p);
  ode::FlowPlan plan;
  plan.times = {problem.to, 1};
  plan.stepper = "dormand_prince_853";
  plan.relative_tolerance = plan.absolute_tolerance = 1e-11;
  plan.log_density = true;
  ode::flow(velocity, plan, x,
            [&](Index snapshot, Index first, const ConstBlock& at, const ConstValues* change) {
              if (snapshot == 0) return;
              const Eigen::ArrayXd log_q =
                  -0.5 * at.col(0).square() - 0.5 * std::log(2 * std::numbers::pi) - *change;
              terms.segment(first, at.rows()) =
                  log_p.segment(first, at.rows()).exp() * (log_p.segment(first, at.rows()) - log_q);
            });
  return terms.sum() * 12 / static_cast<double>(n - 1);
}

const std::vector<double> betas = {5, 10, 20}, ends = {1e-1, 1e-2, 1e-3};
const std::vector<Index> numbers = {10, 20, 50, 200};

std::vector<Split> all_splits() {
  std::vector<Split> all;
  for (const double beta : betas) {
    for (const double t_min : ends) {
      for (const Index steps : numbers) all.push_back(split({beta, t_min, steps}));
    }
  }
  return all;
}

void write(const std::vector<Split>& all, io::Group& part) {
  part.scale("beta_max", betas, {"largest beta of the process", "1"});
  part.scale("t_min", ends, {"time where sampling ends", "1"});
  part.scale("steps", std::vector<double>(numbers.begin(), numbers.end()), {"steps of dpmpp_2m", "1"});
  const auto add = [&](const char* name, double Split::*value, const char* what) {
    std::vector<double> column;
    for (const Split& one : all) column.push_back(one.*value);
    part.variable(name, {"beta_max", "t_min", "steps"}, column, {what, "1"});
  };
  add("prior", &Split::prior, "W2 from the start N(0, 1) in place of p_1");
  add("discretisation", &Split::discretisation, "W2 from the steps");
  add("truncation", &Split::truncation, "W2 from ending at t_min");
  add("together", &Split::together, "W2 of what is made to the data");
}

}  // namespace

frame::Plan split_plan() {
  frame::Plan plan{"The parts of the error",
                   "Two wells under VP, dpmpp_2m on uniform lambda from N(0, 1) at t = 1 to t_min: W2 of "
                   "each cause alone and "
                   "of all together, by quantiles."};
  const auto all = frame::lazy([] { return all_splits(); });
  plan.checks.push_back(
      {"triangle", [=] {
         double largest = 0;
         for (const Split& one : all->get()) {
           largest = std::max(largest, one.together / (one.prior + one.discretisation + one.truncation));
         }
         return verify::value_check(1, std::max(1.0, largest), 1e-9, "the triangle inequality of W2",
                                    "largest of the whole over the sum of its parts, at least 1");
       }});
  // The flow is one to one: it changes both densities by the same factor.
  plan.checks.push_back({"divergence_is_kept", [] {
                           const measure::SamplerProblem problem = problem_of({5, 1e-2, 1});
                           const double expected = prior_divergence(problem);
                           return verify::value_check(
                               expected, carried_divergence(problem), 1e-6 * expected + 1e-9,
                               "KL(p_1 | N(0, 1)): KL is invariant under a flow",
                               "KL(p_t_min | the flow of N(0, 1)) at t_min = 0.01, beta to 5");
                         }});
  plan.tables.push_back([=](io::Group& part) { write(all->get(), part); });
  return plan;
}

}  // namespace kolmo::probability_flow
