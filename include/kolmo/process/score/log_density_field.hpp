#pragma once
// Log densities as functions of time and place.

#include <memory>

#include "kolmo/density/log_density.hpp"
#include "kolmo/process/score/score_field.hpp"

namespace kolmo::process {

/// A score s = ∇ log p_t whose log p_t is known too: a LogDensity at every time. Const and thread-safe.
class LogDensityField : public ScoreField {
 public:
  /// out(i) = log p_t(x_i).
  virtual void log_density(double t, const ConstBlock& x, Values out) const = 0;
};

/// p_t at one time t, as a target of samplers or a start of likelihoods. Throws InvalidArgument where the
/// field is null or t is not finite.
std::shared_ptr<const density::LogDensity> at_time(std::shared_ptr<const LogDensityField> field, double t);

}  // namespace kolmo::process
