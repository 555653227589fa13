#include "kolmo/fokker_planck/time/singly_implicit.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "propagators.hpp"

namespace kolmo::fokker_planck {

SinglyImplicitStepper::SinglyImplicitStepper(Claim claim, double kappa, std::vector<ImplicitStage> stages)
    : claim_(std::move(claim)), kappa_(kappa), stages_(std::move(stages)) {
  require(kappa > 0 && kappa <= 1, "kappa", kappa, "must be in (0, 1]");
  require(!stages_.empty(), "number of stages", 0, "must be at least 1");
}

bool SinglyImplicitStepper::keeps_positive(const Generator& generator) const {
  if (generator.has_negative_rates()) return false;
  return std::all_of(stages_.begin(), stages_.end(), [](const ImplicitStage& stage) {
    return stage.explicit_part == 0 && stage.old_flux == 0 && stage.new_flux == 1;
  });
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

namespace {

/// Order `axes` where steps split several axes.
Claim implicit_claim(std::string name, std::string source, double line, double axes, double solves) {
  Claim claim;
  claim.name = std::move(name);
  claim.source = std::move(source);
  claim.orders.set(Sense::time, Context::line, line);
  claim.orders.set(Sense::time, Context::axes, axes);
  claim.needs = "a constant generator";
  claim.evaluations_per_step = solves;
  return claim;
}

}  // namespace

SinglyImplicitStepper implicit_euler() {
  return {implicit_claim("implicit_euler", "Hairer, Wanner 1996, IV.3", 1, 1, 1), 1, {{0, 0, 1}}};
}

SinglyImplicitStepper tr_bdf2() {
  const double weight = (1 + std::sqrt(2.0)) / 2;
  return {implicit_claim("tr_bdf2",
                         "Bank, Coughran, Fichtner, Grosse, Rose, Smith 1985; Hosea, Shampine 1996", 2, 2, 2),
          1 - std::sqrt(0.5),
          {{1, weight, weight}, {0, 0, 1}}};
}

SinglyImplicitStepper crank_nicolson() {
  return {implicit_claim("crank_nicolson", "Crank, Nicolson 1947", 2, 2, 1), 0.5, {{1, 1, 1}}};
}

SinglyImplicitStepper sdirk3() {
  const double kappa = 0.43586652150845899942;
  const double a = 1 / kappa - 3, b = 1 / (2 * kappa * kappa) - 3 / kappa + 3;
  return {implicit_claim("sdirk3", "Alexander 1977, SIAM J. Numer. Anal. 14", 3, 2, 3),
          kappa,
          {{0, -b, 1 + a + b}, {0, 0, 1}, {0, 0, 1}}};
}

}  // namespace kolmo::fokker_planck
