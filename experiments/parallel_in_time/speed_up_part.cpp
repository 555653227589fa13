// Evaluations that are made, counted, against the model; and those one after the other.

#include <set>
#include <string>

#include "kolmo/core/number_text.hpp"
#include "kolmo/ode/samplers/counting_score.hpp"
#include "parallel_in_time/parts.hpp"

namespace kolmo::parallel_in_time {
namespace {

struct Cost {
  Index iterations = 0;
  double counted = 0;  ///< evaluations at a particle's place, all processors together
};

Cost cost(const Sizes& sizes, const char* coarse, Index iterations) {
  const SlicedSampling sampling(sizes);
  const ode::CountingScore counting(sampling.score);
  const auto report = ode::parareal(sampling.coarse(coarse, counting), sampling.fine(counting), sizes.slices,
                                    sampling.start, {.tolerance = 0, .most_iterations = iterations});
  return {report.iterations, static_cast<double>(counting.places()) / static_cast<double>(sizes.starts)};
}

/// Iteration j runs the fine method on slices j, …, N and the coarse one on all of them but the first.
double modelled(const Sizes& sizes, double coarse, Index iterations) {
  const auto n = static_cast<double>(sizes.slices), fine = 3 * static_cast<double>(sizes.fine_steps);
  double sum = n * coarse;
  for (Index j = 1; j <= iterations; ++j) {
    const double left = n - static_cast<double>(j);
    sum += (left + 1) * fine + left * coarse;
  }
  return sum;
}

void write(const Sizes& sizes, io::Group& part) {
  for (const char* coarse : coarse_samplers) {
    Eigen::ArrayXd iterations = Eigen::ArrayXd::LinSpaced(sizes.slices, 1, static_cast<double>(sizes.slices));
    Eigen::ArrayXd gain(sizes.slices);
    for (Index k = 1; k <= sizes.slices; ++k) {
      gain[k - 1] = ode::parareal_speed_up(sizes.slices, k, 3 * static_cast<double>(sizes.fine_steps),
                                           coarse_evaluations(coarse));
    }
    io::Group& group = part.group(std::string("gain_") + coarse);
    group.scale("iteration", iterations, {"iterations", "1"});
    group.variable("gain", {"iteration"}, gain, {"times fewer evaluations one after the other", "1"});
  }
}

}  // namespace

frame::Plan speed_up_plan(const Sizes& sizes) {
  frame::Plan plan{
      "What it costs, and what it gains",
      "All evaluations of the score, counted, against what the iterations need; one after the other "
      "there are N G + sum_j [F + (N - j) G]."};
  for (const char* coarse : coarse_samplers) {
    for (const Index iterations : std::set<Index>{1, sizes.slices / 2, sizes.slices}) {
      // A run whose places no longer move ends before.
      plan.checks.push_back(
          {std::string("evaluations_") + coarse + "_" + number_text(iterations), [=] {
             const Cost found = cost(sizes, coarse, iterations);
             const double expected = modelled(sizes, coarse_evaluations(coarse), found.iterations);
             return verify::value_check(expected, found.counted, 0, "N G + sum_j [(N - j + 1) F + (N - j) G]",
                                        "evaluations at a particle's place");
           }});
    }
  }
  plan.tables.push_back([=](io::Group& part) { write(sizes, part); });
  return plan;
}

}  // namespace kolmo::parallel_in_time
