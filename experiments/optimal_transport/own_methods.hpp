#pragma once
// The ways to measure a distance of a user's, and what each says of itself.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kolmo/transport/entropic/sinkhorn.hpp"
#include "optimal_transport/own_input.hpp"

namespace kolmo::optimal_transport {

/// What a method found, and what it says of itself: `off` must be within the tolerance.
struct Measured {
  double value, off;
  std::string status = {};
  /// What of [distance.NAME] to change where `off` is more than the method's tolerance, as "cells = 128": the
  /// grid or the iterations came to their end, and nothing is wrong. Empty where nothing excuses it.
  std::string remedy = {};
};

struct OwnSettings {
  double epsilon;
  Index directions;
  std::optional<double> length;  ///< of the kernel
  transport::SinkhornPlan plan() const {
    return {.epsilon = epsilon, .iterations = 20000, .tolerance = 1e-7};
  }
};

struct Method {
  std::string name, value, proof;
  double tolerance;
  std::function<Measured(const OwnPoints&, const OwnSettings&)> of_points = {};
  std::function<Measured(const OwnDensities&, const OwnSettings&)> of_densities = {};
};

/// Those for points (some for densities as well), then those for densities alone.
const std::vector<Method>& methods();

}  // namespace kolmo::optimal_transport
