#include "kolmo/jko/steps.hpp"

#include "kolmo/jko/quantile_bdf2_step.hpp"
#include "kolmo/jko/quantile_step.hpp"

namespace kolmo::jko {
namespace {

const Claim& quantile_claim() {
  static const Claim claim = [] {
    Claim c;
    c.name = "quantile";
    c.source = "Jordan, Kinderlehrer and Otto (1998), equation (14), on inverse distribution functions";
    c.orders.set(Sense::time, 1);
    c.orders.set(Sense::space, 2);
    c.needs = "one dimension; tau < 1/max(−V″)";
    return c;
  }();
  return claim;
}

const Claim& bdf2_claim() {
  static const Claim claim = [] {
    Claim c;
    c.name = "quantile_bdf2";
    c.source = "Matthes and Plazotta (2019), equation (1.2), on inverse distribution functions";
    c.orders.set(Sense::time, 2);
    c.orders.set(Sense::space, 2);
    c.needs = "one dimension; tau < 3/(2 max(−V″))";
    return c;
  }();
  return claim;
}

}  // namespace

const Claim& QuantileStep::claim() const { return quantile_claim(); }
const Claim& QuantileBdf2Step::claim() const { return bdf2_claim(); }

Catalogue<StepEntry>& step_catalogue() {
  static Catalogue<StepEntry> all("step", [](const StepEntry& one) { return one.claim.name; },
                                  {{quantile_claim(), [] { return std::make_unique<QuantileStep>(); }},
                                   {bdf2_claim(), [] { return std::make_unique<QuantileBdf2Step>(); }}});
  return all;
}

const std::vector<StepEntry>& steps() { return step_catalogue().all(); }

const StepEntry& find_step(std::string_view name) { return step_catalogue().find(name); }

}  // namespace kolmo::jko
