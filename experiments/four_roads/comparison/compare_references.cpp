#include "four_roads/comparison/compare_references.hpp"

#include "four_roads/comparison/references.hpp"

namespace kolmo::four_roads {
namespace {

/// One quantity of a road at a time against its reference.
verify::Check check_of(const RoadContext& context, const std::string& road, const ReferenceValue& reference,
                       const verify::Quantity& quantity, const verify::Effects& effects) {
  verify::Check check;
  check.id =
      verify::comparison_id(context.problem.name, road, "reference", reference.quantity, reference.time);
  check.expected = reference.value;
  check.observed = quantity.value;
  check.standard_error = quantity.standard_error;
  check.bias_bound = quantity.budget + reference.error;
  check.tolerance = context.z() * check.standard_error + check.bias_bound;
  check.spread = quantity.spread;
  verify::give_verdict(check);
  check.source = reference.source;
  const auto at = effects.find(reference.time);
  if (at != effects.end() && at->second.contains(reference.quantity)) {
    check.effect_of_2_percent = at->second.at(reference.quantity).drift;
    check.effect_of_2_percent_diffusion = at->second.at(reference.quantity).diffusion;
  }
  return check;
}

}  // namespace

void compare_references(const RoadContext& context, ProblemResult& result) {
  for (const ReferenceValue& reference : reference_moments(context.problem)) {
    for (const RoadOutput& output : result.roads) {
      if (is_reverse(output.result.name)) continue;
      for (std::size_t i = 0; i < output.result.times.size(); ++i) {
        if (output.result.times[i] != reference.time) continue;
        const verify::Quantity& quantity = output.result.snapshots[i].quantities.at(reference.quantity);
        result.checks.push_back(check_of(context, output.result.name, reference, quantity, result.effects));
      }
    }
  }
}

}  // namespace kolmo::four_roads
