#pragma once
// The slowest modes of a generator.

#include <functional>

#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// Modes of a generator with detailed balance, up_f π_f = down_f π_{f+1}: with S = π^{−½} L π^{½} symmetric,
/// S ψ_k = −λ_k ψ_k. Then √π ψ_k is a mode of densities, L (√π ψ_k) = −λ_k √π ψ_k, and ψ_k/√π an
/// eigenfunction of the backward operator, Lᵀ (ψ_k/√π) = −λ_k ψ_k/√π.
struct Eigenpairs {
  Eigen::ArrayXd values;      ///< λ_0 ≤ λ_1 ≤ …, in 1/time; λ_0 = 0 where nothing passes the sides
  Eigen::ArrayXXd symmetric;  ///< ψ_k, cells×count, Σ_i ψ_k ψ_l = δ_kl; > 0 at the last large entry
  Eigen::ArrayXd half_log_weight;  ///< log √π, its largest entry 0

  /// √π ψ_k.
  Eigen::ArrayXd density_mode(Index k) const;
  /// ψ_k/√π. Throws NumericalFailure where π is too small for it (V/T above about 1400).
  Eigen::ArrayXd function(Index k) const;
};

/// The first `count` pairs in 1-D, sides closed or absorbing. Values: `leading_eigenvalues`, and 0 itself
/// with ψ_0 = √π where the sides are closed. Vectors by one twisted factorisation of −S − λ, whose pivots are
/// formed from the rates without a subtraction of sums (differential stationary and progressive qd: Dhillon,
/// Parlett 2004), so that λ's relative accuracy reaches them. Two vectors are orthogonal to about ε λ/(λ' −
/// λ). Throws InvalidArgument on periodic sides, negative rates, and count < 1 or > cells.
Eigenpairs leading_eigenpairs(const Generator& generator, Index count);

/// The same in 1 to 3 dimensions and with periodic sides, by shift-inverted Lanczos on the sparse S
/// (Spectra), the values then as Σ_f (√up ψ_f − √down ψ_{f+1})² + Σ leak ψ², which keeps the relative
/// accuracy of small ones. count ≤ cells/3. Throws InvalidArgument also where the rates circulate,
/// NumericalFailure where Lanczos does not converge.
Eigenpairs leading_eigenpairs_sparse(const Generator& generator, Index count);

/// The first `count` nonzero eigenvalues of −L as h → 0 (1-D), from `grids` ≥ 2 grids of cells, 2 cells, 4
/// cells, …: `build(cells)` is the generator on the grid of that many cells.
Extrapolated extrapolated_eigenvalues(const std::function<Generator(Index cells)>& build, Index cells,
                                      Index count, Index grids = 2);

}  // namespace kolmo::fokker_planck
