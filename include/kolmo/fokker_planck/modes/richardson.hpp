#pragma once
// The limit of values on finer and finer grids.

#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::fokker_planck {

struct Extrapolated {
  Eigen::ArrayXd value;
  /// |value − the same without the coarsest grid|: above the true error as a rule. From three grids on at
  /// least |value − the limit at the order that the last three show|, which is the larger one wherever that
  /// is not 2 (a density with a pole at a wall, a layer that the cells do not resolve); four times the sum of
  /// the differences where they do not shrink.
  Eigen::ArrayXd error;
};

/// The limit h → 0 of values with errors c₁ h² + c₂ h⁴ + …, given on cell widths h, h/ratio, h/ratio², …, the
/// coarsest first (Richardson 1911; Neville's scheme in h²). Throws InvalidArgument on fewer than 2 grids,
/// values of different sizes, or ratio ≤ 1.
Extrapolated extrapolate(const std::vector<Eigen::ArrayXd>& values, double ratio = 2);

}  // namespace kolmo::fokker_planck
