// A drift that is said to keep paths between two bounds, and walls that do.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "constrained_diffusions/interval_law.hpp"
#include "constrained_diffusions/parts.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/statistics/histogram.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/measure/sde/constrained_chains.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"

namespace kolmo::constrained_diffusions {
namespace {

/// dX = −(β/2)(X − ℓ tanh(X/ℓ)) dt + √β ℓ dW.
process::BlockFunctions process_of(const Bounded& bounded) {
  return {1,
          1,
          [bounded](double, const ConstBlock& x, Block out) {
            out = x / bounded.limit;
            kolmo::tanh(out.col(0).data(), out.col(0).data(), out.rows());
            out = -0.5 * bounded.rate * (x - bounded.limit * out);
          },
          [bounded](double, const ConstBlock&, Block out) {
            out.setConstant(std::sqrt(bounded.rate) * bounded.limit);
          },
          {.noise = process::NoiseKind::scalar,
           .scales = Eigen::ArrayXd::Constant(1, bounded.limit),
           .name = "bounded"}};
}

/// ½ [N(ℓ, ℓ²) + N(−ℓ, ℓ²)] ∝ e^{−x²/2ℓ²} cosh(x/ℓ).
double exact_density(const Bounded& bounded, double x) {
  const double u = x / bounded.limit;
  const auto normal = [](double y) { return std::exp(-0.5 * y * y) / std::sqrt(2 * std::numbers::pi); };
  return 0.5 * (normal(u - 1) + normal(u + 1)) / bounded.limit;
}

/// ½ + Φ(−2) = 0.5228.
double exact_share() { return 0.5 + normal_upper_tail(2); }

/// P(|X| > ℓ) on a grid of [−10ℓ, 10ℓ] whose faces lie on ±ℓ.
double share_on_grid(const Bounded& bounded, Index cells) {
  const double l = bounded.limit;
  const Grid grid({{-10 * l, 10 * l, cells}});
  const Eigen::ArrayXd p =
      fokker_planck::stationary_state(fokker_planck::chang_cooper(process_of(bounded), grid)).density;
  double sum = 0;
  for (Index i = 0; i < cells; ++i)
    if (std::abs(grid.axis(0).centre(i)) > l) sum += p(i) * grid.cell_volume();
  return sum;
}

verify::OrderStudy grid_study(const Bounded& bounded) {
  verify::OrderStudy study;
  study.name = "grid";
  study.long_name = "error of the probability beyond the bounds";
  study.claimed = 2;
  study.next_term = 2;
  study.source = "Chang and Cooper 1970: order 2";
  study.h_long_name = "cell width over the bound";
  for (Index cells = 80; cells <= 1280; cells *= 2)
    study.add(20.0 / static_cast<double>(cells), share_on_grid(bounded, cells) - exact_share());
  return study;
}

constexpr double rest = 20;  ///< times 1/β until the start is forgotten

/// Places at rest in steps of 1/(32β) (level 0) and twice that, on the same Brownian motions, from 0.
struct Paths {
  Points fine, coarse;
};

Paths free_paths(const Bounded& bounded, const Sampled& sampled) {
  const auto process = process_of(bounded);
  sde::Simulation simulation{process,
                             sde::scheme("sra1"),
                             {{0, rest / bounded.rate}, {640}},
                             sampled.particles,
                             sampled.stream.role("bounded")};
  simulation.levels = 2;
  auto snapshots = sde::simulate_snapshots(simulation, Points(Points::Zero(sampled.particles, 1)));
  return {std::move(snapshots.back()[0]), std::move(snapshots.back()[1])};
}

sde::Walls walls_of(const Bounded& bounded) {
  return sde::Walls({{0, -bounded.limit, bounded.limit, sde::WallKind::reflecting_symmetrised}});
}

constexpr Index wall_steps = 256;  ///< in a time of 1/β

Points reflected_paths(const Bounded& bounded, const Sampled& sampled) {
  const auto process = process_of(bounded);
  const sde::Walls walls = walls_of(bounded);
  sde::Simulation simulation{process,
                             sde::scheme("euler_maruyama"),
                             {{0, 4 / bounded.rate}, {4 * wall_steps}},
                             sampled.particles,
                             sampled.stream.role("bounded_by_walls")};
  simulation.walls = &walls;
  return sde::simulate_snapshots(simulation, Points(Points::Zero(sampled.particles, 1))).back()[0];
}

StationaryLaw law_between_walls(const Bounded& bounded) {
  const auto process = process_of(bounded);
  return {-bounded.limit, bounded.limit, std::sqrt(bounded.rate) * bounded.limit,
          [&](const ConstBlock& x, Block out) { process.drift(0, x, out); }};
}

measure::ChebyshevChain chain_of(const Bounded& bounded, double h) {
  return measure::interval_chain(sde::scheme("euler_maruyama"), process_of(bounded), walls_of(bounded),
                                 -bounded.limit, bounded.limit, h);
}

double square(double u) { return u * u; }

/// ⟨x²⟩ between the walls, in ℓ², without sampling.
verify::OrderStudy wall_study(const Bounded& bounded) {
  verify::OrderStudy study;
  study.name = "walls";
  study.long_name = "error of the stationary variance between the walls";
  study.claimed = 1;
  study.next_term = 0.5;
  const Claim& claim = sde::claim(sde::WallKind::reflecting_symmetrised);
  study.source = claim.source;
  study.scheme = claim.name;
  study.h_long_name = "time step times beta";
  const double exact =
      law_between_walls(bounded).expectation([&](double x) { return square(x / bounded.limit); });
  for (Index steps = 16; steps <= 2048; steps *= 2) {
    const auto chain = chain_of(bounded, 1 / (bounded.rate * static_cast<double>(steps)));
    const auto phi = at_nodes(chain.nodes(), [&](double x) { return square(x / bounded.limit); });
    study.add(1 / static_cast<double>(steps), chain.stationary_expectation(phi) - exact);
  }
  return study;
}

void add_free(frame::Plan& plan, const Bounded& bounded, const Sampled& sampled,
              const std::shared_ptr<frame::Lazy<Paths>>& paths) {
  plan.checks.push_back({"beyond/grid", [=] {
                           // Order 2: the finest grid is off by a third of the last difference, all of it
                           // allowed.
                           const double fine = share_on_grid(bounded, 1280),
                                        coarse = share_on_grid(bounded, 640);
                           return verify::value_check(exact_share(), fine, std::abs(fine - coarse),
                                                      "1/2 + Phi(-2)", "P(|X| > l) at rest")
                               .shows("C5-24", 0);
                         }});
  plan.checks.push_back(
      {"beyond/paths", [=] {
         const Eigen::ArrayXd fine = paths->get().fine.col(0).abs();
         const Eigen::ArrayXd coarse = paths->get().coarse.col(0).abs();
         const Estimate change =
             fraction_above_difference(fine.data(), coarse.data(), fine.size(), bounded.limit);
         // Weak order 2: a third of the difference; all of it, and its noise, is allowed.
         const double bias = std::abs(change.value) + 2 * change.standard_error;
         return verify::estimate_check("", exact_share(),
                                       fraction_above(fine.data(), fine.size(), bounded.limit), sampled.z(),
                                       bias, "1/2 + Phi(-2)")
             .shows("C5-24", 0);
       }});
}

void add_walls(frame::Plan& plan, const Bounded& bounded, const Sampled& sampled,
               const std::shared_ptr<frame::Lazy<Points>>& reflected) {
  plan.checks.push_back({"walls/beyond", [=] {
                           const Eigen::ArrayXd x = reflected->get().col(0).abs();
                           return verify::value_check(0, x.maxCoeff() > bounded.limit ? 1 : 0, 0,
                                                      "walls at -l and l", "1 where a path is beyond");
                         }});
  plan.checks.push_back(
      {"walls/variance", [=] {
         const double exact =
             law_between_walls(bounded).expectation([&](double x) { return square(x / bounded.limit); });
         const auto chain = chain_of(bounded, 1 / (bounded.rate * wall_steps));
         const auto phi = at_nodes(chain.nodes(), [&](double x) { return square(x / bounded.limit); });
         const double own = chain.expectation(phi, 4 * wall_steps, 0);
         const Eigen::ArrayXd x = reflected->get().col(0) / bounded.limit;
         return verify::estimate_check("", exact, raw_moment(x.data(), x.size(), 2), sampled.z(),
                                       std::abs(own - exact), "exp(-x^2/2) cosh x on [-1, 1]");
       }});
}

void write(io::Group& part, const Bounded& bounded, const Points& free, const Points& reflected) {
  const Axis axis{-5 * bounded.limit, 5 * bounded.limit, 100};
  io::Group& group = part.group("law_at_rest");
  std::vector<double> centres, exact;
  for (Index i = 0; i < axis.cells; ++i) {
    centres.push_back(axis.centre(i));
    exact.push_back(exact_density(bounded, axis.centre(i)));
  }
  const Histogram left = histogram(free.data(), free.rows(), axis),
                  walled = histogram(reflected.data(), reflected.rows(), axis);
  group.scale("x", centres, {"place; the bounds are -l and l", "length"});
  group.variable("drift_alone", {"x"}, left.density, {"density with the drift alone", "1/length"});
  group.variable("drift_alone_standard_error", {"x"}, left.error, {"its standard error", "1/length"});
  group.variable("drift_alone_exact", {"x"}, exact, {"half of N(l, l^2) and N(-l, l^2)", "1/length"});
  group.variable("with_walls", {"x"}, walled.density, {"density with walls at the bounds", "1/length"});
  group.variable("with_walls_standard_error", {"x"}, walled.error, {"its standard error", "1/length"});
}

}  // namespace

frame::Plan bounded_plan(const Bounded& bounded, const Sampled& sampled) {
  frame::Plan plan{"A drift that does not bound",
                   "dX = -beta/2 (X - l tanh(X/l)) dt + sqrt(beta) l dW is at rest in half of N(l, l^2) and "
                   "half of N(-l, l^2): most of it is beyond the bounds. Walls at the bounds keep it in."};
  plan.studies.push_back({"grid", [=] { return grid_study(bounded); }});
  plan.studies.push_back({"walls", [=] { return wall_study(bounded); }});
  const auto paths = frame::lazy([=] { return free_paths(bounded, sampled); });
  const auto reflected = frame::lazy([=] { return reflected_paths(bounded, sampled); });
  add_free(plan, bounded, sampled, paths);
  add_walls(plan, bounded, sampled, reflected);
  plan.tables.push_back([=](io::Group& part) { write(part, bounded, paths->get().fine, reflected->get()); });
  return plan;
}

}  // namespace kolmo::constrained_diffusions
