#pragma once
// Generators whose fluxes see the two cells beside a face.

#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::fokker_planck {

/// What sets a two-point flux: w(δ), whether δ is a difference of potentials where there is one, and whether
/// w(−δ)/w(δ) = e^δ, so that equilibrium is that of δ.
struct TwoPointFlux {
  const char* name;
  double (*weight)(double delta);
  bool from_potential, fitted;
};

/// The weight of smooth_hybrid.
double hybrid_weight(double delta);

/// Drift f̃ = f − ∂D and diffusivity D = g²/2 along one axis at some points.
struct Coefficients {
  Eigen::ArrayXd drift, diffusivity;
};
/// Throws InvalidArgument unless D is finite and > 0 everywhere.
Coefficients coefficients(const process::Process& process, const ConstBlock& x, Index axis, double t);

/// Points on the lines along `axis` at lower + (i + offset) h, i = 0 … count − 1 (count×lines, a column a
/// line).
Points places(const Grid& grid, Index axis, Index count, double offset);

/// Times of every size and none at all (NaN), at which whoever says nothing of itself is asked for a change:
/// a drift that reads its time in a formula has no number then.
std::vector<double> times_to_ask();

/// What `Discretisation::build` throws before it looks at fields on the grid.
void require_discretisable(const process::Process& process, const Grid& grid, const Setting& setting);

Generator two_point_generator(const TwoPointFlux& flux, const process::Process& process, const Grid& grid,
                              const Setting& setting);

/// The largest |δ| over all faces between two cells, δ = −h f̃/D.
double largest_exponent(const process::Process& process, const Grid& grid, const Setting& setting);

}  // namespace kolmo::fokker_planck
