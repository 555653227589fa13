#include "frame/definition.hpp"
#include "guidance_and_inverse_problems/parts.hpp"
#include "guidance_and_inverse_problems/schema.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::guidance_and_inverse_problems {
namespace {

frame::Plan inverse_plan(const Problem& problem) {
  frame::Plan plan{problem->name,
                   "y = A x + noise: what guidance of any weight, approximate likelihoods and replacement "
                   "sample, beside the exact law of x given y."};
  add_guidance(plan, problem);
  add_posterior(plan, problem);
  add_replacement(plan, problem);
  return plan;
}

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const RandomStream stream(static_cast<std::uint64_t>(configuration.integer("run.seed")));
  const auto z_of_all = frame::lazy([=] { return frame::z_of(parts(configuration)); });
  const Z z = [=] { return z_of_all->get(); };
  std::vector<frame::Part> all{
      {"gaussian", [weights = configuration.numbers("guidance.weights")] { return gaussian_plan(weights); }}};
  for (const std::string& name : configuration.names("target")) {
    if (name == "gaussian")
      throw configuration.error_at("target.gaussian", "is the name of a part: choose another");
    all.push_back({name, [=] {
                     return inverse_plan(std::make_shared<const InverseProblem>(
                         read_inverse_problem(configuration, name, stream, z)));
                   }});
  }
  return frame::chosen(configuration, "run.parts", all);
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment({.name = "guidance_and_inverse_problems",
                            .question = "What do guided and conditioned samplers really sample, beside the "
                                        "exact law of what was not observed?",
                            .schema = schema(),
                            .default_configuration = default_configuration(),
                            .scales = {{"quick", 1.0 / 16, 1, 0.5}, {"standard", 1, 1, 1}, {"full", 8, 1, 2}},
                            .parts = parts});
}

}  // namespace kolmo::guidance_and_inverse_problems
