// What a sampler makes of data: half of a file is learnt, the other half judges.

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/energy_distance.hpp"
#include "kolmo/density/empirical_density.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "sampler_orders/parts.hpp"

namespace kolmo::sampler_orders {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr Index replicates = 16;

/// Rows in random order: neighbouring rows of a time series need not have one law (long and short eruptions
/// of Old Faithful alternate).
Points shuffled(const Points& x, const RandomStream& stream) {
  Points uniforms(x.rows(), 1);
  stream.uniforms(0, 0, uniforms);
  std::vector<Index> order(static_cast<std::size_t>(x.rows()));
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(), [&](Index a, Index b) { return uniforms(a, 0) < uniforms(b, 0); });
  Points y(x.rows(), x.cols());
  for (Index i = 0; i < x.rows(); ++i) y.row(i) = x.row(order[static_cast<std::size_t>(i)]);
  return y;
}

struct Quality {
  double log_likelihood = none, energy_distance = none;
};

/// Samples against the held-out points: mean log of their kernel estimate (Silverman's bandwidth) there, and
/// the energy distance.
Quality quality(const Points& samples, const Points& held_out) {
  const auto d = static_cast<double>(samples.cols()), n = static_cast<double>(samples.rows());
  const double bandwidth = std::pow(4 / ((d + 2) * n), 1 / (d + 4));
  Eigen::ArrayXd logs(held_out.rows());
  density::empirical_density(samples, bandwidth).log_density(held_out, logs);
  return {logs.mean(), energy_distance(samples, held_out)};
}

struct Judged {
  Quality exact, spread;                    ///< of as many exact samples
  std::vector<std::vector<Quality>> found;  ///< by sampler and budget
};

Judged judge(const HeldOut& data, const Budgets& budgets) {
  const RandomStream stream = RandomStream(budgets.seed).role("held_out");
  const Points points = shuffled(data.points, stream.role("halves"));
  const Points learnt = points.topRows(points.rows() / 2),
               held_out = points.bottomRows(points.rows() - learnt.rows());
  const auto process = budgets.process.make(data.points.cols());
  const auto law = density::empirical_density(learnt, data.bandwidth);
  const process::MarginalScore score(process, law);
  const auto clock = std::make_shared<const ode::LogSnrClock>(process, budgets.t_min, budgets.process.t_max);
  Judged all;
  Eigen::Array<double, replicates, 2> exact;
  for (Index r = 0; r < replicates; ++r) {
    const Quality one =
        quality(density::sample(process::marginal(*process, law, budgets.t_min),
                                stream.role("exact", static_cast<std::uint64_t>(r)), data.samples),
                held_out);
    exact.row(r) << one.log_likelihood, one.energy_distance;
  }
  const Eigen::Array2d mean = exact.colwise().mean();
  const Eigen::Array2d spread =
      ((exact.rowwise() - mean.transpose()).square().colwise().sum() / (replicates - 1)).sqrt();
  all.exact = {mean[0], mean[1]};
  all.spread = {spread[0], spread[1]};
  const Points starts = density::sample(process::marginal(*process, law, budgets.process.t_max),
                                        stream.role("starts"), data.samples);
  for (const ode::SamplerEntry& sampler : ode::samplers()) {
    std::vector<Quality>& row = all.found.emplace_back(budgets.evaluations.size());
    for (std::size_t b = 0; b < row.size(); ++b) {
      const Index budget = budgets.evaluations[b];
      if (sampler.claim.evaluations_per_step > static_cast<double>(budget)) continue;
      Points x = starts;
      ode::sample(
          sampler,
          ode::sampling_grid(clock, ode::find_grid_rule("lambda"), ode::steps_within(sampler, budget, false)),
          score, stream.role("noise"), x);
      row[b] = quality(x, held_out);
    }
  }
  return all;
}

void write(const Judged& all, const Budgets& budgets, io::Group& part) {
  std::vector<std::string> names;
  for (const ode::SamplerEntry& sampler : ode::samplers()) names.push_back(sampler.claim.name);
  part.scale("sampler", names, {"sampler", "1"});
  part.scale("budget", std::vector<double>(budgets.evaluations.begin(), budgets.evaluations.end()),
             {"evaluations of the score that are allowed", "1"});
  const auto add = [&](const std::string& name, double Quality::*value, const std::string& what) {
    std::vector<double> table;
    for (const auto& row : all.found) {
      for (const Quality& one : row) table.push_back(one.*value);
    }
    part.variable(name, {"sampler", "budget"}, table, {what, "1", "", true});
    part.variable(name + "_exact", {}, std::vector<double>{all.exact.*value},
                  {what + " of exact samples", "1"});
    part.variable(name + "_spread", {}, std::vector<double>{all.spread.*value},
                  {"spread between ensembles of exact samples", "1"});
  };
  add("log_likelihood", &Quality::log_likelihood, "mean log density at held-out points");
  add("energy_distance", &Quality::energy_distance, "energy distance to the held-out points");
}

}  // namespace

frame::Plan held_out_plan(const HeldOut& data, const Budgets& budgets) {
  frame::Plan plan{"Half of the data held out",
                   "A random half of the points under their kernels is learnt, exactly; samples at t_min by "
                   "every sampler, "
                   "uniform lambda, from t_max, judged by the other half beside as many exact samples of "
                   "what was learnt."};
  const auto all = frame::lazy([=] { return judge(data, budgets); });
  for (std::size_t s = 0; s < ode::samplers().size(); ++s) {
    const ode::SamplerEntry& sampler = ode::samplers()[s];
    // Their errors of trajectories with the largest budget are far below what sampling leaves.
    if (sampler.adds_noise || budgets.evaluations.back() < 50 * sampler.claim.evaluations_per_step) continue;
    const auto add = [&](const char* name, double Quality::*value, const char* note) {
      plan.checks.push_back({name + sampler.claim.name, [=] {
                               const Judged& judged = all->get();
                               // Five spreads, known to 18 % from 16 replicates, of a difference.
                               return verify::value_check(judged.exact.*value, judged.found[s].back().*value,
                                                          5 * judged.spread.*value, "exact samples", note);
                             }});
    };
    add("log_likelihood_", &Quality::log_likelihood, "held-out log likelihood with the largest budget");
    add("energy_distance_", &Quality::energy_distance, "energy distance to held-out points, largest budget");
  }
  plan.tables.push_back([=](io::Group& part) { write(all->get(), budgets, part); });
  return plan;
}

}  // namespace kolmo::sampler_orders
