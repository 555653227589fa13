// V = (x² − 1)²: moments through time and the spectrum, against values computed by other methods.

#include <gtest/gtest.h>

#include "fokker_planck/problems.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/operator/projection.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

struct Row {
  double t, mean, second, fourth, right;
};

// T = ½ from N(−½, 0.3²), good to 1e−7.
constexpr Row table[] = {{0.1, -0.5716112, 0.5099188, 0.4575656, 0.1072452},
                         {0.5, -0.5991859, 0.7862771, 0.8776359, 0.1706576},
                         {1, -0.5387298, 0.8435740, 0.9642089, 0.2072932},
                         {2, -0.4292875, 0.8519911, 0.9769172, 0.2668253}};

// Largest errors of the four quantities at the four times.
std::vector<std::array<double, 4>> table_errors(Index cells, Index steps) {
  const Grid grid = line(-3, 3, cells);
  const Eigen::ArrayXd p0 = initial_density(density::gaussian_1d(-0.5, 0.3), grid).density;
  std::vector<std::array<double, 4>> errors;
  const std::vector<Index> counts{steps / 20, steps / 5, steps / 4, steps / 2};
  march(scharfetter_gummel(double_well(0.5), grid), stepper("tr_bdf2"), p0, {{0, 0.1, 0.5, 1, 2}, counts},
        [&](Index index, double, const Eigen::ArrayXd& p) {
          if (index == 0) return;
          const Row& row = table[index - 1];
          Eigen::ArrayXd positive = p;
          EXPECT_LE(remove_negative(positive),
                    1e-20);  // TR-BDF2 leaves about −1e−24 where p falls by 1e−20 a step
          errors.push_back({raw_moment(grid, p, 0, 1) - row.mean, raw_moment(grid, p, 0, 2) - row.second,
                            raw_moment(grid, p, 0, 4) - row.fourth,
                            axis_law(grid, positive).probability_above(0) - row.right});
        });
  return errors;
}

TEST(DoubleWell, MomentsAgreeWithTheReferenceAtTheStatedResolution) {
  const auto errors = table_errors(800, 400);
  EXPECT_LE(std::abs(errors[3][0]), 1e-5);
  for (const auto& row : errors) {
    for (const double e : row) EXPECT_LE(std::abs(e), 1e-4);
  }
}

TEST(DoubleWell, RichardsonOverTwoGridsAndStepsAgreesToTheReferencesOwnDigits) {
  const auto coarse = table_errors(800, 800), fine = table_errors(1600, 1600);
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t k = 0; k < 4; ++k) {
      EXPECT_LE(std::abs((4 * fine[i][k] - coarse[i][k]) / 3), 1e-6)
          << "t = " << table[i].t << ", quantity " << k;
    }
  }
}

struct Spectrum {
  double temperature, half_width;
  std::array<double, 4> eigenvalues;
};

// Sinc collocation of the Schrödinger form; the first by its Rayleigh quotient to 1e−9.
constexpr Spectrum spectra[] = {
    {0.5, 3.5, {0.22727330100864876, 4.078279891768992, 7.604028342381652, 11.951442255545583}},
    {1.0, 4.0, {0.7486816723483979, 6.004113670851147, 11.660695557670472, 18.6431467814105}}};

TEST(DoubleWell, EigenvaluesAgreeWithTheReferenceAndAreOfSecondOrder) {
  for (const Spectrum& s : spectra) {
    std::vector<Eigen::ArrayXd> values;
    for (const Index n : {500, 1000, 2000}) {
      const Grid grid = line(-s.half_width, s.half_width, n);
      values.push_back(leading_eigenvalues(scharfetter_gummel(double_well(s.temperature), grid), 4));
    }
    const Eigen::ArrayXd richardson = (4 * values[2] - values[1]) / 3;
    for (Index k = 0; k < 4; ++k) {
      const double exact = s.eigenvalues[static_cast<std::size_t>(k)];
      EXPECT_NEAR(richardson(k) / exact, 1, 1e-7) << "T = " << s.temperature << ", λ" << k + 1;
      EXPECT_NEAR(std::log2((values[0](k) - exact) / (values[1](k) - exact)), 2, 0.02);
    }
  }
}

TEST(DoubleWell, ATinyGapKeepsItsRelativeAccuracy) {
  // Two cells behind a face of rate r: L has the eigenvalues 0 and −(up + down).
  FaceRates rates{Eigen::ArrayXXd(1, 1), Eigen::ArrayXXd(1, 1), Eigen::ArrayXXd(1, 1)};
  rates.up << 3e-40;
  rates.down << 1e-40;
  rates.log_ratio << -std::log(3.0);
  const Generator pair(line(0, 1, 2), {rates}, "given");
  EXPECT_NEAR(leading_eigenvalues(pair, 1)(0) / 4e-40, 1, 1e-14);
  // Barrier ΔV/T = 40: λ₁ ≈ 2 √(8·4)/(2π) e^{−40} ≈ 7.6e−18, below the rounding of the matrix (‖L‖ ε ≈
  // 1e−12).
  const double temperature = 0.025;
  std::vector<double> gap;
  for (const Index n : {1000, 2000}) {
    gap.push_back(leading_eigenvalues(scharfetter_gummel(double_well(temperature), line(-2, 2, n)), 1)(0));
  }
  const double kramers = std::sqrt(32.0) / M_PI * std::exp(-1 / temperature);
  EXPECT_NEAR((4 * gap[1] - gap[0]) / 3 / kramers, 1, 0.05);  // Kramers' own error is O(T)
}

TEST(DoubleWell, RelaxesAtTheSpectralGap) {
  const Grid grid = line(-3, 3, 200);
  const Generator generator = scharfetter_gummel(double_well(0.5), grid);
  const double gap = leading_eigenvalues(generator, 1)(0);
  const Eigen::ArrayXd p0 = initial_density(density::gaussian_1d(-0.5, 0.3), grid).density;
  std::vector<double> means;
  march(generator, stepper("tr_bdf2"), p0, {{0, 5, 6}, {2000, 2000}},
        [&](Index, double, const Eigen::ArrayXd& p) { means.push_back(raw_moment(grid, p, 0, 1)); });
  // The next odd mode has died down by e^{−(7.6 − 0.2) 5}; the step's own error is (λ Δt)² λ.
  EXPECT_NEAR(-std::log(means[2] / means[1]), gap, 1e-8);
}

}  // namespace
}  // namespace kolmo::fokker_planck
