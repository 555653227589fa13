#pragma once
// Stages on one bundle of lines, wherever it lies in the density.

#include <vector>

#include "axis_factors.hpp"

namespace kolmo::fokker_planck {

struct BundleResult {
  SweepRange range;
  double lower, upper;  ///< what left through the sides
};

/// Applies all stages to the lines of a bundle of p. Workspace: 2 × 16 × cells of a line.
BundleResult sweep_bundle(const LineBundles& bundles, const AxisFactors& factors, Index bundle,
                          const std::vector<ImplicitStage>& stages, double* p, double* workspace);

}  // namespace kolmo::fokker_planck
