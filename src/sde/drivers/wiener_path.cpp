#include "kolmo/sde/drivers/wiener_path.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::sde {
namespace {

/// Whether the normal numbers of a step are those of ΔW: its halves then share z as they share time.
bool sees_increments(const Simulation& simulation, double begin, double end) {
  const double middle = begin + 0.5 * (end - begin), share = (middle - begin) / (end - begin);
  for (Index k = 0; k < simulation.process.noise_dimension(); ++k) {
    const double first = simulation.scheme.first_half_share(simulation.process, k, begin, middle, end);
    if (std::abs(first - share) > 1e-12) return false;  // rounding of the share, of order 1
  }
  return true;
}

}  // namespace

Points wiener_path(const Simulation& simulation, Index particle) {
  const Schedule& schedule = simulation.schedule;
  schedule.validate(1);
  process::require_noise_dimension(simulation.process);
  require(particle >= 0 && particle < simulation.particles, "particle", static_cast<double>(particle),
          "must be at least 0 and below the number of particles");
  const std::string name = simulation.scheme.claim().name;
  if (!simulation.scheme.can_step(simulation.process)) {
    throw InvalidArgument("scheme = '" + name + "': cannot step process '" + simulation.process.name() + "'");
  }
  const RandomStream noise = noise_of(simulation.stream);
  const Index m = simulation.process.noise_dimension(), place = particle % 16;
  Points path = Points::Zero(schedule.total_steps() + 1, m), normals(place + 1, m);
  Index step = 0;
  for (std::size_t k = 0; k < schedule.steps.size(); ++k) {
    const double from = schedule.times[k], to = schedule.times[k + 1];
    const double width = (to - from) / static_cast<double>(schedule.steps[k]);
    for (Index n = 0; n < schedule.steps[k]; ++n, ++step) {
      const double begin = from + static_cast<double>(n) * width;
      const double end = n + 1 == schedule.steps[k] ? to : from + static_cast<double>(n + 1) * width;
      if (!sees_increments(simulation, begin, end)) {
        throw InvalidArgument("scheme = '" + name + "': its steps of process '" + simulation.process.name() +
                              "' do not see W alone, but an integral over it with a weight that changes "
                              "within a step");
      }
      noise.normals(particle - place, static_cast<std::uint32_t>(step), normals);
      const double factor = (simulation.mirrored ? -1 : 1) * std::sqrt(end - begin);
      path.row(step + 1) = path.row(step) + factor * normals.row(place);
    }
  }
  return path;
}

}  // namespace kolmo::sde
