#pragma once
// Places where a score vanishes: modes, saddles and minima of the density.

#include <vector>

#include "kolmo/score/fields/field.hpp"

namespace kolmo::score {

/// Of log p: all eigenvalues of the Jacobian's symmetric part negative, of both signs, all positive; or one
/// that is 0 to `flat` of the largest, where the kind is not known.
enum class CriticalKind { maximum, saddle, minimum, degenerate };
const char* name_of(CriticalKind kind);

struct CriticalPoint {
  Eigen::VectorXd place;
  Eigen::VectorXd eigenvalues;  ///< of ½(J + Jᵀ), increasing, in 1/x²
  CriticalKind kind;
};

struct CriticalSearch {
  double apart;  ///< > 0, in units of x: places that are nearer are one; no step is longer than 100 of it
  double tolerance = 1e-10;  ///< the last Newton step, over `apart`
  Index most_steps = 200;
  double flat = 1e-8;
};

struct CriticalPoints {
  std::vector<CriticalPoint> points;  ///< in the order of the starts that led there first
  Index lost = 0;                     ///< starts that led nowhere: no zero of s, or far away
};

/// Zeros of s by Newton's method from every row of `starts` (n×d), each step −J⁻¹s halved until |s| falls
/// (Armijo's rule with 1e-4; Dennis and Schnabel 1996, algorithm A6.3.1). A search from finitely many starts
/// may miss some. Throws InvalidArgument where sizes do not fit or a number of the search is not positive.
CriticalPoints critical_points(const Field& field, const Points& starts, const CriticalSearch& search);

}  // namespace kolmo::score
