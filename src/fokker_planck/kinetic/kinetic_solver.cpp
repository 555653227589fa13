#include "kolmo/fokker_planck/kinetic/kinetic_solver.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "kinetic_propagator.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"

namespace kolmo::fokker_planck {
namespace {

process::KineticStructure structure_of(const process::Process& process) {
  const auto structure = kinetic_structure(process);
  if (!structure) {
    throw InvalidArgument("process = " + process.name() + ": must have a kinetic structure (q, p)");
  }
  require(structure->potential->dimension() == 1, "positions",
          static_cast<double>(structure->potential->dimension()), "must be one");
  return *structure;
}

Claim kinetic_claim(const process::KineticStructure& structure, const KineticTransport& transport) {
  Claim claim;
  claim.name = "kinetic_baoab";
  claim.source = "Strang (1968); Leimkuhler, Matthews (2013), section 2; Scharfetter, Gummel (1969)";
  claim.orders.set(Sense::time, 2);
  claim.orders.set(Sense::space, structure.friction > 0 ? 2 : transport.claim.order(Sense::space));
  claim.needs = "a kinetic structure with one position";
  return claim;
}

Eigen::ArrayXd potential_at(const process::KineticStructure& structure, const Points& q) {
  Eigen::ArrayXd v(q.rows());
  structure.potential->value(q, v);
  return v;
}

Points sides_of(const Axis& axis) {
  Points ends(2, 1);
  ends << axis.lower, axis.upper;
  return ends;
}

/// Two values of the sides of a ring that must be one, to the rounding of their evaluation.
void require_closed(double lower, double upper, double scale, const char* what) {
  require(std::abs(upper - lower) <= 1e-9 * scale, what, upper - lower,
          "must be 0 between the sides of a periodic axis");
}

}  // namespace

KineticSolver::KineticSolver(const process::Process& process, const Grid& grid,
                             const KineticSettings& settings)
    : structure_(structure_of(process)),
      grid_(grid),
      periodic_(settings.position_sides == Boundary::periodic),
      transport_(&kinetic_transport(settings.transport)),
      claim_(kinetic_claim(structure_, *transport_)) {
  require(grid.dimension() == 2, "axes of the grid", static_cast<double>(grid.dimension()),
          "must be 2: position, momentum");
  if (settings.position_sides == Boundary::absorbing) {
    throw InvalidArgument("position_sides = absorbing: must be no_flux or periodic");
  }
  require_memory(3.0 * static_cast<double>(grid.cells()), "a density on this grid", "take fewer cells");
  check_momentum_axis();
  check_position_axis();
}

void KineticSolver::check_position_axis() {
  const Axis& axis = grid_.axis(0);
  slopes_.resize(axis.cells);
  const Points q = Grid({axis}).centres();
  structure_.potential->gradient(q, Eigen::Map<Points>(slopes_.data(), axis.cells, 1));
  for (Index i = 0; i < axis.cells; ++i) {
    require(std::isfinite(slopes_(i)), "V' at q = " + number_text(q(i, 0)), slopes_(i), "must be finite");
  }
  if (!periodic_) return;
  Points slopes(2, 1);
  structure_.potential->gradient(sides_of(axis), slopes);
  require_closed(slopes(0), slopes(1), std::max(slopes_.abs().maxCoeff(), slopes.abs().maxCoeff()),
                 "difference of V'");
}

void KineticSolver::check_momentum_axis() const {
  const Axis& axis = grid_.axis(1);
  require(periodic_ || std::abs(axis.lower + axis.upper) <= 1e-12 * (axis.upper - axis.lower),
          "centre of the axis of p", 0.5 * (axis.lower + axis.upper), "must be 0 where walls reflect");
  if (structure_.friction == 0) return;
  const double deviation = std::sqrt(structure_.temperature);
  const double outside = normal_upper_tail(axis.upper / deviation) + normal_cdf(axis.lower / deviation);
  require(outside <= 1e-8, "part of N(0, T) beyond the axis of p", outside, "must be at most 1e-8");
}

Eigen::ArrayXd KineticSolver::gibbs() const {
  const Axis &position = grid_.axis(0), &momentum = grid_.axis(1);
  const double temperature = structure_.temperature;
  if (periodic_) {
    const Eigen::ArrayXd ends = potential_at(structure_, sides_of(position));
    require_closed(ends(0), ends(1), std::max(temperature, ends.abs().maxCoeff()), "difference of V");
  }
  const Eigen::ArrayXd v = potential_at(structure_, Grid({position}).centres());
  const double lowest = v.minCoeff();
  Eigen::ArrayXd density(grid_.cells());
  for (Index j = 0; j < momentum.cells; ++j) {
    const double kinetic = 0.5 * momentum.centre(j) * momentum.centre(j);
    density.segment(j * position.cells, position.cells) = -(v - lowest + kinetic) / temperature;
  }
  kolmo::exp(density.data(), density.data(), density.size());
  return density / (sum(density.data(), density.size()) * grid_.cell_volume());
}

std::unique_ptr<Propagator> KineticSolver::prepare(double dt) const {
  return std::make_unique<KineticPropagator>(*this, dt);
}

MarchResult KineticSolver::march(const Eigen::ArrayXd& p0, const Schedule& schedule,
                                 const SnapshotObserver& observer) const {
  return fokker_planck::march(
      grid_, claim_.name, [this](double dt) { return prepare(dt); }, p0, schedule, observer);
}

Eigen::ArrayXd velocity_autocorrelation(const KineticSolver& solver, double dt, Index steps) {
  require(steps >= 0, "steps", static_cast<double>(steps), "must be at least 0");
  if (solver.transport().positive) {
    throw InvalidArgument("transport = " + solver.transport().claim.name +
                          ": must be linear for a velocity autocorrelation, as shift_5 is");
  }
  const Grid& grid = solver.grid();
  const Eigen::ArrayXd momentum = grid.centres().col(1);
  Eigen::ArrayXd carried = momentum * solver.gibbs(), correlation(steps + 1);
  const std::unique_ptr<Propagator> propagator = solver.prepare(dt);
  for (Index k = 0; k <= steps; ++k) {
    if (k > 0) propagator->advance(carried.data(), 1);
    correlation(k) = dot(momentum.data(), carried.data(), carried.size()) * grid.cell_volume();
  }
  return correlation;
}

}  // namespace kolmo::fokker_planck
