#pragma once
// The parameters of a Gaussian mixture, learned by denoising score matching.

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/score/fields/field.hpp"

namespace kolmo::score {

/// p_σ = Σ w_k N(m_k, v_k I), v_k the variance of the blurred data.
struct MixtureParameters {
  Eigen::ArrayXd log_weights;  ///< K, up to a constant
  Points means;                ///< K×d
  Eigen::ArrayXd variances;    ///< K, > 0
  Index components() const { return means.rows(); }
  /// Numbers that a fit changes: K − 1 log weights over the first, K·d means, K log variances.
  Index free() const { return components() * (means.cols() + 2) - 1; }
  /// Weights that sum to 1.
  Eigen::ArrayXd weights() const;
  /// Throws InvalidArgument unless sizes fit together and numbers are finite, variances positive.
  void validate() const;
};

/// out(i, ·) = s(y_i) = Σ_k r_k(y)(m_k − y)/v_k; and, unless it is null, its derivatives by the free numbers:
/// derivatives->row(i·d + j) = ∂s_j(y_i), with e_k = (m_k − y)/v_k:
///   by log w_k  r_k (e_k − s);    by log v_k  r_k (−e_k + (e_k − s)(½ v_k|e_k|² − ½ d));
///   by m_k      r_k (I/v_k − (e_k − s) e_kᵀ).
void mixture_score(const MixtureParameters& parameters, const ConstBlock& y, Block out,
                   Eigen::MatrixXd* derivatives = nullptr);

struct MixtureFit {
  MixtureParameters parameters;
  double loss = 0;                  ///< the mean of ½|s(y) + z/σ|²
  Eigen::VectorXd standard_errors;  ///< of the free numbers, by the delta method
  Index steps = 0;
  bool converged = false;
};

/// Minimises the mean of ½|s(x + σz) + z/σ|² over the points (n×d, with their noise z) from a guess, by
/// Levenberg and Marquardt's method: the loss is a sum of squares (Nocedal and Wright 2006, section 10.3). At
/// the right parameters E[s + z/σ | y] = 0, so that A = E ∂sᵀ∂s is its Hessian, and with B = E g gᵀ, g the
/// gradient of one point, their covariance is A⁻¹BA⁻¹/n. What is learned is the mixture *of the blurred
/// data*: v_k − σ² are the data's. Converged where a step changes no free number by more than 1e-10 (means
/// over the spread of the guess). Throws InvalidArgument where sizes do not fit, σ > 0 and finite not given
/// or n is below the number of free numbers.
MixtureFit fit_mixture(MixtureParameters guess, const Points& x, const Points& z, double sigma,
                       Index most_steps = 100);

}  // namespace kolmo::score
