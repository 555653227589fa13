// P1: standard normal numbers in blocks of 1024×1 that stay in the cache; items are normals. Beside it what
// the C++ and Boost libraries offer.

#include <benchmark/benchmark.h>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <random>
#include <vector>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace {

using kolmo::Index;

constexpr std::uint32_t blocks = 4096;  // that one thread fills in an iteration

/// fill(thread, x) fills a thread's block of 1024×1 `blocks` times.
template <class Fill>
void run(benchmark::State& state, const Fill& fill) {
  const Index threads = state.range(0);
  const int threads_before = kolmo::threads();
  kolmo::set_threads(static_cast<int>(threads));
  std::vector<kolmo::Points> x(static_cast<std::size_t>(threads), kolmo::Points::Zero(kolmo::block_rows, 1));
  for (auto _ : state) {
    kolmo::for_each_task(threads, [&](Index thread) { fill(thread, x[static_cast<std::size_t>(thread)]); });
    benchmark::DoNotOptimize(x.data());
  }
  kolmo::set_threads(threads_before);
  state.SetItemsProcessed(state.iterations() * threads * blocks * kolmo::block_rows);
}

void P1_normals(benchmark::State& state) {
  const kolmo::RandomStream stream(12345, 1);
  run(state, [&](Index thread, kolmo::Points& x) {
    for (std::uint32_t step = 0; step < blocks; ++step) stream.normals(thread * kolmo::block_rows, step, x);
  });
}

void P1_add_normals(benchmark::State& state) {
  const kolmo::RandomStream stream(12345, 1);
  run(state, [&](Index thread, kolmo::Points& x) {
    for (std::uint32_t step = 0; step < blocks; ++step)
      stream.add_normals(thread * kolmo::block_rows, step, 0.1, x);
  });
}

template <class Generator, class Normal>
void sequential(benchmark::State& state) {
  run(state, [](Index thread, kolmo::Points& x) {
    Generator generator(static_cast<std::uint64_t>(12345 + thread));
    Normal normal;
    for (std::uint32_t block = 0; block < blocks; ++block) {
      for (Index i = 0; i < x.size(); ++i) x(i) = normal(generator);
      benchmark::ClobberMemory();
    }
  });
}

void P1_peer_std(benchmark::State& state) {
  sequential<std::mt19937_64, std::normal_distribution<double>>(state);
}

void P1_peer_boost_ziggurat(benchmark::State& state) {
  sequential<boost::random::mt19937_64, boost::random::normal_distribution<double>>(state);
}

BENCHMARK(P1_normals)->ArgName("threads")->Arg(1)->Arg(2)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(P1_add_normals)->ArgName("threads")->Arg(1)->Arg(2)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(P1_peer_std)->ArgName("threads")->Arg(1)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(P1_peer_boost_ziggurat)->ArgName("threads")->Arg(1)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
