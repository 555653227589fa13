#pragma once
// Discrete Fourier transforms of real numbers on a line or in the plane.

#include <complex>
#include <memory>
#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// Real numbers x_j on a ring of n points, or x_{j₀ j₁} on n₀×n₁ points of a torus, the first axis contiguous
/// (as on a Grid), and the coefficients c_k of x_j = Σ_k c_k e^{2πi k·j/n}. As x is real, c_{−k} is the
/// conjugate of c_k, and only the modes with k₀ = 0 … ⌊n₀/2⌋ are kept: (⌊n₀/2⌋ + 1)×n₁ numbers, the first
/// axis contiguous. The relative error of either direction in the root mean square is a few ulp times
/// √log n. By FFTW with estimated plans: equal calls give equal bits.
class FourierTransform {
 public:
  /// One or two sizes, each from 2 to 2³¹ − 1. Throws InvalidArgument otherwise, where the arrays do not fit
  /// into memory, and always where Kolmo was built without KOLMO_WITH_FFTW.
  explicit FourierTransform(const std::vector<Index>& sizes);
  ~FourierTransform();
  FourierTransform(FourierTransform&&) noexcept;
  FourierTransform& operator=(FourierTransform&&) noexcept;

  Index dimension() const { return static_cast<Index>(sizes_.size()); }
  Index size(Index axis) const { return sizes_[static_cast<std::size_t>(axis)]; }
  Index points() const { return points_; }  ///< how many x
  Index modes() const { return modes_; }    ///< how many c
  /// k along an axis of the mode with this index: 0 … ⌊n₀/2⌋ along the first axis, −⌊n₁/2⌋ … ⌊(n₁ − 1)/2⌋
  /// along the second.
  Index wave_number(Index mode, Index axis) const;

  /// c_k = (1/points) Σ_j x_j e^{−2πi k·j/n}. Thread-safe.
  void to_coefficients(const double* x, std::complex<double>* c) const;
  /// x_j = Σ_k c_k e^{2πi k·j/n}; c is overwritten. Of a mode that is its own conjugate the imaginary part
  /// does not count. Thread-safe.
  void to_values(std::complex<double>* c, double* x) const;

 private:
  struct Plans;
  std::vector<Index> sizes_;
  Index points_ = 1, modes_ = 1;
  std::unique_ptr<Plans> plans_;
};

}  // namespace kolmo
