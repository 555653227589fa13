// Spectral methods: orders in time, errors that fall faster than any power, mass, products.

#include <Eigen/Eigenvalues>

#include "fokker_planck_convergence/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/measure/fokker_planck/grid_problem.hpp"
#include "kolmo/measure/fokker_planck/spectral_orders.hpp"
#include "kolmo/measure/problems/moving_well.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using namespace measure;
using fokker_planck::Dealiasing;
using fokker_planck::FourierSolver;
using fokker_planck::HermiteSolver;

using LadderTask = std::shared_ptr<Lazy<SpectralLadder>>;

struct NamedLadder {
  std::string name, long_name, size;
  LadderTask ladder;
};

constexpr double rounding = 1e-12;  // of p ≤ 1 after a step of a dense exponential
// Λ takes the middle of g²'s range over the nodes, which depends on their number by O(h²), and so does the
// error in time: of that of ars_222 in this many steps, 3e−7, 6e−12 differ between 128 and 256 nodes.
constexpr Index steps_on_ring = 1000;
constexpr double left_on_ring = 1e-11;

/// The defect of the mass of a solver after that many steps to t = 50.
double mass_defect(const SpectralMethod& method, Index steps) {
  if (!method.stepper) {
    const HermiteSolver solver(std::make_shared<MovingWell>(), {16, 0, 0.7});
    const Eigen::ArrayXd p0 = at_points(MovingWell::law(0.5, 0.6, 0), solver.nodes());
    return march(solver, p0, {{0, 50}, {steps}}).mass_defect;
  }
  const auto process = std::make_shared<BentRing>(0.3, 1.3, 0.7, 0.5);
  const FourierSolver solver(process, ring(32), method.stepper);
  return march(solver, process->density(lopsided_ring(), 0, solver.nodes()), {{0, 50}, {steps}}).mass_defect;
}

/// The order rises by 2 or more from doubling to doubling as long as errors are above `left`.
void add_ladder(const NamedLadder& named, double left, double finest, const std::string& source,
                std::vector<NamedLadder>& ladders, Plan& plan) {
  const LadderTask ladder = named.ladder;
  plan.checks.push_back(
      {"space_" + named.name, [=] { return beyond_every_power(ladder->get(), 2, left, source); }});
  plan.checks.push_back({"finest_" + named.name, [=] {
                           return value_check(0, ladder->get().errors.back(), finest, source,
                                              "the error of the largest number of functions");
                         }});
  ladders.push_back(named);
}

/// `with_aliased`: also the errors with all modes kept, which are the discretisation's and no stepper's.
void add_ring(const SpectralMethod& method, bool with_aliased, std::vector<NamedLadder>& ladders,
              Plan& plan) {
  const std::string& name = method.claim.name;
  const auto ladder = [stepper = method.stepper](Dealiasing dealiasing, Index steps) {
    return lazy([=] { return ring_ladder(stepper, dealiasing, steps); });
  };
  add_ladder({name, "largest error on the bent ring", "nodes", ladder(Dealiasing::two_thirds, steps_on_ring)},
             left_on_ring, left_on_ring, method.claim.source, ladders, plan);
  if (with_aliased)
    ladders.push_back({name + "_aliased", "the same, all modes kept, a quarter of the steps", "nodes",
                       ladder(Dealiasing::none, steps_on_ring / 4)});
}

void add_products(Plan& plan) {
  for (const Index nodes : {24, 25, 26}) {
    const std::string name = "products_" + number_text(nodes);
    plan.checks.push_back({name, [=] {
                             return value_check(0, product_defect(Dealiasing::two_thirds, nodes), 1e-14,
                                                "Orszag 1971", "products are those of Galerkin's method");
                           }});
    plan.checks.push_back({name + "_aliased", [=] {
                             const double defect = product_defect(Dealiasing::none, nodes);
                             return value_check(1, std::min(defect / 0.01, 1.0), 0, "Orszag 1971",
                                                "with all modes kept 1 % of a product or more falls back");
                           }});
  }
  for (const Index nodes : {24, 36, 60}) {
    plan.checks.push_back({"travelling_" + number_text(nodes), [=] {
                             const Travelling found = travelling_error(nodes);
                             return value_check(
                                 0, found.error, found.bound + 1e-14, "the modes of wound Gaussians",
                                 "constant coefficients, 3 steps of etdrk4: what the modes leave out");
                           }});
  }
}

/// The smallest rate of relaxation of −A.
double hermite_gap(double temperature, double scale) {
  const auto process =
      std::make_shared<process::OverdampedLangevin>(std::make_shared<density::DoubleWell>(), temperature);
  const HermiteSolver solver(process, {128, 0, scale});
  return (-solver.matrix(0).bottomRightCorner(127, 127).eigenvalues().real().array()).minCoeff();
}

void add_line(const Claim& claim, std::vector<NamedLadder>& ladders, Plan& plan) {
  plan.studies.push_back({"exact_" + claim.name, hermite_exact_study});
  add_ladder({claim.name + "_mixture", "largest error for an Ornstein-Uhlenbeck process", "functions",
              lazy(mixture_ladder)},
             rounding, rounding, claim.source, ladders, plan);
  // Wells a quarter as wide as the line: what 192 functions of scale 0.3 leave out.
  add_ladder({claim.name + "_double_well", "largest error in the double well", "functions",
              lazy(double_well_ladder)},
             rounding, 1e-8, claim.source, ladders, plan);
  struct Gap {
    const char* name;
    double temperature, scale, value;
  };
  for (const Gap& gap :
       {Gap{"gap_T_1", 1, 0.45, 0.7486816723483979}, Gap{"gap_T_0.5", 0.5, 0.4, 0.22727330100864876}}) {
    plan.checks.push_back({std::string("reference_") + gap.name, [gap] {
                             return value_check(
                                 gap.value, hermite_gap(gap.temperature, gap.scale), 2e-10,
                                 "data/reference/c_stationary.json",
                                 "128 Hermite functions; ten times the rounding of the matrix");
                           }});
  }
}

void write_ladders(const std::vector<NamedLadder>& ladders, io::Group& part) {
  io::Group& all = part.group("space");
  all.attribute("long_name", "errors with the number of nodes or functions doubled");
  for (const NamedLadder& named : ladders) {
    const SpectralLadder& ladder = named.ladder->get();
    io::Group& group = all.group(named.name);
    group.scale(named.size, std::vector<double>(ladder.sizes.begin(), ladder.sizes.end()), {named.size, "1"});
    group.variable("error", {named.size}, ladder.errors, {named.long_name, "1"});
  }
}

}  // namespace

Plan spectral_plan(const RunSettings& settings) {
  Plan plan{"Spectral methods",
            "Fourier series on a bent ring, Hermite functions on the line, from laws in closed form"};
  std::vector<NamedLadder> ladders;
  bool rings = false;
  for (const SpectralMethod& method : spectral_methods()) {
    const std::string& name = method.claim.name;
    plan.studies.push_back({"time_" + name, [=] { return spectral_time_study(method, 320); }});
    plan.checks.push_back({"mass_" + name, [=] {
                             return value_check(0, mass_defect(method, settings.mass_steps), 0,
                                                method.claim.source, "no step touches the mass");
                           }});
    if (method.stepper) {
      add_ring(method, !rings, ladders, plan);
      rings = true;
    } else {
      add_line(method.claim, ladders, plan);
    }
  }
  if (rings) add_products(plan);
  plan.tables.push_back([=](io::Group& part) { write_ladders(ladders, part); });
  return plan;
}

}  // namespace kolmo::fokker_planck_convergence
