#include "sde_convergence/step_cost.hpp"

#include <chrono>

#include "kolmo/sde/drivers/simulate.hpp"

namespace kolmo::sde_convergence {

frame::Timing time_steps(const sde::SdeScheme& scheme, const process::Process& process, Index paths) {
  const Index steps = 64;
  const sde::Schedule schedule{{0.0, 1.0}, {steps}};
  const sde::Simulation simulation{process, scheme, schedule, paths, RandomStream(1, 3)};
  const Points start = Points::Constant(paths, process.dimension(), 0.5);
  const auto begin = std::chrono::steady_clock::now();
  sde::simulate(simulation, start, [](Index, int, Index, const ConstBlock&) {});
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  return {scheme.claim().name + ": path steps", elapsed.count(), static_cast<double>(paths * steps)};
}

}  // namespace kolmo::sde_convergence
