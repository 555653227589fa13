// Every sampler on the score of a density that a grid marches, beside the same sampler on the exact score.

#include <cmath>

#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/grid_score.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "sampler_orders/parts.hpp"

namespace kolmo::sampler_orders {
namespace {

namespace fp = fokker_planck;

/// VP's clock is dX = −½X dτ + dW: from τ = 4, where α = 0.14, to 0.05; churn steps back to 4.4.
constexpr double first = 0.05, last = 4, marched = 5;
constexpr Index starts = 200, steps = 40;

struct OnGrid {
  std::shared_ptr<const process::OrnsteinUhlenbeck> process =
      std::make_shared<process::OrnsteinUhlenbeck>(0.5, 0, 1, 1);
  measure::SamplerProblem problem{process, measure::two_wells(1).data, last, first, starts};
  std::shared_ptr<const process::ScoreField> of_grid;

  explicit OnGrid(Index cells) {
    const Grid grid({{-8, 8, cells}});
    const Eigen::ArrayXd p0 = fp::initial_density(problem.data, grid, fp::CellValues::point, 1e-6).density;
    const auto march = fp::march_recording(fp::scharfetter_gummel(*process, grid), fp::stepper("tr_bdf2"), p0,
                                           {{0, marched}, {cells}});
    of_grid = std::make_shared<fp::GridScore>(march.recording, 1e-290, process->gradient_structure());
  }
};

/// Root mean square distance between the ends with both scores, from the same starts and noise.
double distance(const ode::SamplerEntry& sampler, const OnGrid& on) {
  const auto grid = ode::sampling_grid(on.problem.clock(), ode::find_grid_rule("lambda"), steps);
  const process::MarginalScore exact(on.process, on.problem.data);
  Points a = on.problem.places(last), b = a;
  ode::sample(sampler, grid, exact, RandomStream(1), a);
  ode::sample(sampler, grid, *on.of_grid, RandomStream(1), b);
  return std::sqrt((a - b).square().mean());
}

}  // namespace

frame::Plan grid_score_plan() {
  frame::Plan plan{
      "Samplers on a grid's score",
      "Two wells under an Ornstein-Uhlenbeck process marched on [-8, 8]; 40 steps of each sampler "
      "with the score of that density and with the exact one, from the same starts and noise."};
  plan.in_parallel = true;
  const auto finest = frame::lazy([] { return OnGrid(1600); });
  for (const ode::SamplerEntry& sampler : ode::samplers()) {
    plan.checks.push_back({"distance_" + sampler.claim.name, [=, &sampler] {
                             return verify::value_check(0, distance(sampler, finest->get()), 1e-3,
                                                        "the exact score",
                                                        "root mean square distance of the ends, 1600 cells");
                           }});
  }
  plan.studies.push_back({"cells", [] {
                            verify::OrderStudy study;
                            study.name = "cells";
                            study.claimed = 2;
                            study.scheme = "dpmpp_2m";
                            study.source = "the order of the finite volumes";
                            study.long_name = "distance between samples with the grid's and the exact score";
                            study.h_long_name = "cell width";
                            study.options.slack = 0.2;
                            for (const Index cells : {400, 560, 800, 1120})
                              study.add(16 / static_cast<double>(cells),
                                        distance(ode::find_sampler("dpmpp_2m"), OnGrid(cells)));
                            return study;
                          }});
  return plan;
}

}  // namespace kolmo::sampler_orders
