#pragma once
// The same expectation with less noise: antithetic paths, control variates, common random numbers.

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/sde/drivers/simulate.hpp"

namespace kolmo::sde {

/// φ of every particle at times.back() on the finest level: `particles` numbers. Runs of one stream are
/// paired, particle by particle, whatever process, scheme or functional they have.
Eigen::ArrayXd final_values(const Simulation& simulation, const Initial& initial, const Functional& phi);

/// One expectation estimated twice, and what the second way gains.
struct VarianceReduction {
  Estimate plain;    ///< without the method, from as many paths
  Estimate reduced;  ///< with it
  Estimate factor;   ///< variance of plain/variance of reduced for equally many paths; > 1 gains
};

/// Pairs of a path and its mirror image: reduced = mean of ½(φ⁺ + φ⁻), its error from pairs; plain = the mean
/// of all 2n values with the error that 2n independent ones would have. factor = 1/(1 + ρ), ρ the correlation
/// of φ⁺ and φ⁻: below 1 where φ is an even function of the path. InvalidArgument for unequal sizes or fewer
/// than two pairs.
VarianceReduction antithetic(const ConstValues& plus, const ConstValues& minus);

/// The same from `particles` pairs of paths (W, −W) that start from the same points.
VarianceReduction antithetic(const Simulation& simulation, const Initial& initial, const Functional& phi);

struct ControlVariate {
  VarianceReduction estimate;    ///< factor = 1/(1 − R²): the cost of the controls is not counted
  Eigen::VectorXd coefficients;  ///< b
};

/// mean of φ_i − bᵀ(c_i − E c), c the k controls (n×k) with known means and b = Cov(c)⁻¹ Cov(c, φ) estimated
/// from the same n samples, which leaves a bias of O(1/n) where φ is not linear in c plus independent noise;
/// standard error √(Σ e_i²/(n (n − k − 1))), e the residuals. R² is the part of Var φ that the controls
/// explain. Throws InvalidArgument unless n ≥ k + 2 ≥ 3, shapes fit and the controls' covariance has full
/// rank. Source: Glasserman (2003), section 4.1.
ControlVariate control_variate(const ConstValues& phi, const ConstBlock& controls,
                               const Eigen::VectorXd& means);

/// E a − E b from runs on the same random numbers: reduced from the paired differences, plain as if a and b
/// were independent; factor = (Var a + Var b)/Var(a − b). InvalidArgument for unequal sizes or fewer than two
/// values.
VarianceReduction common_random_numbers(const ConstValues& a, const ConstValues& b);

}  // namespace kolmo::sde
