// Guidance in the plane and in space: ends of both ways, beside the closed forms of their coordinates.

#include "guidance_and_inverse_problems/guided_laws.hpp"
#include "guidance_and_inverse_problems/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/verify/ks_bound.hpp"

namespace kolmo::guidance_and_inverse_problems {
namespace {

/// Ends of both ways in more dimensions.
struct Ends {
  Ensemble diffusion;
  Points flow;
};
using EndsOf = std::shared_ptr<frame::Lazy<Ends>>;

verify::Check no_paths() {
  return verify::value_check(0, std::numeric_limits<double>::quiet_NaN(), 1, "the exact law",
                             "paths left the finite numbers: raise ensemble.most_steps");
}

void add_space_checks(frame::Plan& plan, const Problem& problem, double strength, const EndsOf& ends) {
  for (Index j = 0; j < problem->dimension(); ++j) {
    const std::string& variable = problem->variables[static_cast<std::size_t>(j)];
    const auto power = [=] { return table_of(coordinate_law(power_law(*problem, strength), j)); };
    const Index n = guided_particles(*problem);
    if (strength == 0 || strength == 1) {
      plan.checks.push_back({id_of(strength, "diffusion/") + variable, [=] {
                               const Ensemble& by = ends->get().diffusion;
                               if (!by.finite) return no_paths();
                               const Law1D law = sample_law(by.fine, j, 0, n);
                               const double steps =
                                   ks_distance(law, sample_law(by.coarse, j, 0, n)) + unresolved(by);
                               return verify::value_check(0, ks_distance(law, power()),
                                                          verify::ks_bound(problem->z(), n) + steps,
                                                          "the exact law", "Kolmogorov-Smirnov distance");
                             }});
      plan.checks.push_back({id_of(strength, "flow/") + variable, [=] {
                               const Law1D law = sample_law(ends->get().flow, j, 0, n);
                               // Places are good to 1e-5 or so of a deviation.
                               return verify::value_check(0, ks_distance(law, power()),
                                                          verify::ks_bound(problem->z(), n) + 1e-4,
                                                          "the exact law", "Kolmogorov-Smirnov distance");
                             }});
    }
  }
}

void write_space_table(io::Group& part, const InverseProblem& problem, const std::vector<EndsOf>& ends,
                       Index j) {
  io::Group& group = part.group("guidance_ks_" + problem.variables[static_cast<std::size_t>(j)]);
  group.scale("strength", problem.strengths, {"strength of guidance", "1"});
  group.attribute("noise_of_chance", verify::ks_bound(1, guided_particles(problem)));
  const auto add = [&](const char* variable, const char* label, auto&& of) {
    Eigen::ArrayXd values(static_cast<Index>(ends.size()));
    for (Index i = 0; i < values.size(); ++i)
      values(i) =
          of(ends[static_cast<std::size_t>(i)]->get(), problem.strengths[static_cast<std::size_t>(i)]);
    group.variable(variable, {"strength"}, values, {std::string("KS distance, ") + label, "1"});
  };
  const Index n = guided_particles(problem);
  const Law1D posterior = table_of(coordinate_law(posterior_law(problem), j));
  const auto power = [&](double strength) {
    return table_of(coordinate_law(power_law(problem, strength), j));
  };
  // Where paths are no numbers the posterior stands for them; their checks say so.
  const auto diffusion = [=](const Ends& of) {
    return of.diffusion.finite ? sample_law(of.diffusion.fine, j, 0, n) : posterior;
  };
  const auto flow = [=](const Ends& of) { return sample_law(of.flow, j, 0, n); };
  add("diffusion_power", "reverse diffusion to p(x) p(y|x)^strength",
      [&](const Ends& of, double s) { return ks_distance(diffusion(of), power(s)); });
  add("flow_power", "probability flow to p(x) p(y|x)^strength",
      [&](const Ends& of, double s) { return ks_distance(flow(of), power(s)); });
  add("diffusion_posterior", "reverse diffusion to p(x|y)",
      [&](const Ends& of, double) { return ks_distance(diffusion(of), posterior); });
  add("flow_posterior", "probability flow to p(x|y)",
      [&](const Ends& of, double) { return ks_distance(flow(of), posterior); });
  add("diffusion_flow", "reverse diffusion to probability flow",
      [&](const Ends& of, double) { return ks_distance(diffusion(of), flow(of)); });
}

}  // namespace

void add_guidance_in_space(frame::Plan& plan, const Problem& problem) {
  std::vector<EndsOf> ends;
  for (const double strength : problem->strengths) {
    ends.push_back(frame::lazy([=] {
      return Ends{guided_paths(*problem, strength),
                  carried(*problem, strength, problem->stream.role("carried " + number_text(strength)))};
    }));
    add_space_checks(plan, problem, strength, ends.back());
  }
  plan.tables.push_back([=](io::Group& part) {
    for (Index j = 0; j < problem->dimension(); ++j) write_space_table(part, *problem, ends, j);
  });
}

}  // namespace kolmo::guidance_and_inverse_problems
