// P11: Sinkhorn's iteration between 1000 and 1000 points in the plane: items are sweeps over rows and
// columns.

#include <benchmark/benchmark.h>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/transport/entropic/sinkhorn.hpp"
#include "kolmo/transport/exact/discrete.hpp"

namespace {

using kolmo::Index;
using kolmo::transport::SinkhornForm;

void P11_sinkhorn(benchmark::State& state, SinkhornForm form) {
  const Index n = 1000, sweeps = 300;
  kolmo::Points x(n, 2), y(n, 2);
  kolmo::RandomStream(11).role("from").normals(0, 0, x);
  kolmo::RandomStream(11).role("to").normals(0, 0, y);
  const auto cost = kolmo::transport::dense_cost(kolmo::transport::squared_costs(x, y));
  const Eigen::ArrayXd even = Eigen::ArrayXd::Constant(n, 1e-3);
  const int threads_before = kolmo::threads();
  kolmo::set_threads(static_cast<int>(state.range(0)));
  double residual = 0;
  for (auto _ : state) {
    const auto found = kolmo::transport::sinkhorn(
        *cost, even, even,
        {.epsilon = 0.02, .iterations = sweeps, .tolerance = 1e-15, .reduction = 1, .form = form});
    residual = found.residual;
  }
  kolmo::set_threads(threads_before);
  state.counters["residual"] = residual;
  state.SetItemsProcessed(state.iterations() * sweeps);
}

void P11_sinkhorn_logarithms(benchmark::State& state) { P11_sinkhorn(state, SinkhornForm::logarithms); }
void P11_sinkhorn_scaling(benchmark::State& state) { P11_sinkhorn(state, SinkhornForm::scaling); }

BENCHMARK(P11_sinkhorn_logarithms)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Iterations(1)
    ->UseRealTime()
    ->MeasureProcessCPUTime();
BENCHMARK(P11_sinkhorn_scaling)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Iterations(3)
    ->UseRealTime()
    ->MeasureProcessCPUTime();

}  // namespace
