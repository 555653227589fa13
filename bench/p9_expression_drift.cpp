// A drift of the plane from text beside the same one in C++: Langevin dynamics in bent wells.

#include <benchmark/benchmark.h>

#include "kolmo/density/potentials.hpp"
#include "kolmo/problem/expression_process.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace {

using namespace kolmo;

void drift(benchmark::State& state, const process::Process& process) {
  const Points x = 2 * Points::Random(block_rows, 2);
  Points f(block_rows, 2);
  for (auto _ : state) {
    process.drift(0, x, f);
    benchmark::DoNotOptimize(f.data());
  }
  state.SetItemsProcessed(state.iterations() * block_rows);
}

void P9_built_in_drift(benchmark::State& state) {
  drift(state, process::OverdampedLangevin(std::make_shared<density::BentWells>(), 1.0));
}

void P9_expression_drift(benchmark::State& state) {
  const density::ExpressionNames names{{"x", "y"}, {}, true};
  const density::Expression potential("(x^2-1)^2 + 3*(y - x^2/2)^2", names), root("sqrt(2)", names), zero;
  drift(state,
        problem::ExpressionProcess(
            {names, {-potential.derivative(0), -potential.derivative(1)}, {{root, zero}, {zero, root}}}));
}

BENCHMARK(P9_built_in_drift);
BENCHMARK(P9_expression_drift);

}  // namespace
