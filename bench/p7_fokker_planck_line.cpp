// P7: Fokker–Planck in 1-D, 1024 cells × 1000 implicit steps of a fixed operator, through march: items are
// cell-steps. And the score of the marched density, as the probability flow asks for it.

#include <benchmark/benchmark.h>

#include <cmath>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/grid_score.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"

namespace {

using kolmo::Index;
namespace fokker_planck = kolmo::fokker_planck;

const kolmo::Grid& line() {
  static const kolmo::Grid grid({{-8, 8, 1024}});
  return grid;
}

void march_line(benchmark::State& state, const char* name) {
  const kolmo::process::OrnsteinUhlenbeck process(1, 0, std::sqrt(2.0), 1);
  const fokker_planck::Generator generator = fokker_planck::scharfetter_gummel(process, line());
  const Eigen::ArrayXd p0 =
      fokker_planck::initial_density(kolmo::density::gaussian_1d(1, 0.7), line()).density;
  const Index steps = 1000;
  for (auto _ : state) {
    const auto result = fokker_planck::march(generator, fokker_planck::stepper(name), p0, {{0, 1}, {steps}});
    benchmark::DoNotOptimize(result.density.data());
  }
  state.SetItemsProcessed(state.iterations() * steps * line().cells());
}

void P7_fokker_planck_line(benchmark::State& state) { march_line(state, "implicit_euler"); }
void P7_fokker_planck_line_tr_bdf2(benchmark::State& state) { march_line(state, "tr_bdf2"); }

// The score of a recorded march at 10⁵ places: items are evaluations of score and divergence.
void P7_grid_score(benchmark::State& state) {
  const kolmo::Grid grid({{-6, 6, 800}});
  const kolmo::process::OrnsteinUhlenbeck process(1, 0, std::sqrt(2.0), 1);
  const Eigen::ArrayXd p0 = fokker_planck::initial_density(kolmo::density::gaussian_1d(1, 0.7), grid).density;
  const fokker_planck::GridScore field(march_recording(fokker_planck::scharfetter_gummel(process, grid),
                                                       fokker_planck::stepper("tr_bdf2"), p0, {{0, 1}, {400}})
                                           .recording);
  const Index rows = kolmo::block_rows, blocks = 100;
  kolmo::Points x(rows, 1), s(rows, 1);
  Eigen::ArrayXd divergence(rows);
  for (Index i = 0; i < rows; ++i) x(i) = 5 * std::sin(static_cast<double>(i * i));
  double t = 0.1;
  for (auto _ : state) {
    t = t > 0.9 ? 0.1 : t + 1e-3;
    for (Index block = 0; block < blocks; ++block) field.score_and_divergence(t, x, s, divergence);
    benchmark::DoNotOptimize(s.data());
  }
  state.SetItemsProcessed(state.iterations() * rows * blocks);
}

BENCHMARK(P7_fokker_planck_line)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
BENCHMARK(P7_fokker_planck_line_tr_bdf2)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
BENCHMARK(P7_grid_score)->MeasureProcessCPUTime()->Unit(benchmark::kMicrosecond);

}  // namespace
