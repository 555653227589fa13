// wasserstein_flow takes [flow.NAME]: the same in every unit, and what does not fit is said.

#include <gtest/gtest.h>

#include <cmath>

#include "experiments/under_test.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "wasserstein_flow/experiment.hpp"
#include "wasserstein_flow/own_flow.hpp"

namespace kolmo::wasserstein_flow {
namespace {

using Sets = std::vector<std::string>;

io::Configuration configured(const Sets& keys) {
  Sets sets;
  for (const std::string& key : keys) sets.push_back("flow.d." + key);
  return frame::test::configured(experiment(), sets, "quick");
}

std::string error_of(const Sets& keys) {
  return frame::test::error_of(experiment(), [&] { return configured(keys); });
}

/// An Ornstein–Uhlenbeck process of rate 1 in lengths of `unit`: V = x²/2, T = 0.3 unit².
Sets in_lengths_of(double unit) {
  const auto text = [&](double x) { return number_text(x); };
  return {"domain=[[" + text(-3 * unit) + ", " + text(3 * unit) + "]]",
          "cells=64",
          "temperature=" + text(0.3 * unit * unit),
          "potential=x^2/2",
          "initial=exp(-(x/" + text(unit) + "-1)^2/0.2)",
          "time=0.5",
          "steps=4"};
}

double energy_at_end(const Sets& keys) {
  const frame::Plan plan = own_flow_plan(configured(keys), "d");
  for (const frame::CheckTask& check : plan.checks)
    EXPECT_EQ(check.run().verdict, verify::Verdict::pass) << check.name;
  io::Group part("d");
  plan.tables.front()(part);
  for (const io::Dataset& dataset : part.group("course").datasets())
    if (dataset.name == "energy") return std::get<std::vector<double>>(dataset.data).back();
  return std::nan("");
}

// F of N(m, s²) is (m² + s²)/2 − (T/2) log(2πe s²), m and s those of four exact steps, m ← m/(1 + τ) and
// s ← (s + (s² + 4Tτ(1 + τ))^{1/2})/(2(1 + τ)): what cells of h = 0.094 leave is h²/24 for V, and as much for
// the entropy.
TEST(OwnFlow, IsAnOrnsteinUhlenbeckProcess) {
  const double tau = 0.5 / 4, temperature = 0.3;
  double m = 1, s = std::sqrt(0.1);
  for (int k = 0; k < 4; ++k) {
    m /= 1 + tau;
    s = (s + std::sqrt(s * s + 4 * temperature * tau * (1 + tau))) / (2 * (1 + tau));
  }
  const double exact = (m * m + s * s) / 2 - temperature / 2 * (1 + std::log(2 * std::acos(-1.0) * s * s));
  EXPECT_NEAR(energy_at_end(in_lengths_of(1)), exact, 8e-4);
}

// In lengths of 2^-20 energies are 2^-40 as large, but for T log of the unit: the same to rounding.
TEST(OwnFlow, IsTheSameInEveryUnit) {
  const double unit = std::ldexp(1, -20);
  const double small = energy_at_end(in_lengths_of(unit)) / (unit * unit) + 0.3 * std::log(unit);
  EXPECT_NEAR(small, energy_at_end(in_lengths_of(1)), 1e-6);
}

std::vector<verify::Check> checks_of(const Sets& keys) {
  std::vector<verify::Check> all;
  for (const frame::CheckTask& check : own_flow_plan(configured(keys), "d").checks) {
    all.push_back(check.run());
    all.back().id = check.name;
  }
  return all;
}

void all_pass(const Sets& keys) {
  for (const verify::Check& check : checks_of(keys))
    EXPECT_EQ(check.verdict, verify::Verdict::pass) << check.id << ": " << check.observed;
}

// Its valley is bent and narrow, and steep beside; energies range over a thousand temperatures.
TEST(OwnFlow, FollowsTheValleyOfRosenbrock) {
  all_pass({"domain=[[-2.5, 3], [-1.5, 7]]", "cells=48", "temperature=1", "potential=(1-x)^2 + 10*(y-x^2)^2",
            "initial=exp(-((x+0.5)^2+(y-1)^2)/0.1)", "time=0.1", "steps=16"});
}

// Short steps of a crowd in micrometres, on a domain thirty times as long as wide; nothing holds it but
// itself.
TEST(OwnFlow, TakesCrowdsInAnyStepsAndUnits) {
  Sets keys = {
      "domain=[[-60, 60], [-2, 2]]", "cells=32",  "internal=crowd", "ceiling=0.02", "potential=1e-4*x^2",
      "initial=exp(-(x-10)^2/900)",  "time=3000", "steps=100",      "wall_mass=1"};
  all_pass(keys);
  // half as many steps are twice as long, and end elsewhere: the check can fail
  for (const verify::Check& check : checks_of(keys)) {
    if (check.id == "steps") {
      EXPECT_GT(check.observed, 1e-6);
    }
  }
  keys[7] = "steps=4";
  keys.push_back("accuracy=0.3");
  all_pass(keys);
}

TEST(OwnFlow, LetsACrowdBeDrawnByItselfAlone) {
  all_pass({"domain=[[-3, 3], [-3, 3]]", "cells=32", "internal=crowd", "ceiling=0.8",
            "interaction=(x^2+y^2)/2", "initial=exp(-(x^2+y^2))", "time=1", "steps=10"});
}

// The entropy of 1e-5 does nothing across a cell of 1/16: said as such, with what to do.
TEST(OwnFlow, SaysThatATemperatureIsTooSmallForItsCells) {
  const Sets keys = {
      "domain=[[-2, 2], [-2, 2]]",          "cells=64", "temperature=1e-5", "potential=(x^2-1)^2 + y^2",
      "initial=exp(-((x-0.3)^2+y^2)/0.02)", "time=0.3", "steps=6"};
  try {
    checks_of(keys);
    FAIL();
  } catch (const NumericalFailure& error) {
    EXPECT_NE(std::string(error.what()).find("more cells"), std::string::npos) << error.what();
  }
}

TEST(OwnFlow, SaysWhatDoesNotFit) {
  const auto with = [](const Sets& more) {
    Sets keys = {"domain=[[-3, 3]]", "initial=exp(-x^2)"};
    keys.insert(keys.end(), more.begin(), more.end());
    return keys;
  };
  const auto says = [](const std::string& message, const std::string& part) {
    EXPECT_NE(message.find(part), std::string::npos) << message;
  };
  EXPECT_EQ(error_of(with({"temperature=1"})), "");
  says(error_of({"initial=1", "temperature=1"}), "need a domain");
  says(error_of({"domain=[[0, 1]]", "temperature=1"}), "needs a start");
  says(error_of(with({})), "needs temperature");
  says(error_of(with({"temperature=1", "exponent=2"})), "flow.d.exponent");
  says(error_of({"domain=[[-3, 3]]", "initial=x", "temperature=1"}), "at least 0");
  says(error_of(with({"temperature=1", "interaction=x"})), "odd part");
  says(error_of(with({"temperature=1", "potential=1/x^2-1/0"})), "flow.d.potential");
  says(error_of(with({"internal=crowd", "ceiling=1", "potential=x", "scheme=midpoint"})), "first_order");
  says(error_of(with({"internal=crowd", "ceiling=0.2", "potential=x"})), "above the ceiling");
  says(error_of(with({"internal=crowd", "ceiling=1"})), "needs a potential");
}

}  // namespace
}  // namespace kolmo::wasserstein_flow
