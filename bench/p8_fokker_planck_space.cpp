// P8 in 3-D: implicit steps split between three axes, through march: items are cell-steps. Separable, closed
// and on a torus, and with rates of its own in every cell.

#include <benchmark/benchmark.h>

#include <cmath>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"

namespace {

using kolmo::Index;
namespace fokker_planck = kolmo::fokker_planck;

/// Drift −x + ½ (−y, x, 0): two of the axes are coupled.
class Rotating : public kolmo::process::Process {
 public:
  std::string name() const override { return "rotating"; }
  Index dimension() const override { return 3; }
  void drift(double, const kolmo::ConstBlock& x, kolmo::Block out) const override {
    out.col(0) = -x.col(0) - 0.5 * x.col(1);
    out.col(1) = -x.col(1) + 0.5 * x.col(0);
    out.col(2) = -x.col(2);
  }
  void drift_divergence(double, const kolmo::ConstBlock&, kolmo::Values out) const override { out = -3; }
  double diffusion(double) const override { return std::sqrt(2.0); }
  double noise_variance(double s, double t) const override { return 2 * (t - s); }
};

void march_space(benchmark::State& state, const kolmo::process::Process& process, const char* name,
                 const fokker_planck::Setting& setting = {}) {
  const Index n = state.range(0), steps = 5;
  const kolmo::Grid grid({{-6, 6, n}, {-6, 6, n}, {-6, 6, n}});
  const fokker_planck::Generator generator = fokker_planck::scharfetter_gummel(process, grid, setting);
  const kolmo::density::GaussianMixture start =
      kolmo::density::gaussian(Eigen::Vector3d(1, 0.5, -0.5), 0.4 * Eigen::Matrix3d::Identity());
  const Eigen::ArrayXd p0 = fokker_planck::initial_density(start, grid).density;
  const int threads_before = kolmo::threads();
  kolmo::set_threads(static_cast<int>(state.range(1)));
  for (auto _ : state) {
    const auto result =
        fokker_planck::march(generator, fokker_planck::stepper(name), p0, {{0, 0.1}, {steps}});
    benchmark::DoNotOptimize(result.density.data());
  }
  kolmo::set_threads(threads_before);
  state.SetItemsProcessed(state.iterations() * steps * grid.cells());
}

void P8_fokker_planck_space_separable(benchmark::State& state) {
  march_space(state, kolmo::process::OrnsteinUhlenbeck(1, 0, std::sqrt(2.0), 3), "implicit_euler");
}
void P8_fokker_planck_space_separable_tr_bdf2(benchmark::State& state) {
  march_space(state, kolmo::process::OrnsteinUhlenbeck(1, 0, std::sqrt(2.0), 3), "tr_bdf2");
}
void P8_fokker_planck_space_torus_tr_bdf2(benchmark::State& state) {
  march_space(state, kolmo::process::OrnsteinUhlenbeck(1, 0, std::sqrt(2.0), 3), "tr_bdf2",
              {fokker_planck::Boundary::periodic});
}
void P8_fokker_planck_space_coupled(benchmark::State& state) {
  march_space(state, Rotating(), "implicit_euler");
}

void sizes_and_threads(benchmark::internal::Benchmark* b) {
  b->ArgNames({"cells", "threads"})->ArgsProduct({{64, 128}, {1, 2}});
  b->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK(P8_fokker_planck_space_separable)->Apply(sizes_and_threads);
BENCHMARK(P8_fokker_planck_space_separable_tr_bdf2)->Apply(sizes_and_threads);
BENCHMARK(P8_fokker_planck_space_torus_tr_bdf2)->Apply(sizes_and_threads);
BENCHMARK(P8_fokker_planck_space_coupled)->Apply(sizes_and_threads);

}  // namespace
