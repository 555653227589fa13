#pragma once
// Evaluation of mixtures: what the two implementations share.

#include "kolmo/density/component_table.hpp"

namespace kolmo::density {

/// Where results go; null where they are not wanted. x and score: column j starts j·stride after the first.
struct MixtureTask {
  const double* x;
  Index x_stride;
  Index rows;
  double* log_density = nullptr;
  double* score = nullptr;
  Index score_stride = 0;
  double* laplacian = nullptr;  ///< only together with score
};

/// Isotropic mixtures in 1 to 3 dimensions: one pass over the components on vector lanes of points.
void evaluate_fused(const ComponentTable& table, const MixtureTask& task);

/// Any mixture: plain loops over arrays of points, two passes over the components (three for the Laplacian).
void evaluate_plain(const ComponentTable& table, const MixtureTask& task);

/// out(i, ·) = ∇²log p(x_i) v_i. Column j of each starts j·stride after the first.
struct HessianTask {
  const double* x;
  Index x_stride;
  const double* v;
  Index v_stride;
  double* out;
  Index out_stride;
  Index rows;
};

/// Isotropic mixtures in 1 to 3 dimensions: two passes over the components on vector lanes of points.
void hessian_product_fused(const ComponentTable& table, const HessianTask& task);

/// Any mixture: three passes over arrays of points.
void hessian_product_plain(const ComponentTable& table, const ConstBlock& x, const ConstBlock& v, Block out);

}  // namespace kolmo::density
