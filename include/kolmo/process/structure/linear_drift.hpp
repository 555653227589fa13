#pragma once
// A drift that is split into a linear part and the rest.

#include "kolmo/process/capability.hpp"

namespace kolmo::process {

/// The splitting f_j(t, x) = a_j x_j + N_j(t, x), for integrators that are exact where N is constant
/// (WithLinearPart gives one to any process).
class LinearDrift {
 public:
  static constexpr Part speaks_of = Part::drift;
  virtual ~LinearDrift() = default;
  /// a_j: d numbers of the process, which must outlive it, that do not depend on time; null: no splitting.
  virtual const Eigen::ArrayXd* linear_rates() const = 0;
};

/// The rates of a process; null where it has no splitting.
inline const Eigen::ArrayXd* linear_rates(const Process& process) {
  const auto* own = capability<LinearDrift>(process);
  return own == nullptr ? nullptr : own->linear_rates();
}

}  // namespace kolmo::process
