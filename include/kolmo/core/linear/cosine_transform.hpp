#pragma once
// Discrete cosine transforms of real numbers at the centres of cells: functions with no slope at the walls.

#include <functional>
#include <memory>
#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// Numbers x_j at the centres of n cells on a line (or n₀×n₁(×n₂), the first axis contiguous, as on a Grid)
/// and the coefficients c_k, k = 0 … n − 1 an axis, of
///
///   x_j = Σ_k c_k Π_axes cos(πk(j + ½)/n),
///
/// eigenvectors of second differences with mirrored ends, the eigenvalue of −(x_{j−1} − 2x_j + x_{j+1}) being
/// 2(1 − cos(πk/n)). Line by line: two real lines are one complex one of the same length, reordered so that
/// its Fourier transform gives their cosine transforms (Makhoul 1980, equation 18). The relative error in the
/// root mean square is a few ulp times √log n. By FFTW with estimated plans; lines are pairs whatever the
/// number of threads: equal calls give equal bits.
class CosineTransform {
 public:
  /// One to three sizes, each from 2 to 2³⁰. Throws InvalidArgument otherwise, where the arrays do not fit
  /// into memory, and always where Kolmo was built without KOLMO_WITH_FFTW.
  explicit CosineTransform(const std::vector<Index>& sizes);
  ~CosineTransform();
  CosineTransform(CosineTransform&&) noexcept;
  CosineTransform& operator=(CosineTransform&&) noexcept;

  Index points() const { return points_; }

  /// x ← c, in place. Thread-safe; lines in parallel.
  void to_coefficients(double* x) const;
  /// c ← x, in place. Thread-safe; lines in parallel.
  void to_values(double* c) const;
  /// Changes coefficients along the last axis: those of line `line` (its index among the other axes, the
  /// first contiguous) are c[0 … n − 1]. Called in parallel.
  using Change = std::function<void(Index line, double* c)>;
  /// to_coefficients, `change` of every line, to_values, with the same bits; along the last axis all three
  /// while the line is in the cache.
  void filter(double* x, const Change& change) const;

 private:
  struct Line;
  struct Scratch;
  enum class Pass { forward, backward, filter };
  void along(std::size_t axis, Pass pass, double* x, const Change* change = nullptr) const;

  std::vector<Index> sizes_;
  Index points_ = 1;
  std::vector<std::unique_ptr<Line>> lines_;  ///< one an axis
};

}  // namespace kolmo
