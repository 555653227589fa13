#pragma once
// exp(t L) p by uniformisation: the reference in time, which shares nothing with the steppers it judges.

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// e^{tL} p = Σ_k e^{−rt} (rt)^k/k! (1 + L/r)^k p, r = max|L_ii|, in pieces of rt ≤ 32, each summed until
/// what is left is below 1e−17 (Jensen 1953). Without negative rates every term is ≥ 0: the error is
/// rounding, about 1e−16 √(rt) relative to Σp. Costs about 3 rt products with L (at least 50). t ≥ 0.
Eigen::ArrayXd exact_flow(const Generator& generator, const Eigen::ArrayXd& p, double t);

}  // namespace kolmo::fokker_planck
