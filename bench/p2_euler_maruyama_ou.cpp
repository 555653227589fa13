// P2: dX = −X dt + √2 dW, 10⁶ paths × 100 steps of 0.01 from 0, through the public interface: items are
// path-steps. Beside it what a user of Boost.Odeint writes: the stochastic Euler stepper of its
// documentation, path by path.

#include <benchmark/benchmark.h>

#include <array>
#include <boost/numeric/odeint.hpp>
#include <boost/random.hpp>
#include <cmath>
#include <string_view>
#include <utility>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/sde/drivers/simulate.hpp"

namespace {

using kolmo::Index;

/// Runs work() in the state's loop with as many threads as the argument says; it does `items` items.
template <class Work>
void run(benchmark::State& state, double items, const Work& work) {
  const int threads_before = kolmo::threads();
  kolmo::set_threads(static_cast<int>(state.range(0)));
  for (auto _ : state) work();
  kolmo::set_threads(threads_before);
  state.SetItemsProcessed(static_cast<Index>(items) * state.iterations());
}

void simulate_ou(benchmark::State& state, const char* name, int levels) {
  const Index particles = 1000000;
  const kolmo::process::OrnsteinUhlenbeck process(1, 0, std::sqrt(2.0), 1);
  const kolmo::sde::Schedule schedule{{0.0, 1.0}, {100}};
  kolmo::Points end(particles, 1);
  const double path_steps = static_cast<double>(particles) * 100 * (2 - std::pow(0.5, levels - 1));
  run(state, path_steps, [&] {
    kolmo::sde::simulate(
        {process, kolmo::sde::scheme(name), schedule, particles, kolmo::RandomStream(1, 1), levels},
        [](Index, kolmo::Block x) { x.setZero(); },
        [&](Index snapshot, int level, Index first, const kolmo::ConstBlock& x) {
          if (snapshot == 1 && level == 0) end.middleRows(first, x.rows()) = x;
        });
    benchmark::DoNotOptimize(end.data());
  });
  // Euler–Maruyama's own variance is 2h (1 − q¹⁰⁰)/(1 − q) = 0.8704, q = (1 − h)².
  if (std::string_view(name) == "euler_maruyama") state.counters["variance"] = end.square().mean();
}

void P2_euler_maruyama_ou(benchmark::State& state) { simulate_ou(state, "euler_maruyama", 1); }
void P2_euler_maruyama_ou_three_levels(benchmark::State& state) { simulate_ou(state, "euler_maruyama", 3); }
void P2_drift_heun_ou(benchmark::State& state) { simulate_ou(state, "drift_heun", 1); }

BENCHMARK(P2_euler_maruyama_ou)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(P2_euler_maruyama_ou_three_levels)
    ->ArgName("threads")
    ->Arg(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(P2_drift_heun_ou)
    ->ArgName("threads")
    ->Arg(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

using State = std::array<double, 1>;
using Generator = boost::random::mt19937;
using Normal = boost::random::normal_distribution<double>;

struct StochasticEuler {
  using state_type = State;
  using deriv_type = State;
  using value_type = double;
  using time_type = double;
  using order_type = unsigned short;
  using stepper_category = boost::numeric::odeint::stepper_tag;
  static order_type order() { return 1; }

  template <class System>
  void do_step(System system, State& x, double, double h) const {
    State drift, noise;
    system.first(x, drift);
    system.second(x, noise);
    x[0] += h * drift[0] + std::sqrt(h) * noise[0];
  }
};

void P2_peer_odeint_stochastic_euler(benchmark::State& state) {
  const Index particles = 100000;
  Generator generator(1);
  Normal normal;
  const auto drift = [](const State& x, State& out) { out[0] = -x[0]; };
  const auto noise = [&](const State&, State& out) { out[0] = std::sqrt(2.0) * normal(generator); };
  double sum_of_squares = 0;
  run(state, static_cast<double>(particles) * 100, [&] {
    sum_of_squares = 0;
    for (Index i = 0; i < particles; ++i) {
      State x{0.0};
      boost::numeric::odeint::integrate_const(StochasticEuler(), std::make_pair(drift, noise), x, 0.0, 1.0,
                                              0.01);
      sum_of_squares += x[0] * x[0];
    }
    benchmark::DoNotOptimize(sum_of_squares);
  });
  state.counters["variance"] = sum_of_squares / static_cast<double>(particles);
}

BENCHMARK(P2_peer_odeint_stochastic_euler)
    ->ArgName("threads")
    ->Arg(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
