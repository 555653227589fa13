#pragma once
// exp(t A) y for a matrix given by its product with vectors.

#include <functional>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::fokker_planck {

/// y ← exp(t A) y by Arnoldi's projection on Krylov spaces of dimension ≤ 30, with substeps whose error
/// estimates (the last two terms of the corrected scheme) add up to at most tolerance ‖y‖ over t (Saad 1992;
/// Sidje 1998, Expokit). The basis serves every trial length of a substep.
class KrylovExponential {
 public:
  using Apply = std::function<void(const double* y, double* out)>;

  /// size ≥ 1, 0 < tolerance < 1, else InvalidArgument.
  KrylovExponential(Index size, double tolerance, Apply apply);

  /// Throws NumericalFailure where a substep falls below 1e−12 t (not finite numbers).
  void advance(double* y, double t);
  /// Products with A so far.
  Index products() const { return products_; }

 private:
  struct Trial {
    double length, error;
  };
  struct Substep {
    Index dimension;
    bool closed;
    Trial trial;
  };
  /// The basis of the Krylov space in basis_ from dimension `from` to `to`, A's projection in projection_.
  /// The dimension reached; `closed` where A's products stay in it.
  Index extend(Index from, Index to, bool& closed);
  /// Column j + 1 of the basis ← A · column j.
  void multiply(Index j);
  /// The norm of A v_{m+1}, which the error is estimated by.
  void measure_beyond(Index m);
  /// exp(length · projection) in exponential_, with the estimated error.
  Trial attempt(Index m, bool closed, double norm, double length);
  Trial longest(Index m, bool closed, double norm, double first, double allowed_rate);
  /// One substep of at most `left`, `before` being the length that the substep before it lets expect.
  Substep substep(const double* y, double norm, double left, double before, double allowed_rate);

  Index size_, largest_;
  double tolerance_;
  Apply apply_;
  Index products_ = 0;
  Eigen::MatrixXd basis_, projection_, exponential_;
  double next_norm_ = 0, unit_ = 1;  ///< ‖A v_{m+1}‖
  double scale_ = 0;                 ///< largest entry of the projection so far
};

}  // namespace kolmo::fokker_planck
