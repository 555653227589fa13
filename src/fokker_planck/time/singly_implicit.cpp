#include "kolmo/fokker_planck/time/singly_implicit.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/time/adi.hpp"
#include "kolmo/fokker_planck/time/bdf2.hpp"
#include "kolmo/fokker_planck/time/exponential.hpp"
#include "kolmo/fokker_planck/time/started_stepper.hpp"
#include "kolmo/fokker_planck/time/unsplit.hpp"
#include "propagators.hpp"

namespace kolmo::fokker_planck {

SinglyImplicitStepper::SinglyImplicitStepper(Claim claim, double kappa, std::vector<ImplicitStage> stages)
    : claim_(std::move(claim)), kappa_(kappa), stages_(std::move(stages)) {
  require(kappa > 0 && kappa <= 1, "kappa", kappa, "must be in (0, 1]");
  require(!stages_.empty(), "number of stages", 0, "must be at least 1");
}

std::unique_ptr<Propagator> SinglyImplicitStepper::prepare(const Generator& generator, double dt) const {
  require(dt > 0 && std::isfinite(dt), "dt", dt, "must be finite and > 0");
  if (generator.mixed()) {
    throw InvalidArgument("generator: the time stepper " + claim_.name +
                          " splits the axes and takes no mixed derivatives; take one that is unsplit, or an "
                          "ADI scheme");
  }
  if (generator.grid().dimension() == 1) return prepare_line(generator, kappa_ * dt, stages_);
  return prepare_split(generator, kappa_ * dt, stages_);
}

SinglyImplicitStepper implicit_euler() {
  Claim claim;
  claim.name = "implicit_euler";
  claim.source = "Hairer, Wanner 1996, IV.3";
  claim.order_time = claim.order_time_axes = 1;
  claim.needs = "a constant generator";
  return SinglyImplicitStepper(claim, 1, {{0, 0, 1}});
}

SinglyImplicitStepper tr_bdf2() {
  Claim claim;
  claim.name = "tr_bdf2";
  claim.source = "Bank, Coughran, Fichtner, Grosse, Rose, Smith 1985; Hosea, Shampine 1996";
  claim.order_time = claim.order_time_axes = 2;
  claim.needs = "a constant generator";
  claim.evaluations_per_step = 2;
  const double weight = (1 + std::sqrt(2.0)) / 2;
  return SinglyImplicitStepper(claim, 1 - std::sqrt(0.5), {{1, weight, weight}, {0, 0, 1}});
}

SinglyImplicitStepper crank_nicolson() {
  Claim claim;
  claim.name = "crank_nicolson";
  claim.source = "Crank, Nicolson 1947";
  claim.order_time = claim.order_time_axes = 2;
  claim.needs = "a constant generator";
  return SinglyImplicitStepper(claim, 0.5, {{1, 1, 1}});
}

SinglyImplicitStepper sdirk3() {
  Claim claim;
  claim.name = "sdirk3";
  claim.source = "Alexander 1977, SIAM J. Numer. Anal. 14";
  claim.order_time = 3;
  claim.order_time_axes = 2;
  claim.needs = "a constant generator";
  claim.evaluations_per_step = 3;
  const double kappa = 0.43586652150845899942;
  const double a = 1 / kappa - 3, b = 1 / (2 * kappa * kappa) - 3 / kappa + 3;
  return SinglyImplicitStepper(claim, kappa, {{0, -b, 1 + a + b}, {0, 0, 1}, {0, 0, 1}});
}

std::optional<double> order_in_time(const TimeStepper& stepper, const Generator& generator) {
  const Claim& claim = stepper.claim();
  if (generator.mixed()) return claim.order_time_mixed;
  return generator.grid().dimension() == 1 ? claim.order_time : claim.order_time_axes;
}

const std::vector<std::shared_ptr<const TimeStepper>>& steppers() {
  static const std::vector<std::shared_ptr<const TimeStepper>> all = {
      std::make_shared<SinglyImplicitStepper>(implicit_euler()),
      std::make_shared<SinglyImplicitStepper>(tr_bdf2()),
      std::make_shared<SinglyImplicitStepper>(crank_nicolson()),
      std::make_shared<StartedStepper>(crank_nicolson_rannacher()),
      std::make_shared<SinglyImplicitStepper>(sdirk3()),
      std::make_shared<Bdf2>(),
      std::make_shared<UnsplitStepper>(unsplit(implicit_euler())),
      std::make_shared<UnsplitStepper>(unsplit(tr_bdf2())),
      std::make_shared<AdiStepper>(douglas()),
      std::make_shared<AdiStepper>(craig_sneyd()),
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
