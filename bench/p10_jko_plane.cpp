// P10: JKO steps in the plane, porous medium m = 2 on 256² cells from Barenblatt's solution: items are
// iterations of back-and-forth in first-order steps; and the whole flow from t = 1 to 4 in eight midpoint
// steps, whose error the counter gives (6e-3 is allowed).

#include <benchmark/benchmark.h>

#include <memory>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/jko/barenblatt.hpp"
#include "kolmo/jko/grid_step.hpp"

namespace {

using kolmo::Index;

void P10_jko_iterations(benchmark::State& state) {
  const Index n = state.range(0);
  const kolmo::Grid grid({{-3, 3, n}, {-3, 3, n}});
  kolmo::jko::GridJkoStep jko(grid, {std::make_shared<kolmo::jko::PorousMediumEnergy>(2)}, {20, 1e-8});
  const Eigen::ArrayXd start = kolmo::jko::barenblatt_cells(grid, 1);
  const int threads_before = kolmo::threads();
  kolmo::set_threads(static_cast<int>(state.range(1)));
  Index iterations = 0;
  for (auto _ : state) {
    Eigen::ArrayXd rho = start;
    iterations += jko.step(3.0 / 8, rho).iterations;
  }
  kolmo::set_threads(threads_before);
  state.SetItemsProcessed(iterations);
}

void P10_barenblatt(benchmark::State& state) {
  const kolmo::Grid grid({{-3, 3, 256}, {-3, 3, 256}});
  kolmo::jko::GridJkoStep jko(grid, {std::make_shared<kolmo::jko::PorousMediumEnergy>(2)}, {20, 1e-8});
  const int threads_before = kolmo::threads();
  kolmo::set_threads(static_cast<int>(state.range(0)));
  double error = 0;
  for (auto _ : state) {
    Eigen::ArrayXd rho = kolmo::jko::barenblatt_cells(grid, 1);
    for (int k = 0; k < 8; ++k) jko.midpoint_step(3.0 / 8, rho);
    error = (rho - kolmo::jko::barenblatt_cells(grid, 4)).abs().sum() * grid.cell_volume();
  }
  kolmo::set_threads(threads_before);
  state.counters["error"] = error;
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(P10_jko_iterations)
    ->ArgNames({"cells", "threads"})
    ->ArgsProduct({{256, 512}, {1, 2}})
    ->Iterations(1)
    ->UseRealTime()
    ->MeasureProcessCPUTime();
BENCHMARK(P10_barenblatt)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Iterations(1)
    ->UseRealTime()
    ->MeasureProcessCPUTime();

}  // namespace
