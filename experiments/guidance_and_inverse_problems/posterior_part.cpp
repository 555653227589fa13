// Approximate likelihoods beside the exact law of x given y: bias against noise and number of observations.

#include <cmath>

#include "guidance_and_inverse_problems/ensembles.hpp"
#include "guidance_and_inverse_problems/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/score/posterior_score.hpp"
#include "kolmo/verify/ks_bound.hpp"

namespace kolmo::guidance_and_inverse_problems {
namespace {

using process::Likelihood;

/// The exact conditional score, and three approximate ones.
struct Method {
  const char* name;
  const char* label;
  Likelihood likelihood;  ///< of those but the first
};
constexpr Method methods[] = {{"exact", "exact conditional score", Likelihood::clean},
                              {"dps", "DPS", Likelihood::point},
                              {"pi_gdm", "PiGDM", Likelihood::isotropic},
                              {"moments", "matched moments", Likelihood::covariance}};
constexpr std::size_t method_count = std::size(methods);

/// One observation by all methods.
struct Cell {
  density::GaussianMixture posterior;
  std::vector<Ensemble> ensembles;        ///< of each method
  std::vector<std::vector<Bias>> biases;  ///< method, coordinate; none where a method left the finite numbers
};

/// The noise begins far above the prior, whose deviations are 1, and is even in its logarithm, so that steps
/// are right for the narrowest component of the posterior too.
Ensemble by_method(const InverseProblem& problem, const density::LinearObservation& seen,
                   const density::GaussianMixture& posterior, std::size_t method,
                   const RandomStream& stream) {
  const auto exploding =
      std::make_shared<process::VarianceExploding>(0.3 * narrowest(posterior), 10, 1, problem.dimension());
  std::shared_ptr<const process::ScoreField> score;
  if (method == 0)
    score = std::make_shared<process::MarginalScore>(exploding, posterior);
  else
    score = std::make_shared<process::PosteriorScore>(exploding, *problem.prior, seen,
                                                      methods[method].likelihood);
  return sampled(process::ReverseProcess(exploding, score, 1), process::marginal(*exploding, posterior, 1),
                 problem, stream, problem.particles);
}

Cell cell_of(const InverseProblem& problem, Index rows, Index level) {
  const density::LinearObservation seen = problem.observation(rows, level);
  Cell cell{density::conditioned(*problem.prior, seen), {}, {}};
  const RandomStream stream =
      problem.stream.role("posterior " + number_text(rows) + " " + number_text(level));
  for (std::size_t method = 0; method < method_count; ++method) {
    cell.ensembles.push_back(by_method(problem, seen, cell.posterior, method, stream));
    cell.biases.emplace_back();
    if (!cell.ensembles.back().finite) continue;
    for (Index j = 0; j < problem.dimension(); ++j)
      cell.biases.back().push_back(bias_of(cell.ensembles.back(), j, coordinate_law(cell.posterior, j)));
  }
  return cell;
}

using CellOf = std::shared_ptr<frame::Lazy<Cell>>;

void add_checks(frame::Plan& plan, const Problem& problem, Index rows, Index level, const CellOf& cell) {
  const std::string id =
      "posterior/rows=" + number_text(rows) + "/noise=" + number_text(problem->noise(level, 0)) + "/";
  for (Index j = 0; j < problem->dimension(); ++j) {
    const std::string name = id + problem->variables[static_cast<std::size_t>(j)];
    const auto exact = [=]() -> const Ensemble& { return cell->get().ensembles[0]; };
    const auto bias = [=] {
      return exact().finite ? cell->get().biases[0].at(static_cast<std::size_t>(j)) : Bias{};
    };
    plan.checks.push_back({name + "/law", [=] {
                             const Bias of = bias();
                             return verify::value_check(0, of.ks,
                                                        verify::ks_bound(problem->z(), problem->particles) +
                                                            of.ks_of_steps + unresolved(exact()),
                                                        "p(x|y) in closed form",
                                                        "Kolmogorov-Smirnov distance, exact score");
                           }});
    plan.checks.push_back(
        {name + "/mean", [=] {
           const double of_steps = std::abs(exact().fine.col(j).mean() - exact().coarse.col(j).mean()) /
                                   std::sqrt(cell->get().posterior.covariance()(j, j));
           return verify::estimate_check(
               "", 0, {bias().mean.value, 1 / std::sqrt(static_cast<double>(problem->particles))},
               problem->z(), of_steps + unresolved(exact()), "p(x|y) in closed form, in its deviations");
         }});
  }
}

/// A number of each method against the noise, a group for each quantity and number of observations.
void write_curves(io::Group& part, const InverseProblem& problem, const std::string& name,
                  const std::string& quantity, const std::vector<CellOf>& levels, std::size_t from,
                  const auto& of) {
  io::Group& group = part.group(name);
  group.scale("noise", Eigen::ArrayXd(problem.noise.col(0).array()),
              {"deviation of the observation's noise", "1"});
  const auto n = static_cast<Index>(levels.size());
  for (std::size_t method = from; method < method_count; ++method) {
    Eigen::ArrayXd values(n), errors(n);
    for (Index i = 0; i < n; ++i) {
      const Cell& cell = levels[static_cast<std::size_t>(i)]->get();
      const Estimate one = cell.biases[method].empty() ? Estimate{std::numeric_limits<double>::quiet_NaN(),
                                                                  std::numeric_limits<double>::quiet_NaN()}
                                                       : of(cell.biases[method]);
      values(i) = one.value;
      errors(i) = one.standard_error;
    }
    group.variable(methods[method].name, {"noise"}, values,
                   {quantity + ", " + methods[method].label, "1", "", true});
    group.variable(std::string(methods[method].name) + "_standard_error", {"noise"}, errors,
                   {"standard error", "1", "", true});
  }
}

void write_levels(io::Group& part, const InverseProblem& problem, Index rows,
                  const std::vector<CellOf>& levels) {
  const std::string of_rows = "_of_" + number_text(rows) + (rows == 1 ? "_observation" : "_observations");
  write_curves(part, problem, "w1" + of_rows, "W1 to p(x|y) in its deviations", levels, 0,
               [](const std::vector<Bias>& all) {
                 Estimate largest;
                 for (const Bias& one : all)
                   if (one.w1.value > largest.value) largest = one.w1;
                 return largest;
               });
  for (Index j = 0; j < problem.dimension(); ++j) {
    const auto place = static_cast<std::size_t>(j);
    const std::string variable = "_" + problem.variables[place] + of_rows;
    write_curves(part, problem, "mean_bias" + variable, "bias of the mean in deviations", levels, 1,
                 [=](const std::vector<Bias>& all) { return all[place].mean; });
    write_curves(part, problem, "deviation_ratio" + variable, "deviation over the exact one", levels, 1,
                 [=](const std::vector<Bias>& all) { return all[place].deviation; });
  }
  io::Group& group = part.group("runs" + of_rows);
  group.scale("noise", Eigen::ArrayXd(problem.noise.col(0).array()),
              {"deviation of the observation's noise", "1"});
  for (std::size_t method = 0; method < method_count; ++method) {
    std::vector<std::int64_t> steps;
    for (const CellOf& cell : levels) steps.push_back(cell->get().ensembles[method].steps);
    group.variable(std::string("steps_") + methods[method].name, {"noise"}, steps,
                   {std::string("steps of ") + methods[method].label, "1"});
  }
}

/// Histograms of each method beside the exact density, of the coordinate that is least known.
void write_samples(io::Group& part, const InverseProblem& problem, const Cell& cell,
                   const std::string& name) {
  const Index j = problem.dimension() - 1;
  const density::GaussianMixture line = coordinate_law(cell.posterior, j);
  const Law1D exact = table_of(line);
  const double lower = exact.quantile(1e-4), upper = exact.quantile(1 - 1e-4), reach = 0.3 * (upper - lower);
  const Index bins = 60;
  const double width = (upper - lower + 2 * reach) / static_cast<double>(bins);
  const double shift = problem.shift(j), scale = problem.scale(j);
  Eigen::ArrayXd x(bins);
  for (Index i = 0; i < bins; ++i) x(i) = lower - reach + (static_cast<double>(i) + 0.5) * width;
  io::Group& group = part.group(name);
  group.scale("x", Eigen::ArrayXd(shift + scale * x), {problem.variables[static_cast<std::size_t>(j)], "1"});
  const auto add = [&](const std::string& variable, const Law1D& law, const std::string& label) {
    Eigen::ArrayXd p(bins);
    for (Index i = 0; i < bins; ++i)
      p(i) = (law.cdf(x(i) + 0.5 * width) - law.cdf(x(i) - 0.5 * width)) / (width * scale);
    group.variable(variable, {"x"}, p, {label, "1"});
  };
  for (std::size_t method = 0; method < method_count; ++method) {
    const Ensemble& ensemble = cell.ensembles[method];
    if (!ensemble.finite) continue;
    add(std::string("by_") + methods[method].name,
        Law1D::from_samples(std::vector<double>(ensemble.fine.col(j).data(),
                                                ensemble.fine.col(j).data() + ensemble.fine.rows())),
        std::string("density, samples by ") + methods[method].label);
  }
  add("exact", exact, "density, p(x|y)");
}

}  // namespace

void add_posterior(frame::Plan& plan, const Problem& problem) {
  for (Index rows = 1; rows <= problem->rows(); ++rows) {
    std::vector<CellOf> levels;
    for (Index level = 0; level < problem->levels(); ++level) {
      levels.push_back(frame::lazy([=] { return cell_of(*problem, rows, level); }));
      add_checks(plan, problem, rows, level, levels.back());
    }
    plan.tables.push_back([=](io::Group& part) {
      write_levels(part, *problem, rows, levels);
      if (rows == 1)
        write_samples(part, *problem, levels.back()->get(),
                      "samples_noise_" + number_text(problem->noise(problem->levels() - 1, 0)));
    });
  }
}

}  // namespace kolmo::guidance_and_inverse_problems
