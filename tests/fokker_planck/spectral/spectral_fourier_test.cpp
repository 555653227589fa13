// Fourier series on rings and tori: exact laws, orders in time, what is kept and what is reported.

#include <gtest/gtest.h>

#include <limits>

#include "fokker_planck/spectral/fourier_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/noise/matrix_noise.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using verify::test::passes;

// Constant coefficients are marched without an error in time. What K modes leave out is (0.6/π) Σ_{k>K}
// e^{−k² v/2} of the narrower part, v = 0.16 + t/4: at K = 7, 11, 19, 31 1.5e−3, 2e−6, 3e−15 and less at the
// start; at t = 1.7 1.5e−9 and rounding.
TEST(FourierSolver, FollowsTravellingGaussiansToRounding) {
  const BentRing process(0, 1.3, 0, 0.5);
  const Index nodes[] = {24, 36, 60, 96};
  const double at_start[] = {2e-3, 3e-6, 1e-14, 1e-14}, later[] = {3e-9, 1e-14, 1e-14, 1e-14};
  for (const int i : {0, 1, 2, 3}) {
    EXPECT_LE(ring_error(process, "etdrk4", nodes[i], 3, 0), at_start[i]) << nodes[i];
    EXPECT_LE(ring_error(process, "etdrk4", nodes[i], 3, 1.7), later[i]) << nodes[i];
  }
  EXPECT_GE(ring_error(process, "etdrk4", 24, 3, 0), 1e-4);
  EXPECT_GE(ring_error(process, "etdrk4", 36, 3, 0), 1e-7);
}

// No power of h: the order from each grid to the next, twice as fine, rises until rounding takes over.
TEST(FourierSolver, ConvergesFasterThanAnyPowerWithVariableDriftAndNoise) {
  const BentRing process(0.3, 1.3, 0.7, 0.5);
  std::vector<double> errors;
  for (const Index n : {16, 32, 64, 128}) errors.push_back(ring_error(process, "etdrk4", n, 2000, 0.5));
  EXPECT_GE(std::log2(errors[0] / errors[1]), 4);
  EXPECT_GE(std::log2(errors[1] / errors[2]), 10);
  EXPECT_GE(std::log2(errors[2] / errors[3]), 15);
  EXPECT_LE(errors[3], 1e-12);  // 1e−13 of it the error in time
}

TEST(FourierSolver, HasTheClaimedOrderInTimeAgainstTheExactLaw) {
  for (const auto& s : semilinear_steppers()) {
    EXPECT_TRUE(passes(order_on_the_bent_ring(s)));
    EXPECT_EQ(fourier_claim(*s).order(Sense::time, Context::line),
              s->claim().order(Sense::time, Context::line));
  }
}

TEST(FourierSolver, HasTheClaimedOrderInTimeOnATorus) {
  for (const auto& s : semilinear_steppers()) {
    std::vector<double> errors;
    const auto process = std::make_shared<Whirl>();
    const Grid grid = torus(24, 32);
    const Eigen::ArrayXd p0 = whirl_start(grid);
    const Eigen::ArrayXd fine = march(FourierSolver(process, grid), p0, {{0, 0.5}, {800}}).density;
    for (const Index n : {20, 40, 80}) {
      const Eigen::ArrayXd p = march(FourierSolver(process, grid, s), p0, {{0, 0.5}, {n}}).density;
      errors.push_back((p - fine).abs().maxCoeff());
    }
    EXPECT_NEAR(std::log2(errors[1] / errors[2]), *fourier_claim(*s).order(Sense::time, Context::axes),
                order_tolerance)
        << s->claim().name;
  }
}

// The sides of the square that the torus is cut at are no places of their own.
TEST(FourierSolver, DoesNotSeeWhereTheTorusIsCut) {
  const auto process = std::make_shared<Whirl>();
  const Grid grid = torus(32, 24), moved({{turn / 8, turn * 9 / 8, 32}, {-turn / 4, turn * 3 / 4, 24}});
  const FourierSolver here(process, grid), there(process, moved);
  const SpectralResult a = march(here, whirl_start(grid), {{0, 0.3}, {40}});
  const SpectralResult b = march(there, whirl_start(moved), {{0, 0.3}, {40}});
  Eigen::ArrayXd values(a.density.size());
  there.evaluate(b.coefficients, here.nodes(), values);
  EXPECT_LE((values - a.density).abs().maxCoeff(), 1e-13);
}

