// Annealed Langevin dynamics: what share it gives the left well, without sampling and with particles in the
// plane.

#include <cmath>
#include <numbers>

#include "kolmo/core/number_text.hpp"
#include "kolmo/sampling/annealing/annealed_langevin.hpp"
#include "mode_weights/parts.hpp"
#include "mode_weights/two_wells.hpp"

namespace kolmo::mode_weights {
namespace {

using namespace sampling;

constexpr double epsilon = 0.02, largest = 20, smallest = 0.5;

double start_density(double x, double deviation) {
  return std::exp(-0.5 * x * x / (deviation * deviation)) / (deviation * std::sqrt(2 * std::numbers::pi));
}

AnnealingPlan plan_of(Index d, Index levels, Index steps) {
  return {[d](double sigma) { return noisy_wells(d, sigma); },
          noise_ladder(LadderSpacing::geometric, largest, smallest, levels), epsilon, steps};
}

double share_on_line(Index levels, Index steps) {
  return annealed_law(
             plan_of(1, levels, steps), [](double x) { return start_density(x, largest); }, largest, distance)
      .probability_below(0);
}

/// ULA at a single level, from N(0, 1), at t = 200.
double share_without_annealing(double sigma) {
  KernelSettings settings;
  settings.step = 0.1;
  const LineNodes nodes{16, 0.15};
  const LineKernel one(kernel("ula"), *noisy_wells(1, sigma), settings, nodes);
  LineLaw law = line_law(nodes, [](double x) { return start_density(x, 1); });
  for (int n = 0; n < 2000; ++n) law = one.advance(law);
  return law.probability_below(0);
}

/// In the plane with as many particles: the first coordinate has the law of the line.
Estimate share_in_plane(const Sizes& sizes, Index levels, Index steps) {
  const RandomStream stream =
      RandomStream(sizes.seed).role("annealing", static_cast<std::uint64_t>(levels * steps));
  Chains chains(normal_points(stream.role("start"), sizes.particles, 2, largest));
  annealed_langevin(plan_of(2, levels, steps), stream, chains);
  return left_share(chains.x);
}

void write(io::Group& part) {
  const std::vector<double> levels{3, 5, 10, 20};
  std::vector<double> shares;
  for (const double l : levels) shares.push_back(share_on_line(static_cast<Index>(l), 20));
  io::Group& group = part.group("shares");
  group.scale("levels", levels, {"levels of the ladder", "1"});
  group.variable("share", {"levels"}, shares, {"P(x < 0) with 20 steps a level", "1"});
}

}  // namespace

frame::Plan annealing_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{"Annealed Langevin dynamics",
                   "0.2 N(-5, 1) + 0.8 N(5, 1), noise from 20 to 0.5, epsilon = 0.02, from N(0, 20^2): P(x < "
                   "0) by transition "
                   "matrices, whose right value is 0.2."};
  struct Known {
    Index levels, steps;
    double share;
  };
  for (const Known& one : {Known{5, 20, 0.3270}, {5, 100, 0.2395}, {20, 20, 0.2274}, {20, 100, 0.2069}}) {
    const std::string name = "L=" + number_text(one.levels) + "/steps=" + number_text(one.steps);
    const auto on_line = frame::lazy([=] { return share_on_line(one.levels, one.steps); });
    plan.checks.push_back({"share/" + name, [=] {
                             return verify::value_check(one.share, on_line->get(), 5e-4,
                                                        "another program's transition matrix", "P(x < 0)");
                           }});
    if (one.steps == 20) {
      plan.checks.push_back({"share_in_plane/" + name, [=] {
                               return verify::estimate_check(
                                   "", on_line->get(), share_in_plane(sizes, one.levels, one.steps), z(), 0,
                                   "the first coordinate has the law of the line");
                             }});
    }
  }
  plan.checks.push_back({"plain_ula", [] {
                           return verify::value_check(0.4409, share_without_annealing(0), 5e-4,
                                                      "another program's transition matrix",
                                                      "P(x < 0) of ULA, h = 0.1, from N(0, 1) at t = 200");
                         }});
  plan.checks.push_back({"unstable_refused", [] {
                           bool refused = false;
                           try {
                             annealed_step(2 * smallest * smallest, largest, smallest);
                           } catch (const InvalidArgument&) {
                             refused = true;
                           }
                           return verify::value_check(1, refused ? 1 : 0, 0, "h < 2 sigma^2",
                                                      "epsilon = 2 sigma_L^2");
                         }});
  plan.tables.push_back(write);
  return plan;
}

}  // namespace kolmo::mode_weights
