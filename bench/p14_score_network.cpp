// P14: training and evaluation of a network that learns a score, 3-64-64-2, batches of 512, one thread. Items
// are points.

#include <benchmark/benchmark.h>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/score/network/training.hpp"

namespace {

using namespace kolmo;
using namespace kolmo::score;

TrainingPlan plan_of(Precision precision) {
  const auto law = std::make_shared<density::GaussianMixture>(
      density::gaussian(Eigen::Vector2d::Zero(), Eigen::Matrix2d::Identity()));
  TrainingPlan plan{
      {Eigen::ArrayXd::Zero(2), 2.5, 0.1, 5}, samples_of(law, RandomStream(1)), RandomStream(2)};
  plan.steps = 1'000'000'000;
  plan.precision = precision;
  return plan;
}

void P14_train(benchmark::State& state) {
  const TrainingPlan plan =
      plan_of(state.range(0) == 32 ? Precision::single_precision : Precision::double_precision);
  set_threads(1);
  TrainingState training = first_state(plan);
  constexpr Index steps = 20;
  for (auto _ : state) train(plan, training, training.step + steps);
  state.SetItemsProcessed(state.iterations() * steps * plan.batch);
}

void P14_score(benchmark::State& state) {
  const TrainingPlan plan = plan_of(Precision::double_precision);
  const ScoreModel model(plan.spec, first_state(plan).parameters);
  Points x(512, 2), s(512, 2);
  RandomStream(3).normals(0, 0, x);
  for (auto _ : state) {
    model.score(0.7, x, s);
    benchmark::DoNotOptimize(s.data());
  }
  state.SetItemsProcessed(state.iterations() * 512);
}

BENCHMARK(P14_train)->ArgName("bits")->Arg(32)->Arg(64);
BENCHMARK(P14_score);

}  // namespace
