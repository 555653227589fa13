#pragma once
// Steps that stay on a sphere.

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// A scheme for processes that stay on a sphere (process::OnSphere), whose points it leaves on |x| = R to a
/// few ulp. What it takes of the process is the Itô drift f and the noise G of space at x, on the sphere.
class SphereScheme : public SdeScheme {
 public:
  bool accepts(process::NoiseKind kind) const override {
    return kind == process::NoiseKind::general || kind == process::NoiseKind::commutative;
  }
  bool can_step(const process::Process& process) const override;
  /// G, f or a copy of x, and two columns of lengths.
  Index workspace_blocks(const process::Process& process) const override;
};

/// The Euler–Maruyama step of space, carried back along the radius: y = x + h f + G √h z, x' = R y/|y|.
/// Weak order 1, as |y| is R but for O(√h) and the way back is orthogonal.
class SphereProjection final : public SphereScheme {
 public:
  const Claim& claim() const override;
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

/// The geodesic random walk: with v the tangential part of h f + G √h z, a = |v|/R,
///   x' = x cos a + R v/|v| sin a.
/// The radial part of f, which keeps a step of space on the sphere, is left out: the geodesic bends by
/// itself. Weak order 1 (Jørgensen 1975).
class SphereGeodesic final : public SphereScheme {
 public:
  const Claim& claim() const override;
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

/// Both: sphere_projection, sphere_geodesic. They are not in `schemes`, which step processes of all of space.
const std::vector<const SdeScheme*>& sphere_schemes();

}  // namespace kolmo::sde