/// dX = v dt + G dW on a torus.
class Sheared final : public process::MatrixNoise {
 public:
  std::string name() const override { return "sheared"; }
  Index dimension() const override { return 2; }
  Index noise_dimension() const override { return 2; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::constant; }
  void drift(double, const ConstBlock&, Block out) const override {
    out.col(0) = 0.8;
    out.col(1) = -1.1;
  }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out = 0; }
  void diffusion_matrix(double, const ConstBlock&, Block out) const override {
    const double g[] = {0.7, 0.5, 0, 0.4};  // columns (0.7, 0.5) and (0, 0.4)
    for (Index k = 0; k < 4; ++k) out.col(k) = g[k];
  }
};

// Mode k of 1 + ½ cos(x + 2y) + ½ sin(3x − y) turns by k·v and decays by ½ |Gᵀk|².
TEST(FourierSolver, TakesAConstantNoiseMatrix) {
  const auto exact = [](double t, const Points& x) {
    const auto decay = [t](double k, double l) {
      return std::exp(-0.5 * (std::pow(0.7 * k + 0.5 * l, 2) + std::pow(0.4 * l, 2)) * t);
    };
    const Eigen::ArrayXd u = x.col(0) - 0.8 * t, v = x.col(1) + 1.1 * t;
    return Eigen::ArrayXd(
        (1 + 0.5 * decay(1, 2) * (u + 2 * v).cos() + 0.5 * decay(3, -1) * (3 * u - v).sin()) / (turn * turn));
  };
  const FourierSolver solver(std::make_shared<Sheared>(), torus(12, 14));
  const SpectralResult result = march(solver, exact(0, solver.nodes()), {{0, 0.9}, {1}});
  EXPECT_LE((result.density - exact(0.9, solver.nodes())).abs().maxCoeff(), 1e-16);
  Points x(3, 2);
  x << 0.3, 7, -100, 0.1, 2, 1e3;  // arguments of 1e3 and their reduction
  Eigen::ArrayXd values(3);
  solver.evaluate(result.coefficients, x, values);
  EXPECT_LE((values - exact(0.9, x)).abs().maxCoeff(), 1e-13);
}

// −sin x at T = ½ is the gradient of −cos x: e^{2 cos x} stays.
TEST(FourierSolver, KeepsTheGibbsDensityToRounding) {
  const FourierSolver solver(std::make_shared<Pendulum>(1), ring(64));
  Eigen::ArrayXd p0 = (2 * solver.nodes().col(0).cos()).exp();
  p0 /= mass(ring(64), p0);
  const SpectralResult result = march(solver, p0, {{0, 5}, {500}});
  EXPECT_LE((result.density - p0).abs().maxCoeff(), 1e-14);
  EXPECT_LE(result.projection_error, 1e-15);
}

// Modes of f and g² reach up to 6. K is the largest for which two of them do not fall back, (n − 1)/3.
TEST(FourierSolver, ProductsAreThoseOfGalerkinsMethod) {
  for (const Index nodes : {12, 13, 14, 15, 24, 25, 26}) {
    EXPECT_TRUE(passes(galerkin_defect(Dealiasing::two_thirds, nodes)));
  }
  EXPECT_EQ(FourierSolver(std::make_shared<Pendulum>(1), ring(24)).largest_mode(0), 7);
  EXPECT_EQ(FourierSolver(std::make_shared<Pendulum>(1), ring(25)).largest_mode(0), 8);
}

