// Every scheme beside every other: the error at the end against what it costs, and contraction.

#include <chrono>
#include <cmath>

#include "frame/lazy.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/jko/flow.hpp"
#include "wasserstein_flow/line_schemes.hpp"
#include "wasserstein_flow/parts.hpp"

namespace kolmo::wasserstein_flow {
namespace {

constexpr int fewest_steps = 4, table_steps = 16;

/// Errors of a scheme in the double well, in 4, 8, 16 and 32 steps; what they cost.
struct Errors {
  verify::OrderStudy study;
  double seconds = 0, steps = 0;
};

Errors errors_of(const LineScheme& scheme, const LineFlow& flow, Index cells, const Law1D& exact) {
  Errors found;
  found.study.name = found.study.scheme = scheme.name;
  found.study.long_name = "W1 from the law at the end, unit of length";
  found.study.claimed = scheme.order;
  if (scheme.without_longest) {
    found.study.fit_up_to = flow.end / (2 * fewest_steps);
    found.study.options.curvature = false;
    found.study.options.largest_half_width =
        0.5;  // Student's t of one degree of freedom; orders 1 and 3 are outside
  }
  found.study.source = scheme.source;
  found.study.h_long_name = "step tau";
  found.study.work_long_name = "updates of a cell";
  for (int level = 0; level < scheme.levels; ++level) {
    const int steps = fewest_steps << level;
    const auto begin = std::chrono::steady_clock::now();
    const LineRun run = scheme.run(flow, cells, steps);
    found.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    found.steps += steps;
    found.study.add(flow.end / steps, w1_distance(run.law, exact));
    found.study.work.push_back(run.updates);
  }
  return found;
}

/// Errors and updates of every scheme in every flow, in 16 steps.
struct Table {
  Eigen::ArrayXXd error, updates;
};

Table table(Index cells) {
  const auto flows = static_cast<Index>(line_flows().size()),
             schemes = static_cast<Index>(line_schemes().size());
  Table found{Eigen::ArrayXXd(flows, schemes), Eigen::ArrayXXd(flows, schemes)};
  for (Index i = 0; i < flows; ++i) {
    const LineFlow& flow = line_flows()[static_cast<std::size_t>(i)];
    const Law1D exact = law_at_end(flow, cells);
    for (Index k = 0; k < schemes; ++k) {
      const LineRun run = line_schemes()[static_cast<std::size_t>(k)].run(flow, cells, table_steps);
      found.error(i, k) = w1_distance(run.law, exact);
      found.updates(i, k) = run.updates;
    }
  }
  return found;
}

void write_table(io::Group& part, Index cells) {
  const Table found = table(cells);
  io::Group& group = part.group("table");
  const auto name = [](const auto& entry) { return entry.name; };
  group.scale("flow", io::keys::names_of(line_flows(), name), {"gradient flow", ""});
  group.scale("scheme", io::keys::names_of(line_schemes(), name), {"scheme", ""});
  group.variable("error", {"flow", "scheme"}, found.error, {"W1 from the law at the end, in 16 steps", "1"});
  group.variable("updates", {"flow", "scheme"}, found.updates, {"updates of a cell, in 16 steps", "1"});
}

/// −log(W2(ρ_t, μ_t)/W2(ρ₀, μ₀))/t at t = 1 of two solutions with V″ ≥ 1.
double contraction(const std::string& potential, Index cells) {
  const jko::FreeEnergy energy(std::make_shared<density::ExpressionPotential>(potential), 0.5);
  jko::FlowPlan plan = jko::even_plan({0, 1}, 1.0 / 64);
  plan.step = "quantile_bdf2";
  const auto laws = [&](double mean) {
    std::vector<Law1D> found;
    jko::flow(energy, plan, jko::lagrangian_density(density::gaussian_1d(mean, 0.5), cells),
              [&](Index, double, const jko::LagrangianDensity& rho) { found.push_back(rho.law()); });
    return found;
  };
  const std::vector<Law1D> rho = laws(-0.8), mu = laws(1.1);
  return -std::log(w2_distance(rho[1], mu[1]) / w2_distance(rho[0], mu[0]));
}

}  // namespace

frame::Plan schemes_plan(Index cells) {
  frame::Plan plan{
      "Schemes beside each other",
      "Heat, an Ornstein-Uhlenbeck process and a double well on the line from a Gaussian to t = 1/2, by "
      "every JKO step and by finite volumes."};
  const auto exact = frame::lazy([=] { return law_at_end(line_flows().back(), cells); });
  for (const LineScheme& scheme : line_schemes()) {
    const auto found =
        frame::lazy([=] { return errors_of(scheme, line_flows().back(), cells, exact->get()); });
    plan.studies.push_back({scheme.name, [=] { return found->get().study; }});
    plan.timings.push_back([=] {
      return frame::Timing{scheme.name + ": steps", found->get().seconds, found->get().steps};
    });
  }
  // W2 of two solutions is at most e^{-t} times what it was where V'' >= 1, and just that where V'' = 1 and
  // they differ by a translation; steps of tau = 1/64 leave 3e-5.
  plan.checks.push_back({"contraction", [=] {
                           return verify::value_check(1, contraction("x^2/2", cells), 1e-3, "V\" = 1",
                                                      "rate at which W2 of two solutions falls");
                         }});
  plan.checks.push_back({"contraction_at_least", [=] {
                           return verify::value_check(0,
                                                      std::max(0.0, 1 - contraction("x^2/2 + x^4/4", cells)),
                                                      1e-3, "V\" >= 1", "what the rate is below 1");
                         }});
  plan.tables.push_back([=](io::Group& part) { write_table(part, cells); });
  return plan;
}

}  // namespace kolmo::wasserstein_flow
