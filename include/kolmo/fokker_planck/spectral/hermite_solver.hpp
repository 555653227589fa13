#pragma once
// Hermite functions on the whole line.

#include <memory>

#include "kolmo/fokker_planck/spectral/spectral_solver.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::fokker_planck {

struct HermiteSettings {
  Index functions = 64;          ///< N ≥ 3
  double centre = 0, scale = 1;  ///< of y = (x − centre)/scale; scale > 0
  Index nodes = 0;               ///< Q, of the Gauss–Hermite rule, from N to 640; 0: 2 N
};

/// p(x) = ω(y)/s Σ_{n<N} c_n h_n(y), y = (x − m)/s, ω the standard normal density, h_n = He_n/√n!, so that
/// c_n = ∫ p h_n(y) dx (Grad 1949) and dc_n/dt = ∫ p (f ∂ + ½ g² ∂²) h_n dx, by Gauss–Hermite quadrature with
/// Q nodes (exact where f and g² are polynomials of degree ≤ 2 (Q − N)). dc_0/dt = 0: the mass c_0 never
/// changes. For an Ornstein–Uhlenbeck process with mean m and stationary deviation s the matrix is diagonal,
/// −n θ. In L²(1/ω) it is bounded from above uniformly in N where −f′ + f y/s is (g constant): for every
/// potential that grows faster than x².
///
/// Every part of p must have a deviation below √2 s, the start included; of the scales that allow it small
/// ones need fewer functions. The projection error of a march and its last coefficients tell. Time: c ←
/// exp(Δt A) c where f and g² keep their values (no error in time), else two exponentials a step of A at the
/// Gauss points (commutator-free Magnus, Blanes, Moan 2006, order 4).
class HermiteSolver : public SpectralSolver {
 public:
  /// One dimension, noise scalar or diagonal. Throws InvalidArgument on others, settings out of range, and
  /// coefficients that are not finite at the nodes.
  explicit HermiteSolver(std::shared_ptr<const process::Process> process,
                         const HermiteSettings& settings = {});

  const Claim& claim() const override { return claim_; }
  const Points& nodes() const override { return nodes_; }
  Index size() const override { return settings_.functions; }
  void project(const double* p, double* coefficients) const override;
  void evaluate(const Eigen::ArrayXd& coefficients, const ConstBlock& x, Values out) const override;
  double mass(const Eigen::ArrayXd& coefficients) const override { return coefficients(0); }
  Eigen::ArrayXd rate(double t, const Eigen::ArrayXd& coefficients) const override;
  std::unique_ptr<SpectralPropagator> propagator() const override;

  /// A(t), N×N, row 0 zero. Its eigenvalues tend to those of the Fokker–Planck operator.
  Eigen::MatrixXd matrix(double t) const;

 private:
  Eigen::MatrixXd assemble(const Eigen::ArrayXd& drift, const Eigen::ArrayXd& square) const;
  class March;

  Claim claim_;
  std::shared_ptr<const process::Process> process_;
  HermiteSettings settings_;
  Points nodes_;
  Eigen::MatrixXd functions_;             ///< √ω h_n at the nodes, Q×N
  Eigen::ArrayXd half_weight_, spacing_;  ///< √ω at the nodes; weights of ∫ dy there
};

/// What it claims.
Claim hermite_claim();

}  // namespace kolmo::fokker_planck
