#pragma once
// Exponential families: natural and mean parameters, and the geometry of their log-partition.

#include <memory>
#include <string>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::information_geometry {

/// p_θ(x) = e^{θ·T(x) − A(θ)} with respect to a base measure. θ and η = E T are vectors of parameters().
/// Everything follows from A: η = ∇A, Fisher's matrix ∇²A, KL(p_θ‖p_φ) = A(φ) − A(θ) − (φ − θ)·∇A(θ), a
/// Bregman divergence, and A*(η) = θ·η − A(θ), whose gradient is θ (Legendre). All throw InvalidArgument
/// where parameters are outside of the family.
class ExponentialFamily {
 public:
  virtual ~ExponentialFamily() = default;
  virtual std::string name() const = 0;
  virtual Index parameters() const = 0;
  /// Whether θ belongs to the family, to be asked before a step is taken.
  virtual bool contains(const Eigen::VectorXd& natural) const = 0;

  virtual double log_partition(const Eigen::VectorXd& natural) const = 0;    ///< A(θ)
  virtual Eigen::VectorXd mean(const Eigen::VectorXd& natural) const = 0;    ///< η(θ) = ∇A
  virtual Eigen::VectorXd natural(const Eigen::VectorXd& mean) const = 0;    ///< θ(η)
  virtual Eigen::MatrixXd fisher(const Eigen::VectorXd& natural) const = 0;  ///< ∇²A = Cov T

  double divergence(const Eigen::VectorXd& from,
                    const Eigen::VectorXd& to) const;        ///< KL(p_from‖p_to), θ both
  double dual_potential(const Eigen::VectorXd& mean) const;  ///< A*(η) = −entropy + E log base

 protected:
  /// InvalidArgument, naming the family, unless contains(natural) and it has the right size.
  void require_natural(const Eigen::VectorXd& natural) const;
};

/// n ≥ 2 outcomes: θ_i = log p_i/p_n, i < n; η_i = p_i. A = log(1 + Σ e^{θ_i}). With n = 2 Bernoulli's.
std::unique_ptr<ExponentialFamily> categorical(Index outcomes);
std::unique_ptr<ExponentialFamily> bernoulli();
/// θ = log λ, η = λ, A = e^θ.
std::unique_ptr<ExponentialFamily> poisson();
/// Shape a, rate b: θ = (a − 1, −b), T = (log x, x), A = log Γ(a) − a log b.
std::unique_ptr<ExponentialFamily> gamma();
/// N(m, C) in d dimensions, T = (x, x xᵀ): θ = (C⁻¹m, −½C⁻¹), η = (m, C + m mᵀ). Symmetric matrices are
/// packed by columns of the lower triangle, in θ with twice the entries off the diagonal, so that θ·η is the
/// trace. On the line θ = (m/s², −1/2s²).
std::unique_ptr<ExponentialFamily> gaussian(Index dimension);

/// The parameters of N(m, C), and back.
Eigen::VectorXd gaussian_natural(const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance);
/// Mean and covariance of a member.
struct GaussianMoments {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
};
GaussianMoments gaussian_moments(const Eigen::VectorXd& natural, Index dimension);

}  // namespace kolmo::information_geometry
