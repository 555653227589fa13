// Escape rates and dissipation: the grid beside formulas, quadrature and each other.

#include <gtest/gtest.h>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/dissipation.hpp"
#include "kolmo/fokker_planck/analysis/escape_rates.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/exponential.hpp"
#include "kolmo/process/exit/mean_exit_time.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

Eigen::VectorXd at(double x) { return Eigen::VectorXd::Constant(1, x); }

TEST(EyringKramers, IsKramersFormulaInOneDimensionAndSeesTheDeterminantsInTwo) {
  const density::DoubleWell well;
  // V″(−1) = 8, V″(0) = −4, ΔV = 1.
  for (const double t : {0.5, 1.0}) {
    const double expected = std::sqrt(32.0) / (2 * M_PI) * std::exp(-1 / t);
    EXPECT_NEAR(eyring_kramers_rate(well, t, at(-1), at(0)) / expected, 1, 1e-14);
    EXPECT_NEAR(eyring_kramers_gap(well, t, at(-1), at(0), at(1)) / (2 * expected), 1, 1e-14);
  }
  // At (−1, ½) the Hessian is [[8 + 6, 6], [6, 6]], its determinant 48; at 0 it is diag(−4, 6).
  const double expected = 4 / (2 * M_PI) * std::sqrt(48.0 / 24) * std::exp(-2.0);
  const Eigen::Vector2d minimum(-1, 0.5), saddle(0, 0);
  EXPECT_NEAR(eyring_kramers_rate(density::BentWells(), 0.5, minimum, saddle) / expected, 1, 1e-9);
  EXPECT_THROW(eyring_kramers_rate(density::BentWells(), 0.5, saddle, saddle), InvalidArgument);
  EXPECT_THROW(eyring_kramers_rate(density::BentWells(), 0.5, minimum, minimum), InvalidArgument);
  EXPECT_THROW(eyring_kramers_rate(density::BentWells(), 0, minimum, saddle), InvalidArgument);
  EXPECT_THROW(eyring_kramers_rate(density::BentWells(), 1, at(0), saddle), InvalidArgument);
}

// gap/formula − 1 = O(T): the ratio of the errors at T and T/2 tends to 2.
TEST(EyringKramers, ApproachesTheGapOfTheGridLinearlyInTheTemperature) {
  std::vector<double> errors;
  for (const double t : {0.1, 0.05, 0.025}) {
    const auto process = double_well(t);
    std::vector<Eigen::ArrayXd> gaps;
    for (const Index n : {500, 1000}) {
      gaps.push_back(leading_eigenvalues(scharfetter_gummel(process, line(-2, 2, n)), 1));
    }
    const double formula = eyring_kramers_gap(process.potential(), t, at(-1), at(0), at(1));
    errors.push_back(extrapolate(gaps).value(0) / formula - 1);
  }
  EXPECT_LT(std::abs(errors[1]), 0.05);
  EXPECT_NEAR(errors[0] / errors[1], 2, 0.4);
  EXPECT_NEAR(errors[1] / errors[2], 2, 0.2);
}

// In 1-D a round trip between the edges of the two sets takes 1/ν on average: τ(−1 → 1) + τ(1 → −1).
TEST(Transitions, FluxIsTheInverseOfTheRoundTripByQuadrature) {
  for (const double t : {1.0, 0.5, 0.25, 0.1}) {
    const auto process = double_well(t);
    const double time = process::MeanExitTime(process, -std::numeric_limits<double>::infinity(), 1).time(-1);
    EXPECT_NEAR(process::kramers_time(process.potential(), t, -1, 0) *
                    eyring_kramers_rate(process.potential(), t, at(-1), at(0)),
                1, 1e-12);
    const double half = t < 0.2 ? 2 : 3.25;
    std::vector<Eigen::ArrayXd> values;
    for (const Index m : {64, 128, 256}) {
      const double h = 1 / static_cast<double>(m);
      const Grid grid =
          line(-half - h / 2, half + h / 2, static_cast<Index>(2 * half * static_cast<double>(m)) + 1);
      const auto left = target_where(grid, [&](const auto& x) { return x(0) <= -1 + h / 4; });
      const auto right = target_where(grid, [&](const auto& x) { return x(0) >= 1 - h / 4; });
      const Transitions rates = transitions(scharfetter_gummel(process, grid), left, right);
      EXPECT_NEAR(rates.forward_rate / rates.backward_rate, 1, 1e-10);
      values.push_back(Eigen::ArrayXd::Constant(1, rates.flux));
    }
    EXPECT_NEAR(extrapolate(values).value(0) * 2 * time, 1, 1e-7) << t;
  }
}

