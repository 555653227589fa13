#pragma once
// A Gaussian mixture in the form that the evaluation kernels read.

#include <memory>
#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/density/covariances.hpp"

namespace kolmo::density {

/// The mixture Σ w_k N(centre + scale (m_k − centre), scale² C_k + variance I), ready for evaluation: the
/// logits l_k(x) = c_k − ½ (x − m_k)ᵀ C_k⁻¹ (x − m_k) with c_k = log w_k − ½ log det(2π C_k), all constants
/// tabulated.
///
/// With responsibilities γ_k = e^{l_k} / Σ e^{l_j} and component scores s_k = −C_k⁻¹ (x − m_k):
///   log p = log Σ e^{l_k},  s = Σ γ_k s_k,  ∇²log p = Σ γ_k ((s_k − s)(s_k − s)ᵀ − C_k⁻¹).
/// Sums are taken relative to the largest logit, second moments about the mean: no underflow and no
/// cancellation far from all components. `assign` reuses its memory; evaluation is const and thread-safe. A
/// point that is not finite, or so far away that squared distances overflow, gives NaN.
class ComponentTable {
 public:
  ComponentTable() = default;

  /// Tabulate (see the class). log_weights are log w_k, means K×d.
  void assign(const Eigen::ArrayXd& log_weights, const Points& means, const Covariances& covariances,
              const Eigen::VectorXd& centre, double scale, double variance);

  void log_density(const ConstBlock& x, Values out) const;
  void score(const ConstBlock& x, Block out) const;
  void score_and_laplacian(const ConstBlock& x, Block score, Values laplacian) const;
  void hessian_product(const ConstBlock& x, const ConstBlock& v, Block out) const;

  CovarianceKind kind = CovarianceKind::isotropic;
  Index components = 0;
  Index dimension = 0;
  bool equal_precisions = false;   ///< isotropic, and all C_k the same
  std::vector<double> constants;   ///< c_k
  std::vector<double> precisions;  ///< 1/v_k: K for isotropic matrices, else K×d, a component's contiguous
  std::vector<double> means;       ///< K×d, a component's contiguous
  std::vector<double> binary_constants;  ///< c_k log₂ e
  std::vector<double> binary_scales;     ///< isotropic and not equal_precisions: log₂ e / (2 v_k)
  std::vector<double> scaled_means;      ///< equal_precisions: the means times scale_of_points
  double scale_of_points = 1;            ///< equal_precisions: √(log₂ e / (2 v))
  std::shared_ptr<const std::vector<double>> axes;  ///< as Covariances::axes()

 private:
  void tabulate_for_kernel();
};

}  // namespace kolmo::density
