#include "kolmo/process/equations/function_process.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/noise/integrated_variance.hpp"

#include "kolmo/core/parallel/scratch.hpp"

namespace kolmo::process {
namespace {

/// ε^{1/3}: where the error of a central difference, δ² of truncation and ε/δ of rounding, is least.
const double relative_step = std::cbrt(std::numeric_limits<double>::epsilon());

}  // namespace

FunctionProcess::FunctionProcess(Index dimension, Index noise_dimension, FunctionFacts facts)
    : dimension_(dimension), noise_dimension_(noise_dimension), facts_(std::move(facts)) {
  const std::string what = "process '" + facts_.name + "': ";
  require(dimension >= 1, what + "dimension", static_cast<double>(dimension), "must be at least 1");
  require(noise_dimension >= 1, what + "noise dimension", static_cast<double>(noise_dimension),
          "must be at least 1");
  if (facts_.noise == NoiseKind::general && noise_dimension == 1) facts_.noise = NoiseKind::commutative;
  if (facts_.noise == NoiseKind::scalar || facts_.noise == NoiseKind::diagonal) {
    require(noise_dimension == dimension, what + "noise dimension", static_cast<double>(noise_dimension),
            "must be the dimension where the noise is scalar or diagonal");
  }
  const Index scales = facts_.scales.size();
  require(scales <= 1 || scales == dimension, what + "number of scales", static_cast<double>(scales),
          "must be 0, 1 or the dimension");
  for (const double scale : facts_.scales)
    require(std::isfinite(scale) && scale > 0, what + "scale", scale, "must be finite and > 0");
  if (scales == 1) facts_.scales = Eigen::ArrayXd::Constant(dimension, facts_.scales(0)).eval();
}

void FunctionProcess::drift_difference(double t, const ConstBlock& x, Index k, Block out) const {
  Scratch moved(x.rows(), dimension_), below(x.rows(), dimension_);
  const double step = relative_step * facts_.scales(k);
  moved.points() = x;
  moved.points().col(k) = x.col(k) - step;
  drift(t, moved.points(), below.points());
  moved.points().col(k) = x.col(k) + step;
  drift(t, moved.points(), out);
  // by the distance of the two places as rounded
  out = (out - below.points()).colwise() / (moved.points().col(k) - (x.col(k) - step));
}

void FunctionProcess::drift_divergence(double t, const ConstBlock& x, Values out) const {
  if (!differentiates()) return Process::drift_divergence(t, x, out);  // refuses
  Scratch derivative(x.rows(), dimension_);
  out.setZero();
  for (Index k = 0; k < dimension_; ++k) {
    drift_difference(t, x, k, derivative.points());
    out += derivative.points().col(k);
  }
}

void FunctionProcess::drift_jacobian(double t, const ConstBlock& x, Block out) const {
  if (!differentiates()) {
    throw Undefined("process = '" + facts_.name + "': has drift_jacobian where it is given scales alone");
  }
  for (Index k = 0; k < dimension_; ++k)
    drift_difference(t, x, k, out.middleCols(k * dimension_, dimension_));
}

void FunctionProcess::diffusion_diagonal(double t, const ConstBlock& x, Block out) const {
  if (facts_.noise != NoiseKind::scalar && facts_.noise != NoiseKind::diagonal)
    return Process::diffusion_diagonal(t, x, out);  // refuses
  Scratch matrix(x.rows(), dimension_ * dimension_);
  diffusion_matrix(t, x, matrix.points());
  for (Index j = 0; j < dimension_; ++j) out.col(j) = matrix.points().col(j * dimension_ + j);
}

// g_j sees x_j alone: one difference moves every coordinate.
void FunctionProcess::diffusion_derivative(double t, const ConstBlock& x, Block out) const {
  if (facts_.noise != NoiseKind::diagonal || !differentiates())
    return Process::diffusion_derivative(t, x, out);  // 0 for scalar noise, else refuses
  Scratch above(x.rows(), dimension_), below(x.rows(), dimension_), values(x.rows(), dimension_);
  const auto steps = (relative_step * facts_.scales).transpose().eval();
  above.points() = x.rowwise() + steps;
  below.points() = x.rowwise() - steps;
  diffusion_diagonal(t, below.points(), values.points());
  diffusion_diagonal(t, above.points(), out);
  out = (out - values.points()) / (above.points() - below.points());
}

void FunctionProcess::diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                                  Block out) const {
  const bool varies = !is_additive(facts_.noise) && facts_.noise != NoiseKind::diagonal;
  if (!varies || !differentiates()) return Process::diffusion_matrix_derivative(t, x, v, out);
  const Index rows = x.rows(), columns = dimension_ * noise_dimension_;
  Scratch moved(rows, dimension_), below(rows, columns), step(rows, 1);
  // the η for which max_j η |v_j|/s_j = ε^{1/3}; any η where v = 0, as the difference is 0 then
  step.values() = (v.abs().rowwise() / facts_.scales.transpose()).rowwise().maxCoeff();
  step.values() = (step.values() > 0).select(relative_step / step.values(), 1.0);
  moved.points() = x - v.colwise() * step.values();
  diffusion_matrix(t, moved.points(), below.points());
  moved.points() = x + v.colwise() * step.values();
  diffusion_matrix(t, moved.points(), out);
  out = (out - below.points()).colwise() / (2 * step.values());
}

double FunctionProcess::diffusion(double t) const {
  if (facts_.noise != NoiseKind::scalar) return Process::diffusion(t);  // refuses
  Scratch at(1, dimension_), matrix(1, dimension_ * dimension_);
  at.points().setZero();
  diffusion_matrix(t, at.points(), matrix.points());
  return matrix.points()(0, 0);
}

double FunctionProcess::noise_variance(double s, double t) const {
  if (facts_.noise != NoiseKind::scalar) return Process::noise_variance(s, t);  // refuses
  return integrated_variance([this](double at) { return diffusion(at); }, s, t,
                             "process '" + facts_.name + "'");
}

BlockFunctions::BlockFunctions(Index dimension, Index noise_dimension, Function drift, Function noise,
                               FunctionFacts facts)
    : FunctionProcess(dimension, noise_dimension, std::move(facts)),
      drift_(std::move(drift)),
      noise_(std::move(noise)) {
  if (!drift_ || !noise_)
    throw InvalidArgument("process '" + name() + "': drift and noise must both be functions");
}

}  // namespace kolmo::process
