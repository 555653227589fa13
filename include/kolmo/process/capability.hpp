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

/// The capability of a process, or null where it has none. A capability is a small interface, in a header of
/// its own, that a process inherits beside Process and that says which part it speaks of, `static constexpr
/// Part speaks_of`: a new one widens neither Process nor any process that lacks it. A process whose numbers
/// decide whether it has what the interface gives says so there (an empty optional, a null pointer); the free
/// function of the same header, which all users ask, joins the two. Valid as long as the process.
template <class Capability>
const Capability* capability(const Process& process) {
  const Process* at = &process;
  while (at != nullptr) {
    if (const auto* own = dynamic_cast<const Capability*>(at)) return own;
    const auto* made = dynamic_cast<const PassesOn*>(at);
    at = made == nullptr ? nullptr : made->source_of(Capability::speaks_of);
  }
  return nullptr;
}

}  // namespace kolmo::process
