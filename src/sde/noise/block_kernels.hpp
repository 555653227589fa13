#pragma once
// Elementwise passes over blocks; all blocks of a call have the same shape.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::sde {

/// x += a u.
void add_scaled(double a, const ConstBlock& u, Block x);
/// x = (x + a u) + b v.
void add_two_scaled(double a, const ConstBlock& u, double b, const ConstBlock& v, Block x);
/// x += a (u − v).
void add_scaled_difference(double a, const ConstBlock& u, const ConstBlock& v, Block x);
/// x += (s g) z.
void add_noise(double s, const ConstBlock& g, const ConstBlock& z, Block x);
/// x = (x + h f) + (s g) z: Euler–Maruyama with s = √h.
void add_drift_and_noise(double h, const ConstBlock& f, double s, const ConstBlock& g, const ConstBlock& z,
                         Block x);
/// out = a u + b v; out may be u or v.
void combine(double a, const ConstBlock& u, double b, const ConstBlock& v, Block out);
/// Whether every number is finite.
bool all_finite(const ConstBlock& x);

}  // namespace kolmo::sde
