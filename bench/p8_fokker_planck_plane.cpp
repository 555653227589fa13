// P8: Fokker–Planck in 2-D, implicit steps split between the axes, through march: items are cell-steps.
// Separable (Ornstein–Uhlenbeck: one set of rates an axis) and with rates of its own in every cell.

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

/// Drift −x + ½ (−y, x): the axes are coupled.
class Rotating : public kolmo::process::Process {
 public:
  std::string name() const override { return "rotating"; }
  Index dimension() const override { return 2; }
  void drift(double, const kolmo::ConstBlock& x, kolmo::Block out) const override {
    out.col(0) = -x.col(0) - 0.5 * x.col(1);
    out.col(1) = -x.col(1) + 0.5 * x.col(0);
  }
  void drift_divergence(double, const kolmo::ConstBlock&, kolmo::Values out) const override { out = -2; }
  double diffusion(double) const override { return std::sqrt(2.0); }
  double noise_variance(double s, double t) const override { return 2 * (t - s); }
};

void march_plane(benchmark::State& state, const kolmo::process::Process& process, const char* name) {
  const Index n = state.range(0), steps = 20;
  const kolmo::Grid grid({{-6, 6, n}, {-6, 6, n}});
  const fokker_planck::Generator generator = fokker_planck::scharfetter_gummel(process, grid);
  const kolmo::density::GaussianMixture start =
      kolmo::density::gaussian(Eigen::Vector2d(1, 0.5), 0.4 * Eigen::Matrix2d::Identity());
  const Eigen::ArrayXd p0 = fokker_planck::initial_density(start, grid).density;
  const int threads_before = kolmo::threads();
  kolmo::set_threads(static_cast<int>(state.range(1)));
  for (auto _ : state) {
    const auto result =
        fokker_planck::march(generator, fokker_planck::stepper(name), p0, {{0, 0.1}, {steps}});
    benchmark::DoNotOptimize(result.density.data());
  }
  kolmo::set_threads(threads_before);
  state.SetItemsProcessed(state.iterations() * steps * n * n);
}

void P8_fokker_planck_plane_separable(benchmark::State& state) {
  march_plane(state, kolmo::process::OrnsteinUhlenbeck(1, 0, std::sqrt(2.0), 2), "implicit_euler");
}
void P8_fokker_planck_plane_separable_tr_bdf2(benchmark::State& state) {
  march_plane(state, kolmo::process::OrnsteinUhlenbeck(1, 0, std::sqrt(2.0), 2), "tr_bdf2");
}
void P8_fokker_planck_plane_coupled(benchmark::State& state) {
  march_plane(state, Rotating(), "implicit_euler");
}

/// The sparse LU of both axes at once, the factors at hand.
void P8_fokker_planck_plane_unsplit(benchmark::State& state) {
  const Index n = state.range(0);
  const kolmo::Grid grid({{-6, 6, n}, {-6, 6, n}});
  const fokker_planck::Generator generator = fokker_planck::scharfetter_gummel(Rotating(), grid);
  const auto step = fokker_planck::stepper("implicit_euler_unsplit").prepare(generator, 0.005);
  Eigen::ArrayXd p = Eigen::ArrayXd::Constant(n * n, 1.0 / 144);
  for (auto _ : state) benchmark::DoNotOptimize(step->advance(p.data(), 1));
  state.SetItemsProcessed(state.iterations() * n * n);
}

void sizes_and_threads(benchmark::internal::Benchmark* b) {
  b->ArgNames({"cells", "threads"})->ArgsProduct({{256, 512}, {1, 2}});
  b->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK(P8_fokker_planck_plane_separable)->Apply(sizes_and_threads);
BENCHMARK(P8_fokker_planck_plane_separable_tr_bdf2)->Apply(sizes_and_threads);
BENCHMARK(P8_fokker_planck_plane_unsplit)->ArgName("cells")->Arg(256)->Unit(benchmark::kMillisecond);
BENCHMARK(P8_fokker_planck_plane_coupled)->Apply(sizes_and_threads);

}  // namespace
