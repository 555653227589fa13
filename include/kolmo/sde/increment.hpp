#pragma once
// The noise of one step, generated only when a scheme asks for it.

#include <cstdint>
#include <optional>

#include "kolmo/core/block.hpp"
#include "kolmo/core/random_stream.hpp"

namespace kolmo::sde {

/// The noise of one step of a block: z ~ N(0, 1), rows×d, independent over rows, columns and steps.
///
/// With G = g(s) I the noise of a step from t to t + h is the Itô integral ∫ g dW = √V z, V = ∫_t^{t+h} g²
/// exactly: schemes pass `factor` = √V (Process::noise_variance). Where steps are coupled, the normals of a
/// coarse step are z = Σ √v_i z_i / √(Σ v_i) over its fine steps, so that the coarse noise √V z = Σ √v_i z_i
/// is the sum of the fine ones and z stays N(0, 1).
///
/// Noise that depends on the state is driven by ΔW = √h z; with a second normal u ~ N(0, 1), independent of
/// z,
///   ΔZ = ∫_t^{t+h} (W_s − W_t) ds = ½ h^{3/2} (z + u/√3),   Var ΔZ = h³/3,   Cov(ΔW, ΔZ) = h²/2
/// (Kloeden and Platen 1992, equation (10.4.3)). Two steps of lengths s h and r h, s + r = 1, make a step of
/// length h with ΔW = ΔW₁ + ΔW₂ and ΔZ = ΔZ₁ + ΔZ₂ + r h ΔW₁, which is
///   z = √s z₁ + √r z₂,   u = √(3 s r) (√r z₁ − √s z₂) + s^{3/2} u₁ + r^{3/2} u₂.
class Increment {
 public:
  /// The normals of `noise` for particles first, first + 1, … (`first` a multiple of 16) in step `step`:
  /// generated in registers by `add_to` and `add_with_drift`, written to `scratch` (rows×d) by `materialise`
  /// alone. `noise` must outlive the increment.
  Increment(const RandomStream& noise, Index first, std::uint32_t step, Block scratch)
      : noise_(&noise), first_(first), step_(step), normals_(scratch) {}

  /// The same with u: draws d … 2d − 1 of the same step, written to `area_scratch` by `materialise_area`.
  Increment(const RandomStream& noise, Index first, std::uint32_t step, Block scratch, Block area_scratch)
      : noise_(&noise),
        area_noise_(&noise),
        first_(first),
        step_(step),
        normals_(scratch),
        area_normals_(area_scratch) {}

  /// Normals that are already there, rows×d, read only.
  explicit Increment(Block normals) : normals_(normals) {}
  Increment(Block normals, Block area_normals) : normals_(normals), area_normals_(area_normals) {}

  /// x += factor · z.
  void add_to(double factor, Block x) const;

  /// x += h f + factor · z: a whole Euler–Maruyama update in one pass.
  void add_with_drift(double h, const ConstBlock& f, double factor, Block x) const;

  /// z itself, for schemes that need it as a number; valid as long as the scratch block.
  ConstBlock materialise();

  /// u as a number, likewise. InvalidArgument where the increment was made without (SdeScheme::needs_area).
  ConstBlock materialise_area();

 private:
  const RandomStream* noise_ = nullptr;       ///< null where normals_ are filled
  const RandomStream* area_noise_ = nullptr;  ///< null where area_normals_ are filled
  Index first_ = 0;
  std::uint32_t step_ = 0;
  Block normals_;
  std::optional<Block> area_normals_;
};

}  // namespace kolmo::sde
