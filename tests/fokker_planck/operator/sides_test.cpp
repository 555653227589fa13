// Sides of every kind in one to three dimensions: steps against their matrices, mass, positivity, threads.

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <numbers>

#include "fokker_planck/operator/generator_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

const std::vector<Boundaries>& every_side() {
  constexpr Boundary closed = Boundary::no_flux, open = Boundary::absorbing, ring = Boundary::periodic;
  static const std::vector<Boundaries> all{
      Boundaries(),
      Boundaries(open),
      Boundaries(ring),
      Boundaries({{open, closed}, {ring, ring}, {closed, open}}),
      Boundaries({{ring, ring}, {closed, open}, {open, open}}),
      Boundaries({{closed, closed}, {open, closed}, {ring, ring}}),
  };
  return all;
}

/// The generator of one axis alone.
Eigen::MatrixXd matrix_of_axis(const Generator& generator, Index axis) {
  std::vector<FaceRates> rates;
  for (Index k = 0; k < generator.grid().dimension(); ++k) {
    FaceRates r = generator.rates(k);
    if (k != axis) {
      for (Eigen::ArrayXXd* part : {&r.up, &r.down, &r.leaks, &r.wrap}) part->setZero();
    }
    rates.push_back(r);
  }
  return Eigen::MatrixXd(Generator(generator.grid(), rates, "one axis").sparse());
}

/// One implicit Euler or TR-BDF2 step by matrices: (I − κ Δt L)⁻¹ in one or two stages.
Eigen::VectorXd stepped(const std::string& name, const Eigen::MatrixXd& l, double dt,
                        const Eigen::VectorXd& p) {
  const double kappa = name == "implicit_euler" ? 1 : 1 - std::sqrt(0.5);
  const Eigen::MatrixXd k = kappa * dt * l, one = Eigen::MatrixXd::Identity(p.size(), p.size());
  const Eigen::PartialPivLU<Eigen::MatrixXd> solver(one - k);
  if (name == "implicit_euler") return p + k * solver.solve(p);
  const double weight = (1 + std::sqrt(2.0)) / 2;
  const Eigen::VectorXd r = p + weight * k * (p + solver.solve(p + k * p));
  return r + k * solver.solve(r);
}

double defect_of_one_step(const std::string& name, const Generator& generator, double dt) {
  const Index d = generator.grid().dimension();
  const Eigen::ArrayXd p0 = Eigen::ArrayXd::Random(generator.grid().cells()) + 1.01;
  Eigen::VectorXd expected = p0;
  const auto along = [&](Index axis, double share) {
    expected = stepped(name, matrix_of_axis(generator, axis), share * dt, expected);
  };
  for (Index axis = d - 1; axis > 0; --axis) along(axis, 0.5);
  along(0, 1);
  for (Index axis = 1; axis < d; ++axis) along(axis, 0.5);
  const Eigen::ArrayXd got = marched(generator, stepper(name), p0, dt, 1);
  return (got - expected.array()).abs().maxCoeff();
}

// Off by what a matrix solve loses: ‖K‖ ≤ 100 times a few hundred ulp. Central differences need 2 D > h f at
// absorbing walls, and have negative rates beyond.
TEST(Sides, AStepIsWhatItsMatricesSayInOneDimension) {
  for (const Index n : {2, 3, 8, 9, 10, 41}) {
    for (const auto& side : every_side()) {
      for (const Discretisation& scheme : discretisations()) {
        if (scheme.claim.name == "central" && n < 8) continue;
        const Generator generator =
            scheme.build(process::OrnsteinUhlenbeck(1, 0.3, 1.6, 1), line(-2, 3, n), {side});
        for (const char* name : {"implicit_euler", "tr_bdf2"}) {
          EXPECT_LE(defect_of_one_step(name, generator, 0.3), 1e-12) << scheme.claim.name << " " << n;
        }
      }
    }
  }
  const process::OrnsteinUhlenbeck stiff(1, 0.3, 0.5, 1);
  for (const Boundary side : {Boundary::no_flux, Boundary::periodic}) {
    const Generator generator = discretisation("central").build(stiff, line(-2, 3, 9), {side});
    EXPECT_TRUE(generator.has_negative_rates());
    EXPECT_LE(defect_of_one_step("tr_bdf2", generator, 0.3), 1e-12);
  }
}

