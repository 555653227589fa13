// first_passage on strangers' problems of one variable: exact means, mirrors, rings, natural boundaries,
// units.

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <utility>

#include "experiments/first_passage_checks.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::first_passage {
namespace {

using frame::test::find;
using frame::test::Sets;
using verify::Check;
using verify::test::fails;
using verify::test::passes;

io::Configuration configured(const Sets& keys) { return configured_exits(keys, "standard"); }

std::vector<Check> checks_of(const Sets& keys, const PlantedErrors& planted = {}) {
  return checks_of(configured(keys), planted);
}

std::string error_of(const Sets& keys) {
  return frame::test::error_of(experiment(), [&] { return configured(keys); });
}

void expect_all_pass(const Sets& keys, double mean, double relative) {
  const std::vector<Check> checks = checks_of(keys);
  const std::vector<std::string> said = part_check_ids(configured(keys), "p");
  ASSERT_EQ(checks.size(), said.size());
  for (std::size_t k = 0; k < said.size(); ++k) {
    EXPECT_EQ(checks[k].id, said[k]);
    EXPECT_TRUE(passes(checks[k])) << checks[k].id << ": " << checks[k].note;
  }
  EXPECT_NEAR(find(checks, "p/sampled/mean").expected, mean, relative * mean);
}

// A drift that jumps: E τ = [(2 − x) + (e^{−2k} − e^{−kx})/k]/0.3, k = 0.75.
TEST(ExitsOfAProblem, TakeADriftThatJumps) {
  const Sets keys{"domain=[[-2, 2]]", "boundaries=absorbing", "process.drift=0.3*sign(x)",
                  "process.diffusion=sqrt(0.8)", "initial.point=[0.7]"};
  expect_all_pass(keys, ((2 - 0.7) + (std::exp(-1.5) - std::exp(-0.525)) / 0.75) / 0.3, 1e-9);
  // Both shares of lower exits say which time they are of.
  const std::vector<Check> checks = checks_of(keys);
  EXPECT_NE(find(checks, "p/grid/lower_exits").note.find("by t = 10.78"), std::string::npos);
  EXPECT_NE(find(checks, "p/scale/lower_exits").note.find("at any time"), std::string::npos);
  EXPECT_GT(find(checks, "p/scale/lower_exits").expected, find(checks, "p/grid/lower_exits").expected);
}

// Constant drift to a sole wall (inverse Gaussian law of mean d/μ): nothing but the walls has a bias, no
// order is asked for, and all passes.
TEST(ExitsOfAProblem, WithoutABiasPass) {
  const Sets keys{"domain=[[-100, 2]]", "boundaries=[[\"open\", \"absorbing\"]]", "process.drift=2",
                  "process.diffusion=0.7", "initial.point=[0.5]"};
  expect_all_pass(keys, 0.75, 1e-9);
  for (const std::string& id : part_check_ids(configured(keys), "p")) EXPECT_NE(id, "p/sampled/order");
}

const Sets mirrored{"domain=[[-1, 2]]", "boundaries=[[\"reflecting\", \"absorbing\"]]", "process.drift=0",
                    "process.diffusion=1", "initial.point=[0.5]"};

// (b − a)² − (x − a)² above a mirror.
TEST(ExitsOfAProblem, TakeAMirror) {
  expect_all_pass(mirrored, 9 - 2.25, 1e-9);
  const auto without = [](const sde::FirstPassage& right) {
    sde::FirstPassage wrong = right;
    wrong.mirrors = nullptr;
    wrong.lower = -1;
    return sde::first_passage(wrong);
  };
  const std::vector<Check> checks = checks_of(mirrored, {.exits = without, .walls = {}});
  EXPECT_TRUE(fails(find(checks, "p/sampled/mean")));
  EXPECT_TRUE(fails(find(checks, "p/grid/ks")));
}

/// Across the seam of a ring of 2π from 1: the arc (5, 2) is (5 − 2π, 2) on the line.
TEST(ExitsOfAProblem, LeaveAnArcOfARingEitherWayRound) {
  const Sets process{"process.drift=0.5*sin(x)", "process.diffusion=1", "initial.point=[1]"};
  Sets ring{"domain=[[0, 6.283185307179586]]", "boundaries=periodic", "exit.arc=[5, 2]"},
      line{"domain=[[-1.283185307179586, 2]]", "boundaries=absorbing"};
  ring.insert(ring.end(), process.begin(), process.end());
  line.insert(line.end(), process.begin(), process.end());
  const std::vector<Check> round = checks_of(ring), straight = checks_of(line);
  ASSERT_EQ(round.size(), straight.size());
  for (std::size_t k = 0; k < round.size(); ++k) {
    EXPECT_TRUE(passes(round[k])) << round[k].id;
    EXPECT_NEAR(round[k].observed, straight[k].observed, 1e-9 * std::abs(straight[k].observed) + 1e-14)
        << round[k].id;
  }
  Sets without = ring;
  without[2] = "title=\"no arc\"";
  EXPECT_NE(error_of(without).find("which arc do paths leave"), std::string::npos);
  without[2] = "exit.arc=[2, 5]";
  EXPECT_NE(error_of(without).find("within exit.arc"), std::string::npos);
}

// Gompertz's growth to three times the start; log X is an Ornstein–Uhlenbeck process.
TEST(ExitsOfAProblem, KeepToTheInsideOfANaturalBoundary) {
  const Sets growth{"domain=[[0.01, 3]]",       "boundaries=[[\"open\", \"absorbing\"]]",
                    "process.drift=x*log(2/x)", "process.diffusion=0.5*x",
                    "initial.point=[1]",        "exit.paths=2048"},
      logarithm{"domain=[[-9, 1.0986122886681098]]",
                "boundaries=[[\"open\", \"absorbing\"]]",
                "process.drift=0.5681471805599453 - x",
                "process.diffusion=0.5",
                "initial.point=[0]",
                "exit.paths=2048"};
  const std::vector<Check> x = checks_of(growth), y = checks_of(logarithm);
  ASSERT_EQ(x.size(), y.size());
  for (std::size_t k = 0; k < x.size(); ++k) {
    EXPECT_TRUE(passes(x[k])) << x[k].id << ": " << x[k].note;
    EXPECT_NEAR(x[k].observed, y[k].observed, 1e-6 * std::abs(y[k].observed)) << x[k].id;
  }
}

// Bessel's process in three dimensions in a ball: E τ = (1 − x²)/3 with a mirror at 0, which no path meets.
TEST(ExitsOfAProblem, SayWhatToDoWhereTheDriftIsNotFinite) {
  const Sets bessel{"domain=[[0, 1]]", "process.drift=1/x", "process.diffusion=1", "initial.point=[0.5]"};
  const auto with = [&](const std::string& sides) {
    Sets keys = bessel;
    keys.push_back("boundaries=" + sides);
    return keys;
  };
  EXPECT_EQ(error_of(with("[[\"reflecting\", \"absorbing\"]]")), "");
  const std::string absorbed = error_of(with("absorbing"));
  EXPECT_NE(absorbed.find("not finite at the wall x = 0"), std::string::npos) << absorbed;
  EXPECT_NE(absorbed.find("make it \"reflecting\""), std::string::npos) << absorbed;
  Sets across = with("absorbing");
  across[0] = "domain=[[-1, 1]]";
  EXPECT_NE(error_of(across).find("grows without bound at x = "), std::string::npos) << error_of(across);
  EXPECT_NE(error_of({"domain=[[-1, 1]]", "boundaries=absorbing", "process.drift=0", "process.diffusion=1",
                      "initial.point=[1]"})
                .find("on neither"),
            std::string::npos);
}

// x → Lx, t → St with powers of two and four: the same bits of everything observed.
TEST(ExitsOfAProblem, HaveTheSameBitsInUnitsOfTwo) {
  const auto problem = [](double length, double root) {
    const auto text = [](double value) {
      std::ostringstream out;
      out.precision(17);
      out << std::scientific << value;
      return out.str();
    };
    return Sets{"parameters.L=" + text(length),
                "parameters.R=" + text(root),  // the root of the unit of time
                "domain=[[" + text(-length) + ", " + text(2 * length) + "]]",
                "boundaries=[[\"reflecting\", \"absorbing\"]]",
                "process.drift=0.25*L*sign(x)/R^2 - 0.5*x/R^2",
                "process.diffusion=L/R",
                "initial.point=[" + text(0.5 * length) + "]",
                "exit.paths=1024"};
  };
  const std::vector<Check> unit = checks_of(problem(1, 1));
  for (const auto& [length, root] : {std::pair{0x1p-30, 0x1p-20}, std::pair{0x1p20, 0x1p10}}) {
    const std::vector<Check> scaled = checks_of(problem(length, root));
    ASSERT_EQ(unit.size(), scaled.size());
    for (std::size_t k = 0; k < unit.size(); ++k) {
      const bool is_time = unit[k].id.ends_with("/mean") || unit[k].id.ends_with("/extrapolated");
      const double by = is_time ? root * root : 1;
      EXPECT_EQ(unit[k].verdict, scaled[k].verdict) << unit[k].id;
      EXPECT_NEAR(unit[k].expected, scaled[k].expected / by, 1e-14 * std::abs(unit[k].expected))
          << unit[k].id;
      // Fits go through powers of h, which are not powers of two: 1e−11 there.
      EXPECT_NEAR(unit[k].observed, scaled[k].observed / by, 1e-10 * std::abs(unit[k].observed) + 1e-14)
          << unit[k].id;
    }
    EXPECT_EQ(find(unit, "p/sampled/mean").observed, find(scaled, "p/sampled/mean").observed / (root * root));
    EXPECT_EQ(find(unit, "p/sampled/mean").expected, find(scaled, "p/sampled/mean").expected / (root * root));
    EXPECT_EQ(find(unit, "p/grid/ks").observed, find(scaled, "p/grid/ks").observed);
  }
}

}  // namespace
}  // namespace kolmo::first_passage
