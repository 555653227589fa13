// The schemes of weak order 2 for noise of any form: order conditions, and the moments of one step.

#include <gtest/gtest.h>

#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <vector>

#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/measure/sde/single_step.hpp"
#include "kolmo/sde/schemes/weak_srk.hpp"
#include "sde/schemes/generator_expansion.hpp"
#include "sde/schemes/several_noises.hpp"
#include "sde/schemes/tableau_algebra.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

using Row = WeakSrkTable::Row;
using test::dot;
using test::product;
using test::square;
using test::times;
using test::weak_defect;
using test::weak_defect_allowed;

/// The largest violation of the conditions for weak order 2, Rößler (2009), theorem 5.1 without a drift in Ĥ,
/// with c0 = A0 e and c1 = A1 e.
double violation(const WeakSrkTable& s) {
  constexpr Row one{1, 1, 1};
  const Row a0 = times(s.a0, one), a1 = times(s.a1, one);
  const Row b0 = times(s.b0, one), b1 = times(s.b1, one), b2 = times(s.b2, one);
  const Row b0b1 = times(s.b0, b1), b1b1 = times(s.b1, b1), b2b1 = times(s.b2, b1);
  const Row a1b0 = times(s.a1, b0);
  std::vector<double> defects{
      // α
      dot(s.alpha, one) - 1, dot(s.alpha, a0) - 0.5, dot(s.alpha, b0) - 0.5, dot(s.alpha, square(b0)) - 0.5,
      dot(s.alpha, b0b1), dot(s.alpha, product(b0, b0b1)),
      // β₁
      dot(s.beta1, one) - 1, dot(s.beta1, a1) - 0.5, dot(s.beta1, square(b1)) - 0.5, dot(s.beta1, b1),
      dot(s.beta1, b1b1), dot(s.beta1, a1b0), dot(s.beta1, product(a1, b1)), dot(s.beta1, times(s.b1, a1)),
      dot(s.beta1, product(b1, square(b1))), dot(s.beta1, times(s.b1, square(b1))),
      dot(s.beta1, product(a1b0, b1)), dot(s.beta1, times(s.a1, b0b1)), dot(s.beta1, times(s.b1, a1b0)),
      dot(s.beta1, product(b1, b1b1)), dot(s.beta1, times(s.b1, b1b1)),
      // β₂
      dot(s.beta2, one), dot(s.beta2, b1) - 1, dot(s.beta2, a1), dot(s.beta2, a1b0),
      dot(s.beta2, times(s.a1, square(b0))), dot(s.beta2, square(b1)), dot(s.beta2, b1b1),
      // β₃
      dot(s.beta3, one), dot(s.beta3, b2), dot(s.beta3, square(b2)) - 0.5, dot(s.beta3, b2b1),
      dot(s.beta3, times(s.b2, b1b1)), dot(s.beta3, times(s.b2, a1)), dot(s.beta3, product(b2, square(b2))),
      dot(s.beta3, times(s.b2, square(b1))), dot(s.beta3, times(s.b2, a1b0)), dot(s.beta3, product(b2, b2b1)),
      // β₄
      dot(s.beta4, one), dot(s.beta4, b2) - 1, dot(s.beta4, square(b2)), dot(s.beta4, b2b1),
      dot(s.beta4, square(square(b2))), dot(s.beta4, square(b2b1)), dot(s.beta4, product(b2, b2b1)),
      dot(s.beta4, product(times(s.b2, a1), b2)), dot(s.beta4, product(b2, times(s.b2, square(b1)))),
      dot(s.beta4, product(b2, times(s.b2, b1b1)))};
  for (std::size_t i = 0; i < WeakSrkTable::stages; ++i) {
    defects.push_back(a0[i] - s.c0[i]);
    defects.push_back(a1[i] - s.c1[i]);
  }
  return test::largest(defects);
}

struct Listed {
  WeakSrkTable table;
  Claim claim;
  std::size_t coefficients;
};

std::vector<Listed> listed() { return {{dri1_table(), dri1_claim(), 32}, {ri6_table(), ri6_claim(), 23}}; }

TEST(WeakConditions, HoldForEveryTable) {
  for (const Listed& scheme : listed()) EXPECT_LT(violation(scheme.table), 1e-12) << scheme.claim.name;
}

