#pragma once
// Time steppers of the Fokker–Planck equation with one classical mistake each.

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include "kolmo/core/linear/tridiagonal.hpp"
#include "kolmo/fokker_planck/time/singly_implicit.hpp"

namespace kolmo::wrong_on_purpose {

using fokker_planck::FaceRates;
using fokker_planck::Generator;

/// TR-BDF2 with its coefficients open; right are κ = 1 − √½, a first stage's explicit part of 1 and both
/// weights (1 + √2)/2.
inline fokker_planck::SinglyImplicitStepper open_tr_bdf2(const std::string& name, double kappa,
                                                         fokker_planck::ImplicitStage first) {
  Claim claim = fokker_planck::tr_bdf2().claim();
  claim.name = name;
  return {claim, kappa, {first, {0, 0, 1}}};
}

/// What can be wrong with the matrix of implicit Euler.
enum class MatrixMistake {
  none,
  transposed,    ///< I − Δt Lᵀ, the backward equation: L in its advective form f ∂x p, not ∂x (f p)
  open_end,      ///< the last cell also exchanges with an empty one beyond the end
  central_flux,  ///< the flux without its exponential fit, which a Generator would refuse
};

/// Implicit Euler by its matrix, (I − Δt L) p_new = p, instead of by fluxes.
class MatrixEuler final : public fokker_planck::TimeStepper {
 public:
  explicit MatrixEuler(MatrixMistake mistake)
      : mistake_(mistake), claim_(fokker_planck::implicit_euler().claim()) {}
  const Claim& claim() const override { return claim_; }
  std::unique_ptr<fokker_planck::Propagator> prepare(const Generator& generator, double dt) const override {
    const FaceRates& rates = generator.rates(0);
    const Index n = generator.grid().cells();
    Eigen::ArrayXd up = dt * rates.up.col(0), down = dt * rates.down.col(0);
    if (mistake_ == MatrixMistake::central_flux) {
      for (Index f = 0; f + 1 < n; ++f) {
        const double delta = rates.log_ratio(f, 0);
        const double exchange = std::max(up(f), down(f)) / fokker_planck::bernoulli(-std::abs(delta));
        up(f) = exchange * (1 - delta / 2);
        down(f) = exchange * (1 + delta / 2);
      }
    }
    Eigen::ArrayXd diagonal = Eigen::ArrayXd::Ones(n);
    diagonal.head(n - 1) += up;
    diagonal.tail(n - 1) += down;
    if (mistake_ == MatrixMistake::open_end) diagonal(n - 1) += up(n - 2);
    if (mistake_ == MatrixMistake::transposed) up.swap(down);
    return std::make_unique<Steps>(TridiagonalSolver(-up, diagonal, -down));
  }

 private:
  class Steps final : public fokker_planck::Propagator {
   public:
    explicit Steps(TridiagonalSolver solver) : solver_(std::move(solver)) {}
    fokker_planck::StepReport advance(double* p, Index steps) override {
      fokker_planck::StepReport report;
      for (Index k = 1; k <= steps; ++k) {
        solver_.solve(p, p);
        const double minimum = *std::min_element(p, p + solver_.size());
        if (minimum < report.minimum) report = {minimum, k, 0};
      }
      return report;
    }

   private:
    TridiagonalSolver solver_;
  };
  MatrixMistake mistake_;
  Claim claim_;
};

}  // namespace kolmo::wrong_on_purpose
