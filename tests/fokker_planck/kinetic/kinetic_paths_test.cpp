// Velocity autocorrelations of the kinetic equation, against closed forms and against paths.

#include <gtest/gtest.h>

#include "fokker_planck/kinetic/kinetic_problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/density/gibbs_density.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/baoab.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using verify::test::compared;
using verify::test::fails;
using verify::test::passes;

/// At `count` + 1 times 0 … t, from cells and steps doubled twice, extrapolated.
Extrapolated autocorrelation(const process::Process& process, const HarmonicWell& well, double t, Index count,
                             std::vector<Eigen::ArrayXd>* values) {
  for (const Index refined : {1, 2, 4}) {
    const KineticSolver solver(process, well.grid(40 * refined));
    const Index steps = 2 * count * refined;
    const Eigen::ArrayXd all = velocity_autocorrelation(solver, t / static_cast<double>(steps), steps);
    values->push_back(all(Eigen::seq(0, steps, 2 * refined)));
  }
  return extrapolate(*values);
}

verify::Check against_closed_form(const process::Process& process, const HarmonicWell& well,
                                  double tolerance) {
  const double t = 6;
  const Index count = 24;
  std::vector<Eigen::ArrayXd> values;
  const Extrapolated limit = autocorrelation(process, well, t, count, &values);
  double furthest = 0;
  for (Index k = 0; k <= count; ++k) {
    const double exact = well.autocorrelation(t * static_cast<double>(k) / static_cast<double>(count));
    furthest = std::max(furthest, std::abs(limit.value(k) - exact));
  }
  return compared("⟨p(0) p(t)⟩ at γ = " + std::to_string(well.friction), 0, furthest, tolerance);
}

const HarmonicWell regimes[] = {{1, 0.5, 1}, {1, 2, 1}, {1, 5, 1}, {1.7, 1.2, 0.8, 0.3}};

TEST(VelocityAutocorrelation, IsTheClosedFormUnderCriticallyAndOverDamped) {
  for (const HarmonicWell& well : regimes) {
    EXPECT_TRUE(passes(against_closed_form(well.process(), well, 1e-6)));
  }
}

TEST(VelocityAutocorrelation, ShowsAWrongFrictionOrSpring) {
  for (const HarmonicWell& well : regimes) {
    HarmonicWell wrong = well;
    wrong.friction *= 1.0001;
    EXPECT_TRUE(fails(against_closed_form(wrong.process(), well, 1e-6)));
    wrong = well;
    wrong.stiffness *= 1.001;
    EXPECT_TRUE(fails(against_closed_form(wrong.process(), well, 1e-6)));
  }
}

TEST(VelocityAutocorrelation, WantsALinearTransport) {
  const HarmonicWell well = regimes[0];
  const KineticSolver positive(well.process(), well.grid(40), with_transport("shift_5_positive"));
  EXPECT_THROW(velocity_autocorrelation(positive, 0.1, 3), InvalidArgument);
  const KineticSolver solver(well.process(), well.grid(40));
  EXPECT_THROW(velocity_autocorrelation(solver, 0.1, -1), InvalidArgument);
  EXPECT_EQ(velocity_autocorrelation(solver, 0.1, 0).size(), 1);
}

constexpr double path_step = 0.25;
constexpr Index path_steps = 10;

/// Paths of BAOAB from e^{−(V + p²/2)/T}: mean of p(0) p(t) with its standard error at every step.
std::vector<Estimate> autocorrelation_of_paths(const process::UnderdampedLangevin& process, Index particles) {
  const density::GibbsDensity gibbs(kinetic_structure(process)->potential, process.temperature());
  Points start(particles, 2);
  gibbs.sample(RandomStream(7, 1), 0, start.leftCols(1));
  RandomStream(7, 2).normals(0, 0, start.rightCols(1));
  start.col(1) *= std::sqrt(process.temperature());
  sde::Schedule schedule{{0}, std::vector<Index>(path_steps, 1)};
  for (Index k = 1; k <= path_steps; ++k) schedule.times.push_back(path_step * static_cast<double>(k));
  Eigen::ArrayXXd products(particles, path_steps + 1);
  sde::simulate({process, sde::scheme("baoab"), schedule, particles, RandomStream(7, 3)}, start,
                [&](Index snapshot, int, Index first, const ConstBlock& x) {
                  products.col(snapshot).segment(first, x.rows()) =
                      start.col(1).segment(first, x.rows()) * x.col(1);
                });
  std::vector<Estimate> estimates;
  for (const auto& column : products.colwise()) estimates.push_back(mean_estimate(column.data(), particles));
  return estimates;
}

/// BAOAB's own steps on the grid, whose error in space is extrapolated to the limit.
Eigen::ArrayXd autocorrelation_of_steps(const process::Process& process) {
  std::vector<Eigen::ArrayXd> grids;
  for (const Index cells : {48, 96, 192}) {
    const Grid grid({{-3, 3, cells}, {-6.6, 6.6, cells}});
    grids.push_back(velocity_autocorrelation(KineticSolver(process, grid), path_step, path_steps));
  }
  const Extrapolated limit = extrapolate(grids);
  EXPECT_LE(limit.error.maxCoeff(), 1e-5);
  return limit.value;
}

/// Of all times that where paths and grid are furthest apart, in allowances: z standard errors and 1e−5.
verify::Check paths_against_grid(const std::vector<Estimate>& paths, const Eigen::ArrayXd& grid) {
  const double z = verify::z_quantile(static_cast<double>(paths.size()), 1e-6);
  double furthest = 0;
  for (std::size_t k = 0; k < paths.size(); ++k) {
    const double apart = std::abs(paths[k].value - grid(static_cast<Index>(k)));
    furthest = std::max(furthest, apart / (z * paths[k].standard_error + 1e-5));
  }
  return compared("paths and grid apart, in allowances", 0, furthest, 1);
}

// Both take the same steps, so that the error in Δt = ¼ is the same: the exact law (steps of Δt/8) would be
// seen as wrong, and so would a tenth more friction.
TEST(VelocityAutocorrelation, IsThatOfPathsInATiltedDoubleWell) {
  const auto process = kinetic_double_well(0.3, 1, 1);
  const std::vector<Estimate> paths = autocorrelation_of_paths(process, 1000000);
  EXPECT_TRUE(passes(paths_against_grid(paths, autocorrelation_of_steps(process))));
  EXPECT_TRUE(fails(paths_against_grid(paths, autocorrelation_of_steps(kinetic_double_well(0.3, 1.1, 1)))));
  const KineticSolver solver(process, Grid({{-3, 3, 96}, {-6.6, 6.6, 96}}));
  const Eigen::ArrayXd exact = velocity_autocorrelation(solver, path_step / 8, 8 * path_steps);
  EXPECT_TRUE(fails(paths_against_grid(paths, exact(Eigen::seq(0, Eigen::last, 8)))));
}

}  // namespace
}  // namespace kolmo::fokker_planck
