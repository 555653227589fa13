#include <algorithm>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/jko/jko_step.hpp"
#include "kolmo/jko/quantile_step.hpp"

namespace kolmo::jko {
namespace {

const Claim& quantile_claim() {
  static const Claim claim = [] {
    Claim c;
    c.name = "quantile";
    c.source = "Jordan, Kinderlehrer and Otto (1998), equation (14), on inverse distribution functions";
    c.order_time = 1;
    c.order_space = 2;
    c.needs = "one dimension; tau < 1/max(−V″)";
    return c;
  }();
  return claim;
}

}  // namespace

const Claim& QuantileStep::claim() const { return quantile_claim(); }

const std::vector<StepEntry>& steps() {
  static const std::vector<StepEntry> list = {
      {quantile_claim(), [] { return std::make_unique<QuantileStep>(); }},
  };
  return list;
}

const StepEntry& find_step(std::string_view name) {
  const auto& list = steps();
  const auto found = std::find_if(list.begin(), list.end(),
                                  [&](const StepEntry& entry) { return entry.claim.name == name; });
  if (found != list.end()) return *found;
  std::string names;
  for (const auto& entry : list) names += (names.empty() ? "" : ", ") + entry.claim.name;
  throw InvalidArgument("step = '" + std::string(name) + "': must be one of " + names);
}

}  // namespace kolmo::jko
