#pragma once
// What a process that is absorbed in the end looks like as long as it is not.

#include <array>
#include <vector>

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// The quasi-stationary law ν and its rate λ: L ν = −λ ν, ν ≥ 0, λ the smallest rate of −L. A path that
/// starts from ν has the law ν at every time at which it is still there, and P(τ > t) = e^{−λt}; from any
/// other start the law of what is left tends to ν (Yaglom 1947; Darroch, Seneta 1967).
struct QuasiStationaryState {
  Eigen::ArrayXd density;  ///< ν, Σ ν · cell volume = 1
  double rate;             ///< λ = 1/E_ν τ, in 1/time; 0 where it is below the smallest double
  double log_rate;         ///< its logarithm
  /// φ with Lᵀ φ = −λ φ and Σ ν φ · cell volume = 1: P_x(τ > t) ~ φ(x) e^{−λt}.
  Eigen::ArrayXd survival;
  /// P_ν(the path leaves through the side), lower and upper of each axis; they add up to 1.
  std::vector<std::array<double, 2>> exits;
};

/// By ν ← ν (−L)⁻¹/E_ν τ, which leaves λ/λ₁ of every other mode and keeps ν ≥ 0; the systems are solved by
/// elimination without a subtraction (Grassmann, Taksar, Heyman 1985), so that λ and every entry of ν keep a
/// small relative error however deep the well. N cells with w of them across the shorter axes take N w²
/// operations once, N w a step, and 16 N w bytes. Error O(h²) to the continuous process. Throws
/// InvalidArgument on negative rates, where no side absorbs, where nothing stops the paths of some cell, and
/// where the elimination does not fit into memory; NumericalFailure where two slowest rates are so near to
/// each other that the iteration does not settle (two wells that do not see each other).
QuasiStationaryState quasi_stationary_state(const Generator& generator);

}  // namespace kolmo::fokker_planck
