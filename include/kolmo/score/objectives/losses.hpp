#pragma once
// Objectives of score matching, one number a point: their means over data are what is minimised.

#include "kolmo/score/fields/field.hpp"

namespace kolmo::score {

// For all: x are points of the data (rows×d, rows ≤ block_rows), z standard normal numbers and v probes with
// E vvᵀ = I of that shape; out(i) is the loss at point i, in units of 1/x². Sources: Hyvärinen 2005; Vincent
// 2011; Song, Garg, Shi and Ermon 2019 (sliced); Pang et al. 2020 (finite differences).

/// ½|s(x) − t(x)|²: explicit matching, where somebody knows the score t.
void explicit_loss(const Field& field, const Field& score, const ConstBlock& x, Values out);

/// ½|s|² + ∇·s: its mean is that of explicit_loss minus ½E|∇log p|², where p s vanishes at infinity.
void hyvarinen_loss(const Field& field, const ConstBlock& x, Values out);

/// ½|s|² + v·Jv: hyvarinen_loss with its trace from a probe. It is the analytic, variance-reduced form of
/// sliced matching: for E vvᵀ = I/d (unit vectors) its minimiser is ∇log p/d.
void hutchinson_loss(const Field& field, const ConstBlock& x, const ConstBlock& v, Values out);

/// ½(v·s)² + v·Jv, for probes of any length: the minimiser is ∇log p for every isotropic law of v.
void sliced_loss(const Field& field, const ConstBlock& x, const ConstBlock& v, Values out);

/// ½(v·s(x))² + v·(s(x + wv) − s(x − wv))/(2w), without derivatives of s: off by w²/6 times a third
/// derivative. width w > 0 (else InvalidArgument).
void finite_difference_loss(const Field& field, const ConstBlock& x, const ConstBlock& v, double width,
                            Values out);

/// ½|s(y) + z/σ|², y = x + σz: its mean is ½E|s − ∇log p_σ|² + ½(d/σ² − E|∇log p_σ|²), p_σ the law of y. The
/// weight λ(σ) of a level is the caller's. σ > 0 (else InvalidArgument), as below.
void denoising_loss(const Field& field, const ConstBlock& x, const ConstBlock& z, double sigma, Values out);

/// ½|s(y)|² + z·(s(y) − s(x))/σ: denoising_loss without ½|z|²/σ² and with the control variate z·s(x)/σ of
/// mean 0. Its mean is that of denoising_loss minus d/(2σ²), and it stays finite as σ → 0, where it becomes
/// hutchinson_loss.
void controlled_denoising_loss(const Field& field, const ConstBlock& x, const ConstBlock& z, double sigma,
                               Values out);

/// ½(v·(s(y) + z/σ))².
void sliced_denoising_loss(const Field& field, const ConstBlock& x, const ConstBlock& z, const ConstBlock& v,
                           double sigma, Values out);

}  // namespace kolmo::score
