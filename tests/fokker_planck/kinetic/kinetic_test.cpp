// What the kinetic solver keeps exactly, and what it refuses.

#include <gtest/gtest.h>

#include "fokker_planck/kinetic/kinetic_problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/exponential.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

Eigen::ArrayXd lopsided_start(const Grid& grid) {
  return at_centres(grid, [](double q, double p) {
    return std::exp(-2 * (q - 0.9) * (q - 0.9) - (p + 1.1) * (p + 1.1)) +
           0.6 * std::exp(-3 * (q + 0.7) * (q + 0.7) - 2 * (p - 0.8) * (p - 0.8) + q * p);
  });
}

TEST(KineticSolver, KeepsItsMassOverTenThousandSteps) {
  const Grid grid({{-3, 3, 40}, {-6.5, 6.5, 41}});
  for (const KineticTransport& transport : kinetic_transports()) {
    const KineticSolver solver(kinetic_double_well(0.3, 1, 1), grid, with_transport(transport.claim.name));
    EXPECT_LE(solver.march(lopsided_start(grid), {{0, 500}, {10000}}).mass_defect, 1e-13);
  }
}

// Cells of 0.2 for a friction of 40 at T = 0.1: a cell Péclet number p h/T of 4; the start is one cell.
// Strong friction takes the same rounding every step: without restored sums they add up to 2.4e−13 here.
TEST(KineticSolver, KeepsItsMassUnderStrongFriction) {
  const KineticSolver solver(kinetic_double_well(0.3, 40, 1), Grid({{-3, 3, 64}, {-6.5, 6.5, 64}}));
  EXPECT_LE(solver.march(solver.gibbs(), {{0, 500}, {10000}}).mass_defect, 1e-13);
}

TEST(KineticSolver, KeepsDensitiesAboveZeroWithAPositiveTransport) {
  const Grid grid({{-2, 2, 40}, {-4, 4, 40}});
  Eigen::ArrayXd cell = Eigen::ArrayXd::Zero(grid.cells());
  cell(31 + 40 * 27) = 1e-300;
  cell(12 + 40 * 20) = 1;
  for (const double friction : {0.0, 0.1, 40.0}) {
    const KineticSolver positive(kinetic_double_well(0.3, friction, 0.1), grid,
                                 with_transport("shift_5_positive"));
    const MarchResult result = positive.march(cell, {{0, 5}, {137}});
    EXPECT_EQ(result.minimum, 0);
    EXPECT_TRUE(result.nonnegative());
    EXPECT_LE(result.mass_defect, 1e-13);
  }
  const KineticSolver linear(kinetic_double_well(0.3, 0.1, 0.1), grid);
  EXPECT_FALSE(linear.march(cell, {{0, 5}, {137}}).nonnegative());  // a status, not an error
}

// Where V is flat all five parts of a step keep the Maxwellian between walls and round a ring: rounding of
// 2000 steps, relative in every cell (down to e^{−25} of the largest).
TEST(KineticSolver, KeepsTheMaxwellianWithoutAForce) {
  const Grid grid({{-1, 2, 24}, {-5.6, 5.6, 56}});
  for (const Boundary sides : {Boundary::no_flux, Boundary::periodic}) {
    const KineticSolver solver(under_slope(0, 0.8, 0.7), grid, with_transport("shift_5", sides));
    const Eigen::ArrayXd gibbs = solver.gibbs();
    const Eigen::ArrayXd p = solver.march(gibbs, {{0, 100}, {2000}}).density;
    EXPECT_LE((p / gibbs - 1).abs().maxCoeff(), 1e-12);
  }
}

// Over a flat V a density that does not depend on q feels O alone: the exponential of the Scharfetter–Gummel
// generator on the line of momenta, here by its eigenpairs, to their rounding.
TEST(KineticSolver, TakesTheExactExponentialOfFriction) {
  const Axis momentum{-6, 6.5, 90};
  const process::OrnsteinUhlenbeck friction(0.8, 0, std::sqrt(2 * 0.8 * 0.7), 1);
  const Generator line = chang_cooper(friction, Grid({momentum}));
  const Grid grid({{0, 3, 20}, momentum});
  const KineticSolver solver(under_slope(0, 0.8, 0.7), grid, with_transport("shift_5", Boundary::periodic));
  for (const double t : {1e-4, 0.1, 3.0}) {
    const Eigen::ArrayXd p0 = at_centres(Grid({{0, 1, 2}, momentum}),
                                         [](double, double p) { return std::exp(-(p - 1) * (p - 1)); });
    Eigen::ArrayXd on_line = p0(Eigen::seq(0, Eigen::last, 2));
    Eigen::ArrayXd p = on_line.transpose().replicate(20, 1).reshaped();
    stepper("exponential_eigen").prepare(line, t)->advance(on_line.data(), 1);
    solver.prepare(t)->advance(p.data(), 1);
    const Eigen::ArrayXXd expected = on_line.transpose().replicate(20, 1);
    EXPECT_LE((p - expected.reshaped()).abs().maxCoeff(), 1e-12) << t;
  }
}