// The third-order conditions of a Runge–Kutta method.
TEST(WeakConditions, OfOrderThreeWithoutNoiseHoldForDri1) {
  const WeakSrkTable s = dri1_table();
  const Row a = times(s.a0, Row{1, 1, 1});
  EXPECT_NEAR(dot(s.alpha, square(a)), 1.0 / 3, 1e-15);
  EXPECT_NEAR(dot(s.alpha, times(s.a0, a)), 1.0 / 6, 1e-15);
}

TEST(WeakConditions, SeeEveryCoefficientThatIsOnePerCentOff) {
  const test::SeveralNoises process(2);
  for (const Listed& scheme : listed()) {
    WeakSrkTable s = scheme.table;
    const auto all =
        test::nonzero(s.alpha, s.c0, s.c1, s.beta1, s.beta2, s.beta3, s.beta4, s.a0, s.b0, s.a1, s.b1, s.b2);
    ASSERT_EQ(all.size(), scheme.coefficients) << scheme.claim.name;
    test::for_each_change(all, [&](std::size_t k) {
      EXPECT_GT(violation(s), 1e-4) << scheme.claim.name << " " << k;
      EXPECT_GT(weak_defect(WeakSrk(s, WeakNoise::three_point, scheme.claim), process),
                10 * weak_defect_allowed)
          << scheme.claim.name << " " << k;
    });
  }
}

// Of scalar noise and of noise in one dimension the moments are tested with those of all schemes.
TEST(WeakConditions, GiveTheMomentsOfOneStepForNoiseOfEveryForm) {
  const test::SeveralNoises one(1), two(2), three(3);
  const test::GeneralNoise general;
  const test::CommutativeNoise commutative;
  const test::ConstantNoise constant;
  const test::PlaneNoise diagonal;
  const std::vector<const process::Process*> processes{&one,         &two,      &three,   &general,
                                                       &commutative, &constant, &diagonal};
  const WeakSrk dri1(dri1_table(), WeakNoise::three_point, dri1_claim());
  const WeakSrk ri6(ri6_table(), WeakNoise::gaussian, ri6_claim());
  std::vector<const SdeScheme*> all = schemes();
  all.insert(all.end(), {&dri1, &ri6});
  int compared = 0;
  for (const SdeScheme* scheme : all) {
    for (const process::Process* process : processes) {
      if (!scheme->can_step(*process) || measure::claimed_weak_order(*scheme, *process).value() < 2) continue;
      EXPECT_LT(weak_defect(*scheme, *process), weak_defect_allowed)
          << scheme->claim().name << " " << process->name();
      ++compared;
    }
  }
  EXPECT_GE(compared, 4 * 7 + 3);  // the four here for all, SRA1 to SRA3 for constant noise
}

// The quadrature takes nodes far from where z is cut: P(|ζ| = √3) = 1/3 needs the quantile of 5/6.
TEST(WeakConditions, ThreePointVariablesCutTheirNormalsWhereAThirdIsBeyond) {
  const double cut = boost::math::quantile(boost::math::normal(), 5.0 / 6);
  const test::Ornstein process;
  const double h = 0.01, size = std::sqrt(3 * process.noise_variance(0, h));
  const auto noise = [&](double z) {
    const SdeScheme& ri6 = scheme("ri6");
    const Points x = Points::Zero(1, 1);
    const Points none = measure::stepped(ri6, process, 0, h, x, 0),
                 y = measure::stepped(ri6, process, 0, h, x, z);
    return (y - none)(0, 0) / (size * (1 - h / 2));  // RI6 has f at X and at X + h f + √V ζ, f = −x
  };
  EXPECT_EQ(noise(cut * (1 - 1e-12)), 0);
  EXPECT_EQ(noise(-cut * (1 - 1e-12)), 0);
  EXPECT_NEAR(noise(cut * (1 + 1e-12)), 1, 1e-14);
  EXPECT_NEAR(noise(-cut * (1 + 1e-12)), -1, 1e-14);
}

// Two-sided: the terms of h² are there to be missed.
TEST(WeakConditions, FailForASchemeOfWeakOrderOne) {
  EXPECT_GT(weak_defect(scheme("euler_maruyama"), test::SeveralNoises(3)), 1000 * weak_defect_allowed);
}

}  // namespace
}  // namespace kolmo::sde
