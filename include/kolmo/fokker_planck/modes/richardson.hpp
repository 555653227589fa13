#pragma once
// The limit of values on finer and finer grids.

#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::fokker_planck {

struct Extrapolated {
  Eigen::ArrayXd value;
  Eigen::ArrayXd error;  ///< |value − the same without the coarsest grid|: above the true error as a rule
};

/// The limit h → 0 of values with errors c₁ h² + c₂ h⁴ + …, given on cell widths h, h/ratio, h/ratio², …, the
/// coarsest first (Richardson 1911; Neville's scheme in h²). Throws InvalidArgument on fewer than 2 grids,
/// values of different sizes, or ratio ≤ 1.
Extrapolated extrapolate(const std::vector<Eigen::ArrayXd>& values, double ratio = 2);

}  // namespace kolmo::fokker_planck