// A packet runs into the wall at q = 2 and comes back with its momentum turned: the law is that of free
// flight, unfolded about the wall.
TEST(KineticSolver, ReflectsAtWalls) {
  const Grid grid({{-2, 2, 160}, {-4, 4, 160}});
  const auto start = [](double q, double p) {
    return std::exp(-8 * (q - 0.5) * (q - 0.5) - 12 * (p - 1.5) * (p - 1.5));
  };
  const double t = 1.6;
  const auto later = [&](double q, double p) { return start(q - p * t, p) + start(4 - q + p * t, -p); };
  const KineticSolver solver(under_slope(0, 0), grid);
  const Eigen::ArrayXd p0 = at_centres(grid, start), exact = at_centres(grid, later);
  const Eigen::ArrayXd p = solver.march(p0, {{0, t}, {16}}).density;
  EXPECT_NEAR(mass(grid, exact), mass(grid, p0), 1e-8 * mass(grid, p0));  // nothing reaches the other wall
  EXPECT_LE(l1(grid, p, exact), 1e-5 * mass(grid, p0));
}

TEST(KineticSolver, ForgetsItsStart) {
  const Grid grid({{-3, 3, 64}, {-6.5, 6.5, 64}});
  const KineticSolver solver(kinetic_double_well(0.3, 1, 1), grid);
  const Eigen::ArrayXd p0 = lopsided_start(grid), normalised = p0 / mass(grid, p0);
  const Eigen::ArrayXd a = solver.march(normalised, {{0, 60}, {600}}).density;
  const Eigen::ArrayXd b = solver.march(solver.gibbs(), {{0, 60}, {600}}).density;
  EXPECT_GE(l1(grid, normalised, solver.gibbs()), 0.3);
  EXPECT_LE(l1(grid, a, b), 1e-6);
}

TEST(KineticSolver, HasTheSameBitsOnAnyNumberOfThreadsAndInAnyPortions) {
  const Grid grid({{-3, 3, 330}, {-6.5, 6.5, 301}});  // enough cells for three tasks
  const KineticSolver solver(kinetic_double_well(0.3, 1, 1), grid);
  const Eigen::ArrayXd p0 = lopsided_start(grid);
  const int before = threads();
  set_threads(1);
  const Eigen::ArrayXd alone = solver.march(p0, {{0, 0.3}, {6}}).density;
  for (const int count : {2, 3}) {
    set_threads(count);
    EXPECT_TRUE((solver.march(p0, {{0, 0.3}, {6}}).density == alone).all());
  }
  set_threads(before);
  Eigen::ArrayXd p = p0;
  const auto propagator = solver.prepare(0.3 / 6);
  for (int k = 0; k < 6; ++k) propagator->advance(p.data(), 1);
  EXPECT_TRUE((p == alone).all());
}

TEST(KineticSolver, ReportsWhatIsNotFinite) {
  const Grid grid({{-3, 3, 40}, {-6.5, 6.5, 40}});
  const KineticSolver solver(kinetic_double_well(0.3, 1, 1), grid);
  Eigen::ArrayXd p = solver.gibbs();
  p(77) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(solver.prepare(0.1)->advance(p.data(), 3).first_not_finite, 1);
  EXPECT_THROW(solver.march(p, {{0, 1}, {10}}), InvalidArgument);
  EXPECT_THROW(solver.march(-solver.gibbs(), {{0, 1}, {10}}), InvalidArgument);
}

class NoSlope final : public density::Potential {
 public:
  std::string name() const override { return "no_slope"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock&, Values out) const override { out.setZero(); }
  void gradient(const ConstBlock& x, Block out) const override { out = (x - 1).sqrt(); }  // NaN below 1
  void laplacian(const ConstBlock&, Values out) const override { out.setZero(); }
};

TEST(KineticSolver, RefusesWhatItCannotSolve) {
  const Axis q{-3, 3, 40}, p{-6.5, 6.5, 40};
  const auto process = kinetic_double_well(0, 1, 1);
  const auto refused = [](const process::Process& dynamics, const Grid& grid,
                          const KineticSettings& settings) {
    EXPECT_THROW(KineticSolver(dynamics, grid, settings), InvalidArgument);
  };
  refused(double_well(1), Grid({q, p}), {});  // no momenta
  refused(process, Grid({q}), {});            // no axis for them
  refused(process, Grid({q, p}), {Boundary::absorbing, "shift_5"});
  refused(process, Grid({q, p}), with_transport("shift_4"));
  refused(process, Grid({q, {-6.5, 6.6, 40}}), {});  // −p is not on the grid
  refused(process, Grid({q, {-5, 5, 40}}), {});      // 6e−7 of the mass beyond it
  refused(process, Grid({q, p}), with_transport("shift_5", Boundary::periodic));  // V′(3) ≠ V′(−3)
  refused(process::UnderdampedLangevin(std::make_shared<NoSlope>(), 1, 1), Grid({q, p}), {});
  // V = k q²/2 has two slopes at one place, in joules and metres too
  for (const double unit : {1.0, 1e-12})
    refused(process::UnderdampedLangevin(
                std::make_shared<density::QuadraticPotential>(unit, Eigen::VectorXd::Zero(1)), 1, 1),
            Grid({q, p}), with_transport("shift_5", Boundary::periodic));
  const KineticSolver solver(process, Grid({q, p}));
  for (const double dt : {0.0, -1.0, std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW(solver.prepare(dt), InvalidArgument);
  }
  const KineticSolver tilted(under_slope(1, 1), Grid({q, p}), with_transport("shift_5", Boundary::periodic));
  EXPECT_THROW(tilted.gibbs(), InvalidArgument);  // a current flows round the ring
}

}  // namespace
}  // namespace kolmo::fokker_planck
