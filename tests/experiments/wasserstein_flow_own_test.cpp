// wasserstein_flow takes [flow.NAME]: the same in every unit, and what does not fit is said.

#include <gtest/gtest.h>

#include <cmath>

#include "experiments/under_test.hpp"
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
