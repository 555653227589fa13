#pragma once
// The noise of one step, generated only when a scheme asks for it.

#include <cstdint>

#include "kolmo/core/block.hpp"
#include "kolmo/core/random_stream.hpp"

namespace kolmo::sde {

/// The noise of one step of a block: z ~ N(0, 1), rows×d, independent over rows, columns and steps.
///
/// With G = g(s) I the noise of a step from t to t + h is the Itô integral ∫ g dW = √V z, V = ∫_t^{t+h} g²
/// exactly: schemes pass `factor` = √V (Process::noise_variance). Where steps are coupled, the normals of a
/// coarse step are z = Σ √v_i z_i / √(Σ v_i) over its fine steps, so that the coarse noise √V z = Σ √v_i z_i
/// is the sum of the fine ones and z stays N(0, 1).
class Increment {
 public:
  /// The normals of `noise` for particles first, first + 1, … (`first` a multiple of 16) in step `step`:
  /// generated in registers by `add_to` and `add_with_drift`, written to `scratch` (rows×d) by `materialise`
  /// alone. `noise` must outlive the increment.
  Increment(const RandomStream& noise, Index first, std::uint32_t step, Block scratch)
      : noise_(&noise), first_(first), step_(step), normals_(scratch) {}

  /// Normals that are already there, rows×d, read only.
  explicit Increment(Block normals) : normals_(normals) {}

  /// x += factor · z.
  void add_to(double factor, Block x) const;

  /// x += h f + factor · z: a whole Euler–Maruyama update in one pass.
  void add_with_drift(double h, const ConstBlock& f, double factor, Block x) const;

  /// z itself, for schemes that need it as a number; valid as long as the scratch block.
  ConstBlock materialise();

 private:
  const RandomStream* noise_ = nullptr;  ///< null where normals_ are filled
  Index first_ = 0;
  std::uint32_t step_ = 0;
  Block normals_;
};

}  // namespace kolmo::sde
