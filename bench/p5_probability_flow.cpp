// P5: the probability flow of a ring of 8 isotropic Gaussians (radius 4, variance ¼) in the plane under VP,
// 10⁴ trajectories from p at t = 1 to t = 10⁻³, Dormand and Prince to 10⁻⁶. Items are trajectories. Beside it
// Boost.Odeint, one trajectory at a time with the same pair, tolerance and formulas.
// P6: DPM-Solver++(2M) with 20 evaluations on the same, and every other sampler.

#include <benchmark/benchmark.h>

#include <array>
#include <boost/numeric/odeint/integrate/integrate_adaptive.hpp>
#include <boost/numeric/odeint/stepper/generation.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <cmath>
#include <memory>
#include <numbers>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/ode/samplers/sampler.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace {

using kolmo::Index;
using kolmo::Points;

constexpr Index particles = 10'000, components = 8;
constexpr double variance = 0.25, radius = 4, last_time = 1e-3;

struct Ring {
  Ring() : process(std::make_shared<kolmo::process::VariancePreserving>(0.1, 20.0, 1.0, 2)) {
    Points means(components, 2);
    for (Index k = 0; k < components; ++k) {
      const double angle = 2 * std::numbers::pi * static_cast<double>(k) / components;
      means.row(k) << radius * std::cos(angle), radius * std::sin(angle);
    }
    const kolmo::density::GaussianMixture data(
        Eigen::ArrayXd::Constant(components, 1.0 / components), means,
        kolmo::density::Covariances::isotropic(Eigen::ArrayXd::Constant(components, variance), 2));
    score = std::make_shared<kolmo::process::MarginalScore>(process, data);
    start = kolmo::density::sample(kolmo::process::marginal(*process, data, 1.0), kolmo::RandomStream(1),
                                   particles);
  }
  std::shared_ptr<const kolmo::process::VariancePreserving> process;
  std::shared_ptr<const kolmo::process::MarginalScore> score;
  Points start;
};

Points carried(const Ring& ring, double tolerance, Index sharing, double& evaluations) {
  kolmo::ode::FlowPlan plan;
  plan.times = {1, last_time};
  plan.relative_tolerance = plan.absolute_tolerance = tolerance;
  plan.sharing = sharing;
  Points end(particles, 2);
  const kolmo::process::ProbabilityFlow velocity(ring.process, ring.score);
  const auto report = kolmo::ode::flow(
      velocity, plan, ring.start,
      [&](Index snapshot, Index first, const kolmo::ConstBlock& x, const kolmo::ConstValues*) {
        if (snapshot == 1) end.middleRows(first, x.rows()) = x;
      });
  evaluations = report.evaluations_per_particle;
  return end;
}

/// Root mean square distance to the ends that a tolerance of 1e-12 gives.
double error_of(const Ring& ring, const Points& end) {
  static double unused = 0;
  static const Points exact = carried(ring, 1e-12, kolmo::block_rows, unused);
  return std::sqrt((end - exact).topRows(end.rows()).square().rowwise().sum().mean());
}

/// Runs work() with as many threads as the argument says.
template <class Work>
void run(benchmark::State& state, int threads, const Work& work) {
  const int before = kolmo::threads();
  kolmo::set_threads(threads);
  for (auto _ : state) work();
  kolmo::set_threads(before);
  state.SetItemsProcessed(particles * state.iterations());
}

void P5_probability_flow(benchmark::State& state) {
  const Ring ring;
  Points end;
  double evaluations = 0;
  run(state, static_cast<int>(state.range(1)),
      [&] { end = carried(ring, 1e-6, state.range(0), evaluations); });
  state.counters["error"] = error_of(ring, end);
  state.counters["evaluations"] = evaluations;
}

using Place = std::array<double, 2>;

