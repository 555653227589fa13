#pragma once
// The next step of a path from the error of the last.

#include "kolmo/sde/drivers/adaptive.hpp"

namespace kolmo::sde {

/// The controller of `simulate_adaptive`, one for a path.
class StepSizeControl {
 public:
  /// Factor of the step after one of scaled error `error` ≤ 1 was accepted.
  double accepted(const StepSizeOptions& options, double error);
  /// Factor < 1 after a rejected one (NaN: the trial left the finite numbers).
  double rejected(const StepSizeOptions& options, double error);

 private:
  double relative_before_ = 1;  ///< error/target of the last accepted step
  bool just_rejected_ = false;
};

}  // namespace kolmo::sde
