// P15: 10⁵ chains of MALA and of HMC (eight leapfrogs) for a standard normal density in 10 dimensions, 20
// steps. Items are evaluations of the score of one chain.

#include <benchmark/benchmark.h>

#include <memory>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/sampling/chains/run_chains.hpp"

namespace {

using kolmo::Index;

constexpr Index chains = 100000, dimension = 10, steps = 20;

void run(benchmark::State& state, const char* name, double step, Index leapfrogs) {
  kolmo::set_threads(static_cast<int>(state.range(0)));
  const auto target = kolmo::sampling::target_of(
      std::make_shared<kolmo::density::QuadraticPotential>(1, Eigen::VectorXd::Zero(dimension)));
  kolmo::sampling::KernelSettings settings;
  settings.step = step;
  settings.leapfrogs = leapfrogs;
  kolmo::sampling::Chains all(kolmo::Points::Zero(chains, dimension));
  for (auto _ : state) {
    kolmo::sampling::run_chains(
        {*target, kolmo::sampling::kernel(name), settings, steps, kolmo::RandomStream(1)}, all);
    benchmark::DoNotOptimize(all.x.data());
  }
  state.SetItemsProcessed(state.iterations() * chains * steps * leapfrogs);
}

void P15_mala(benchmark::State& state) { run(state, "mala", 0.3, 1); }
void P15_hmc(benchmark::State& state) { run(state, "hmc", 0.2, 8); }
BENCHMARK(P15_mala)->ArgName("threads")->Arg(1)->Arg(2)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(P15_hmc)->ArgName("threads")->Arg(1)->Arg(2)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