// Whole bundles of 16 lines and incomplete ones on every axis; shared rates and rates of their own.
TEST(Sides, AStepIsWhatItsMatricesSayWhereAxesAreSplit) {
  const std::vector<Grid> grids{Grid({{-2, 3, 17}, {-2, 2, 19}}), Grid({{-2, 3, 18}, {-2, 2, 5}, {-1, 2, 3}}),
                                Grid({{-2, 3, 3}, {-2, 2, 32}, {-1, 2, 2}})};
  for (const Grid& grid : grids) {
    const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, grid.dimension());
    const Stirred stirred(grid.dimension());
    for (const process::Process* process :
         {static_cast<const process::Process*>(&ou), static_cast<const process::Process*>(&stirred)}) {
      for (const auto& side : every_side()) {
        const Generator generator = scharfetter_gummel(*process, grid, {side});
        EXPECT_EQ(generator.rates(0).shared(), process == &ou);
        for (const char* name : {"implicit_euler", "tr_bdf2"}) {
          EXPECT_LE(defect_of_one_step(name, generator, 0.2), 1e-12) << process->name();
        }
      }
    }
  }
}

Grid box(Index d) {
  std::vector<Axis> axes{{-4, 4, 18}, {-3.5, 4, 9}, {-4, 3.5, 5}};
  return Grid(std::vector<Axis>(axes.begin(), axes.begin() + d));
}

TEST(Sides, MassAndWhatLeftAreKeptToRoundingOverTenThousandSteps) {
  for (const Index d : {1, 2, 3}) {
    const Grid grid = box(d);
    const Eigen::ArrayXd p0 = Eigen::ArrayXd::Constant(grid.cells(), 1 / grid.cell_volume());
    for (const auto& side : every_side()) {
      const Generator generator =
          scharfetter_gummel(process::OrnsteinUhlenbeck(0.5, 0.3, 1.2, d), grid, {side});
      for (const char* name : {"implicit_euler", "tr_bdf2"}) {
        const MarchResult result = march(generator, stepper(name), p0, {{0, 1, 5}, {2000, 8000}});
        EXPECT_LE(result.mass_defect, 1e-13) << name << " in " << d << " dimensions";
        bool absorbs = false;
        for (Index k = 0; k < 2 * d; ++k) {
          const double left = result.outflows[2].sides[static_cast<std::size_t>(k / 2)][k % 2];
          const bool open = side.at(k / 2, k % 2) == Boundary::absorbing;
          EXPECT_EQ(left > 0, open);
          absorbs |= open;
        }
        EXPECT_EQ(result.outflow() > 0, absorbs);
        EXPECT_GE(result.outflows[2].total(), result.outflows[1].total());
      }
    }
  }
}

// h f/D = 1000 at the ends. From one full cell densities fall below the smallest normal number, where a
// product is off by up to 5e−324: the fluxes, κ Δt rate ≤ 10⁵ times that.
TEST(Sides, ImplicitEulerStaysPositiveAtCellPecletThousandAndEveryStep) {
  constexpr double subnormal = 1e-318;
  for (const Index d : {1, 2, 3}) {
    std::vector<Axis> axes(static_cast<std::size_t>(d), Axis{-8, 8, d == 3 ? 16 : 64});
    const double cells = static_cast<double>(axes[0].cells);
    const process::OrnsteinUhlenbeck ou(1, 0, std::sqrt(2 * 8 * 16 / cells / 1000), d);
    const Grid grid(axes);
    Eigen::ArrayXd p0 = Eigen::ArrayXd::Zero(grid.cells());
    p0(grid.cells() / 3) = 1 / grid.cell_volume();
    for (const auto& side : every_side()) {
      for (const char* name : {"scharfetter_gummel", "chang_cooper", "upwind"}) {
        for (const double t : {1e-6, 1e-2, 1.0, 1e4}) {
          const MarchResult result = march(discretisation(name).build(ou, grid, {side}),
                                           stepper("implicit_euler"), p0, {{0, t}, {20}});
          EXPECT_GE(result.minimum, -subnormal) << name << " t = " << t << " in " << d << " dimensions";
          EXPECT_LE(result.mass_defect, 1e-13) << name;
        }
      }
    }
  }
}

