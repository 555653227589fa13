// Inpainting by replacement beside the exact law of the coordinates that are not known.

#include <cmath>

#include "guidance_and_inverse_problems/ensembles.hpp"
#include "guidance_and_inverse_problems/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/sampling/annealing/replacement.hpp"
#include "kolmo/verify/ks_bound.hpp"

namespace kolmo::guidance_and_inverse_problems {
namespace {

/// What is known, at its value without noise, and what is left.
struct Split {
  std::vector<Index> known, rest;
  Eigen::VectorXd value;
};

Split split_of(const InverseProblem& problem) {
  Split split{problem.known(), {}, Eigen::VectorXd(problem.rows())};
  for (Index i = 0; i < problem.rows(); ++i)
    split.value(i) = problem.value(i) / problem.matrix(i, split.known[static_cast<std::size_t>(i)]);
  for (Index j = 0; j < problem.dimension(); ++j)
    if (std::find(split.known.begin(), split.known.end(), j) == split.known.end()) split.rest.push_back(j);
  return split;
}

density::GaussianMixture exact_law(const InverseProblem& problem) {
  const Split split = split_of(problem);
  return density::conditional(*problem.prior, split.known, split.value);
}

std::shared_ptr<const process::VarianceExploding> exploding(const InverseProblem& problem, Index dimension) {
  return std::make_shared<process::VarianceExploding>(0.1 * narrowest(*problem.prior), 30, 1, dimension);
}

/// The coordinates that are not known, by replacement; the noise falls evenly in its logarithm.
Ensemble replaced(const InverseProblem& problem, Index resamplings) {
  const Split split = split_of(problem);
  const auto process = exploding(problem, problem.dimension());
  const process::MarginalScore score(process, *problem.prior);
  sampling::ReplacementPlan plan{*process, score, {}, split.known, split.value, resamplings};
  for (Index k = 0; k <= problem.replacement_steps; ++k)
    plan.times.push_back(1 - static_cast<double>(k) / static_cast<double>(problem.replacement_steps));
  const RandomStream stream = problem.stream.role("replacement", static_cast<std::uint64_t>(resamplings));
  Points x = density::sample(process::marginal(*process, *problem.prior, 1), stream.role("start"),
                             problem.particles);
  sampling::replacement(plan, stream, x);
  Ensemble ensemble{Points(x.rows(), static_cast<Index>(split.rest.size())), {}, problem.replacement_steps};
  for (std::size_t j = 0; j < split.rest.size(); ++j)
    ensemble.fine.col(static_cast<Index>(j)) = x.col(split.rest[j]);
  ensemble.coarse = ensemble.fine;
  return ensemble;
}

/// The same by the exact score of their law.
Ensemble by_exact_score(const InverseProblem& problem) {
  const density::GaussianMixture law = exact_law(problem);
  const auto process = exploding(problem, law.dimension());
  return sampled(process::ReverseProcess(process, std::make_shared<process::MarginalScore>(process, law), 1),
                 process::marginal(*process, law, 1), problem, problem.stream.role("replacement exact"),
                 problem.particles);
}

using EnsembleOf = std::shared_ptr<frame::Lazy<Ensemble>>;

void add_checks(frame::Plan& plan, const Problem& problem, const EnsembleOf& exact) {
  const Split split = split_of(*problem);
  for (std::size_t j = 0; j < split.rest.size(); ++j) {
    const std::string& variable = problem->variables[static_cast<std::size_t>(split.rest[j])];
    const auto place = static_cast<Index>(j);
    plan.checks.push_back(
        {"replacement/exact_score/" + variable, [=] {
           const Bias bias = exact->get().finite
                                 ? bias_of(exact->get(), place, coordinate_law(exact_law(*problem), place))
                                 : Bias{};
           return verify::value_check(0, bias.ks,
                                      verify::ks_bound(problem->z(), problem->particles) + bias.ks_of_steps +
                                          unresolved(exact->get()),
                                      "the conditional law in closed form", "Kolmogorov-Smirnov distance");
         }});
  }
}

void write_bias(io::Group& part, const InverseProblem& problem, const std::vector<EnsembleOf>& all,
                Index coordinate, const std::string& variable) {
  const density::GaussianMixture line = coordinate_law(exact_law(problem), coordinate);
  const auto n = static_cast<Index>(all.size());
  io::Group& group = part.group("replacement_" + variable);
  Eigen::ArrayXd times(n), w1(n), error(n);
  for (Index i = 0; i < n; ++i) {
    const Bias bias = bias_of(all[static_cast<std::size_t>(i)]->get(), coordinate, line);
    times(i) = static_cast<double>(problem.resamplings[static_cast<std::size_t>(i)]);
    w1(i) = bias.w1.value;
    error(i) = bias.w1.standard_error;
    group.attribute("w1_floor", bias.w1_floor);
  }
  group.scale("resamplings", times, {"resamplings of each step", "1"});
  group.variable("w1", {"resamplings"}, w1, {"W1 to the exact law, in its deviations", "1"});
  group.variable("w1_standard_error", {"resamplings"}, error, {"standard error", "1"});
}

void write_laws(io::Group& part, const InverseProblem& problem, const std::vector<EnsembleOf>& all,
                const Ensemble& exact_samples, Index coordinate, Index variable) {
  const Law1D exact = table_of(coordinate_law(exact_law(problem), coordinate));
  const double lower = exact.quantile(1e-4), upper = exact.quantile(1 - 1e-4), reach = 0.1 * (upper - lower);
  constexpr Index bins = 50;
  const double width = (upper - lower + 2 * reach) / bins, shift = problem.shift(variable),
               scale = problem.scale(variable);
  const std::string& name = problem.variables[static_cast<std::size_t>(variable)];
  Eigen::ArrayXd x(bins);
  for (Index i = 0; i < bins; ++i) x(i) = lower - reach + (static_cast<double>(i) + 0.5) * width;
  io::Group& group = part.group("inpainted_" + name);
  group.scale("x", Eigen::ArrayXd(shift + scale * x), {name, "1"});
  const auto add = [&](const std::string& id, const Law1D& law, const std::string& label) {
    Eigen::ArrayXd p(bins);
    for (Index i = 0; i < bins; ++i)
      p(i) = (law.cdf(x(i) + 0.5 * width) - law.cdf(x(i) - 0.5 * width)) / (width * scale);
    group.variable(id, {"x"}, p, {"density, " + label, "1"});
  };
  const auto law_of = [&](const Ensemble& ensemble) {
    const double* data = ensemble.fine.col(coordinate).data();
    return Law1D::from_samples(std::vector<double>(data, data + ensemble.fine.rows()));
  };
  if (exact_samples.finite) add("exact_score", law_of(exact_samples), "samples by the exact score");
  for (std::size_t i = 0; i < all.size(); ++i)
    add("resampled_" + number_text(problem.resamplings[i]), law_of(all[i]->get()),
        "replacement, resampled " + number_text(problem.resamplings[i]) + " times");
  add("exact", exact, "exact law, given the known coordinates");
}

}  // namespace

void add_replacement(frame::Plan& plan, const Problem& problem) {
  if (problem->known().empty()) return;
  const auto exact = frame::lazy([=] { return by_exact_score(*problem); });
  add_checks(plan, problem, exact);
  std::vector<EnsembleOf> all;
  for (const Index resamplings : problem->resamplings)
    all.push_back(frame::lazy([=] { return replaced(*problem, resamplings); }));
  plan.tables.push_back([=](io::Group& part) {
    const Split split = split_of(*problem);
    for (std::size_t j = 0; j < split.rest.size(); ++j) {
      const Index variable = split.rest[j];
      write_bias(part, *problem, all, static_cast<Index>(j),
                 problem->variables[static_cast<std::size_t>(variable)]);
      write_laws(part, *problem, all, exact->get(), static_cast<Index>(j), variable);
    }
  });
}

}  // namespace kolmo::guidance_and_inverse_problems