/// v = −½ β (x + s): the marginal is the ring with radius α r and variance α² v + 1 − α².
struct Velocity {
  std::array<Place, components> means;
  void operator()(const Place& x, Place& slope, double t) const {
    const double beta = 0.1 + 19.9 * t, alpha = std::exp(-0.5 * (0.1 + 0.5 * 19.9 * t) * t),
                 spread = alpha * alpha * variance + 1 - alpha * alpha;
    std::array<double, components> exponents;
    double largest = -1e300, sum = 0, mean_x = 0, mean_y = 0;
    for (std::size_t k = 0; k < means.size(); ++k) {
      exponents[k] = alpha * (x[0] * means[k][0] + x[1] * means[k][1]) / spread;
      largest = std::max(largest, exponents[k]);
    }
    for (std::size_t k = 0; k < means.size(); ++k) {
      const double weight = std::exp(exponents[k] - largest);
      sum += weight;
      mean_x += weight * means[k][0];
      mean_y += weight * means[k][1];
    }
    slope[0] = -0.5 * beta * (x[0] + (alpha * mean_x / sum - x[0]) / spread);
    slope[1] = -0.5 * beta * (x[1] + (alpha * mean_y / sum - x[1]) / spread);
  }
};

void P5_peer_odeint(benchmark::State& state) {
  namespace odeint = boost::numeric::odeint;
  const Ring ring;
  Velocity velocity;
  for (std::size_t k = 0; k < components; ++k) {
    for (Index j = 0; j < 2; ++j)
      velocity.means[k][static_cast<std::size_t>(j)] =
          ring.score->mixture().means()(static_cast<Index>(k), j);
  }
  Points end = ring.start;
  run(state, 1, [&] {
    end = ring.start;
    for (Index i = 0; i < particles; ++i) {
      Place x = {end(i, 0), end(i, 1)};
      odeint::integrate_adaptive(odeint::make_controlled(1e-6, 1e-6, odeint::runge_kutta_dopri5<Place>()),
                                 velocity, x, 1.0, last_time, -1e-3);
      end(i, 0) = x[0];
      end(i, 1) = x[1];
    }
  });
  state.counters["error"] = error_of(ring, end);
}

void sampled(benchmark::State& state, const kolmo::ode::SamplerEntry& sampler) {
  const Ring ring;
  const auto clock = std::make_shared<const kolmo::ode::LogSnrClock>(ring.process, last_time, 1.0);
  const auto grid = kolmo::ode::sampling_grid(clock, kolmo::ode::find_grid_rule("lambda"),
                                              kolmo::ode::steps_within(sampler, 20, false));
  Points end;
  kolmo::ode::SamplingReport report;
  run(state, static_cast<int>(state.range(0)), [&] {
    end = ring.start;
    report = kolmo::ode::sample(sampler, grid, *ring.score, kolmo::RandomStream(1), end);
  });
  state.counters["evaluations"] = static_cast<double>(report.evaluations);
  if (!sampler.adds_noise) state.counters["error"] = error_of(ring, end);
}

void P6_dpmpp_2m(benchmark::State& state) { sampled(state, kolmo::ode::find_sampler("dpmpp_2m")); }

/// P6_sampler_NAME of every sampler, with as many steps as 20 evaluations allow.
const bool samplers_are_registered = [] {
  for (const kolmo::ode::SamplerEntry& sampler : kolmo::ode::samplers()) {
    benchmark::RegisterBenchmark(("P6_sampler_" + sampler.claim.name).c_str(),
                                 [&sampler](benchmark::State& state) { sampled(state, sampler); })
        ->ArgName("threads")
        ->Arg(1)
        ->Arg(2)
        ->MeasureProcessCPUTime()
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
  return true;
}();

BENCHMARK(P5_probability_flow)
    ->ArgNames({"sharing", "threads"})
    ->Args({1024, 1})
    ->Args({128, 1})
    ->Args({16, 1})
    ->Args({1, 1})
    ->Args({1024, 2})
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(P5_peer_odeint)->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(P6_dpmpp_2m)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
