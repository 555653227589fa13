#pragma once
// Distances between point sets in several dimensions that need no plan; on the line, exact ones are in
// core/statistics/law_1d.hpp and sample_distance.hpp.

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::transport {

/// Sliced W2²: the mean over `directions` θ of W2² between the projections θ·x and θ·y, each exact by
/// sorting. In the plane the directions are even in angle (from half a step on: the trapezoidal rule of a
/// smooth periodic function), on the line there is one, and beyond they are random (`stream`), with a
/// standard error that is reported. It is at most W2²/d on average over all θ. Throws InvalidArgument where
/// dimensions differ, a set is empty or not finite, or directions < 1 (< 2 beyond the plane).
struct SlicedDistance {
  double w2_squared;
  double standard_error;  ///< of the directions; 0 on the line and in the plane
};
SlicedDistance sliced_w2_squared(const ConstBlock& x, const ConstBlock& y, Index directions,
                                 const RandomStream& stream = RandomStream(0));

/// Maximum mean discrepancy, squared, with the kernel k = e^{−|x − y|²/2ℓ²}: E k(x, x′) + E k(y, y′) − 2 E
/// k(x, y) over all pairs but those of a point with itself (unbiased, so that it can be negative: Gretton et
/// al. 2012, equation 3). O((n + m)² d), parallel. Throws InvalidArgument unless ℓ is finite and > 0,
/// dimensions agree, both sets have two points at least and all are finite.
double mmd_squared(const ConstBlock& x, const ConstBlock& y, double length);

}  // namespace kolmo::transport
