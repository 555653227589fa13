// A step allocates nothing, whatever the scheme and the process.

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <vector>

#include "kolmo/measure/problems/matrix_processes.hpp"
#include "kolmo/measure/problems/periodic.hpp"
#include "kolmo/measure/problems/state_noise.hpp"
#include "kolmo/measure/problems/torus_potential.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/underdamped_langevin.hpp"
#include "kolmo/sde/schemes/schemes.hpp"
#include "sde/drivers/backward_process.hpp"
#include "sde/drivers/level_normals.hpp"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)

namespace {
thread_local long allocations = 0;
}

// Eigen's arrays and operator new both come here.
extern "C" void* __libc_malloc(std::size_t size);
extern "C" void* malloc(std::size_t size) {
  ++allocations;
  return __libc_malloc(size);
}

namespace kolmo::sde {
namespace {

constexpr Index rows = 48;
constexpr double h = 1.0 / 64;

std::vector<std::shared_ptr<const process::Process>> processes() {
  const auto torus = std::make_shared<measure::TorusPotential>();
  return {std::make_shared<measure::Periodic>(),
          std::make_shared<measure::StateNoise>(),
          std::make_shared<measure::PlaneNoise>(),
          std::make_shared<measure::ConstantMatrix>(),
          std::make_shared<measure::NonCommutativeMatrix>(),
          std::make_shared<measure::OneMotionMatrix>(),
          std::make_shared<measure::ChangingMatrix>(),
          std::make_shared<process::OverdampedLangevin>(torus, 1.0),
          std::make_shared<process::UnderdampedLangevin>(torus, 0.8, 1.0)};
}

/// What a third step allocates; the first two may fill what threads keep.
long allocated(const SdeScheme& scheme, const process::Process& process) {
  const Index d = process.dimension();
  Workspace positions(d, 1), workspace(d, scheme.workspace_blocks(process));
  LevelNormals normals(process.noise_dimension(), 1, scheme.path_detail(process));
  Block x = positions.block(0, rows);
  x.setConstant(0.3);
  long before = 0;
  for (std::uint32_t step = 0; step < 3; ++step) {
    before = allocations;
    Increment increment(RandomStream(7), 0, step, h, normals.of(0, step, rows), false);
    scheme.step(process, 0.25 + step * h, h, x, increment, workspace);
  }
  return allocations - before;
}

TEST(Allocation, IsCounted) {
  const long before = allocations;
  const Points points = Points::Zero(rows, 2);
  const std::vector<double> numbers(static_cast<std::size_t>(points.size()));
  EXPECT_EQ(allocations - before, 2) << numbers.size();
}

TEST(Allocation, IsNoneInAStep) {
  int steps = 0;
  for (const auto& process : processes()) {
    for (const SdeScheme* scheme : schemes()) {
      if (!scheme->can_step(*process)) continue;
      ++steps;
      EXPECT_EQ(allocated(*scheme, *process), 0) << scheme->claim().name << " on " << process->name();
    }
  }
  EXPECT_GT(steps, 60);
}

TEST(Allocation, IsNoneInTheDriftOfAProcessThatRunsBackwards) {
  for (const auto& process : processes()) {
    const process::NoiseKind kind = process->noise_kind();
    const bool matrix = kind == process::NoiseKind::commutative || kind == process::NoiseKind::general;
    if (matrix && process->noise_dimension() > 1) continue;  // refused
    const BackwardProcess backwards(*process);
    Points x = Points::Constant(rows, process->dimension(), 0.3), f = x;
    backwards.drift(-0.25, x, f);
    const long before = allocations;
    backwards.drift(-0.5, x, f);
    EXPECT_EQ(allocations - before, 0) << process->name();
  }
}

}  // namespace
}  // namespace kolmo::sde

#endif
