// What guidance of each strength samples: neither the posterior nor a power of it, and not the same by the
// reverse diffusion and by the probability flow.

#include <cmath>

#include "guidance_and_inverse_problems/guided_laws.hpp"
#include "guidance_and_inverse_problems/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/verify/ks_bound.hpp"

namespace kolmo::guidance_and_inverse_problems {
namespace {

/// All that is known of one strength, on the line.
struct LineLaws {
  Law1D posterior, power;
  Resolved diffusion, flow;
  Law1D paths;
  double paths_budget;  ///< of their steps
  double power_error;   ///< of its table
};

/// Where there is no grid, the paths' law stands for it, and where these are not resolved, the power: with
/// budgets that leave every check unresolved.
LineLaws line_laws(const InverseProblem& problem, double strength) {
  const Ensemble ensemble = guided_paths(problem, strength);
  const Index n = ensemble.fine.rows();
  Law1D power = table_of(power_law(problem, strength)), paths = power;
  double of_steps = unresolved(ensemble);
  if (ensemble.finite) {
    paths = sample_law(ensemble.fine, 0, 0, n);
    of_steps += ks_distance(paths, sample_law(ensemble.coarse, 0, 0, n));
  }
  std::optional<Resolved> grid = diffusion_on_grid(problem, strength);
  if (!grid) grid = Resolved{paths, std::numeric_limits<double>::infinity()};
  return {table_of(posterior_law(problem)),         std::move(power), std::move(*grid),
          flow_of_quantiles(problem, strength),     std::move(paths), of_steps,
          table_error(power_law(problem, strength))};
}

using Lines = std::shared_ptr<frame::Lazy<LineLaws>>;

/// Two roads agree on a distance that is larger than what they leave open: the laws are not the same.
verify::Check apart(double by_one, double by_other, double tolerance, const char* what) {
  verify::Check check;
  check.expected = by_one;
  check.observed = by_other;
  check.tolerance = check.bias_bound = tolerance;
  check.spread = by_one;
  check.source = "another road; 0 is outside";
  check.note = std::string("Kolmogorov-Smirnov distance: ") + what;
  verify::give_verdict(check);
  return check;
}

void add_line_checks(frame::Plan& plan, const Problem& problem, double strength, const Lines& lines) {
  const auto add = [&](const char* what, std::function<verify::Check(const LineLaws&)> run) {
    plan.checks.push_back({id_of(strength, what), [=] { return run(lines->get()); }});
  };
  const auto chance = [problem](const LineLaws& laws) {
    return verify::ks_bound(problem->z(), guided_particles(*problem)) + laws.paths_budget;
  };
  add("paths", [=](const LineLaws& laws) {
    return verify::value_check(0, ks_distance(laws.paths, laws.diffusion.law),
                               chance(laws) + laws.diffusion.budget, "the grid's law",
                               "Kolmogorov-Smirnov distance");
  });
  if (strength == 0 || strength == 1) {
    add("diffusion", [](const LineLaws& laws) {
      return verify::value_check(0, ks_distance(laws.diffusion.law, laws.power),
                                 laws.diffusion.budget + laws.power_error, "the exact law",
                                 "Kolmogorov-Smirnov distance");
    });
    add("flow", [](const LineLaws& laws) {
      return verify::value_check(0, ks_distance(laws.flow.law, laws.power),
                                 laws.flow.budget + laws.power_error, "the exact law",
                                 "Kolmogorov-Smirnov distance");
    });
    return;
  }
  add("diffusion_not_power", [=](const LineLaws& laws) {
    return apart(ks_distance(laws.diffusion.law, laws.power), ks_distance(laws.paths, laws.power),
                 chance(laws) + laws.diffusion.budget, "reverse diffusion and p(x) p(y|x)^strength");
  });
  add("diffusion_not_posterior", [=](const LineLaws& laws) {
    return apart(ks_distance(laws.diffusion.law, laws.posterior), ks_distance(laws.paths, laws.posterior),
                 chance(laws) + laws.diffusion.budget, "reverse diffusion and p(x|y)");
  });
  add("diffusion_not_flow", [=](const LineLaws& laws) {
    return apart(ks_distance(laws.diffusion.law, laws.flow.law), ks_distance(laws.paths, laws.flow.law),
                 chance(laws) + laws.diffusion.budget + laws.flow.budget,
                 "reverse diffusion and probability flow");
  });
}

/// Density of a law on bins of a window.
Eigen::ArrayXd density_on(const Law1D& law, const Eigen::ArrayXd& x) {
  const double half = 0.5 * (x(1) - x(0));
  Eigen::ArrayXd p(x.size());
  for (Index i = 0; i < p.size(); ++i) p(i) = (law.cdf(x(i) + half) - law.cdf(x(i) - half)) / (2 * half);
  return p;
}

void write_densities(io::Group& part, const InverseProblem& problem, double strength, const LineLaws& laws) {
  const Law1D* const all[] = {&laws.posterior, &laws.power, &laws.diffusion.law, &laws.flow.law};
  double lower = laws.posterior.quantile(1e-3), upper = laws.posterior.quantile(1 - 1e-3);
  for (const Law1D* law : all) {
    lower = std::min(lower, law->quantile(1e-3));
    upper = std::max(upper, law->quantile(1 - 1e-3));
  }
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(201, lower, upper);
  io::Group& group = part.group("guided_laws_strength_" + number_text(strength));
  const double shift = problem.shift(0), scale = problem.scale(0);
  group.scale("x", Eigen::ArrayXd(shift + scale * x), {problem.variables[0], "1"});
  const auto add = [&](const char* name, const Law1D& law, const std::string& label) {
    group.variable(name, {"x"}, Eigen::ArrayXd(density_on(law, x) / scale), {"density, " + label, "1"});
  };
  add("posterior", laws.posterior, "p(x|y)");
  add("power", laws.power, "p(x) p(y|x)^" + number_text(strength));
  add("diffusion", laws.diffusion.law, "reverse diffusion");
  add("flow", laws.flow.law, "probability flow");
}

using Distance = double (*)(const Law1D&, const Law1D&);

void write_line_table(io::Group& part, const InverseProblem& problem, const std::vector<Lines>& lines,
                      const char* name, const std::string& quantity, Distance distance, double unit) {
  io::Group& group = part.group(name);
  group.scale("strength", problem.strengths, {"strength of guidance", "1"});
  const auto add = [&](const char* variable, const char* label, auto&& of) {
    Eigen::ArrayXd values(static_cast<Index>(lines.size()));
    for (Index i = 0; i < values.size(); ++i)
      values(i) = unit * of(lines[static_cast<std::size_t>(i)]->get());
    group.variable(variable, {"strength"}, values, {quantity + ", " + label, "1"});
  };
  add("diffusion_power", "reverse diffusion to p(x) p(y|x)^strength",
      [=](const LineLaws& laws) { return distance(laws.diffusion.law, laws.power); });
  add("flow_power", "probability flow to p(x) p(y|x)^strength",
      [=](const LineLaws& laws) { return distance(laws.flow.law, laws.power); });
  add("diffusion_posterior", "reverse diffusion to p(x|y)",
      [=](const LineLaws& laws) { return distance(laws.diffusion.law, laws.posterior); });
  add("flow_posterior", "probability flow to p(x|y)",
      [=](const LineLaws& laws) { return distance(laws.flow.law, laws.posterior); });
  add("diffusion_flow", "reverse diffusion to probability flow",
      [=](const LineLaws& laws) { return distance(laws.diffusion.law, laws.flow.law); });
}

void add_line(frame::Plan& plan, const Problem& problem) {
  std::vector<Lines> lines;
  for (const double strength : problem->strengths) {
    lines.push_back(frame::lazy([=] { return line_laws(*problem, strength); }));
    add_line_checks(plan, problem, strength, lines.back());
  }
  plan.tables.push_back([=](io::Group& part) {
    for (std::size_t i = 0; i < lines.size(); ++i)
      write_densities(part, *problem, problem->strengths[i], lines[i]->get());
    write_line_table(part, *problem, lines, "guidance_ks", "KS distance", ks_distance, 1);
    write_line_table(part, *problem, lines, "guidance_w1", "W1 distance", w1_distance, problem->scale(0));
  });
}

}  // namespace

void add_guidance(frame::Plan& plan, const Problem& problem) {
  problem->dimension() == 1 ? add_line(plan, problem) : add_guidance_in_space(plan, problem);
}

}  // namespace kolmo::guidance_and_inverse_problems
