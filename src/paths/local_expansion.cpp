#include "paths/local_expansion.hpp"

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"

namespace kolmo::paths {

Stencil::Stencil(const PathAction& action) : action_(action), d_(action.process.dimension()) {
  delta_ = std::pow(std::numeric_limits<double>::epsilon(), 0.2) * action.scale;
  shifts_ = Points::Zero(1 + 4 * d_ + 2 * d_ * (d_ - 1), d_);
  for (Index k = 0; k < d_; ++k)
    for (Index sign = 0; sign < 2; ++sign) {
      shifts_(1 + 2 * k + sign, k) = (2 - 4 * static_cast<double>(sign)) * delta_(k);
      shifts_(1 + 2 * d_ + 2 * k + sign, k) = (1 - 2 * static_cast<double>(sign)) * delta_(k);
    }
  Index row = 1 + 4 * d_;
  for (Index k = 0; k < d_; ++k)
    for (Index l = 0; l < k; ++l)
      for (Index corner = 0; corner < 4; ++corner, ++row) {
        shifts_(row, k) = (corner < 2 ? 1 : -1) * delta_(k);
        shifts_(row, l) = (corner % 2 == 0 ? 1 : -1) * delta_(l);
      }
  drift_.resize(shifts_.rows(), d_);
  divergence_.setZero(shifts_.rows());
}

void Stencil::look(double t, const Eigen::VectorXd& x, bool derivatives, Local& out) {
  const Index rows = derivatives ? shifts_.rows() : 1;
  const Points at = shifts_.topRows(rows).rowwise() + x.transpose().array();
  action_.process.drift(t, at, drift_.topRows(rows));
  const bool with_divergence = action_.kind == ActionKind::onsager_machlup;
  if (with_divergence) action_.process.drift_divergence(t, at, divergence_.head(rows));
  if (!drift_.topRows(rows).isFinite().all() || !divergence_.head(rows).isFinite().all())
    throw NumericalFailure("the drift is not finite on the path, at t = " + number_text(t, 6) +
                           ", x_0 = " + number_text(x(0), 6));
  out.drift = drift_.row(0).transpose();
  out.divergence = divergence_(0);
  if (!derivatives) return;
  differentiate(t, at, out);
}

void Stencil::differentiate(double t, const Points& at, Local& out) const {
  out.jacobian.resize(d_, d_);
  out.divergence_gradient.resize(d_);
  for (Index k = 0; k < d_; ++k) {
    const Index far = 1 + 2 * k, near = far + 2 * d_;
    out.jacobian.col(k) =
        (8 * (drift_.row(near) - drift_.row(near + 1)) - (drift_.row(far) - drift_.row(far + 1)))
            .transpose() /
        (12 * delta_(k));
    out.divergence_gradient(k) =
        (8 * (divergence_(near) - divergence_(near + 1)) - (divergence_(far) - divergence_(far + 1))) /
        (12 * delta_(k));
  }
  if (process::has_drift_jacobian(action_.process)) {
    Points flat(1, d_ * d_);
    process::drift_jacobian(action_.process, t, at.topRows(1), flat);
    out.jacobian = Eigen::Map<const Eigen::MatrixXd>(flat.data(), d_, d_);
  }
  out.second.resize(static_cast<std::size_t>(d_));
  for (Index j = 0; j < d_; ++j) out.second[static_cast<std::size_t>(j)] = second_of(drift_.col(j));
  out.divergence_second = second_of(divergence_);
}

Eigen::MatrixXd Stencil::second_of(const ConstValues& v) const {
  Eigen::MatrixXd h(d_, d_);
  Index row = 1 + 4 * d_;
  for (Index k = 0; k < d_; ++k) {
    const Index at = 1 + 2 * d_ + 2 * k;
    h(k, k) = ((v(at) - v(0)) + (v(at + 1) - v(0))) / (delta_(k) * delta_(k));
    for (Index l = 0; l < k; ++l, row += 4)
      h(k, l) = h(l, k) = ((v(row) - v(row + 1)) - (v(row + 2) - v(row + 3))) / (4 * delta_(k) * delta_(l));
  }
  return h;
}

}  // namespace kolmo::paths
