// P13: W2 on the line between 10⁶ and 10⁶ numbers, unsorted: items are distances.

#include <benchmark/benchmark.h>

#include <vector>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/sample_distance.hpp"
#include "kolmo/core/statistics/sort.hpp"

namespace {

void P13_w2_line(benchmark::State& state) {
  const kolmo::Index n = 1'000'000;
  kolmo::Points x(n, 1), y(n, 1);
  kolmo::RandomStream(11).role("from").normals(0, 0, x);
  kolmo::RandomStream(11).role("to").normals(0, 0, y);
  const int threads_before = kolmo::threads();
  kolmo::set_threads(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    std::vector<double> a(x.data(), x.data() + n), b(y.data(), y.data() + n);
    kolmo::sort(a);
    kolmo::sort(b);
    benchmark::DoNotOptimize(kolmo::wasserstein_sorted(a, b, 2));
  }
  kolmo::set_threads(threads_before);
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(P13_w2_line)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Iterations(3)
    ->UseRealTime()
    ->MeasureProcessCPUTime();

}  // namespace