TEST(Sides, ImplicitEulerKeepsDensitiesOfTenToTheMinusThreeHundredPositive) {
  const process::OrnsteinUhlenbeck ou(1, 0, 0.2 * std::sqrt(2.0), 3);
  const Grid grid({{-4.3, 4.3, 40}, {-4.3, 4.3, 41}, {-4.3, 4.3, 42}});
  Eigen::ArrayXd p0(grid.cells());
  const Points x = grid.centres();
  for (Index i = 0; i < p0.size(); ++i) p0(i) = std::exp(-12.5 * x.row(i).square().sum());
  ASSERT_LT(p0.minCoeff(), 1e-285);
  ASSERT_GT(p0.minCoeff(), 0);
  for (const Boundary side : {Boundary::no_flux, Boundary::absorbing, Boundary::periodic}) {
    const Generator generator = scharfetter_gummel(ou, grid, {side});
    EXPECT_GT(march(generator, stepper("implicit_euler"), p0, {{0, 0.1}, {10}}).minimum, 0);
  }
}

TEST(Sides, BitsDoNotDependOnThreads) {
  const Stirred process(3);
  const Grid grid({{-4, 4, 70}, {-4, 4, 50}, {-4, 4, 40}});  // enough for 4 tasks
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_3d(), grid, CellValues::point, 1e-3).density;
  const int before = threads();
  for (const std::size_t k : {0, 3, 4}) {
    const Generator generator = scharfetter_gummel(process, grid, {every_side()[k]});
    set_threads(1);
    const MarchResult one = march(generator, stepper("tr_bdf2"), p0, {{0, 0.1}, {3}});
    for (const int count : {2, 5}) {
      set_threads(count);
      const MarchResult many = march(generator, stepper("tr_bdf2"), p0, {{0, 0.1}, {3}});
      EXPECT_TRUE((one.density == many.density).all()) << count << " threads";
      EXPECT_EQ(one.outflow(), many.outflow());
      EXPECT_EQ(one.minimum, many.minimum);
    }
    set_threads(before);
  }
}

TEST(Sides, StepsOneByOneGiveTheSameBitsOnARingAndBetweenWalls) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 1);
  const Grid grid = line(-3, 3, 43);
  const Eigen::ArrayXd p0 = Eigen::ArrayXd::Random(43) + 1.01;
  for (const auto& side : every_side()) {
    const Generator generator = scharfetter_gummel(ou, grid, {side});
    for (const char* name : {"implicit_euler", "tr_bdf2"}) {
      const MarchResult whole = march(generator, stepper(name), p0, {{0, 1}, {24}});
      const RecordedMarch single = march_recording(generator, stepper(name), p0, {{0, 1}, {24}});
      EXPECT_TRUE((whole.density == single.result.density).all());
      EXPECT_NEAR(whole.outflow(), single.result.outflow(), 1e-14);
    }
  }
}

// Brownian motion with drift on a circle carries a wrapped Gaussian once around and further; order 2 against
// it.
class Wind final : public process::Process {
 public:
  std::string name() const override { return "wind"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock&, Block out) const override { out = 3; }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out = 0; }
  double diffusion(double) const override { return 0.8; }
  double noise_variance(double s, double t) const override { return 0.64 * (t - s); }
};

Eigen::ArrayXd wrapped(const Grid& grid, double mean, double variance) {
  const double circle = 2 * std::numbers::pi;
  Eigen::ArrayXd p(grid.cells());
  for (Index i = 0; i < p.size(); ++i) {
    p(i) = 0;
    for (int turn = -4; turn <= 4; ++turn) {
      const double x = grid.axis(0).centre(i) - mean + circle * turn;
      p(i) += std::exp(-x * x / (2 * variance)) / std::sqrt(circle * variance);
    }
  }
  return p;
}

TEST(Sides, ATravellingGaussianComesAroundTheCircleWithOrderTwo) {
  std::vector<double> errors;
  for (const Index n : {120, 240, 480}) {
    const Grid grid = line(0, 2 * std::numbers::pi, n);
    const Generator generator = scharfetter_gummel(Wind(), grid, {Boundary::periodic});
    const Eigen::ArrayXd p = marched(generator, stepper("tr_bdf2"), wrapped(grid, 1, 0.2), 2.5, 2 * n);
    errors.push_back(l1(grid, p, wrapped(grid, std::fmod(1 + 7.5, 2 * std::numbers::pi), 0.2 + 0.64 * 2.5)));
  }
  EXPECT_NEAR(last_order(errors), 2, 0.1);
  EXPECT_LE(errors.back(), 1e-3);
}

}  // namespace
}  // namespace kolmo::fokker_planck
