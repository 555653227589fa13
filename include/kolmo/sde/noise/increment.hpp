#pragma once
// The noise of one step, generated only when a scheme asks for it.

#include <cstdint>
#include <optional>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::sde {

/// How much of the Brownian path a step sees.
enum class PathDetail {
  increment,             ///< ΔW
  space_time_area,       ///< and ΔZ = ∫(W_s − W_t) ds of every component
  levy_area,             ///< these, and A_kl = ½∫(W_k dW_l − W_l dW_k) of every pair of components
  space_time_time_area,  ///< ΔW, ΔZ, and K of every component (Increment)
};

/// Where the numbers of an increment stand, or are written when they are asked for.
struct IncrementBlocks {
  Block normals;                                ///< z, rows×m
  std::optional<Block> area_normals = {};       ///< u, rows×m
  std::optional<Block> levy_areas = {};         ///< A_kl/h for k < l, rows×m(m − 1)/2 (levy_pair)
  std::optional<Block> levy_scratch = {};       ///< rows×levy_scratch_columns(m), where A is sampled
  std::optional<Block> time_area_normals = {};  ///< v, rows×m
};

/// The noise of one step of a block: z ~ N(0, 1), rows×m, independent over rows, columns and steps; m is the
/// number of Brownian motions (d for scalar and diagonal noise).
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
///   z = √s z₁ + √r z₂,   u = √(3 s r) (√r z₁ − √s z₂) + s^{3/2} u₁ + r^{3/2} u₂,
/// and Lévy areas A = A₁ + A₂ + ½ (ΔW₁ ΔW₂ᵀ − ΔW₂ ΔW₁ᵀ).
///
/// A third normal v ~ N(0, 1), independent of z and u, gives the space–time–time Lévy area
///   K = h⁻² ∫_t^{t+h} (W_s − W_t − (s − t)/h ΔW) (t + ½h − s) ds = √(h/720) v
/// (Foster, Lyons and Oberhauser 2021, arXiv:2101.03446). White noise being h^{−½} Σ_k √(2k + 1) e_k
/// P_k(2(s − t)/h − 1) with Legendre's P_k and independent normals e_k, z = e₀, u = −e₁ and v = e₂: P₂ on the
/// two parts of the step, in the P_k of each, gives
///   v = √5 (r − s) (r√s z₁ − s√r z₂) + √15 s r (√s u₁ − √r u₂) + s^{5/2} v₁ + r^{5/2} v₂.
class Increment {
 public:
  /// The normals of `noise` for particles first, first + 1, … (`first` a multiple of 16) in step `step` of
  /// length h: z is draws 0 … m − 1, generated in registers by `add_to` and `add_with_drift`, written to
  /// `scratch` by `materialise` alone; u is draws m … 2m − 1, v 2m … 3m − 1; Lévy areas as
  /// `sample_levy_areas`. A mirrored increment is that of the path −W. `noise` must outlive the increment.
  Increment(const RandomStream& noise, Index first, std::uint32_t step, double h, IncrementBlocks scratch,
            bool mirrored = false)
      : noise_(&noise), first_(first), step_(step), h_(h), mirrored_(mirrored), blocks_(scratch) {}

  /// Numbers that are already there, read only.
  explicit Increment(IncrementBlocks filled) : filled_{true, true, true, true}, blocks_(filled) {}
  explicit Increment(Block normals) : Increment(IncrementBlocks{normals}) {}
  Increment(Block normals, Block area_normals) : Increment(IncrementBlocks{normals, area_normals}) {}

  /// x += factor · z.
  void add_to(double factor, Block x) const;

  /// x += h f + factor · z: a whole Euler–Maruyama update in one pass.
  void add_with_drift(double h, const ConstBlock& f, double factor, Block x) const;

  /// z itself, for schemes that need it as a number; valid as long as the scratch block.
  ConstBlock materialise();

  /// u, v and A_kl/h as numbers, likewise. InvalidArgument where the increment was made without
  /// (path_detail).
  ConstBlock materialise_area();
  ConstBlock materialise_time_area();
  ConstBlock materialise_levy_areas();

 private:
  struct Filled {
    bool normals = false, area_normals = false, levy_areas = false, time_area_normals = false;
  };
  void fill(Block out, std::uint32_t first_draw) const;

  const RandomStream* noise_ = nullptr;  ///< null where all is filled
  Index first_ = 0;
  std::uint32_t step_ = 0;
  double h_ = 0;
  bool mirrored_ = false;
  Filled filled_;
  IncrementBlocks blocks_;
};

}  // namespace kolmo::sde
