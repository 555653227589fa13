#pragma once
// The explicit strong scheme of order 1.5 of Platen.

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// With f, g at (t, X), s = t + h, Υ± = X + h f ± √h g, Φ± = Υ₊ ± √h g(s, Υ₊):
///   X ← X + ¼h (f(s, Υ₊) + 2f + f(s, Υ₋)) + (f(s, Υ₊) − f(s, Υ₋)) ΔZ/(2√h)
///         + g ΔW + (g(s, Υ₊) − g(s, Υ₋)) (ΔW² − h)/(4√h)
///         + (g(s, Υ₊) − 2g + g(s, Υ₋)) (h ΔW − ΔZ)/(2h)
///         + (g(s, Φ₊) − g(s, Φ₋) − g(s, Υ₊) + g(s, Υ₋)) (⅓ΔW² − h) ΔW/(4h).
///
/// One dimension alone: beyond it the differences of f need one pair Υ± a coordinate. Time is treated as one
/// more coordinate without noise, which puts the supports at s. Source: Kloeden and Platen (1992), equations
/// (11.2.1)–(11.2.3).
class Platen : public SdeScheme {
 public:
  const Claim& claim() const override;
  bool accepts(process::NoiseKind kind) const override {
    return kind == process::NoiseKind::scalar || kind == process::NoiseKind::diagonal;
  }
  bool accepts_dimension(Index dimension) const override { return dimension == 1; }
  PathDetail path_detail(const process::Process&) const override { return PathDetail::space_time_area; }
  Index workspace_blocks(const process::Process&) const override { return 9; }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
