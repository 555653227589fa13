#pragma once
// A linear process in one to three dimensions, with its law and an expectation in closed form.

#include <memory>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::dimension_scaling {

/// dX = −A X dt + dW from N(m, C), to time `end`. Densities stay inside [−reach, reach]^d to 1e−9.
struct GaussianProblem {
  Eigen::MatrixXd a;
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
  std::shared_ptr<const process::Process> process;
  double end = 0.5, reach = 4.5;

  Index dimension() const { return mean.size(); }
  density::GaussianMixture start() const { return density::gaussian(mean, covariance); }
  /// The law at `end`: N(e^{−At} m, R + e^{−At}(C − R)e^{−At}), R = A⁻¹/2.
  density::GaussianMixture law() const;
  /// E φ(X_end) of φ = e^{−|x|²/2}: det(I + C)^{−½} e^{−½ mᵀ(I + C)⁻¹m}.
  double expectation() const;
  /// √Var φ/E φ of one path at `end`.
  double relative_deviation() const;
};

/// φ(x) = e^{−|x|²/2}.
void smooth_functional(const ConstBlock& x, Values out);

/// A = I, every axis the same.
GaussianProblem product_problem(Index dimension);

/// A with eigenvalues 1 to 2 and axes turned against the grid, another start on each axis. dimension 2 or 3.
GaussianProblem rotated_problem(Index dimension);

}  // namespace kolmo::dimension_scaling
