// P2 for schemes that evaluate more than the drift: items are evaluations of f, g and ∂g/∂x at one path, so
// that the rates are comparable with those of Euler–Maruyama, which evaluates f alone. And the cost of
// Euler–Maruyama over three decades of paths and of steps: items are path-steps.

#include <benchmark/benchmark.h>

#include <cmath>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/sde/drivers/simulate.hpp"

namespace {

using kolmo::Index;
using kolmo::process::Process;

void simulate(benchmark::State& state, const Process& process, const char* name, Index particles, Index steps,
              double items_per_step) {
  const int threads_before = kolmo::threads();
  kolmo::set_threads(1);
  const kolmo::sde::Schedule schedule{{0.0, 1.0}, {steps}};
  kolmo::Points end(particles, 1);
  for (auto _ : state) {
    kolmo::sde::simulate(
        {process, kolmo::sde::scheme(name), schedule, particles, kolmo::RandomStream(1, 1)},
        [](Index, kolmo::Block x) { x.setOnes(); },
        [&](Index snapshot, int, Index first, const kolmo::ConstBlock& x) {
          if (snapshot == 1) end.middleRows(first, x.rows()) = x;
        });
    benchmark::DoNotOptimize(end.data());
  }
  kolmo::set_threads(threads_before);
  const double items = static_cast<double>(particles) * static_cast<double>(steps) * items_per_step;
  state.SetItemsProcessed(static_cast<Index>(items) * state.iterations());
}

void on_ornstein_uhlenbeck(benchmark::State& state, const char* name, double evaluations) {
  simulate(state, kolmo::process::OrnsteinUhlenbeck(1, 0, std::sqrt(2.0), 1), name, 200000, 100, evaluations);
}

void on_geometric_brownian_motion(benchmark::State& state, const char* name, double evaluations) {
  simulate(state, kolmo::process::GeometricBrownianMotion(0.5, 0.8), name, 200000, 100, evaluations);
}

void cost(benchmark::State& state) {
  simulate(state, kolmo::process::OrnsteinUhlenbeck(1, 0, std::sqrt(2.0), 1), "euler_maruyama",
           state.range(0), state.range(1), 1);
}

#define KOLMO_P2(problem, scheme, evaluations)                  \
  BENCHMARK_CAPTURE(on_##problem, scheme, #scheme, evaluations) \
      ->Name("P2_" #scheme "_" #problem)                        \
      ->Unit(benchmark::kMillisecond)

KOLMO_P2(ornstein_uhlenbeck, drift_heun, 2);
KOLMO_P2(ornstein_uhlenbeck, sra1, 2);
KOLMO_P2(geometric_brownian_motion, euler_maruyama, 2);
KOLMO_P2(geometric_brownian_motion, milstein, 3);
KOLMO_P2(geometric_brownian_motion, stochastic_heun, 6);
KOLMO_P2(geometric_brownian_motion, platen, 8);
KOLMO_P2(geometric_brownian_motion, sri1w1, 6);

BENCHMARK(cost)
    ->Name("P2_cost")
    ->ArgNames({"paths", "steps"})
    ->ArgsProduct({{1000, 10000, 100000, 1000000}, {100}})
    ->ArgsProduct({{10000}, {10, 1000, 10000}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
