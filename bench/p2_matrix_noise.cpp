// P2 for noise that is a matrix. dri1 on dX = −X dt + G(X) dW in the plane, two Brownian motions: items are
// the numbers of drift and noise that a step uses, 2 (3 + 5·2), whether the process has columns of G of their
// own or the whole matrix alone. And Euler–Maruyama on a process of two lambdas, 4 coordinates and 2 Brownian
// motions, beside the same step written by hand in one loop on the same normals: items are path-steps.

#include <benchmark/benchmark.h>

#include <cmath>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/process/equations/point_functions.hpp"
#include "kolmo/process/noise/matrix_noise.hpp"
#include "kolmo/process/structure/noise_columns.hpp"
#include "kolmo/sde/drivers/simulate.hpp"

namespace {

using namespace kolmo;

constexpr Index particles = 100000, steps = 50;

/// G = ((0.3 x, 0.2 y), (0.1 y, 0.4 x)).
class Plane : public process::MatrixNoise {
 public:
  std::string name() const override { return "plane"; }
  Index dimension() const override { return 2; }
  Index noise_dimension() const override { return 2; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::general; }
  void drift(double, const ConstBlock& x, Block out) const override { out = -x; }
  void diffusion_matrix(double, const ConstBlock& x, Block out) const override {
    first(x, out.leftCols(2));
    second(x, out.rightCols(2));
  }

 protected:
  static void first(const ConstBlock& x, Block out) {
    out.col(0) = 0.3 * x.col(0);
    out.col(1) = 0.1 * x.col(1);
  }
  static void second(const ConstBlock& x, Block out) {
    out.col(0) = 0.2 * x.col(1);
    out.col(1) = 0.4 * x.col(0);
  }
};

class PlaneByColumns final : public Plane, public process::NoiseColumns {
 public:
  void noise_column(double, const ConstBlock& x, Index k, Block out) const override {
    k == 0 ? first(x, out) : second(x, out);
  }
};

void simulate(benchmark::State& state, const process::Process& process, const char* name, double items) {
  const int threads_before = threads();
  set_threads(1);
  Points end(particles, process.dimension());
  for (auto _ : state) {
    sde::simulate(
        {process, sde::scheme(name), {{0.0, 1.0}, {steps}}, particles, RandomStream(1, 1)},
        [](Index, Block x) { x.setOnes(); },
        [&](Index snapshot, int, Index first, const ConstBlock& x) {
          if (snapshot == 1) end.middleRows(first, x.rows()) = x;
        });
    benchmark::DoNotOptimize(end.data());
  }
  set_threads(threads_before);
  state.SetItemsProcessed(static_cast<Index>(static_cast<double>(particles * steps) * items) *
                          state.iterations());
}

void P2_dri1_matrix(benchmark::State& state) { simulate(state, Plane(), "dri1", 26); }
void P2_dri1_columns(benchmark::State& state) { simulate(state, PlaneByColumns(), "dri1", 26); }

/// Two damped oscillators, their noises proportional to the other's place: f and G of one point.
Eigen::Vector4d drift(const Eigen::Vector4d& x) {
  return {x(1), -x(0) - 0.5 * x(1), x(3), -2 * x(2) - 0.5 * x(3)};
}
Eigen::Matrix<double, 4, 2> noise(const Eigen::Vector4d& x) {
  return Eigen::Matrix<double, 4, 2>{{0, 0}, {0.3 * x(2), 0.1}, {0, 0}, {0.2, 0.3 * x(0)}};
}

void P2_two_lambdas(benchmark::State& state) {
  const auto process =
      process::point_functions<4, 2>([](double, const Eigen::Vector4d& x) { return drift(x); },
                                     [](double, const Eigen::Vector4d& x) { return noise(x); });
  simulate(state, process, "euler_maruyama", 1);
}

void P2_two_lambdas_by_hand(benchmark::State& state) {
  const RandomStream normals = sde::noise_of(RandomStream(1, 1));
  const double h = 1.0 / steps, root_h = std::sqrt(h);
  Points x(block_rows, 4), z(block_rows, 2);
  for (auto _ : state) {
    for (Index first = 0; first < particles; first += block_rows) {
      const Index rows = std::min(block_rows, particles - first);
      x.setOnes();
      for (Index n = 0; n < steps; ++n) {
        normals.normals(first, static_cast<std::uint32_t>(n), z.topRows(rows));
        for (Index i = 0; i < rows; ++i) {
          const Eigen::Vector4d at(x(i, 0), x(i, 1), x(i, 2), x(i, 3));
          const Eigen::Vector4d next =
              at + h * drift(at) + root_h * (noise(at) * Eigen::Vector2d(z(i, 0), z(i, 1)));
          for (int j = 0; j < 4; ++j) x(i, j) = next(j);
        }
      }
      benchmark::DoNotOptimize(x.data());
    }
  }
  state.SetItemsProcessed(particles * steps * state.iterations());
}

BENCHMARK(P2_dri1_matrix)->Unit(benchmark::kMillisecond);
BENCHMARK(P2_dri1_columns)->Unit(benchmark::kMillisecond);
BENCHMARK(P2_two_lambdas)->Unit(benchmark::kMillisecond);
BENCHMARK(P2_two_lambdas_by_hand)->Unit(benchmark::kMillisecond);

}  // namespace
