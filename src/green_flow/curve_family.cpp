#include "kolmo/green_flow/curve_family.hpp"

#include <Eigen/LU>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::green_flow {

using density::Expression;
using density::ExpressionProgram;

CurveFamily::CurveFamily(const std::vector<std::string>& curves,
                         const std::map<std::string, double>& parameters)
    : dimension_(static_cast<Index>(curves.size())) {
  require(dimension_ >= 1 && dimension_ <= 3, "coordinates", static_cast<double>(dimension_),
          "one to three are wanted");
  const std::vector<std::string> labels{"a", "b", "c"};
  const density::ExpressionNames names{
      .variables = {labels.begin(), labels.begin() + dimension_}, .parameters = parameters, .time = true};
  std::vector<Expression> places, velocity, jacobian;
  for (const std::string& curve : curves) {
    places.emplace_back(curve, names);
    velocity.push_back(places.back().derivative(Expression::time));
    for (Index k = 0; k < dimension_; ++k) jacobian.push_back(places.back().derivative(k));
  }
  places_ = ExpressionProgram(places);
  velocity_ = ExpressionProgram(velocity);
  jacobian_ = ExpressionProgram(jacobian);
  for (const Expression& one : velocity)
    for (Index k = 0; k < dimension_; ++k) jacobian.push_back(one.derivative(k));
  jacobian_and_rate_ = ExpressionProgram(jacobian);
}

void CurveFamily::places(double t, const ConstBlock& labels, Block out) const {
  places_.evaluate(t, labels, out);
}

void CurveFamily::velocity(double t, const ConstBlock& labels, Block out) const {
  velocity_.evaluate(t, labels, out);
}

// Entries row by row from column `first`.
Eigen::MatrixXd CurveFamily::matrix(const Points& entries, Index i, Index first) const {
  Eigen::MatrixXd m(dimension_, dimension_);
  for (Index j = 0; j < dimension_; ++j)
    for (Index k = 0; k < dimension_; ++k) m(j, k) = entries(i, first + j * dimension_ + k);
  return m;
}

void CurveFamily::require_apart(const Eigen::MatrixXd& jacobian, double t, const ConstBlock& labels,
                                Index i) const {
  const double determinant = jacobian.determinant();
  if (std::isfinite(determinant) && determinant != 0) return;
  std::string label;
  for (Index k = 0; k < dimension_; ++k) label += (k > 0 ? ", " : "") + number_text(labels(i, k));
  throw NumericalFailure("curves meet at t = " + number_text(t) + ", label (" + label + "): det dX/da = " +
                         number_text(determinant) + ", and no velocity field has them all as its lines");
}

Eigen::ArrayXd CurveFamily::divergence(double t, const ConstBlock& labels) const {
  Points entries(labels.rows(), 2 * dimension_ * dimension_);
  jacobian_and_rate_.evaluate(t, labels, entries);
  Eigen::ArrayXd out(labels.rows());
  for (Index i = 0; i < labels.rows(); ++i) {
    const Eigen::MatrixXd jacobian = matrix(entries, i, 0);
    require_apart(jacobian, t, labels, i);
    out(i) = jacobian.partialPivLu().solve(matrix(entries, i, dimension_ * dimension_)).trace();
  }
  return out;
}

Eigen::ArrayXd CurveFamily::log_determinant(double t, const ConstBlock& labels) const {
  Points entries(labels.rows(), dimension_ * dimension_);
  jacobian_.evaluate(t, labels, entries);
  Eigen::ArrayXd out(labels.rows());
  for (Index i = 0; i < labels.rows(); ++i) {
    const Eigen::MatrixXd jacobian = matrix(entries, i, 0);
    require_apart(jacobian, t, labels, i);
    out(i) = std::log(std::abs(jacobian.determinant()));
  }
  return out;
}

}  // namespace kolmo::green_flow
