// P9: W2 between products of bumps on a grid: items are iterations, of a step of φ and one of ψ each; and the
// cosine transform alone, beside FFTW's own (limit_fft).

#include <benchmark/benchmark.h>

#include <cmath>

#include "kolmo/core/linear/cosine_transform.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/transport/grid/back_and_forth.hpp"

namespace {

using kolmo::Index;

/// 0.2 + e^{−(x − m)²/2s²} along both axes, normalised.
Eigen::ArrayXd bumps(const kolmo::Grid& grid, double mx, double sx, double my, double sy) {
  const kolmo::Points x = grid.centres();
  Eigen::ArrayXd rho(grid.cells());
  for (Index i = 0; i < rho.size(); ++i) {
    const double u = (x(i, 0) - mx) / sx, v = (x(i, 1) - my) / sy;
    rho(i) = (0.2 + std::exp(-u * u / 2)) * (0.2 + std::exp(-v * v / 2));
  }
  return rho / (rho.sum() * grid.cell_volume());
}

void P9_back_and_forth(benchmark::State& state) {
  const Index n = state.range(0), iterations = 8;
  const kolmo::Grid grid({{0, 1, n}, {0, 1, n}});
  const Eigen::ArrayXd mu = bumps(grid, 0.35, 0.08, 0.4, 0.1), nu = bumps(grid, 0.65, 0.1, 0.55, 0.07);
  const int threads_before = kolmo::threads();
  kolmo::set_threads(static_cast<int>(state.range(1)));
  double residual = 0;
  for (auto _ : state)
    residual = kolmo::transport::back_and_forth(grid, mu, nu, {iterations, 1e-12}).residual_h1;
  kolmo::set_threads(threads_before);
  state.counters["residual"] = residual;
  state.SetItemsProcessed(state.iterations() * iterations);
}

void P9_cosine_transform(benchmark::State& state) {
  const Index n = state.range(0);
  const kolmo::CosineTransform transform({n, n});
  Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(n * n, 0, 1);
  const int threads_before = kolmo::threads();
  kolmo::set_threads(static_cast<int>(state.range(1)));
  for (auto _ : state) {
    transform.to_coefficients(x.data());
    benchmark::DoNotOptimize(x.data());
  }
  kolmo::set_threads(threads_before);
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(P9_back_and_forth)
    ->ArgNames({"cells", "threads"})
    ->ArgsProduct({{512, 1024}, {1, 2}})
    ->Iterations(1)
    ->UseRealTime()
    ->MeasureProcessCPUTime();
BENCHMARK(P9_cosine_transform)
    ->ArgNames({"cells", "threads"})
    ->ArgsProduct({{256, 512, 1024}, {1, 2}})
    ->UseRealTime()
    ->MeasureProcessCPUTime();

}  // namespace
