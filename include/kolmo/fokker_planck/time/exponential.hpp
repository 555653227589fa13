#pragma once
// The exponential of the generator: time steps without an error in time.

#include <memory>
#include <vector>

#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::fokker_planck {

// p ← exp(Δt L) p. Where nothing passes the sides Σp is restored after every step by the factor Σp_before/Σp,
// 1 to rounding and tolerance. Claims: order_time infinite.

/// In 1-D, through all eigenpairs of the symmetrised tridiagonal matrix S = π^{−½} L π^{½}: exp(Δt L) = π^{½}
/// Ψ e^{−Λ Δt} Ψᵀ π^{−½}; the slowest 16 pairs are those of leading_eigenpairs, so that a tiny gap keeps its
/// relative accuracy. The error in cell i is about ε √π_i ‖p/√π‖₂, and p ≥ 0 to that: where the tails of p
/// exceed those of √π so far that it is above 1e−11 of p's largest entry, Krylov's exponential (tolerance
/// 1e−13) takes the first part of the step, until they do not. N cells: 16 N² bytes, about 10 N³ operations
/// to prepare, 4 N² a step. Sides closed or absorbing.
class EigenExponential : public TimeStepper {
 public:
  EigenExponential();
  const Claim& claim() const override { return claim_; }
  /// A line that is no ring, without negative rates.
  bool takes(const Generator& generator) const override;
  /// To its rounding and tolerance.
  bool keeps_positive(const Generator& generator) const override { return !generator.has_negative_rates(); }
  /// Throws InvalidArgument unless Δt > 0, the generator is 1-D, not periodic, without negative rates, and
  /// the eigenvectors fit into memory.
  std::unique_ptr<Propagator> prepare(const Generator& generator, double dt) const override;

 private:
  Claim claim_;
};

/// In any dimension, for every generator, by Arnoldi's projection on Krylov spaces of dimension ≤ 30 with
/// substeps as short as the tolerance asks (Saad 1992; Sidje 1998): the error of a step is about tolerance
/// ‖p‖₂. A step costs about √(Δt ‖L‖) products with L while that is below 30, Δt ‖L‖/5 beyond.
class KrylovExponentialStepper : public TimeStepper {
 public:
  /// tolerance in (0, 1), else InvalidArgument.
  explicit KrylovExponentialStepper(double tolerance = 1e-12);
  const Claim& claim() const override { return claim_; }
  /// To its rounding and tolerance.
  bool keeps_positive(const Generator& generator) const override { return !generator.has_negative_rates(); }
  std::unique_ptr<Propagator> prepare(const Generator& generator, double dt) const override;

 private:
  Claim claim_;
  double tolerance_;
};

/// In 1-D with closed sides or on a ring, e^{Δt L} as a dense matrix ≥ 0, made by its series for a small part
/// of Δt and squarings (Moler, Van Loan 2003, method 3; Jensen 1953), in which nothing is subtracted: p ≥ 0
/// stays so, and every entry, be it 1e−300, has a relative error of some ε N log₂(Δt ‖L‖), where
/// exponential_eigen's is ε √π_i ‖p/√π‖₂. N cells: 8 N² bytes, 2 N³ log₂(Δt ‖L‖) operations to prepare, 2 N²
/// a step. Not in `exponentials()`.
class PositiveExponential : public TimeStepper {
 public:
  PositiveExponential();
  const Claim& claim() const override { return claim_; }
  /// 1-D, no negative rates, nothing leaves.
  bool takes(const Generator& generator) const override;
  bool keeps_positive(const Generator& generator) const override { return takes(generator); }
  /// Throws InvalidArgument unless Δt > 0 and it takes the generator.
  std::unique_ptr<Propagator> prepare(const Generator& generator, double dt) const override;

 private:
  Claim claim_;
};

/// exponential_eigen, exponential_krylov; `stepper(name)` finds them too.
const std::vector<std::shared_ptr<const TimeStepper>>& exponentials();

}  // namespace kolmo::fokker_planck
