#include "kolmo/problem/expression_process.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/process/noise/integrated_variance.hpp"

#include "kolmo/core/parallel/scratch.hpp"

namespace kolmo::problem {
namespace {

using density::Expression;
using process::NoiseKind;

Expression noise_at(const std::vector<std::vector<Expression>>& noise, Index j, Index k) {
  return noise[static_cast<std::size_t>(j)][static_cast<std::size_t>(k)];
}

void require_sizes(const Dynamics& dynamics) {
  density::require_names(dynamics.names);
  const std::size_t d = dynamics.names.variables.size();
  if (dynamics.drift.size() != d)
    throw InvalidArgument("drift: " + number_text(dynamics.drift.size()) + " entries for " + number_text(d) +
                          " variables");
  if (dynamics.noise.size() != d)
    throw InvalidArgument("noise: " + number_text(dynamics.noise.size()) + " rows for " + number_text(d) +
                          " variables");
  for (const auto& row : dynamics.noise)
    if (row.empty() || row.size() != dynamics.noise[0].size())
      throw InvalidArgument("noise: its rows must hold equally many entries, at least one");
}

bool depends_on_state(const Expression& f, Index dimension) {
  for (Index l = 0; l < dimension; ++l)
    if (f.depends_on(l)) return true;
  return false;
}

}  // namespace

std::vector<Expression> ito_drift(const Dynamics& dynamics) {
  require_sizes(dynamics);
  std::vector<Expression> drift = dynamics.drift;
  if (dynamics.calculus == Calculus::ito) return drift;
  const auto d = static_cast<Index>(drift.size()), m = static_cast<Index>(dynamics.noise[0].size());
  for (Index j = 0; j < d; ++j) {
    Expression correction;
    for (Index k = 0; k < m; ++k) {
      for (Index l = 0; l < d; ++l) {
        const Expression g_jk = noise_at(dynamics.noise, j, k), g_lk = noise_at(dynamics.noise, l, k);
        correction = correction + g_lk * g_jk.derivative(l);
        if (dynamics.calculus == Calculus::isothermal) correction = correction + g_jk * g_lk.derivative(l);
      }
    }
    Expression& f = drift[static_cast<std::size_t>(j)];
    f = f + Expression(0.5) * correction;
  }
  return drift;
}

ExpressionProcess::ExpressionProcess(const Dynamics& dynamics,
                                     std::optional<process::GradientStructure> gradient,
                                     std::optional<process::KineticStructure> kinetic)
    : drift_(ito_drift(dynamics)),
      noise_(dynamics.noise),
      gradient_(std::move(gradient)),
      kinetic_(std::move(kinetic)) {
  dimension_ = static_cast<Index>(drift_.size());
  noise_dimension_ = static_cast<Index>(noise_[0].size());
  find_facts();
  find_kind();
  compile();
}

void ExpressionProcess::find_facts() {
  linear_ = true;
  const auto look = [&](const Expression& f) {
    time_dependent_ = time_dependent_ || f.depends_on(Expression::time);
    kink_ = kink_ || f.has_kink();
    for (const Expression& each : f.switches()) switches_.push_back(each);
  };
  for (const Expression& f : drift_) {
    look(f);
    for (Index k = 0; k < dimension_; ++k)
      linear_ = linear_ && !depends_on_state(f.derivative(k), dimension_);
    linear_ = linear_ && !f.has_kink();
  }
  for (const auto& row : noise_) {
    for (const Expression& g : row) {
      look(g);
      linear_ = linear_ && !depends_on_state(g, dimension_);
    }
  }
}

void ExpressionProcess::find_kind() {
  bool square = noise_dimension_ == dimension_, diagonal = square, equal = square, own = true,
       additive = true, constant = true;
  for (Index j = 0; j < dimension_; ++j) {
    for (Index k = 0; k < noise_dimension_; ++k) {
      const Expression g = noise_at(noise_, j, k);
      if (j != k && !g.is_zero()) diagonal = false;
      for (Index l = 0; l < dimension_; ++l) {
        if (!g.depends_on(l)) continue;
        additive = constant = false;
        if (l != j) own = false;
      }
      if (g.depends_on(Expression::time)) constant = false;
    }
    if (square) equal = equal && (noise_at(noise_, j, j) - noise_at(noise_, 0, 0)).vanishes();
  }
  if (diagonal && equal && additive)
    kind_ = NoiseKind::scalar;
  else if (constant)
    kind_ = NoiseKind::constant;
  else if (diagonal && own)
    kind_ = NoiseKind::diagonal;
  else
    kind_ = commutes() ? NoiseKind::commutative : NoiseKind::general;
}

bool ExpressionProcess::commutes() const {
  for (Index j = 0; j < dimension_; ++j) {
    for (Index k = 0; k < noise_dimension_; ++k) {
      for (Index l = 0; l < k; ++l) {
        Expression difference;
        for (Index i = 0; i < dimension_; ++i)
          difference = difference + noise_at(noise_, i, l) * noise_at(noise_, j, k).derivative(i) -
                       noise_at(noise_, i, k) * noise_at(noise_, j, l).derivative(i);
        if (!difference.vanishes()) return false;
      }
    }
  }
  return true;
}

void ExpressionProcess::compile() {
  std::vector<Expression> jacobian, matrix, diagonal, diagonal_derivative, matrix_derivative;
  Expression divergence;
  for (Index k = 0; k < dimension_; ++k) {
    for (Index j = 0; j < dimension_; ++j)
      jacobian.push_back(drift_[static_cast<std::size_t>(j)].derivative(k));
    divergence = divergence + jacobian[static_cast<std::size_t>(k * dimension_ + k)];
  }
  for (Index k = 0; k < noise_dimension_; ++k) {
    std::vector<Expression> column;
    for (Index j = 0; j < dimension_; ++j) {
      const Expression g = noise_at(noise_, j, k);
      matrix.push_back(g);
      column.push_back(g);
      for (Index l = 0; l < dimension_; ++l) {
        const Expression derivative = g.derivative(l);
        if (derivative.is_zero()) continue;
        entries_.push_back({j, k, l});
        matrix_derivative.push_back(derivative);
      }
    }
    column_programs_.emplace_back(column);
  }
  if (kind_ == NoiseKind::scalar || kind_ == NoiseKind::diagonal) {
    for (Index j = 0; j < dimension_; ++j) {
      diagonal.push_back(noise_at(noise_, j, j));
      diagonal_derivative.push_back(diagonal.back().derivative(j));
    }
  }
  if (kind_ == NoiseKind::scalar) {
    constant_scalar_ = noise_at(noise_, 0, 0).constant();
    scalar_program_ = density::ExpressionProgram({noise_at(noise_, 0, 0)});
  }
  drift_program_ = density::ExpressionProgram(drift_);
  divergence_program_ = density::ExpressionProgram({divergence});
  jacobian_program_ = density::ExpressionProgram(jacobian);
  matrix_program_ = density::ExpressionProgram(matrix);
  diagonal_program_ = density::ExpressionProgram(diagonal);
  diagonal_derivative_program_ = density::ExpressionProgram(diagonal_derivative);
  matrix_derivative_program_ = density::ExpressionProgram(matrix_derivative);
}

void ExpressionProcess::drift(double t, const ConstBlock& x, Block out) const {
  drift_program_.evaluate(t, x, out);
}

void ExpressionProcess::drift_divergence(double t, const ConstBlock& x, Values out) const {
  divergence_program_.evaluate(t, x, Eigen::Map<Eigen::ArrayXXd>(out.data(), out.size(), 1));
}

void ExpressionProcess::drift_jacobian(double t, const ConstBlock& x, Block out) const {
  jacobian_program_.evaluate(t, x, out);
}

void ExpressionProcess::diffusion_diagonal(double t, const ConstBlock& x, Block out) const {
  if (diagonal_program_.outputs() == 0) return Process::diffusion_diagonal(t, x, out);  // refuses
  diagonal_program_.evaluate(t, x, out);
}

void ExpressionProcess::diffusion_derivative(double t, const ConstBlock& x, Block out) const {
  if (diagonal_program_.outputs() == 0) return Process::diffusion_derivative(t, x, out);  // refuses
  diagonal_derivative_program_.evaluate(t, x, out);
}

void ExpressionProcess::diffusion_matrix(double t, const ConstBlock& x, Block out) const {
  matrix_program_.evaluate(t, x, out);
}

void ExpressionProcess::noise_column(double t, const ConstBlock& x, Index k, Block out) const {
  column_programs_[static_cast<std::size_t>(k)].evaluate(t, x, out);
}

void ExpressionProcess::diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                                    Block out) const {
  const Index count = matrix_derivative_program_.outputs();
  Scratch derivatives(x.rows(), count);
  const auto values = derivatives.points();
  matrix_derivative_program_.evaluate(t, x, derivatives.points());
  out.setZero();
  for (Index e = 0; e < count; ++e) {
    const auto& [j, k, l] = entries_[static_cast<std::size_t>(e)];
    out.col(k * dimension_ + j) += v.col(l) * values.col(e);
  }
}

double ExpressionProcess::diffusion(double t) const {
  if (kind_ != NoiseKind::scalar) return Process::diffusion(t);  // refuses
  if (constant_scalar_) return *constant_scalar_;
  Eigen::ArrayXXd value(1, 1);
  scalar_program_.evaluate(t, Eigen::ArrayXXd::Zero(1, dimension_), value);
  return value(0, 0);
}

double ExpressionProcess::noise_variance(double s, double t) const {
  if (kind_ != NoiseKind::scalar) return Process::noise_variance(s, t);  // refuses
  if (constant_scalar_) return *constant_scalar_ * *constant_scalar_ * (t - s);
  return process::integrated_variance([this](double at) { return diffusion(at); }, s, t,
                                      "noise of an expression");
}

}  // namespace kolmo::problem