TEST(Transitions, AtLowTemperatureRelaxAtTheSpectralGap) {
  const Grid grid = line(-2, 2, 401);
  const Generator g = scharfetter_gummel(double_well(0.05), grid);
  const auto left = target_where(grid, [](const auto& x) { return x(0) < -0.9; });
  const auto right = target_where(grid, [](const auto& x) { return x(0) > 0.9; });
  // Both differ by the time inside the wells, e^{−ΔV/T} of the whole, ΔV = 1 less what the sets reach up.
  EXPECT_NEAR(transitions(g, left, right).relaxation_rate() / leading_eigenvalues(g, 1)(0), 1, 1e-6);
}

TEST(EntropyProduction, IsTheRateAtWhichRelativeEntropyFalls) {
  const Grid grid = line(-2.2, 2.2, 120);  // the smallest p stays far above rounding
  const Generator g = scharfetter_gummel(double_well(0.5), grid);
  const Eigen::ArrayXd pi = stationary_density(g);
  Eigen::ArrayXd p0 = initial_density(density::gaussian_1d(-0.5, 0.3), grid).density;
  p0 = 0.9 * p0 + 0.1 * pi;
  EXPECT_NEAR(entropy_production(g, pi), 0, 1e-20);
  RelaxationRecorder recorder(g);
  const double dt = 4e-4;
  march(g, EigenExponential(), p0, {{0, 0.2 - dt, 0.2, 0.2 + dt, 1, 3}, {1, 1, 1, 1, 1}},
        recorder.observer());
  const auto& rows = recorder.rows();
  ASSERT_EQ(rows.size(), 6u);
  const double slope = (rows[3].relative_entropy - rows[1].relative_entropy) / (2 * dt);
  EXPECT_NEAR(-slope / rows[2].entropy_production, 1, 1e-5);  // central differences: Δt² K‴/6K′
  // D I(p‖π), D = T = ½, but for O(h²).
  EXPECT_NEAR(0.5 * rows[2].relative_fisher_information / rows[2].entropy_production, 1, 2e-3);
  for (std::size_t k = 1; k < rows.size(); ++k) {
    EXPECT_LT(rows[k].relative_entropy, rows[k - 1].relative_entropy);
    EXPECT_LT(rows[k].entropy_production, rows[k - 1].entropy_production);
  }
  EXPECT_EQ(rows[5].time, 3);
  EXPECT_EQ(rows[0].entropy, entropy(grid, p0));
}

// N(μ, s²) relative to N(0, 1): I = ∫ p (x − (x − μ)/s²)² = μ² + (1 − s²)²/s²; of order h².
TEST(RelativeFisherInformation, OfGaussiansAgreesWithTheClosedFormAtOrderTwo) {
  std::vector<double> errors;
  for (const Index n : {200, 400}) {
    const Grid grid = line(-9, 9, n);
    const Eigen::ArrayXd p = on_grid(density::gaussian_1d(0.7, 0.8), grid);
    const Eigen::ArrayXd q = on_grid(density::gaussian_1d(0, 1), grid);
    EXPECT_NEAR(relative_fisher_information(grid, q, q), 0, 1e-20);
    errors.push_back(relative_fisher_information(grid, p, q) - (0.49 + 0.36 * 0.36 / 0.64));
  }
  EXPECT_LE(std::abs(errors[0]), 1e-2);
  EXPECT_NEAR(std::log2(errors[0] / errors[1]), 2, 0.05);
}

// A drift that circulates produces entropy for ever: f = (−x + ωy, −y − ωx).
class Vortex : public process::Process {
 public:
  std::string name() const override { return "vortex"; }
  Index dimension() const override { return 2; }
  void drift(double, const ConstBlock& x, Block out) const override {
    out.col(0) = -x.col(0) + 2 * x.col(1);
    out.col(1) = -x.col(1) - 2 * x.col(0);
  }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setConstant(-2); }
  double diffusion(double) const override { return 1; }
  double noise_variance(double s, double t) const override { return t - s; }
};

TEST(EntropyProduction, OfACirculatingDriftStaysAtRest) {
  const Grid grid = square(4, 80);
  const Generator g = scharfetter_gummel(Vortex(), grid);
  Eigen::ArrayXd p = on_grid(density::gaussian_1d(0, std::sqrt(0.5)), line(-4, 4, 80));
  Eigen::ArrayXd plane(grid.cells());
  for (Index k = 0; k < grid.cells(); ++k) plane(k) = p(k % 80) * p(k / 80);
  // E r² = 1, D = ½, ω = 2: ω² E r²/D = 8, but for O(h²).
  EXPECT_NEAR(entropy_production(g, plane) / 8, 1, 1e-2);
  EXPECT_THROW(RelaxationRecorder{g}, InvalidArgument);
  EXPECT_THROW(entropy_production(g, -plane), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck
