#include "fourier_operator.hpp"

#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/operator/full_matrix.hpp"

namespace kolmo::fokker_planck {
namespace {

constexpr std::complex<double> imaginary(0, 1);

bool is_constant(const Eigen::Ref<const Eigen::ArrayXd>& values) { return (values == values(0)).all(); }

}  // namespace

FourierSolver::Operator::Operator(const FourierSolver& solver)
    : solver_(solver),
      modes_(*solver.modes_),
      mean_drift_(solver.grid_.dimension()),
      middle_square_(mean_drift_.size()),
      matrix_(Eigen::MatrixXd::Zero(mean_drift_.size(), mean_drift_.size())),
      linear_(modes_.transform.modes()),
      scratch_(linear_.size()),
      p_(solver.grid_.cells()),
      product_(p_.size()) {
  drifts_.resize(static_cast<std::size_t>(mean_drift_.size()));
  diffuses_.resize(drifts_.size());
  if (solver.process_->noise_kind() == process::NoiseKind::constant) {
    matrix_ = diffusion_matrix(*solver.process_);
  }
}

void FourierSolver::Operator::truncate(Points& field) {
  for (Index axis = 0; axis < field.cols(); ++axis) {
    if (is_constant(field.col(axis))) continue;
    modes_.project(field.col(axis).data(), scratch_);
    modes_.transform.to_values(scratch_.data(), field.col(axis).data());
  }
}

void FourierSolver::Operator::update(double t) {
  spectral_fields(*solver_.process_, t, solver_.nodes_, now_);
  if (given_.drift.size() > 0 && now_ == given_) return;
  given_ = fields_ = now_;
  truncate(fields_.drift);
  truncate(fields_.square);
  find_active();
}

void FourierSolver::Operator::find_active() {
  for (Index axis = 0; axis < mean_drift_.size(); ++axis) {
    const auto k = static_cast<std::size_t>(axis);
    drifts_[k] = (fields_.drift.col(axis) != mean_drift_(axis)).any();
    diffuses_[k] = (fields_.square.col(axis) != middle_square_(axis)).any();
  }
}

void FourierSolver::Operator::freeze(double t) {
  update(t);
  linear_.setZero();
  for (Index axis = 0; axis < mean_drift_.size(); ++axis) {
    const auto f = given_.drift.col(axis), square = given_.square.col(axis);
    mean_drift_(axis) = is_constant(f) ? f(0) : sum(f.data(), f.size()) / static_cast<double>(f.size());
    middle_square_(axis) = (square.minCoeff() + square.maxCoeff()) / 2;
    const auto kappa = modes_.kappa.col(axis);
    linear_ -= modes_.kept * (imaginary * (mean_drift_(axis) * kappa) +
                              (middle_square_(axis) / 2 * kappa.square()).cast<std::complex<double>>());
    for (Index other = 0; other < mean_drift_.size(); ++other) {
      linear_ -= matrix_(axis, other) * (modes_.kept * kappa * modes_.kappa.col(other));
    }
  }
  find_active();
}

// −i κ (f − f̄) p and −½ κ² (g² − ḡ²) p, products at the nodes.
void FourierSolver::Operator::remainder(double t, const Eigen::ArrayXcd& c, Eigen::ArrayXcd& out) {
  update(t);
  at_nodes(c, p_.data());
  out.setZero();
  for (Index axis = 0; axis < mean_drift_.size(); ++axis) {
    const auto kappa = modes_.kappa.col(axis);
    if (drifts_[static_cast<std::size_t>(axis)]) {
      product_ = (fields_.drift.col(axis) - mean_drift_(axis)) * p_;
      modes_.project(product_.data(), scratch_);
      out -= imaginary * (kappa * scratch_);
    }
    if (diffuses_[static_cast<std::size_t>(axis)]) {
      product_ = 0.5 * (fields_.square.col(axis) - middle_square_(axis)) * p_;
      modes_.project(product_.data(), scratch_);
      out -= kappa.square() * scratch_;
    }
  }
}

void FourierSolver::Operator::at_nodes(const Eigen::ArrayXcd& c, double* p) {
  scratch_ = c;
  modes_.transform.to_values(scratch_.data(), p);
}

}  // namespace kolmo::fokker_planck
