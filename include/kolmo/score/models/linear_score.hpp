#pragma once
// The linear model s = −Kx on data N(0, S): every objective, gradient and variance in closed form.

#include <Eigen/Core>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::score {

// K and S are d×d, S symmetric positive definite; C = S + σ²I is the covariance of blurred data. Matrices
// that do not fit together: InvalidArgument.

/// J_H = ½ tr(K S Kᵀ) − tr K.
double hyvarinen_of_linear(const Eigen::MatrixXd& k, const Eigen::MatrixXd& s);

/// ½E|−Ky + z/σ|² = J_H(K) + ½σ²‖K‖_F² + d/(2σ²).
double denoising_of_linear(const Eigen::MatrixXd& k, const Eigen::MatrixXd& s, double sigma);

/// The K that minimises it, (S + σ²I)⁻¹.
Eigen::MatrixXd best_linear(const Eigen::MatrixXd& s, double sigma = 0);

/// The same from data (n×d, n > d), its mean known to be 0, S = (1/n) Σ x xᵀ.
Eigen::MatrixXd best_linear_of(const Points& data, double sigma = 0);

/// Standard errors of the entries of best_linear_of for n normal points with covariance S, by the delta
/// method: with Q = K S K, Var K_ij ≈ (Q_ii Q_jj + Q_ij²)/n, up to a relative O(d/n).
Eigen::MatrixXd error_of_best_linear(const Eigen::MatrixXd& s, double sigma, Index n);

/// E‖Ŝ⁻¹ − I‖_F² over n points of N(0, I_d): with the mean known and Ŝ = (1/n) Σ x xᵀ, or with the mean
/// estimated and Ŝ divided by n too. With m = n, or n − 1, degrees of freedom it is
/// n² d (m − 1)/((m − d)(m − d − 1)(m − d − 3)) − 2nd/(m − d − 1) + d. Requires m > d + 3.
double error_of_linear_from_sample(Index n, Index d, bool mean_known);

/// W ← W − η(W C + I), `steps` times: gradient descent on the denoising objective (with its ½) for s = Wx
/// from exact moments. The part of W that is antisymmetric is multiplied by 1 − ηc each step where C = cI.
Eigen::MatrixXd descend_linear(Eigen::MatrixXd w, const Eigen::MatrixXd& c, double rate, Index steps);

/// The gradient flow dW/dt = −(W C + I): W(t) = −C⁻¹ + (W₀ + C⁻¹) e^{−Ct}.
Eigen::MatrixXd flow_linear(const Eigen::MatrixXd& w, const Eigen::MatrixXd& c, double t);

/// ‖½(W − Wᵀ)‖_F.
double antisymmetric_norm(const Eigen::MatrixXd& w);

/// The estimators of the gradient ∇_K of an objective from one point of data.
enum class Estimator { hyvarinen, hutchinson, sliced, denoising, controlled_denoising };

/// ∇_K of that loss (losses.hpp) for s = −Kx at one point x with its noise z and probe v (those that the loss
/// does not have are not read), d×d.
Eigen::MatrixXd gradient_of_linear(Estimator estimator, const Eigen::MatrixXd& k, const Eigen::VectorXd& x,
                                   const Eigen::VectorXd& z, const Eigen::VectorXd& v, double sigma);

/// E‖∇_K − E∇_K‖_F² from one point of N(0, ςI_d), ς the `variance`, at the best K: (S = ςI, c = ς + σ²)
/// hyvarinen d(d + 1); hutchinson with m Gaussian probes d(d + 1)(1 + 1/m), with m Rademacher probes
/// d(d + 1) + d(d − 1)/m; sliced, one Gaussian probe, d(d + 1)(d + 2); denoising d² ς/σ², which diverges as
/// σ → 0; controlled_denoising 2d(d + 1) ς/c, which does not.
double gradient_variance_of_linear(Estimator estimator, Index d, double variance, double sigma,
                                   double probes = 1, bool rademacher = false);

}  // namespace kolmo::score