TEST(FourierSolver, NeverChangesTheMass) {
  const BentRing process(0.3, 1.3, 0.7, 0.5);
  for (const auto& s : semilinear_steppers()) {
    const FourierSolver solver(std::make_shared<BentRing>(process), ring(32), s);
    const Eigen::ArrayXd p0 = process.density(lopsided_ring(), 0, solver.nodes());
    const SpectralResult result = march(solver, p0, {{0, 5, 50}, {1000, 9000}});
    EXPECT_EQ(result.mass_defect, 0) << s->claim().name;
    EXPECT_EQ(result.steps, 10'000);
    EXPECT_NEAR(mass(ring(32), result.density), mass(ring(32), p0), 1e-14);
  }
}

// A peak narrower than the nodes resolve rings; so it is said, and nothing is cut off.
TEST(FourierSolver, ReportsWhatIsNegative) {
  const BentRing process(0, 0, 0, 0.3);
  const FourierSolver solver(std::make_shared<BentRing>(process), ring(32));
  const Eigen::ArrayXd p0 = process.density({{1, 3, 0.05}}, 0, solver.nodes());
  const SpectralResult result = march(solver, p0, {{0, 8}, {200}});
  EXPECT_LT(result.minimum, -0.1);
  EXPECT_EQ(result.minimum_time, 0);
  EXPECT_FALSE(result.nonnegative());
  EXPECT_GT(result.projection_error, 0.1);
  EXPECT_GT(result.density.minCoeff(), 0);  // noise has smoothed it
  const SpectralResult wide =
      march(solver, process.density({{1, 3, 0.8}}, 0, solver.nodes()), {{0, 2}, {20}});
  EXPECT_TRUE(wide.nonnegative());
}

TEST(FourierSolver, ShowsEveryTimeThatWasAskedFor) {
  const BentRing process(0.3, 1.3, 0.7, 0.5);
  const FourierSolver solver(std::make_shared<BentRing>(process), ring(96));
  Index seen = 0;
  const std::vector<double> times{0, 0.2, 0.5};
  Points between(2, 1);
  between << 1.234, -17;
  march(solver, process.density(lopsided_ring(), 0, solver.nodes()), {times, {200, 300}},
        [&](Index index, double t, const Eigen::ArrayXd& p, const Eigen::ArrayXd& coefficients) {
          EXPECT_EQ(index, seen++);
          EXPECT_EQ(t, times[static_cast<std::size_t>(index)]);
          EXPECT_LE((p - process.density(lopsided_ring(), t, solver.nodes())).abs().maxCoeff(), 1e-7);
          Eigen::ArrayXd values(2);
          solver.evaluate(coefficients, between, values);
          EXPECT_LE((values - process.density(lopsided_ring(), t, between)).abs().maxCoeff(), 1e-7);
        });
  EXPECT_EQ(seen, 3);
}

TEST(FourierSolver, RefusesWhatItCannotTake) {
  const auto process = std::make_shared<BentRing>(0.3, 1.3, 0.7, 0.5);
  const auto whirl = std::make_shared<Whirl>();
  EXPECT_THROW(FourierSolver(process, Grid({{0, turn, 3}})), InvalidArgument);
  EXPECT_THROW(FourierSolver(process, torus(8, 8)), InvalidArgument);
  EXPECT_THROW(FourierSolver(whirl, Grid({{0, turn, 8}, {0, turn, 8}, {0, turn, 8}})), InvalidArgument);
  EXPECT_THROW(FourierSolver(process, Grid({{0, 3, 32}})), InvalidArgument);  // not a whole turn
  EXPECT_THROW(FourierSolver(std::make_shared<process::OrnsteinUhlenbeck>(1, 0, 1, 1), Grid({{-3, 3, 32}})),
               InvalidArgument);
  EXPECT_THROW(FourierSolver(std::make_shared<Pendulum>(std::nan("")), ring(32)), InvalidArgument);
  EXPECT_THROW(semilinear_stepper("etdrk5"), InvalidArgument);
  const FourierSolver solver(process, ring(32));
  const Eigen::ArrayXd p0 = process->density(lopsided_ring(), 0, solver.nodes());
  const auto refuses = [&](const Eigen::ArrayXd& p, const std::vector<double>& times,
                           const std::vector<Index>& steps) {
    EXPECT_THROW(march(solver, p, {times, steps}), InvalidArgument);
  };
  refuses(p0.head(31), {0, 1}, {1});
  refuses(-p0, {0, 1}, {1});
  refuses(0 * p0, {0, 1}, {1});
  refuses(p0 * std::numeric_limits<double>::quiet_NaN(), {0, 1}, {1});
  refuses(p0, {0, 0}, {1});
  refuses(p0, {0, 1}, {0});
  refuses(p0, {0, 1}, {1, 1});
  refuses(p0, {0}, {});
}

TEST(FourierSolver, SaysWhenStepsAreTooLong) {
  const FourierSolver solver(std::make_shared<Pendulum>(1000), ring(64));
  const Eigen::ArrayXd p0 = BentRing(0, 0, 0, 1).density(lopsided_ring(), 0, solver.nodes());
  try {
    march(solver, p0, {{0, 400}, {400}});
    FAIL() << "Δt max|f − f̄| max|κ| is 21000";
  } catch (const NumericalFailure& failure) {
    EXPECT_NE(std::string(failure.what()).find("fourier_etdrk4"), std::string::npos);
    EXPECT_NE(std::string(failure.what()).find("take smaller steps"), std::string::npos);
  }
}

}  // namespace
}  // namespace kolmo::fokker_planck
