#pragma once
// Fokker–Planck generators and time steppers with one classical mistake each.

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include "kolmo/core/tridiagonal.hpp"
#include "kolmo/fokker_planck/singly_implicit.hpp"

namespace kolmo::wrong_on_purpose {

using fokker_planck::FaceRates;
using fokker_planck::Generator;

/// What enters the flux through a face: the fitted exponent δ = (V_{i+1} − V_i)/T (−h f/D without a
/// potential), the diffusivity D and the cell width h.
struct Face {
  double delta, diffusivity, h;
};

/// A 1-D generator whose faces let through up(face) p_i − down(face) p_{i+1}.
template <class Up, class Down>
Generator generator_of(const process::Process& process, const Grid& grid, Up up, Down down) {
  // The right exponents: those of the fitted flux.
  const Eigen::ArrayXXd delta = fokker_planck::scharfetter_gummel(process, grid).rates(0).log_ratio;
  const double diffusivity = process.noise_variance(0, 1) / 2;
  FaceRates rates{delta, delta, delta};
  for (Index f = 0; f < delta.rows(); ++f) {
    const Face face{delta(f, 0), diffusivity, grid.axis(0).width()};
    rates.up(f, 0) = up(face);
    rates.down(f, 0) = down(face);
    rates.log_ratio(f, 0) = std::log(rates.down(f, 0) / rates.up(f, 0));
  }
  return Generator(grid, {rates}, "planted");
}

/// D/h², the rate of exchange without drift.
inline double exchange(const Face& face) { return face.diffusivity / (face.h * face.h); }

/// The exponentially fitted flux again, face by face: right.
inline Generator fitted_flux(const process::Process& process, const Grid& grid) {
  using fokker_planck::bernoulli;
  return generator_of(
      process, grid, [](const Face& face) { return exchange(face) * bernoulli(face.delta); },
      [](const Face& face) { return exchange(face) * bernoulli(-face.delta); });
}

/// Not fitted: f (p_i + p_{i+1})/2 − D (p_{i+1} − p_i)/h. The rates are negative where |δ| > 2.
inline Generator central_flux(const process::Process& process, const Grid& grid) {
  return generator_of(
      process, grid, [](const Face& face) { return exchange(face) * (1 - face.delta / 2); },
      [](const Face& face) { return exchange(face) * (1 + face.delta / 2); });
}

/// Not fitted: the drift from the side it comes from.
inline Generator upwind_flux(const process::Process& process, const Grid& grid) {
  return generator_of(
      process, grid, [](const Face& face) { return exchange(face) * (1 + std::max(-face.delta, 0.0)); },
      [](const Face& face) { return exchange(face) * (1 + std::max(face.delta, 0.0)); });
}

/// D = g² where D = g²/2 belongs, in the whole flux: δ = −h f/D is halved.
inline Generator doubled_diffusion(const process::Process& process, const Grid& grid) {
  using fokker_planck::bernoulli;
  return generator_of(
      process, grid, [](const Face& face) { return 2 * exchange(face) * bernoulli(face.delta / 2); },
      [](const Face& face) { return 2 * exchange(face) * bernoulli(-face.delta / 2); });
}

/// D = g² before the flux alone, the exponents being right: the stationary state stays, time runs twice as
/// fast.
inline Generator doubled_rates(const process::Process& process, const Grid& grid) {
  using fokker_planck::bernoulli;
  return generator_of(
      process, grid, [](const Face& face) { return 2 * exchange(face) * bernoulli(face.delta); },
      [](const Face& face) { return 2 * exchange(face) * bernoulli(-face.delta); });
}

/// +∇V where −∇V belongs.
inline Generator flipped_drift(const process::Process& process, const Grid& grid) {
  using fokker_planck::bernoulli;
  return generator_of(
      process, grid, [](const Face& face) { return exchange(face) * bernoulli(-face.delta); },
      [](const Face& face) { return exchange(face) * bernoulli(face.delta); });
}

/// TR-BDF2 with its coefficients open; right are κ = 1 − √½, explicit_part = 1 and weight = (1 + √2)/2.
inline fokker_planck::SinglyImplicitStepper open_tr_bdf2(double kappa, double explicit_part, double weight,
                                                         double second_weight) {
  return {fokker_planck::tr_bdf2().claim(), kappa, {{explicit_part, weight, second_weight}, {0, 0, 1}}};
}

/// How the matrix of implicit Euler can lose the mass.
enum class Leak {
  none,
  transposed,  ///< I − Δt Lᵀ, the backward equation: L in its advective form f ∂x p, not ∂x (f p)
  open_end,    ///< the last cell also exchanges with an empty one beyond the end
};

/// Implicit Euler by its matrix, (I − Δt L) p_new = p, instead of by fluxes.
class MatrixEuler final : public fokker_planck::TimeStepper {
 public:
  explicit MatrixEuler(Leak leak) : leak_(leak) {}
  const Claim& claim() const override {
    static const Claim claim = fokker_planck::implicit_euler().claim();
    return claim;
  }
  std::unique_ptr<fokker_planck::Propagator> prepare(const Generator& generator, double dt) const override {
    const FaceRates& rates = generator.rates(0);
    const Index n = generator.grid().cells();
    Eigen::ArrayXd lower = -dt * rates.up.col(0), upper = -dt * rates.down.col(0);
    Eigen::ArrayXd diagonal = Eigen::ArrayXd::Ones(n);
    diagonal.head(n - 1) += dt * rates.up.col(0);
    diagonal.tail(n - 1) += dt * rates.down.col(0);
    if (leak_ == Leak::transposed) lower.swap(upper);
    if (leak_ == Leak::open_end) diagonal(n - 1) += dt * rates.up(n - 2, 0);
    return std::make_unique<Steps>(TridiagonalSolver(lower, diagonal, upper));
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
  Leak leak_;
};

}  // namespace kolmo::wrong_on_purpose
