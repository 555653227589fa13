#pragma once
// JKO steps against the closed form between Gaussians.

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "jko/line_problems.hpp"
#include "kolmo/jko/gaussian_step.hpp"
#include "kolmo/jko/jko_step.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::jko::test {

inline Eigen::VectorXd number(double x) { return Eigen::VectorXd::Constant(1, x); }

/// F of the Ornstein–Uhlenbeck process with θ = 1, T = 1, or of the heat flow.
inline FreeEnergy gaussian_energy(bool heat = false) {
  return {heat ? nullptr : std::make_shared<Quadratic>(1, 0), 1};
}

struct GaussianErrors {
  std::array<double, 4> last{};  ///< in mean, deviation, free energy and W2² of the last step
  double largest_residual = 0;
  Index most_iterations = 0;
};

/// Errors after `count` steps of N(3, ½²) where `energy` should be gaussian_energy(heat).
inline GaussianErrors gaussian_errors(JkoStep& step, const Energy& energy, Index cells, int count, double tau,
                                      bool heat = false) {
  const QuadraticEnergy exact_energy{heat ? 0.0 : 1.0, number(0), 1};
  GaussianLaw law{number(3), 0.5};
  LagrangianDensity rho = lagrangian_density(TwoGaussians(3, 0.5), cells);
  GaussianErrors errors;
  for (int k = 0; k < count; ++k) {
    const GaussianLaw before = law;
    law = jko_step(exact_energy, tau, law);
    const StepReport report = step.step(energy, k * tau, tau, rho);
    errors.largest_residual = std::max(errors.largest_residual, report.residual);
    errors.most_iterations = std::max(errors.most_iterations, report.iterations);
    errors.last = {rho.mean() - law.mean[0], std::sqrt(rho.variance()) - law.deviation,
                   report.energy - evaluate(exact_energy, law),
                   report.increment_squared - w2_squared(before, law)};
  }
  return errors;
}

/// Those errors as checks. 2000 cells: h = 7.2/2000·2 at most, h²/12 ≈ 4e-6 in units of the deviation, and
/// less after the cells have spread.
inline std::array<verify::Check, 4> closed_form(const GaussianErrors& errors, const std::string& id = "") {
  using verify::test::compared;
  return {compared("mean" + id, 0, errors.last[0], 1e-9), compared("deviation" + id, 0, errors.last[1], 2e-6),
          compared("free energy" + id, 0, errors.last[2], 5e-6),
          compared("W2²" + id, 0, errors.last[3], 2e-6)};
}

/// Orders of the errors in deviation and free energy in the node spacing, from 250 to 2000 cells, against the
/// claim.
inline std::vector<verify::Check> order_in_cells(const StepEntry& entry, bool heat) {
  std::vector<verify::Check> checks;
  std::array<double, 4> before{};
  for (const Index cells : {250, 500, 1000, 2000}) {
    const auto error = gaussian_errors(*entry.make(), gaussian_energy(heat), cells, 20, 0.05, heat).last;
    for (const std::size_t which : {1U, 2U}) {
      if (before[which] != 0) {
        const std::string id =
            "order in cells/" + std::to_string(cells) + (which == 1 ? "/deviation" : "/energy");
        checks.push_back(verify::test::compared(id + (heat ? "/heat" : ""),
                                                entry.claim.order(Sense::space).value(),
                                                std::log2(before[which] / error[which]), 0.15));
      }
      before[which] = error[which];
    }
  }
  return checks;
}

/// Order in τ of the deviation at t = 1, 40 and 80 steps, against the claim. The cells' own error, 4e-6 at
/// most, is a thousandth of τ's.
inline verify::Check order_in_tau(const StepEntry& entry) {
  const double exact = std::sqrt(1 + (0.25 - 1) * std::exp(-2.0));
  std::array<double, 2> error{};
  for (const int k : {0, 1}) {
    const int steps = 40 << k;
    LagrangianDensity rho = lagrangian_density(TwoGaussians(3, 0.5), 2000);
    const auto step = entry.make();
    for (int n = 0; n < steps; ++n) step->step(gaussian_energy(), n * 1.0 / steps, 1.0 / steps, rho);
    error[static_cast<std::size_t>(k)] = std::sqrt(rho.variance()) - exact;
  }
  return verify::test::compared("order in τ/" + entry.claim.name, entry.claim.order(Sense::time).value(),
                                std::log2(error[0] / error[1]), 0.1);
}

}  // namespace kolmo::jko::test
