// P3 and P4: scores of isotropic Gaussian mixtures in 2-D on one block of points, one thread. Items of P3 are
// points (8 components on a ring), items of P4 point–component pairs (272 and 10⁴ components): the limit is
// the exponential alone.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/density/empirical_density.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace {

using kolmo::Index;
using kolmo::Points;
using kolmo::density::GaussianMixture;

Points normals(Index n, std::uint32_t purpose) {
  Points x(n, 2);
  for (Index first = 0; first < n; first += kolmo::block_rows) {
    const Index rows = std::min(kolmo::block_rows, n - first);
    kolmo::RandomStream(4, purpose).normals(first, 0, x.middleRows(first, rows));
  }
  return x;
}

GaussianMixture ring(Index components) {
  Points means(components, 2);
  for (Index k = 0; k < components; ++k) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(components);
    means(k, 0) = 4 * std::cos(angle);
    means(k, 1) = 4 * std::sin(angle);
  }
  return kolmo::density::empirical_density(means, 0.5);
}

/// `evaluate(x, score)` on one block, as many items a call as stated.
template <class Evaluate>
void run(benchmark::State& state, Index items, const Evaluate& evaluate) {
  const Points x = 2 * normals(kolmo::block_rows, 1);
  Points score(x.rows(), x.cols());
  for (auto _ : state) {
    evaluate(x, score);
    benchmark::DoNotOptimize(score.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * items);
}

void P3_score_8_components(benchmark::State& state) {
  const GaussianMixture mixture = ring(8);
  run(state, kolmo::block_rows, [&](const Points& x, Points& score) { mixture.score(x, score); });
}

void P3_marginal_score_8_components(benchmark::State& state) {
  const kolmo::process::MarginalScore field(
      std::make_shared<kolmo::process::VariancePreserving>(0.1, 20.0, 1.0, 2), ring(8));
  run(state, kolmo::block_rows, [&](const Points& x, Points& score) { field.score(0.3, x, score); });
}

void P4_score(benchmark::State& state) {
  const Index components = state.range(0);
  const GaussianMixture mixture = kolmo::density::empirical_density(normals(components, 2), 0.2);
  run(state, kolmo::block_rows * components,
      [&](const Points& x, Points& score) { mixture.score(x, score); });
}

void P4_score_and_laplacian(benchmark::State& state) {
  const Index components = state.range(0);
  const GaussianMixture mixture = kolmo::density::empirical_density(normals(components, 2), 0.2);
  Eigen::ArrayXd laplacian(kolmo::block_rows);
  run(state, kolmo::block_rows * components,
      [&](const Points& x, Points& score) { mixture.score_and_laplacian(x, score, laplacian); });
}

void P4_hessian_product(benchmark::State& state) {
  const Index components = state.range(0);
  const GaussianMixture mixture = kolmo::density::empirical_density(normals(components, 2), 0.2);
  const Points v = normals(kolmo::block_rows, 3);
  run(state, kolmo::block_rows * components,
      [&](const Points& x, Points& product) { mixture.hessian_product(x, v, product); });
}

BENCHMARK(P3_score_8_components);
BENCHMARK(P3_marginal_score_8_components);
BENCHMARK(P4_score)->ArgName("components")->Arg(272)->Arg(10000)->Unit(benchmark::kMicrosecond);
BENCHMARK(P4_score_and_laplacian)->ArgName("components")->Arg(256)->Unit(benchmark::kMicrosecond);
BENCHMARK(P4_hessian_product)->ArgName("components")->Arg(272)->Unit(benchmark::kMicrosecond);

}  // namespace
