#pragma once
// E e^{−∫r} φ(X_T) by the backward equation on a grid.

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// u(x) = E[e^{−∫_0^T r(X_s) ds} φ(X_T) | X_0 = x] at the centres: −∂_t u = Lᵀu − r u, u(T) = φ, by `steps`
/// steps of Crank and Nicolson after four half steps of Euler backwards in place of the first two (Rannacher
/// 1984), which damp what a φ with jumps leaves. Order 2 in time and space; L constant in time. Where φ does
/// not vanish, the sides must be so far that no path sees them. `rate` and `terminal` hold a number a cell
/// (InvalidArgument), T > 0, steps ≥ 2.
Eigen::ArrayXd feynman_kac(const Generator& generator, const Eigen::ArrayXd& rate,
                           const Eigen::ArrayXd& terminal, double final_time, Index steps);

}  // namespace kolmo::fokker_planck
