// Draws of one target: how they are made, summarised, written and judged.

#include <cmath>

#include "frame/lazy.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/problem/target.hpp"
#include "kolmo/sampling/annealing/anneal_target.hpp"
#include "sample/experiment.hpp"

namespace kolmo::sample {
namespace {

using sampling::ChainDraws;
using sampling::ChainSummary;
using sampling::SamplePlan;
using sampling::Samples;

SamplePlan plan_of(const io::Configuration& configuration, const problem::TargetLaw& law) {
  SamplePlan plan{
      .target = law.mixture ? sampling::target_of(law.mixture)
                            : sampling::target_of(law.potential, law.temperature),
      .start = law.start,
      .method = configuration.text("sampler.method"),
      .stream = RandomStream(static_cast<std::uint64_t>(configuration.integer("run.seed"))).role(law.name)};
  plan.chains = configuration.integer("sampler.chains");
  plan.draws = configuration.integer("sampler.draws");
  plan.every = configuration.integer("sampler.every");
  plan.rounds = configuration.integer("sampler.warm_up");
  plan.accuracy = configuration.number("sampler.accuracy");
  plan.trajectory = configuration.number("sampler.trajectory");
  plan.jitter = configuration.number("sampler.jitter");
  plan.betas = configuration.numbers("sampler.betas");
  if (configuration.has("sampler.acceptance")) plan.acceptance = configuration.number("sampler.acceptance");
  return plan;
}

constexpr const char* annealed = "annealed_langevin";

/// The same by annealing, whose draws are independent of each other.
sampling::AnnealedSamplePlan annealed_plan(const io::Configuration& configuration, const SamplePlan& plan,
                                           const problem::TargetLaw& law) {
  if (!law.mixture)
    throw configuration.error_at("sampler.method",
                                 "annealed_langevin blurs its target, which must be a mixture or "
                                 "a file; parallel_tempering takes any");
  return {.target = law.mixture,
          .chains = plan.chains,
          .draws = plan.draws,
          .levels = configuration.integer("sampler.levels"),
          .steps = configuration.integer("sampler.level_steps"),
          .accuracy = plan.accuracy,
          .stream = plan.stream};
}

/// Draws in the order (chain, draw).
std::vector<double> by_chain(const ChainDraws& draws) { return {draws.data(), draws.data() + draws.size()}; }

struct Drawn {
  Samples samples;
  std::vector<ChainSummary> summaries;
};

Drawn summarised(Samples samples) {
  Drawn all{std::move(samples), {}};
  for (const ChainDraws& one : all.samples.coordinates) all.summaries.push_back(sampling::summarise(one));
  return all;
}

std::vector<double> numbers_to(Index n) {
  std::vector<double> numbers;
  for (Index i = 0; i < n; ++i) numbers.push_back(static_cast<double>(i));
  return numbers;
}

void write_draws(const Drawn& all, const problem::TargetLaw& law, io::Group& part) {
  const Samples& samples = all.samples;
  const Index draws = samples.log_density.rows(), chains = samples.log_density.cols();
  for (const char* name : {"posterior", "sample_stats"}) {
    io::Group& group = part.group(name);
    group.scale("chain", numbers_to(chains), {"chain", "1"});
    group.scale("draw", numbers_to(draws), {"draw", "1"});
  }
  for (std::size_t j = 0; j < law.variables.size(); ++j) {
    part.group("posterior")
        .variable(law.variables[j], {"chain", "draw"}, by_chain(samples.coordinates[j]),
                  {law.variables[j], "1"});
  }
  io::Group& statistics = part.group("sample_stats");
  statistics.variable("lp", {"chain", "draw"}, by_chain(samples.log_density),
                      {"log density up to a constant", "1"});
  statistics.variable("acceptance_rate", {"chain", "draw"}, by_chain(samples.acceptance),
                      {"probability with which the step before was accepted", "1"});
  statistics.variable("step_size", {}, std::vector<double>{samples.settings.step},
                      {"step in the coordinates in which the target has unit covariance", "1"});
  statistics.variable("n_steps", {}, std::vector<double>{static_cast<double>(samples.settings.leapfrogs)},
                      {"leapfrogs of a trajectory", "1"});
}

void write_summary(const Drawn& all, const problem::TargetLaw& law, io::Group& part) {
  io::Group& group = part.group("summary");
  group.scale("variable", law.variables, {"coordinate", "1"});
  const auto add = [&](const char* name, double ChainSummary::*member, const char* what) {
    std::vector<double> values;
    for (const ChainSummary& one : all.summaries) values.push_back(one.*member);
    group.variable(name, {"variable"}, values, {what, "1"});
  };
  add("mean", &ChainSummary::mean, "mean");
  add("sd", &ChainSummary::deviation, "standard deviation");
  add("mcse_mean", &ChainSummary::mcse_mean, "standard error of the mean, correlation included");
  add("ess_bulk", &ChainSummary::ess_bulk, "effective sample size of the bulk");
  add("ess_tail", &ChainSummary::ess_tail, "effective sample size of the tails");
  add("r_hat", &ChainSummary::r_hat, "rank-normalised split R-hat");
}

/// A check that is unresolved where it does not pass.
verify::Check resolved_or_not(double expected, double observed, double tolerance, const std::string& source,
                              const std::string& note) {
  verify::Check check = verify::value_check(expected, observed, tolerance, source);
  if (check.verdict != verify::Verdict::pass) {
    check.verdict = verify::Verdict::unresolved;
    check.note = note;
  }
  return check;
}

constexpr const char* vehtari = "Vehtari et al. 2021, Bayesian Analysis 16";

verify::Check mixing_check(const ChainSummary& one) {
  return resolved_or_not(1, one.r_hat, 0.01, vehtari,
                         "the chains have not mixed: run longer, or parallel_tempering for separated modes");
}

/// 100 effective draws a chain; more are as good.
verify::Check size_check(const ChainSummary& one, Index chains) {
  const double wanted = 100 * static_cast<double>(chains), found = std::min(one.ess_bulk, one.ess_tail);
  return resolved_or_not(wanted, std::min(found, wanted), 0, vehtari,
                         "effective sample size below 100 a chain: more draws, or more steps a draw");
}

verify::Check mean_check(const ChainSummary& one, double exact, double z) {
  verify::Check check =
      verify::estimate_check("", exact, {one.mean, one.mcse_mean}, z, 0, "mean of the mixture");
  if (!one.resolved) {
    check.verdict = verify::Verdict::unresolved;
    check.note = "its standard error cannot be believed: the chains have not mixed";
  }
  return check;
}

/// Of annealing: whether the ladder carried the weights of the modes down.
verify::Check carried_check(const ChainSummary& one, double exact, double z) {
  return resolved_or_not(
      exact, one.mean, z * one.mcse_mean, "mean of the mixture",
      "the ladder has not carried the weights of the modes: more levels, more steps a level");
}

std::function<Drawn()> draws_of(const io::Configuration& configuration, const SamplePlan& plan,
                                const problem::TargetLaw& law) {
  if (plan.method != annealed) return [=] { return summarised(sampling::sample_target(plan)); };
  const auto by_levels = annealed_plan(configuration, plan, law);
  return [=] { return summarised(sampling::anneal_target(by_levels)); };
}

}  // namespace

frame::Plan target_plan(const io::Configuration& configuration, const std::string& name,
                        const std::function<double()>& z) {
  const problem::TargetLaw law = problem::read_target(configuration, name);
  const SamplePlan plan_of_draws = plan_of(configuration, law);
  const bool by_annealing = plan_of_draws.method == annealed;
  const bool exact =
      law.mixture && !by_annealing &&
      (plan_of_draws.method == "parallel_tempering" || sampling::kernel(plan_of_draws.method).metropolised());
  frame::Plan plan{"Draws of " + name, "Method " + plan_of_draws.method + "."};
  const auto all = frame::lazy(draws_of(configuration, plan_of_draws, law));
  for (std::size_t j = 0; j < law.variables.size(); ++j) {
    const std::string& variable = law.variables[j];
    plan.checks.push_back({"r_hat/" + variable, [=] { return mixing_check(all->get().summaries[j]); }});
    plan.checks.push_back({"effective_sample_size/" + variable,
                           [=] { return size_check(all->get().summaries[j], plan_of_draws.chains); }});
    if (!exact && !by_annealing) continue;
    const double mean = law.mixture->mean()(static_cast<Index>(j));
    plan.checks.push_back({"mean/" + variable, [=] {
                             const ChainSummary& one = all->get().summaries[j];
                             return by_annealing ? carried_check(one, mean, z()) : mean_check(one, mean, z());
                           }});
  }
  plan.tables.push_back([=](io::Group& part) {
    write_draws(all->get(), law, part);
    write_summary(all->get(), law, part);
    part.attribute("method", plan_of_draws.method);
    part.attribute("acceptance", all->get().samples.acceptance.mean());
    part.attribute("warm_up_steps", static_cast<std::int64_t>(all->get().samples.warm_up_steps));
    if (plan_of_draws.method == "parallel_tempering")
      part.attribute("round_trips_a_chain", all->get().samples.round_trips);
  });
  return plan;
}

}  // namespace kolmo::sample
