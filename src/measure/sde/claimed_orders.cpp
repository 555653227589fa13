#include "kolmo/measure/sde/claimed_orders.hpp"

namespace kolmo::measure {

std::optional<double> claimed_weak_order(const sde::SdeScheme& scheme, const process::Process& process) {
  const Claim& claim = scheme.claim();
  return claim.order(Sense::weak,
                     process::is_additive(process.noise_kind()) ? Context::additive : Context::general);
}

std::optional<double> claimed_strong_order(const sde::SdeScheme& scheme, const process::Process& process) {
  const Claim& claim = scheme.claim();
  if (claim.order(Sense::strong, Context::kinetic) && process.kinetic_structure())
    return claim.order(Sense::strong, Context::kinetic);
  if (process::is_additive(process.noise_kind())) return claim.order(Sense::strong, Context::additive);
  return process.noise_kind() == process::NoiseKind::general
             ? claim.order(Sense::strong, Context::general)
             : claim.order(Sense::strong, Context::commutative);
}

std::string check_id(const char* what, const sde::SdeScheme& scheme, const process::Process& process) {
  return std::string(what) + "/" + scheme.claim().name + "/" + process.name();
}

}  // namespace kolmo::measure
