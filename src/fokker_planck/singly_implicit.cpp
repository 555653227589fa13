#include "kolmo/fokker_planck/singly_implicit.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/exponential.hpp"
#include "propagators.hpp"

namespace kolmo::fokker_planck {

SinglyImplicitStepper::SinglyImplicitStepper(Claim claim, double kappa, std::vector<ImplicitStage> stages)
    : claim_(std::move(claim)), kappa_(kappa), stages_(std::move(stages)) {
  require(kappa > 0 && kappa <= 1, "kappa", kappa, "must be in (0, 1]");
  require(!stages_.empty(), "number of stages", 0, "must be at least 1");
}

std::unique_ptr<Propagator> SinglyImplicitStepper::prepare(const Generator& generator, double dt) const {
  require(dt > 0 && std::isfinite(dt), "dt", dt, "must be finite and > 0");
  if (generator.grid().dimension() == 1) return prepare_line(generator, kappa_ * dt, stages_);
  return prepare_split(generator, kappa_ * dt, stages_);
}

SinglyImplicitStepper implicit_euler() {
  Claim claim;
  claim.name = "implicit_euler";
  claim.source = "Hairer, Wanner 1996, IV.3";
  claim.order_time = 1;
  claim.needs = "a constant generator";
  return SinglyImplicitStepper(claim, 1, {{0, 0, 1}});
}

SinglyImplicitStepper tr_bdf2() {
  Claim claim;
  claim.name = "tr_bdf2";
  claim.source = "Bank, Coughran, Fichtner, Grosse, Rose, Smith 1985; Hosea, Shampine 1996";
  claim.order_time = 2;
  claim.needs = "a constant generator";
  claim.evaluations_per_step = 2;
  const double weight = (1 + std::sqrt(2.0)) / 2;
  return SinglyImplicitStepper(claim, 1 - std::sqrt(0.5), {{1, weight, weight}, {0, 0, 1}});
}

const std::vector<std::shared_ptr<const TimeStepper>>& steppers() {
  static const std::vector<std::shared_ptr<const TimeStepper>> all = {
      std::make_shared<SinglyImplicitStepper>(implicit_euler()),
      std::make_shared<SinglyImplicitStepper>(tr_bdf2()),
  };
  return all;
}

const TimeStepper& stepper(const std::string& name) {
  std::string names;
  for (const auto* list : {&steppers(), &exponentials()}) {
    for (const auto& s : *list) {
      if (s->claim().name == name) return *s;
      names += (names.empty() ? "" : ", ") + s->claim().name;
    }
  }
  throw InvalidArgument("stepper = \"" + name + "\": must be one of " + names);
}

}  // namespace kolmo::fokker_planck
