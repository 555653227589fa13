#pragma once
// Derivatives of f for methods that solve equations, and those equations: one small system a particle.

#include <Eigen/LU>
#include <vector>

#include "kolmo/ode/ode_stepper.hpp"

namespace kolmo::ode {

/// J = ∂f/∂x of every system of a state, with the workspace for it.
class Linearisation {
 public:
  void set_structure(const Structure& structure) { structure_ = structure; }
  Index rows() const { return structure_.rows; }

  /// J at (t, x), slope = f(t, x): jacobian()(i, k m + j) = ∂f_j/∂x_k of system i. Central differences have
  /// steps of ε^{1/3} of |x| or of the way |h slope| of a step, whichever is larger; where both are 0 that of
  /// the largest of all entries, and 1 where the whole state stands still at 0.
  void evaluate(const System& system, double t, double h, const State& x, const State& slope);
  const Points& jacobian() const { return jacobian_; }

  /// out = ∂f/∂t at (t, x): (−3 f(t) + 4 f(t + e) − f(t + 2e))/(2e) with e = h/4096, inside the step.
  void time_derivative(const System& system, double t, double h, const State& x, const State& slope,
                       State& out);

 private:
  void differences(const System& system, double t, double h, const State& x, const State& slope);

  Structure structure_;
  Points jacobian_;
  State shifted_, above_, below_, width_;
};

/// LU factors of one matrix a system.
class Factors {
 public:
  /// Factors of matrix(i), which fills a size×size matrix, for i < rows. False where one is singular (a pivot
  /// of 0) or not finite.
  template <class Matrix>
  bool factorise(Index rows, Index size, const Matrix& matrix) {
    work_.resize(size, size);
    lu_.resize(static_cast<std::size_t>(rows));
    bool regular = true;
    for (Index i = 0; i < rows; ++i) {
      matrix(i, work_);
      auto& lu = lu_[static_cast<std::size_t>(i)];
      lu.compute(work_);
      const auto pivots = lu.matrixLU().diagonal().array();
      regular = regular && pivots.isFinite().all() && (pivots != 0).all();
    }
    return regular;
  }
  /// Solves system i in place.
  void solve(Index i, Eigen::VectorXd& right_side) {
    solution_ = lu_[static_cast<std::size_t>(i)].solve(right_side);
    right_side.swap(solution_);
  }

 private:
  Eigen::MatrixXd work_;
  Eigen::VectorXd solution_;
  std::vector<Eigen::PartialPivLU<Eigen::MatrixXd>> lu_;
};

}  // namespace kolmo::ode
