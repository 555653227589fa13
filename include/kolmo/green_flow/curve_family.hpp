#pragma once
// Field lines given as curves.

#include <map>
#include <string>
#include <vector>

#include "kolmo/density/expression.hpp"

namespace kolmo::green_flow {

/// Curves t ↦ X(t; a) ∈ R^d through labels a ∈ R^d, d = 1 to 3: the flow whose characteristics they are. A
/// density q(a) of labels moves as ρ(t, X(t; a)) = q(a)/|det ∂_a X|, which solves dρ/dt = −ρ ∇·v along the
/// curve with
///   v = ∂_t X,  ∇·v = tr(∂_a∂_t X (∂_a X)^{-1}) = ∂_t log |det ∂_a X|.
/// u = (ρ, ρ v) is divergence-free in (t, x) wherever curves do not cross (det ∂_a X ≠ 0).
class CurveFamily {
 public:
  /// One text a coordinate in the labels a, b, c and in t: {"a*t", "b*t + 0.5*t^2"}. Throws InvalidArgument
  /// as Expression does, and for other than one to three.
  explicit CurveFamily(const std::vector<std::string>& curves,
                       const std::map<std::string, double>& parameters = {});
  Index dimension() const { return dimension_; }
  /// out(i, ·) = X(t; a_i).
  void places(double t, const ConstBlock& labels, Block out) const;
  /// out(i, ·) = ∂_t X(t; a_i).
  void velocity(double t, const ConstBlock& labels, Block out) const;
  /// (∇·v)(t, X(t; a_i)). Throws NumericalFailure, naming label and time, where curves cross.
  Eigen::ArrayXd divergence(double t, const ConstBlock& labels) const;
  /// log |det ∂_a X(t; a_i)|; the same error.
  Eigen::ArrayXd log_determinant(double t, const ConstBlock& labels) const;

 private:
  Eigen::MatrixXd matrix(const Points& entries, Index i, Index first) const;
  void require_apart(const Eigen::MatrixXd& jacobian, double t, const ConstBlock& labels, Index i) const;
  Index dimension_;
  density::ExpressionProgram places_, velocity_, jacobian_, jacobian_and_rate_;
};

}  // namespace kolmo::green_flow
