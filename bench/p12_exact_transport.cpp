// P12: exact transport between 1000 and 1000 points in the plane: items are plans.

#include <benchmark/benchmark.h>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/transport/exact/discrete.hpp"

namespace {

void P12_exact_transport(benchmark::State& state) {
  const kolmo::Index n = 1000;
  kolmo::Points x(n, 2), y(n, 2);
  kolmo::RandomStream(11).role("from").normals(0, 0, x);
  kolmo::RandomStream(11).role("to").normals(0, 0, y);
  const Eigen::ArrayXXd cost = kolmo::transport::squared_costs(x, y);
  const Eigen::ArrayXd even = Eigen::ArrayXd::Constant(n, 1e-3);
  const int threads_before = kolmo::threads();
  kolmo::set_threads(1);
  double gap = 0;
  for (auto _ : state) gap = kolmo::transport::exact_transport(cost, even, even).gap();
  kolmo::set_threads(threads_before);
  state.counters["gap"] = gap;
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(P12_exact_transport)->Iterations(3)->UseRealTime()->MeasureProcessCPUTime();

}  // namespace
