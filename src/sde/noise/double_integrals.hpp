#pragma once
// The double stochastic integrals of a step, I_(l,k) = ∫∫ dW_l dW_k.

#include "kolmo/process/process.hpp"
#include "kolmo/sde/noise/increment.hpp"

namespace kolmo::sde {

/// I_(l,k) = ∫ (W_l(s) − W_l(t)) dW_k(s) = ½ (ΔW_l ΔW_k − δ_lk h) + A_lk. Where the noise commutes A drops
/// out of every scheme, and is taken as 0. Source: Kloeden and Platen (1992), equation (10.3.5).
class DoubleIntegrals {
 public:
  /// Asks the increment for z, and for the Lévy areas of general noise.
  DoubleIntegrals(const process::Process& process, double h, Increment& increment);

  /// x += scale · Σ_k I_(l,k) b_k, b_k columns k d … (k + 1) d − 1 of b.
  void add(double scale, Index l, const ConstBlock& b, Block x) const;

 private:
  double h_;
  ConstBlock z_, areas_;
};

/// What a scheme with double integrals must see of the path.
PathDetail double_integral_detail(const process::Process& process);

}  // namespace kolmo::sde
