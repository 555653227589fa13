#pragma once
// Hermite functions and Gauss's rule for them.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::fokker_planck {

/// ψ_n(y) = √ω(y) h_n(y), n = 0 … count − 1, into out[0], out[stride], …: ∫ψ_m ψ_n = δ_mn. By the recurrence
/// √(n+1) ψ_{n+1} = y ψ_n − √n ψ_{n−1}; 0 where √ω underflows, beyond |y| = 54.
void hermite_functions(double y, Index count, Index stride, double* out);

/// The zeros of h_Q, rising and symmetric: nodes of ∫ g dy = Σ spacing_q g(y_q), spacing_q = 1/Σ_{n<Q}
/// ψ_n(y_q)², exact for g = ω times a polynomial of degree < 2 Q.
struct HermiteRule {
  Eigen::ArrayXd nodes, spacing;
};
HermiteRule hermite_rule(Index count);

}  // namespace kolmo::fokker_planck
