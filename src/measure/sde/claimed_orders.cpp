#include "kolmo/measure/sde/claimed_orders.hpp"

#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "kolmo/process/structure/noise_of_time_alone.hpp"

namespace kolmo::measure {

std::optional<double> claimed_weak_order(const sde::SdeScheme& scheme, const process::Process& process) {
  const Claim& claim = scheme.claim();
  // A matrix of time alone is additive to those that take additive noise and no other; the rest freeze it
  // over a step, as any.
  const process::NoiseKind kind = process.noise_kind();
  const bool additive =
      process::is_additive(kind) || (process::has_additive_noise(process) && !scheme.accepts(kind));
  return claim.order(Sense::weak, additive ? Context::additive : Context::general);
}

std::optional<double> claimed_strong_order(const sde::SdeScheme& scheme, const process::Process& process) {
  const Claim& claim = scheme.claim();
  if (claim.order(Sense::strong, Context::kinetic) && kinetic_structure(process))
    return claim.order(Sense::strong, Context::kinetic);
  if (process::has_additive_noise(process)) return claim.order(Sense::strong, Context::additive);
  return process.noise_kind() == process::NoiseKind::general
             ? claim.order(Sense::strong, Context::general)
             : claim.order(Sense::strong, Context::commutative);
}

std::string check_id(const char* what, const sde::SdeScheme& scheme, const process::Process& process) {
  return std::string(what) + "/" + scheme.claim().name + "/" + process.name();
}

}  // namespace kolmo::measure
