// P4's scale: exponentials of 1024 numbers in [−10, 0] that stay in the cache; items are exponentials. Beside
// it libm.

#include <benchmark/benchmark.h>

#include <cmath>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/simd/simd_math.hpp"

namespace {

using kolmo::Index;

template <class Exp>
void run(benchmark::State& state, const Exp& exp) {
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(kolmo::block_rows, -10, 0);
  Eigen::ArrayXd y(kolmo::block_rows);
  for (auto _ : state) {
    exp(x.data(), y.data(), kolmo::block_rows);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * kolmo::block_rows);
}

void P4_exp(benchmark::State& state) {
  run(state, [](const double* x, double* y, Index n) { kolmo::exp(x, y, n); });
}

void P4_peer_libm_exp(benchmark::State& state) {
  run(state, [](const double* x, double* y, Index n) {
    for (Index i = 0; i < n; ++i) y[i] = std::exp(x[i]);
  });
}

BENCHMARK(P4_exp);
BENCHMARK(P4_peer_libm_exp);

}  // namespace
