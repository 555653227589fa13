#include "kolmo/jko/grid_step.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/jko/barenblatt.hpp"
#include "kolmo/jko/gaussian_step.hpp"
#include "kolmo/jko/monge_ampere_step.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"

namespace kolmo::jko {
namespace {

double mass(const Grid& grid, const Eigen::ArrayXd& rho) {
  return sum(rho.data(), rho.size()) * grid.cell_volume();
}
Eigen::ArrayXd normalised(const Grid& grid, const Eigen::ArrayXd& rho) { return rho / mass(grid, rho); }

struct Moments {
  double mean, variance;
};
// Of one coordinate, a cell's mass being spread over the cell.
Moments moments(const Grid& grid, const Eigen::ArrayXd& rho, Index axis) {
  const Eigen::ArrayXd x = grid.centres().col(axis);
  const double h = grid.axis(axis).width(), mean = (rho * x).sum() * grid.cell_volume();
  return {mean, (rho * (x - mean).square()).sum() * grid.cell_volume() + h * h / 12};
}

Eigen::ArrayXd gaussian(const Grid& grid, double mean, double deviation) {
  Eigen::ArrayXd q = Eigen::ArrayXd::Zero(grid.cells());
  const Points x = grid.centres();
  for (Index k = 0; k < grid.dimension(); ++k) q += ((x.col(k) - mean) / deviation).square();
  return normalised(grid, (-q / 2).exp());
}

struct Flow {
  double error = 0;  ///< ∫|ρ − exact|
  double lost = 0, least = 0, radius = 0;
};
// From t = 1 to 4 in equal steps.
Flow porous_medium(Index cells, int steps, bool midpoint) {
  const Grid grid({{-3, 3, cells}, {-3, 3, cells}});
  GridJkoStep jko(grid, {std::make_shared<PorousMediumEnergy>(2)}, {20, 1e-8});
  Eigen::ArrayXd rho = barenblatt_cells(grid, 1);
  Flow run;
  for (int k = 0; k < steps; ++k) {
    if (midpoint)
      jko.midpoint_step(3.0 / steps, rho);
    else
      jko.step(3.0 / steps, rho);
    run.lost = std::max(run.lost, std::abs(mass(grid, rho) - 1));
    run.least = std::min(run.least, rho.minCoeff());
  }
  run.error = (rho - barenblatt_cells(grid, 4)).abs().sum() * grid.cell_volume();
  const Points x = grid.centres();
  for (Index cell = 0; cell < grid.cells(); ++cell)
    if (rho(cell) > 1e-3) run.radius = std::max(run.radius, x.row(cell).matrix().norm());
  return run;
}

// The errors of exact first-order steps are 4.31e-2 and 2.28e-2 (Barenblatt's is self-similar: they do not
// depend on the start); the grid adds to them.
TEST(GridJkoStep, HasTheErrorsOfExactFirstOrderSteps) {
  const Flow four = porous_medium(128, 4, false), eight = porous_medium(128, 8, false);
  EXPECT_NEAR(four.error / 4.31e-2, 1, 0.05);
  EXPECT_NEAR(eight.error / 2.28e-2, 1, 0.05);
  EXPECT_LE(eight.lost, 1e-12);
  EXPECT_GE(eight.least, 0);
  // The front: 1.7865 · 4^{1/4} = 2.5265; a step behind and a cell about
  EXPECT_NEAR(eight.radius, 2.5265, 0.1);
}

TEST(GridJkoStep, IsFarMoreAccurateByMidpoints) {
  const Flow eight = porous_medium(128, 8, true);
  EXPECT_LE(eight.error, 6e-3);  // the first-order one has 2.28e-2
  EXPECT_LE(eight.lost, 1e-12);
  EXPECT_GE(eight.least, 0);
}

// One step from a Gaussian is a Gaussian in closed form. With 64 cells, h = 0.094: the moments of cells and
// slopes are of second order, h² = 9e-3 of unit lengths, and their constants are about a tenth.
TEST(GridJkoStep, TakesAGaussianToTheGaussianOfTheClosedForm) {
  const double theta = 1, temperature = 0.3, tau = 0.4;
  const Grid grid({{-3, 3, 64}, {-3, 3, 64}});
  const process::OrnsteinUhlenbeck process(theta, 0, std::sqrt(2 * temperature), 2);
  GridJkoStep jko(grid, free_energy(process, grid), {60, 1e-9});
  Eigen::ArrayXd rho = gaussian(grid, 0.7, 0.4);
  const GridStepReport report = jko.step(tau, rho);
  const Eigen::VectorXd zero = Eigen::VectorXd::Zero(2);
  const QuadraticEnergy energy{theta, zero, temperature};
  const GaussianLaw before{Eigen::VectorXd::Constant(2, 0.7), 0.4}, after = jko_step(energy, tau, before);
  for (const Index axis : {0, 1}) {
    const Moments found = moments(grid, rho, axis);
    EXPECT_NEAR(found.mean, after.mean(axis), 1e-3);
    EXPECT_NEAR(found.variance, after.deviation * after.deviation, 1.5e-3);
  }
  EXPECT_NEAR(report.increment_squared, w2_squared(before, after), 1e-3);
  EXPECT_NEAR(report.energy, evaluate(energy, after), 2e-3);
}

// Steps that first move the mass by 4, 2, 1, ½ and ¼ cells, up to t = ½, against exact steps of the same τ:
// what a step leaves must not add up. The start has values at the centres for averages, whose variance is the
// Gaussian's own; moments are then off by 8e-5 at most, and were by 3e-4 to 1e-3 (0.04 with four wells)
// while directions were cut off in the tails.
TEST(GridJkoStep, FollowsExactStepsHoweverShortTheyAre) {
  const double theta = 1, temperature = 0.15;
  const Grid grid({{-3, 3, 64}, {-3, 3, 64}});
  const process::OrnsteinUhlenbeck process(theta, 0, std::sqrt(2 * temperature), 2);
  const QuadraticEnergy energy{theta, Eigen::VectorXd::Zero(2), temperature};
  for (const int steps : {1, 2, 4, 9, 18}) {
    const double tau = 0.5 / steps;
    GridJkoStep jko(grid, free_energy(process, grid));
    Eigen::ArrayXd rho = gaussian(grid, 0.9, 0.35);
    GaussianLaw law{Eigen::VectorXd::Constant(2, 0.9), 0.35};
    for (int k = 0; k < steps; ++k) {
      jko.step(tau, rho);
      law = jko_step(energy, tau, law);
    }
    const Moments found = moments(grid, rho, 0);
    const double h = grid.axis(0).width();
    EXPECT_NEAR(found.mean, law.mean(0), 1.5e-4) << steps << " steps";
    EXPECT_NEAR(found.variance - h * h / 12, law.deviation * law.deviation, 1.5e-4) << steps << " steps";
  }
}

// Over [0, 1] on a line, so that the grid can be fine: errors of the mean and the variance.
TEST(GridJkoStep, IsOfFirstAndByMidpointsOfSecondOrder) {
  const Grid grid({{-4, 4, 800}});
  const process::OrnsteinUhlenbeck process(1, 0, std::sqrt(2 * 0.3), 1);
  const double mean = 1.5 * std::exp(-1.0), variance = 0.3 + (0.25 - 0.3) * std::exp(-2.0);
  const auto error = [&](int steps, bool midpoint) {
    GridJkoStep jko(grid, free_energy(process, grid), {200, 1e-11});
    Eigen::ArrayXd rho = gaussian(grid, 1.5, 0.5);
    for (int k = 0; k < steps; ++k)
      midpoint ? jko.midpoint_step(1.0 / steps, rho) : jko.step(1.0 / steps, rho);
    const Moments found = moments(grid, rho, 0);
    return Moments{found.mean - mean, found.variance - variance};
  };
  const Moments coarse = error(4, false), fine = error(8, false);
  EXPECT_NEAR(std::log2(coarse.mean / fine.mean), 1, 0.2);
  const Moments two = error(2, true), four = error(4, true);
  EXPECT_NEAR(std::log2(two.mean / four.mean), 2, 0.2) << two.mean << ' ' << four.mean;
  EXPECT_LE(std::abs(four.mean), 0.1 * std::abs(coarse.mean));
}

// Σ W2²/(2τ) ≤ F⁰ − Fᴺ, and energies fall.
TEST(GridJkoStep, PaysForItsMovementWithEnergy) {
  const Grid grid({{-3, 3, 48}, {-3, 3, 48}});
  const process::OrnsteinUhlenbeck process(1, 0, std::sqrt(2 * 0.3), 2);
  const GridEnergy energy = free_energy(process, grid);
  GridJkoStep jko(grid, energy, {40, 1e-8});
  Eigen::ArrayXd rho = gaussian(grid, 0.8, 0.5);
  const double first = evaluate(energy, grid, rho), tau = 0.1;
  double movement = 0, last = first;
  for (int k = 0; k < 4; ++k) {
    const GridStepReport report = jko.step(tau, rho);
    EXPECT_LT(report.energy, last);
    last = report.energy;
    movement += report.increment_squared / (2 * tau);
  }
  EXPECT_LE(movement, first - last);
  EXPECT_GE(movement, 0.35 * (first - last));  // ½ in the limit
}

TEST(GridJkoStep, HasTheSameBitsForEveryNumberOfThreads) {
  const auto run = [](int count) {
    const int before = threads();
    set_threads(count);
    const Grid grid({{-3, 3, 40}, {-3, 3, 36}});
    GridJkoStep jko(grid, {std::make_shared<PorousMediumEnergy>(3)}, {5, 1e-9});
    Eigen::ArrayXd rho = gaussian(grid, 0.2, 0.6);
    jko.midpoint_step(0.2, rho);
    set_threads(before);
    return rho;
  };
  EXPECT_TRUE((run(1) == run(3)).all());
}

/// (1 − x)² + 10 (y − x²)².
class Rosenbrock final : public density::Potential {
 public:
  std::string name() const override { return "rosenbrock"; }
  Index dimension() const override { return 2; }
  void value(const ConstBlock& x, Values out) const override {
    out = (1 - x.col(0)).square() + 10 * (x.col(1) - x.col(0).square()).square();
  }
  void gradient(const ConstBlock& x, Block out) const override {
    const Eigen::ArrayXd across = x.col(1) - x.col(0).square();
    out.col(0) = -2 * (1 - x.col(0)) - 40 * x.col(0) * across;
    out.col(1) = 20 * across;
  }
  void laplacian(const ConstBlock&, Values) const override { FAIL() << "no step needs it"; }
};

// Rosenbrock's valley is bent, a fifth of a unit across and steep beside: two solvers that have nothing in
// common take fifteen steps to the same density (3e-4 apart at 96² cells, and a few times as much here).
TEST(GridJkoStep, AgreesWithMongeAmpereInAValleyOfRosenbrock) {
  const Grid grid({{-2.2, 2.4, 64}, {-1, 5, 64}});
  const Points x = grid.centres();
  const auto potential = std::make_shared<Rosenbrock>();
  Eigen::ArrayXd v(grid.cells());
  potential->value(x, v);
  Eigen::ArrayXd log_mass = -8 * ((x.col(0) + 0.5).square() + (x.col(1) - 1).square()), rho = log_mass.exp();
  const double total = sum(rho.data(), rho.size());
  log_mass -= std::log(total);
  rho /= total * grid.cell_volume();
  MongeAmpereStep smooth(grid, {potential, 1});
  GridJkoStep deposited(grid, {std::make_shared<EntropyEnergy>(1), v}, {60, 1e-6});
  for (int k = 0; k < 15; ++k) {
    smooth.step(0.002, log_mass);
    deposited.step(0.002, rho);
  }
  const Eigen::ArrayXd other = log_mass.exp() / grid.cell_volume(), off = (rho - other).abs();
  EXPECT_LT(sum(off.data(), off.size()) * grid.cell_volume(), 0.02);
  for (Index k = 0; k < 2; ++k)
    EXPECT_NEAR(dot(rho.data(), x.col(k).data(), rho.size()) * grid.cell_volume(),
                dot(other.data(), x.col(k).data(), rho.size()) * grid.cell_volume(), 2e-3);
}

// V changes by 1e4 T from cell to cell: there is nothing to step, and the reason is said.
TEST(GridJkoStep, SaysThatATemperatureIsTooSmallForItsCells) {
  const Grid grid({{-2, 2, 32}, {-2, 2, 32}});
  const Points x = grid.centres();
  Eigen::ArrayXd rho = (-((x.col(0) - 0.3).square() + x.col(1).square()) / 0.02).exp();
  rho /= sum(rho.data(), rho.size()) * grid.cell_volume();
  const Eigen::ArrayXd start = rho;
  GridJkoStep jko(
      grid, {std::make_shared<EntropyEnergy>(1e-6), (x.col(0).square() - 1).square() + x.col(1).square()});
  try {
    for (int k = 0; k < 6; ++k) jko.step(0.05, rho);
    FAIL();
  } catch (const NumericalFailure& error) {
    EXPECT_NE(std::string(error.what()).find("more cells"), std::string::npos) << error.what();
  }
}

TEST(GridJkoStep, RefusesWhatIsNoStep) {
  const Grid grid({{0, 1, 8}, {0, 1, 8}});
  const GridEnergy heat{std::make_shared<EntropyEnergy>(1)};
  Eigen::ArrayXd rho = Eigen::ArrayXd::Ones(64), twice = 2 * rho;
  GridJkoStep jko(grid, heat);
  EXPECT_THROW(jko.step(0, rho), InvalidArgument);
  EXPECT_THROW(jko.step(0.1, twice), InvalidArgument);
  EXPECT_THROW(GridJkoStep(grid, {nullptr}), InvalidArgument);
  EXPECT_THROW(GridJkoStep(grid, {heat.internal, Eigen::ArrayXd::Zero(5)}), InvalidArgument);
  EXPECT_THROW(GridJkoStep(grid, heat, {0, 1e-6}), InvalidArgument);
  EXPECT_THROW(EntropyEnergy(0), InvalidArgument);
  EXPECT_THROW(PorousMediumEnergy(1), InvalidArgument);
  EXPECT_THROW(free_energy(process::OrnsteinUhlenbeck(1, 0, 1, 2), Grid({{0, 1, 8}})), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::jko
