#include "kinetic_propagator.hpp"

#include <algorithm>
#include <cmath>

#include "fokker_planck/time/step_watch.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::fokker_planck {
namespace {

// Below this, starting a thread costs more than it saves.
constexpr Index cells_a_task = 32768;

/// ∂_t u = γ ∂_p(p u + T ∂_p u): a gradient flow in the potential ½γp² at the temperature γT.
Generator momentum_generator(const process::KineticStructure& structure, const Axis& momentum) {
  const double friction = structure.friction;
  const auto spring = std::make_shared<density::QuadraticPotential>(friction, Eigen::VectorXd::Zero(1));
  return scharfetter_gummel(process::OverdampedLangevin(spring, friction * structure.temperature),
                            Grid({momentum}));
}

}  // namespace

KineticPropagator::KineticPropagator(const KineticSolver& solver, double dt)
    : positions_(solver.grid().axis(0).cells),
      momenta_(solver.grid().axis(1).cells),
      periodic_(solver.periodic()) {
  require(dt > 0 && std::isfinite(dt), "dt", dt, "must be positive and finite");
  const Axis &position = solver.grid().axis(0), &momentum = solver.grid().axis(1);
  const KineticTransport& transport = solver.transport();
  const double ring = static_cast<double>(periodic_ ? positions_ : 2 * positions_);
  for (Index j = periodic_ ? 0 : (momenta_ + 1) / 2; j < momenta_; ++j) {
    const double cells = 0.5 * dt * momentum.centre(j) / position.width();
    streams_.push_back(line_shift(transport, std::fmod(cells, ring)));
  }
  const double furthest = static_cast<double>(momenta_ + 1);
  for (Index i = 0; i < positions_; ++i) {
    const double cells = -0.5 * dt * solver.slopes()(i) / momentum.width();
    kicks_.push_back(line_shift(transport, std::clamp(cells, -furthest, furthest)));
  }
  if (solver.structure().friction > 0)
    friction_.emplace(momentum_generator(solver.structure(), momentum), dt);
  longest_ = std::max(2 * positions_, momenta_);
  reserve_workspace();
}

StepReport KineticPropagator::advance(double* p, Index steps) {
  reserve_workspace();
  StepReport report;
  for (Index step = 1; step <= steps; ++step) {
    throw_if_stopped();
    kick(p);
    stream(p);
    if (friction_) relax(p);
    stream(p);
    kick(p);
    if (!watch(p, positions_ * momenta_, step, report)) break;
  }
  return report;
}

// A column a task: two tiles, or a tile of padded lines and what their shift needs.
void KineticPropagator::reserve_workspace() {
  const Index rows = 2 * product_lanes * (longest_ + 2 * shift_halo) + 2 * longest_ + 2;
  if (workspace_.cols() < threads()) workspace_.resize(rows, threads());
}

template <class Body>
void KineticPropagator::for_lines(Index n, Index at_once, const Body& body) {
  const Index parts = (n + at_once - 1) / at_once;
  const Index worthwhile = std::max<Index>(1, positions_ * momenta_ / cells_a_task);
  const Index tasks = std::min<Index>({workspace_.cols(), parts, worthwhile});
  for_each_task(tasks, [&](Index task) {
    for (Index part = parts * task / tasks; part < parts * (task + 1) / tasks; ++part) {
      const Index first = part * at_once;
      body(first, std::min(at_once, n - first), workspace_.col(task).data());
    }
  });
}

void KineticPropagator::stream(double* p) {
  const Index rings = static_cast<Index>(streams_.size()), lowest = momenta_ - rings;
  for_lines(rings, 1, [&](Index ring, Index, double* workspace) {
    double* forth = p + (lowest + ring) * positions_;
    double* back = periodic_ ? nullptr : p + (momenta_ - 1 - lowest - ring) * positions_;
    stream_ring(streams_[static_cast<std::size_t>(ring)], forth, back, workspace);
  });
}

// Without walls the line is the ring. With them momentum p > 0 runs up and −p down again.
void KineticPropagator::stream_ring(const LineShift& shift, double* forth, double* back,
                                    double* workspace) const {
  const Index n = positions_, length = back ? 2 * n : n;
  double *line = workspace + shift_halo, *scratch = line + length + shift_halo;
  std::copy(forth, forth + n, line);
  if (back) std::reverse_copy(back, back + n, line + n);
  shift_ring(shift, length, line, scratch);
  std::copy(line, line + n, forth);
  if (back) std::reverse_copy(line + n, line + 2 * n, back);
}

void KineticPropagator::kick(double* p) {
  const Index n = momenta_, padded = n + 2 * shift_halo;
  for_lines(positions_, product_lanes, [&](Index first, Index lanes, double* workspace) {
    double *lines = workspace + shift_halo, *scratch = workspace + product_lanes * padded;
    for (Index j = 0; j < n; ++j) {
      for (Index l = 0; l < lanes; ++l) lines[l * padded + j] = p[first + l + j * positions_];
    }
    for (Index l = 0; l < lanes; ++l) {
      shift_closed(kicks_[static_cast<std::size_t>(first + l)], n, lines + l * padded, scratch);
    }
    for (Index j = 0; j < n; ++j) {
      for (Index l = 0; l < lanes; ++l) p[first + l + j * positions_] = lines[l * padded + j];
    }
  });
}

void KineticPropagator::relax(double* p) {
  const Index n = momenta_;
  for_lines(positions_, product_lanes, [&](Index first, Index lanes, double* workspace) {
    double *lines = workspace, *out = workspace + product_lanes * n;
    for (Index j = 0; j < n; ++j) {
      for (Index l = 0; l < product_lanes; ++l) {
        lines[j * product_lanes + l] = l < lanes ? p[first + l + j * positions_] : 0;
      }
    }
    friction_->apply(lines, out);
    for (Index j = 0; j < n; ++j) {
      for (Index l = 0; l < lanes; ++l) p[first + l + j * positions_] = out[j * product_lanes + l];
    }
  });
}

}  // namespace kolmo::fokker_planck
