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
  /// The basis of the Krylov space of y in basis_, A's projection in projection_. Its dimension; `closed`
  /// where A y stays in it.
  Index project(const double* y, double norm, bool& closed);
  struct Trial {
    double length, error;
  };
  Trial longest(Index m, bool closed, double norm, double left, double allowed_rate);

  Index size_, largest_;
  double tolerance_;
  Apply apply_;
  Index products_ = 0;
  Eigen::MatrixXd basis_, projection_, exponential_;
  double next_norm_ = 0, unit_ = 1;  ///< ‖A v_{m+1}‖
};

}  // namespace kolmo::fokker_planck
