#include "kolmo/score/fields/critical_points.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <optional>

#include "kolmo/core/errors.hpp"

namespace kolmo::score {
namespace {

constexpr double longest_step = 100;  ///< of `apart`
constexpr double armijo = 1e-4;
constexpr double unsolved = 1e-6;
constexpr int most_halvings = 40;

Eigen::VectorXd value_at(const Field& field, const Eigen::VectorXd& x) {
  Points s(1, x.size());
  field.value(x.transpose().array(), s);
  return s.row(0).matrix().transpose();
}

/// The zero that Newton's method comes to; empty where it comes to none.
std::optional<Eigen::VectorXd> zero_from(const Field& field, Eigen::VectorXd x,
                                         const CriticalSearch& search) {
  Eigen::VectorXd s = value_at(field, x);
  for (Index k = 0; k < search.most_steps; ++k) {
    if (!s.allFinite()) return std::nullopt;
    const Eigen::MatrixXd j = jacobian(field, x);
    if (!j.allFinite()) return std::nullopt;
    Eigen::VectorXd step = -j.fullPivLu().solve(s);
    const double length = step.norm();
    // A singular J may have no step at all that leads to 0.
    if (!std::isfinite(length) || (j * step + s).norm() > unsolved * s.norm()) return std::nullopt;
    if (length <= search.tolerance * search.apart) return x + step;
    if (length > longest_step * search.apart) step *= longest_step * search.apart / length;
    double share = 1;
    int halvings = 0;
    for (; halvings < most_halvings; ++halvings, share /= 2) {
      const Eigen::VectorXd there = value_at(field, x + share * step);
      if (!there.allFinite() || there.norm() > (1 - armijo * share) * s.norm()) continue;
      x += share * step;
      s = there;
      break;
    }
    if (halvings == most_halvings) return std::nullopt;  // |s| has a minimum that is no zero
  }
  return std::nullopt;
}

CriticalKind kind_of(const Eigen::VectorXd& eigenvalues, double flat) {
  const double largest = eigenvalues.cwiseAbs().maxCoeff();
  if (eigenvalues.cwiseAbs().minCoeff() <= flat * largest) return CriticalKind::degenerate;
  if (eigenvalues.maxCoeff() < 0) return CriticalKind::maximum;
  return eigenvalues.minCoeff() > 0 ? CriticalKind::minimum : CriticalKind::saddle;
}

}  // namespace

const char* name_of(CriticalKind kind) {
  switch (kind) {
    case CriticalKind::maximum:
      return "maximum";
    case CriticalKind::saddle:
      return "saddle";
    case CriticalKind::minimum:
      return "minimum";
    case CriticalKind::degenerate:
      return "degenerate";
  }
  throw InvalidArgument("kind: is none of the list");
}

CriticalPoints critical_points(const Field& field, const Points& starts, const CriticalSearch& search) {
  require(starts.cols() == field.dimension(), "starts.cols", static_cast<double>(starts.cols()),
          "must be the dimension of the field");
  require(search.apart > 0 && std::isfinite(search.apart), "apart", search.apart,
          "must be positive and finite");
  require(search.tolerance > 0, "tolerance", search.tolerance, "must be positive");
  require(search.most_steps >= 1, "most_steps", static_cast<double>(search.most_steps), "must be at least 1");
  CriticalPoints found;
  for (Index i = 0; i < starts.rows(); ++i) {
    const auto place = zero_from(field, starts.row(i).matrix().transpose(), search);
    if (!place) {
      ++found.lost;
      continue;
    }
    const bool known = std::any_of(found.points.begin(), found.points.end(), [&](const CriticalPoint& point) {
      return (point.place - *place).norm() < search.apart;
    });
    if (known) continue;
    const Eigen::MatrixXd j = jacobian(field, *place);
    const Eigen::VectorXd eigenvalues =
        Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(0.5 * (j + j.transpose())).eigenvalues();
    found.points.push_back({*place, eigenvalues, kind_of(eigenvalues, search.flat)});
  }
  return found;
}

}  // namespace kolmo::score
