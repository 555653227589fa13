#pragma once
// What a process can do beyond drift and noise, as interfaces of their own.

#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// What a capability speaks of, and so where it still holds when a process is changed in part.
enum class Part {
  drift,  ///< f alone
  noise,  ///< G alone
  law,    ///< both together
};

/// A process made from another one says here, once, which parts it leaves as they are; every capability of
/// such a part is then handed out from inside, those that are written later too.
class PassesOn {
 public:
  virtual ~PassesOn() = default;
  /// The process whose `part` is also this one's; null where it is changed.
  virtual const Process* source_of(Part part) const = 0;
};

/// The capability of a process, or null where it has none. A capability is a small interface that a process
/// inherits beside Process and that says which part it speaks of, `static constexpr Part part`: a new one
/// widens neither Process nor any process that lacks it. Valid as long as the process.
template <class Capability>
const Capability* capability(const Process& process) {
  const Process* at = &process;
  while (at != nullptr) {
    if (const auto* own = dynamic_cast<const Capability*>(at)) return own;
    const auto* made = dynamic_cast<const PassesOn*>(at);
    at = made == nullptr ? nullptr : made->source_of(Capability::part);
  }
  return nullptr;
}

/// The columns of a matrix noise one at a time, for schemes that look at each column at a point of its own.
class NoiseColumns {
 public:
  static constexpr Part part = Part::noise;
  virtual ~NoiseColumns() = default;
  /// out(i, j) = G_jk(t, x_i), rows×d: columns k d … (k + 1) d − 1 of diffusion_matrix.
  virtual void noise_column(double t, const ConstBlock& x, Index k, Block out) const = 0;
};

/// A matrix G(t) that depends on time alone: noise_kind() is commutative (which it is), and schemes for
/// additive noise take it too. diffusion_matrix then depends on t and not on x.
class NoiseOfTimeAlone {
 public:
  static constexpr Part part = Part::noise;
  virtual ~NoiseOfTimeAlone() = default;
};

/// Whether G does not depend on the state, as its kind or NoiseOfTimeAlone says.
inline bool has_additive_noise(const Process& process) {
  return is_additive(process.noise_kind()) || capability<NoiseOfTimeAlone>(process) != nullptr;
}

}  // namespace kolmo::process
