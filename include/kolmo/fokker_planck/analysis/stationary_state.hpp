#pragma once
// What a process settles to, with detailed balance or without, and what still flows then.

#include <vector>

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// π with L π = 0, and its currents.
struct StationaryState {
  Eigen::ArrayXd density;      ///< Σ π · cell volume = 1; entries below the smallest double are 0
  Eigen::ArrayXd log_density;  ///< its logarithm, also where it underflows; NaN where an entry is not > 0
  /// J = up π_i − down π_{i+1} through every face, probability per time, as Generator::currents lays them
  /// out; exactly 0 where there is detailed balance.
  std::vector<Eigen::ArrayXXd> currents;
  /// Σ (up π_i − down π_j) log(up π_i/(down π_j)) over all that two cells exchange, 1/time: 0 in equilibrium,
  /// else > 0; infinity where a rate is 0 and the one back is not (Schnakenberg 1976). NaN where a rate is
  /// negative.
  double entropy_production;
  bool detailed_balance;  ///< the rates around every loop cancel but for rounding
};

/// The stationary state of any generator that nothing leaves:
/// * with detailed balance from the ratios of its faces (`stationary_density`), with a potential e^{−V/T} to
///   rounding;
/// * else by eliminating cells of the Markov chain without a subtraction (Grassmann, Taksar, Heyman 1985), so
///   that every π_i has a small *relative* error whatever its size: N cells with w of them across the shorter
///   axes take N w² operations and 16 N w bytes;
/// * where a rate is negative (`central` at large cell Péclet numbers, mixed derivatives of strong
/// anisotropy)
///   by inverse iteration with a sparse LU, accurate to the largest entry alone; entries may be negative.
/// Currents are differences, with an error of ε times what passes a face either way; on a ring of one
/// dimension the one current is formed without a difference,
///   J = π_0 (1 − e^{φ_n})/Σ_f e^{φ_f}/up_f, φ_f = Σ_{g<f} log(down_g/up_g),
/// and relatively accurate however small. Error O(h²) to the continuous process. Throws InvalidArgument on
/// absorbing sides, where cells are not connected, and where the elimination does not fit into memory;
/// NumericalFailure where the inverse iteration does not converge.
StationaryState stationary_state(const Generator& generator);

}  // namespace kolmo::fokker_planck
