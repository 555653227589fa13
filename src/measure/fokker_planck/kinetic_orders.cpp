#include "kolmo/measure/fokker_planck/kinetic_orders.hpp"

#include <cmath>
#include <functional>
#include <numbers>

#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/measure/fokker_planck/grid_problem.hpp"
#include "kolmo/verify/error_norms.hpp"

namespace kolmo::measure {
namespace {

using fokker_planck::KineticSolver;
using fokker_planck::KineticTransport;

KineticSolver solver_on(const process::Process& process, const Grid& grid,
                        const KineticTransport& transport) {
  return {process, grid, {fokker_planck::Boundary::no_flux, transport.claim.name}};
}

Eigen::ArrayXd start_on(const Grid& grid) {
  return fokker_planck::initial_density(GaussianStart().density(), grid).density;
}

double error_in_law(const process::Process& process, const KineticTransport& transport, Index cells,
                    Index steps) {
  const double t = 0.6;
  const HarmonicWell well = kinetic_well();
  const Grid grid = well.grid(cells);
  const GaussianStart start;
  const Eigen::ArrayXd p =
      solver_on(process, grid, transport).march(start_on(grid), {{0, t}, {steps}}).density;
  return verify::error_norms(grid, p, at_centres(well.linear().law(start.mean, start.covariance, t), grid))
      .l1;
}

/// 180 steps on every grid, or 6 k on that of 40 k cells: k = 2, 3, ….
verify::OrderStudy law_study(const process::Process& process, const KineticTransport& transport, Index levels,
                             bool joint) {
  const KineticSolver coarsest = solver_on(process, kinetic_well().grid(80), transport);
  verify::OrderStudy study = grid_study(
      {(joint ? "joint_" : "space_") + transport.claim.name,
       joint ? "L1 error, h and the time step refined together" : "L1 error, that in time at most 1 % of it",
       coarsest.claim().name + " with " + transport.claim.name, coarsest.claim().source});
  for (Index k = 2; k < 2 + levels; ++k) {
    const Grid grid = kinetic_well().grid(40 * k);
    const Index steps = joint ? 6 * k : 180;
    study.add(grid.axis(1).width(), error_in_law(process, transport, 40 * k, steps));
    study.work.push_back(static_cast<double>(steps * grid.cells()));
  }
  study.claimed = coarsest.claim().order(Sense::space).value();
  if (joint) study.claimed = std::min(study.claimed, coarsest.claim().order(Sense::time).value());
  // With shift_3 too: the order from grid to grid is 2.26, 2.15, 2.10, 2.08, its distance to 2 falls as h^1.5
  // to h².
  study.next_term = 2;
  return study;
}

/// E q, E p, Var q, Cov, Var p.
Eigen::ArrayXd moments(const Grid& grid, const Eigen::ArrayXd& p) {
  const Eigen::VectorXd m = fokker_planck::mean(grid, p);
  const Eigen::MatrixXd c = fokker_planck::covariance(grid, p);
  return Eigen::Array<double, 5, 1>{m(0), m(1), c(0, 0), c(0, 1), c(1, 1)};
}

constexpr double force = 0.9, fall_time = 1.3;

double falling(double q, double p, double t) {
  const double q0 = q - p * t + 0.5 * force * t * t, p0 = p - force * t;
  return (1 + 0.5 * std::sin(q0) + 0.3 * std::cos(2 * q0 + 0.4)) *
         std::exp(-0.5 * (p0 + 0.4) * (p0 + 0.4) / 0.49);
}

Eigen::ArrayXd falling_on(const Grid& grid, double t) {
  const Points x = grid.centres();
  Eigen::ArrayXd values(grid.cells());
  for (Index i = 0; i < values.size(); ++i) values(i) = falling(x(i, 0), x(i, 1), t);
  return values;
}

}  // namespace

HarmonicWell kinetic_well() { return {1.7, 1.2, 0.8, 0.3}; }

verify::OrderStudy kinetic_space_study(const process::Process& process, const KineticTransport& transport,
                                       Index levels) {
  return law_study(process, transport, levels, false);
}

verify::OrderStudy kinetic_joint_study(const process::Process& process, const KineticTransport& transport,
                                       Index levels) {
  return law_study(process, transport, levels, true);
}

verify::OrderStudy kinetic_time_study(const process::Process& process, const KineticTransport& transport) {
  const double t = 0.9;
  const Grid grid = kinetic_well().grid(64);
  const KineticSolver solver = solver_on(process, grid, transport);
  const Eigen::ArrayXd p0 = start_on(grid);
  const auto after = [&](Index steps) { return moments(grid, solver.march(p0, {{0, t}, {steps}}).density); };
  const Eigen::ArrayXd exact = fokker_planck::extrapolate({after(48), after(96), after(192)}).value;
  verify::OrderStudy study = grid_study(
      {"time_" + transport.claim.name, "distance of mean and covariance to their limit",
       solver.claim().name + " with " + transport.claim.name, solver.claim().source, "time step", "s"});
  for (const Index steps : {3, 4, 6, 8, 12, 16}) {
    study.add(t / static_cast<double>(steps), (after(steps) - exact).matrix().norm());
  }
  study.claimed = solver.claim().order(Sense::time).value();
  study.next_term = 2;  // the palindrome's errors are even in Δt
  return study;
}

verify::OrderStudy transport_study(const KineticTransport& transport, Index levels) {
  const process::UnderdampedLangevin process(std::make_shared<Slope>(force), 0, 1);
  verify::OrderStudy study =
      grid_study({"transport_" + transport.claim.name, "L1 error of free fall round a ring",
                  transport.claim.name, transport.claim.source});
  for (Index k = 2; k < 2 + levels; ++k) {
    const Grid grid({{0.4, 0.4 + 2 * std::numbers::pi, 36 * k}, {-5.5, 6.5, 36 * k}});
    const KineticSolver solver(process, grid, {fokker_planck::Boundary::periodic, transport.claim.name});
    const Eigen::ArrayXd p = solver.march(falling_on(grid, 0), {{0, fall_time}, {5 * k}}).density;
    study.add(grid.axis(1).width(), verify::error_norms(grid, p, falling_on(grid, fall_time)).l1);
    study.work.push_back(static_cast<double>(5 * k * grid.cells()));
  }
  study.claimed = transport.claim.order(Sense::space).value();
  return study;
}

}  // namespace kolmo::measure
