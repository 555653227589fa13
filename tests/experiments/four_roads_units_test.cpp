// x → Lx, t → St changes no verdict of four_roads; with L a power of two and S one of four it changes no
// mantissa either, but where the logarithm of a density comes between: there 1e−11.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "experiments/under_test.hpp"
#include "four_roads/comparison/quantity_table.hpp"
#include "four_roads/experiment.hpp"
#include "four_roads/schema.hpp"

namespace kolmo::four_roads {
namespace {

struct Units {
  double length, time;
  double energy() const { return length * length / time; }  // dX = −V′ dt + √(2T) dW keeps its form
};

std::string text(double value) {
  char out[40];
  std::snprintf(out, sizeof out, "%.17g", value);
  return out;
}

/// A tilted double well whose domain holds everything, in the given units. `counted`: with all steps and
/// cells, without the flow; else nothing but the problem is said.
io::Configuration configured(const Units& u, bool counted) {
  const std::string p = "problem.p.", x = "(x/" + text(u.length) + ")";
  const auto l = [&](double value) { return text(value * u.length); };
  std::vector<std::string> sets = {
      "run.problems=[\"p\"]",
      "accuracy.particles=4096",
      p + "times=[" + text(0.25 * u.time) + "," + text(1.5 * u.time) + "]",
      p + "process.type=\"langevin\"",
      p + "process.potential=\"" + text(u.energy()) + "*((" + x + "^2-1)^2+0.25*" + x + ")\"",
      p + "process.temperature=" + text(0.5 * u.energy()),
      p + "initial.weights=[0.25,0.75]",
      p + "initial.means=[[" + l(-0.75) + "],[" + l(0.5) + "]]",
      p + "initial.deviations=[" + l(0.375) + "," + l(0.25) + "]"};
  if (counted) {
    const std::string domain = p + "domain=[[" + l(-3.25) + "," + l(3) + "]]";
    sets.insert(sets.end(),
                {domain, p + "ode.enabled=false", p + "sde.steps=400", p + "fokker_planck.steps=400",
                 p + "fokker_planck.cells=400", p + "jko.steps=400", p + "jko.cells=400"});
  }
  return frame::test::configured(experiment(), sets, counted ? "standard" : "quick");
}

ProblemResult run_in(const Units& u, bool counted = true) {
  const io::Configuration configuration = configured(u, counted);
  frame::Progress silent;
  return run_problem(make_problem(configuration, "p"), run_settings(configuration), silent);
}

const ProblemResult& in_units_of_one() {
  static const ProblemResult result = run_in({1, 1});
  return result;
}

/// The ids have their times in them: what comes before.
std::string without_time(const std::string& id) { return id.substr(0, id.rfind("/t=")); }

void expect_same_verdicts(const ProblemResult& result, const std::string& in,
                          const ProblemResult& one = in_units_of_one()) {
  ASSERT_EQ(result.checks.size(), one.checks.size()) << in;
  for (std::size_t i = 0; i < one.checks.size(); ++i) {
    EXPECT_EQ(without_time(result.checks[i].id), without_time(one.checks[i].id)) << in;
    EXPECT_EQ(result.checks[i].verdict, one.checks[i].verdict) << in << one.checks[i].id;
  }
}

/// The logarithm of a density changes by one of the unit of length: entropies, and roads whose start is a
/// density (e^{log p} on the grid and in the quantiles, the flow's score) round differently. Paths do not.
bool has_rounding_of_its_own(const std::string& road, const std::string& quantity) {
  return quantity == "entropy" || quantity == "free_energy" || road != road::sde;
}

double scale_of(const std::string& name, const Units& u) {
  const QuantityUnit unit = quantity(name).unit;
  return std::pow(u.length, unit.length) * std::pow(u.energy(), unit.energy);
}

void expect_same_quantities(const ProblemResult& result, const Units& u) {
  const ProblemResult& one = in_units_of_one();
  for (std::size_t r = 0; r < one.roads.size(); ++r) {
    const verify::RoadResult &was = one.roads[r].result, &is = result.roads[r].result;
    for (std::size_t i = 0; i < was.snapshots.size(); ++i) {
      for (const auto& [name, quantity] : was.snapshots[i].quantities) {
        const verify::Quantity& other = is.snapshots[i].quantities.at(name);
        const double scale = scale_of(name, u);
        double shift = 0;  // H(LX) = H(X) + log L; F = E V − T H
        if (name == "entropy") shift = std::log(u.length);
        if (name == "free_energy") shift = -0.5 * std::log(u.length);
        const std::string where = was.name + " " + name;
        const double rounding = 1e-11 * (quantity.spread + std::abs(quantity.value) + std::abs(shift));
        EXPECT_NEAR(other.value / scale, quantity.value + shift, rounding) << where;
        // A budget is made of differences between levels, each with the rounding of two values, divided by
        // 2^p − 1.
        EXPECT_NEAR(other.budget / scale, quantity.budget, 10 * rounding) << where;
        EXPECT_NEAR(other.spread / scale, quantity.spread, rounding) << where;
        if (has_rounding_of_its_own(was.name, name)) continue;
        EXPECT_EQ(other.value / scale, quantity.value) << where;
        EXPECT_EQ(other.standard_error / scale, quantity.standard_error) << where;
      }
    }
  }
}

void expect_same_distances(const ProblemResult& result, const Units& u) {
  const ProblemResult& one = in_units_of_one();
  ASSERT_EQ(result.certificate.distances.size(), one.certificate.distances.size());
  for (std::size_t i = 0; i < one.certificate.distances.size(); ++i) {
    const verify::DistanceEntry &was = one.certificate.distances[i], &is = result.certificate.distances[i];
    const double scale = was.name.starts_with("w1") ? u.length : 1;
    EXPECT_NEAR(is.observed / scale, was.observed, 1e-11) << was.pair << was.name;
    EXPECT_NEAR(is.noise_floor / scale, was.noise_floor, 1e-11) << was.pair << was.name;
  }
}

TEST(FourRoadsUnits, PowersOfTwoOfLengthAndOfFourOfTimeKeepTheBits) {
  for (const Units& u : {Units{0x1p-30, 0x1p-40}, Units{0x1p20, 0x1p20}, Units{0x1p-30, 0x1p20},
                         Units{0x1p20, 0x1p-40}, Units{0x1p-7, 0x1p-40}, Units{1, 0x1p-12}}) {
    const ProblemResult result = run_in(u);
    expect_same_verdicts(result, "length " + text(u.length) + " time " + text(u.time) + " ");
    expect_same_quantities(result, u);
    expect_same_distances(result, u);
  }
}

// Domain, schemes, steps, cells and the flow's own refinement are chosen by numbers without units: the choice
// is the same in the corners of L = 2^−30 … 2^20, S = 4^−20 … 4^10, and paths have the same bits.
TEST(FourRoadsUnits, WhatIsLeftOpenIsChosenAlike) {
  const ProblemResult one = run_in({1, 1}, false);
  ASSERT_EQ(one.roads.size(), 4U);
  for (const Units& u : {Units{0x1p-30, 0x1p-40}, Units{0x1p20, 0x1p20}, Units{0x1p-30, 0x1p20},
                         Units{0x1p20, 0x1p-40}, Units{1e-9, 1e3}}) {
    const std::string in = "length " + text(u.length) + " time " + text(u.time) + " ";
    const ProblemResult result = run_in(u, false);
    expect_same_verdicts(result, in, one);
    ASSERT_EQ(result.roads.size(), one.roads.size()) << in;
    for (std::size_t r = 0; r < one.roads.size(); ++r) {
      EXPECT_EQ(result.roads[r].resolution, one.roads[r].resolution) << in;
      const bool paths = one.roads[r].result.name == road::sde && u.length != 1e-9;
      if (!paths) continue;
      EXPECT_TRUE((result.roads[r].ensembles[1] / u.length == one.roads[r].ensembles[1]).all()) << in;
    }
  }
}

TEST(FourRoadsUnits, PowersOfTenChangeNoVerdict) {
  for (const Units& u : {Units{1e-9, 1e-6}, Units{1e3, 1e3}, Units{1e-6, 1e3}, Units{1e3, 1e-12}}) {
    expect_same_verdicts(run_in(u), "length " + text(u.length) + " time " + text(u.time) + " ");
  }
}

}  // namespace
}  // namespace kolmo::four_roads
