// P3: 10⁵ particles × 200 steps in 2-D on a ring of 8 isotropic Gaussians (radius 4, variance ¼): Langevin
// dynamics with h = 0.01, and the reverse of the VP process from t = 1 to 10⁻³. Items are particle-steps.
// Beside them a scalar loop.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <random>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/sde/drivers/simulate.hpp"

namespace {

using kolmo::Block;
using kolmo::ConstBlock;
using kolmo::Index;

constexpr Index particles = 100000;
constexpr Index steps = 200;
constexpr Index components = 8;
constexpr double variance = 0.25;

kolmo::density::GaussianMixture ring() {
  kolmo::Points means(components, 2);
  for (Index k = 0; k < components; ++k) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(k) / components;
    means(k, 0) = 4 * std::cos(angle);
    means(k, 1) = 4 * std::sin(angle);
  }
  return {Eigen::ArrayXd::Constant(components, 1.0 / components), means,
          kolmo::density::Covariances::isotropic(Eigen::ArrayXd::Constant(components, variance), 2)};
}

/// V = −log p.
class RingPotential : public kolmo::density::Potential {
 public:
  std::string name() const override { return "ring"; }
  Index dimension() const override { return 2; }
  void value(const ConstBlock& x, kolmo::Values out) const override {
    density_.log_density(x, out);
    out = -out;
  }
  void gradient(const ConstBlock& x, Block out) const override {
    density_.score(x, out);
    out = -out;
  }
  void laplacian(const ConstBlock& x, kolmo::Values out) const override {
    kolmo::Points score(x.rows(), 2);
    density_.score_and_laplacian(x, score, out);
    out = -out;
  }

 private:
  kolmo::density::GaussianMixture density_ = ring();
};

/// Runs work() in the state's loop with as many threads as the argument says; it does `items` items.
template <class Work>
void run(benchmark::State& state, double items, const Work& work) {
  const int threads_before = kolmo::threads();
  kolmo::set_threads(static_cast<int>(state.range(0)));
  for (auto _ : state) work();
  kolmo::set_threads(threads_before);
  state.SetItemsProcessed(static_cast<Index>(items) * state.iterations());
}

void run_process(benchmark::State& state, const kolmo::process::Process& process, double end) {
  const kolmo::sde::Schedule schedule{{0.0, end}, {steps}};
  const kolmo::RandomStream start(1, 1);
  kolmo::Points final(particles, 2);
  run(state, static_cast<double>(particles * steps), [&] {
    kolmo::sde::simulate(
        {process, kolmo::sde::scheme("euler_maruyama"), schedule, particles, kolmo::RandomStream(1, 2)},
        [&](Index first, Block x) { start.normals(first, 0, x); },
        [&](Index snapshot, int, Index first, const ConstBlock& x) {
          if (snapshot == 1) final.middleRows(first, x.rows()) = x;
        });
    benchmark::DoNotOptimize(final.data());
  });
  state.counters["mean_square"] = final.square().sum() / particles;
}

void P3_langevin_mixture(benchmark::State& state) {
  run_process(state, kolmo::process::OverdampedLangevin(std::make_shared<RingPotential>(), 1.0),
              0.01 * steps);
}

void P3_reverse_sde_mixture(benchmark::State& state) {
  const auto forward = std::make_shared<kolmo::process::VariancePreserving>(0.1, 20.0, 1.0, 2);
  const auto score = std::make_shared<kolmo::process::MarginalScore>(forward, ring());
  run_process(state, kolmo::process::ReverseProcess(forward, score, 1.0), 1 - 1e-3);
}

/// The score of the ring at (x, y).
std::array<double, 2> score_of_ring(const kolmo::Points& means, double x, double y) {
  std::array<double, components> exponents;
  double largest = -1e300, sum = 0, mean_x = 0, mean_y = 0;
  for (Index k = 0; k < components; ++k) {
    double& exponent = exponents[static_cast<std::size_t>(k)];
    exponent = (x * means(k, 0) + y * means(k, 1)) / variance;  // |mean|² is the same for all
    largest = std::max(largest, exponent);
  }
  for (Index k = 0; k < components; ++k) {
    const double weight = std::exp(exponents[static_cast<std::size_t>(k)] - largest);
    sum += weight;
    mean_x += weight * means(k, 0);
    mean_y += weight * means(k, 1);
  }
  return {(mean_x / sum - x) / variance, (mean_y / sum - y) / variance};
}

void P3_peer_scalar_langevin(benchmark::State& state) {
  const Index few = particles / 10;
  const kolmo::Points means = ring().means();
  std::mt19937_64 generator(1);
  std::normal_distribution<double> normal;
  const double h = 0.01, deviation = std::sqrt(2 * h);
  double sum_of_squares = 0;
  run(state, static_cast<double>(few * steps), [&] {
    sum_of_squares = 0;
    for (Index i = 0; i < few; ++i) {
      double x = normal(generator), y = normal(generator);
      for (Index n = 0; n < steps; ++n) {
        const auto [score_x, score_y] = score_of_ring(means, x, y);
        x += h * score_x + deviation * normal(generator);
        y += h * score_y + deviation * normal(generator);
      }
      sum_of_squares += x * x + y * y;
    }
    benchmark::DoNotOptimize(sum_of_squares);
  });
  state.counters["mean_square"] = sum_of_squares / static_cast<double>(few);
}

BENCHMARK(P3_langevin_mixture)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(P3_reverse_sde_mixture)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(P3_peer_scalar_langevin)
    ->ArgName("threads")
    ->Arg(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
