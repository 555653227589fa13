// P4 for fields of Green's functions: one block of queries against 10⁵ points in the plane, one thread. Items
// are pairs: the yardstick is the exponential of P4, though the kernel is rational.

#include <benchmark/benchmark.h>

#include <memory>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/green_flow/green_field.hpp"
#include "kolmo/green_flow/power_kernel.hpp"

namespace {

void P4_green_field(benchmark::State& state) {
  constexpr kolmo::Index n = 100'000;
  kolmo::Points points(n, 2), x(kolmo::block_rows, 2), v(kolmo::block_rows, 2);
  kolmo::RandomStream(13).role("points").normals(0, 0, points);
  kolmo::RandomStream(13).role("queries").normals(0, 0, x);
  const kolmo::green_flow::GreenField field(
      std::make_shared<kolmo::green_flow::PowerKernel>(2, static_cast<double>(state.range(0))),
      kolmo::green_flow::PointCloud(points));
  for (auto _ : state) {
    field.velocity(0.3, x, v);
    benchmark::DoNotOptimize(v.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * n * kolmo::block_rows);
}

BENCHMARK(P4_green_field)->ArgName("D")->Arg(1)->Arg(8)->Arg(128);

}  // namespace
