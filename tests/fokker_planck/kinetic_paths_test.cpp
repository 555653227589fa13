// Velocity autocorrelations of the kinetic equation, against closed forms and against paths.

#include <gtest/gtest.h>

#include "fokker_planck/kinetic_problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/moments.hpp"
#include "kolmo/density/gibbs_density.hpp"
#include "kolmo/sde/baoab.hpp"
#include "kolmo/sde/simulate.hpp"
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
    EXPECT_TRUE(passes(against_closed_form(well.process(), well, 1e-4)));
  }
}

TEST(VelocityAutocorrelation, ShowsAWrongFrictionOrSpring) {
  for (const HarmonicWell& well : regimes) {
    HarmonicWell wrong = well;
    wrong.friction *= 1.01;
    EXPECT_TRUE(fails(against_closed_form(wrong.process(), well, 1e-4)));
    wrong = well;
    wrong.stiffness *= 1.01;
    EXPECT_TRUE(fails(against_closed_form(wrong.process(), well, 1e-4)));
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

/// Paths of BAOAB from e^{−(V + p²/2)/T}: mean of p(0) p(t) with its standard error at every time.
std::vector<Estimate> autocorrelation_of_paths(const process::UnderdampedLangevin& process,
                                               const std::vector<double>& times, Index particles) {
  const density::GibbsDensity gibbs(process.kinetic_structure()->potential, process.temperature());
  const RandomStream positions(7, 1), momenta(7, 2);
  Points start(particles, 2);
  gibbs.sample(positions, 0, start.leftCols(1));
  momenta.normals(0, 0, start.rightCols(1));
  start.col(1) *= std::sqrt(process.temperature());
  const sde::Schedule schedule{times, std::vector<Index>(times.size() - 1, 1)};
  const auto snapshots = sde::simulate_snapshots(
      {process, sde::scheme("baoab"), schedule, particles, RandomStream(7, 3)}, start);
  std::vector<Estimate> estimates;
  for (const auto& snapshot : snapshots) {
    const Eigen::ArrayXd product = start.col(1) * snapshot.back().col(1);
    estimates.push_back(mean_estimate(product.data(), particles));
  }
  return estimates;
}

// The grid takes BAOAB's own steps, so that both have the same error in Δt = ¼, which is 20 times the
// allowance: only the grid's error in space is left, extrapolated to the limit.
TEST(VelocityAutocorrelation, IsThatOfPathsInATiltedDoubleWell) {
  const auto process = kinetic_double_well(0.3, 1, 1);
  const double dt = 0.25;
  const Index steps = 16;
  std::vector<Eigen::ArrayXd> grids;
  for (const Index cells : {48, 96, 192}) {
    const Grid grid({{-3, 3, cells}, {-6.6, 6.6, cells}});
    grids.push_back(velocity_autocorrelation(KineticSolver(process, grid), dt, steps));
  }
  const Extrapolated expected = extrapolate(grids);
  EXPECT_LE(expected.error.maxCoeff(), 1e-4);
  std::vector<double> times;
  for (Index k = 0; k <= steps; ++k) times.push_back(dt * static_cast<double>(k));
  const std::vector<Estimate> paths = autocorrelation_of_paths(process, times, 400000);
  const double z = verify::z_quantile(static_cast<double>(times.size()), 1e-6);
  for (Index k = 0; k <= steps; ++k) {
    const Estimate& observed = paths[static_cast<std::size_t>(k)];
    const double allowed = z * observed.standard_error + 1e-4;
    EXPECT_TRUE(passes(compared("paths at t = " + std::to_string(times[static_cast<std::size_t>(k)]),
                                expected.value(k), observed.value, allowed)));
  }
}

}  // namespace
}  // namespace kolmo::fokker_planck
