#include "kolmo/density/component_table.hpp"

#include <cmath>
#include <numbers>

#include "mixture_kernel.hpp"

namespace kolmo::density {
namespace {

bool has_fused_kernels(const ComponentTable& table) {
  return table.kind == CovarianceKind::isotropic && table.dimension <= 3;
}

void evaluate(const ComponentTable& table, const MixtureTask& task) {
  (has_fused_kernels(table) ? evaluate_fused : evaluate_plain)(table, task);
}

MixtureTask task_on(const ConstBlock& x) {
  return {.x = x.data(), .x_stride = x.outerStride(), .rows = x.rows()};
}

}  // namespace

void ComponentTable::assign(const Eigen::ArrayXd& log_weights, const Points& component_means,
                            const Covariances& covariances, const Eigen::VectorXd& centre, double scale,
                            double variance) {
  kind = covariances.kind();
  components = covariances.components();
  dimension = covariances.dimension();
  axes = covariances.axes();
  const Eigen::ArrayXXd& eigenvalues = covariances.eigenvalues();
  const Index values = eigenvalues.rows(), repeats = dimension / values;
  constants.resize(static_cast<std::size_t>(components));
  precisions.resize(static_cast<std::size_t>(components * values));
  means.resize(static_cast<std::size_t>(components * dimension));

  equal_precisions = kind == CovarianceKind::isotropic;
  double log_determinant = 0;
  for (Index k = 0; k < components; ++k) {
    const bool as_before = values == 1 && k > 0 && eigenvalues(0, k) == eigenvalues(0, k - 1);
    equal_precisions = equal_precisions && (k == 0 || as_before);
    if (!as_before) log_determinant = 0;
    for (Index j = 0; j < values; ++j) {
      const double v = scale * scale * eigenvalues(j, k) + variance;
      precisions[static_cast<std::size_t>(k * values + j)] = 1 / v;
      if (!as_before) log_determinant += static_cast<double>(repeats) * std::log(2 * std::numbers::pi * v);
    }
    constants[static_cast<std::size_t>(k)] = log_weights(k) - 0.5 * log_determinant;
    for (Index j = 0; j < dimension; ++j) {
      means[static_cast<std::size_t>(k * dimension + j)] =
          centre(j) + scale * (component_means(k, j) - centre(j));
    }
  }
  tabulate_for_kernel();
}

void ComponentTable::tabulate_for_kernel() {
  constexpr double log2_e = std::numbers::log2e;
  binary_constants = constants;
  for (double& c : binary_constants) c *= log2_e;
  if (equal_precisions) {
    scale_of_points = std::sqrt(0.5 * log2_e * precisions[0]);
    scaled_means = means;
    for (double& m : scaled_means) m *= scale_of_points;
  } else if (kind == CovarianceKind::isotropic) {
    binary_scales = precisions;
    for (double& a : binary_scales) a *= 0.5 * log2_e;
  }
}

void ComponentTable::log_density(const ConstBlock& x, Values out) const {
  MixtureTask task = task_on(x);
  task.log_density = out.data();
  evaluate(*this, task);
}

void ComponentTable::score(const ConstBlock& x, Block out) const {
  MixtureTask task = task_on(x);
  task.score = out.data();
  task.score_stride = out.outerStride();
  evaluate(*this, task);
}

void ComponentTable::score_and_laplacian(const ConstBlock& x, Block score, Values laplacian) const {
  MixtureTask task = task_on(x);
  task.score = score.data();
  task.score_stride = score.outerStride();
  task.laplacian = laplacian.data();
  evaluate(*this, task);
}

void ComponentTable::hessian_product(const ConstBlock& x, const ConstBlock& v, Block out) const {
  if (!has_fused_kernels(*this)) return hessian_product_plain(*this, x, v, out);
  hessian_product_fused(
      *this, {x.data(), x.outerStride(), v.data(), v.outerStride(), out.data(), out.outerStride(), x.rows()});
}

}  // namespace kolmo::density
