// φ functions, and steppers of dc/dt = Λ c + N(t, c) by themselves.

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/spectral/exponential_runge_kutta.hpp"
#include "kolmo/fokker_planck/spectral/imex_runge_kutta.hpp"
#include "kolmo/fokker_planck/spectral/spectral_solver.hpp"

namespace kolmo::fokker_planck {
namespace {

using Complex = std::complex<double>;

// The power series in long double where it loses at most e⁶ ulp of 64 bits, the recursion in long double
// beyond.
Complex phi_reference(int k, Complex z) {
  const std::complex<long double> w(z);
  long double factorial = 1;
  std::complex<long double> value = std::exp(w);
  if (std::abs(z) > 3) {
    for (int j = 0; j < k; ++j) {
      value = (value - 1 / factorial) / w;
      factorial *= static_cast<long double>(j + 1);
    }
    return Complex(value);
  }
  for (int j = 2; j <= k; ++j) factorial *= static_cast<long double>(j);
  std::complex<long double> term = 1 / factorial;
  value = term;
  for (int j = 1; j < 60; ++j) {
    term *= w / static_cast<long double>(j + k);
    value += term;
  }
  return Complex(value);
}

// Relative to φ_k(0) = 1/k!: what the recursion cancels at |z| = 1 is k! in all, of ε/2 each.
TEST(Phi, HasNoCancellationAtAnyArgument) {
  const double factorial[] = {1, 1, 2, 6};
  for (const double size : {0.0, 1e-12, 1e-5, 0.1, 0.9, 0.999999, 1.0, 1.1, 2.0, 2.9, 3.1, 10.0, 1e3, 1e8}) {
    for (const double angle : {1.6, 2.0, 2.6, 3.14159265358979312, 4.0, 4.7}) {
      const Complex z = std::polar(size, angle);
      for (int k = 0; k <= 3; ++k) {
        if (size > 1e3 && angle == 1.6) continue;  // sin and cos of 1e8 have lost their digits in z itself
        EXPECT_LE(std::abs(phi(k, z) - phi_reference(k, z)) * factorial[k], 6e-15) << k << " at " << z;
      }
    }
  }
  EXPECT_EQ(phi(0, 0), 1.0);
  EXPECT_EQ(phi(3, 0), 1.0 / 6);
  EXPECT_EQ(phi(1, -1e300), 1e-300);
  EXPECT_THROW(phi(9, 0), InvalidArgument);
  EXPECT_THROW(phi(-1, 0), InvalidArgument);
}

SemilinearSystem decay(const std::vector<Complex>& rates) {
  return {Eigen::Map<const Eigen::ArrayXcd>(rates.data(), static_cast<Index>(rates.size())),
          [](double, const Eigen::ArrayXcd&, Eigen::ArrayXcd& out) { out.setZero(); }};
}

// Without a remainder exponential steps are exact; implicit ones damp what is far too fast to follow.
TEST(SemilinearSteppers, TreatTheDiagonalPartAsTheyShould) {
  const std::vector<Complex> rates{0, {-2, 5}, {0, 7}, -1e10};
  for (const auto& s : semilinear_steppers()) {
    Eigen::ArrayXcd c = Eigen::ArrayXcd::Ones(4);
    const auto propagator = s->prepare(decay(rates), 0.1);
    for (int i = 0; i < 3; ++i) propagator->step(0.1 * i, c);
    EXPECT_EQ(c(0), 1.0) << s->claim().name;
    EXPECT_LE(std::abs(c(3)), 1e-9) << s->claim().name;
    if (s->claim().name == "etdrk4") {
      for (Index k : {1, 2}) {
        EXPECT_LE(std::abs(c(k) - std::exp(0.3 * rates[static_cast<std::size_t>(k)])), 1e-15);
      }
    }
  }
}

TEST(SemilinearSteppers, RefuseWhatTheyCannotTake) {
  for (const auto& s : semilinear_steppers()) {
    EXPECT_THROW(s->prepare(decay({-1}), 0), InvalidArgument);
    EXPECT_THROW(s->prepare(decay({-1}), std::nan("")), InvalidArgument);
    EXPECT_THROW(s->prepare(decay({1}), 0.1), InvalidArgument);
    EXPECT_THROW(s->prepare(decay({-1, std::nan("")}), 0.1), InvalidArgument);
    EXPECT_EQ(semilinear_stepper(s->claim().name), s);
  }
  ExponentialTable open = etdrk4_table();
  open.c.back() = 0.5;
  EXPECT_THROW(ExponentialRungeKutta({}, open), InvalidArgument);
  open = etdrk4_table();
  open.a[2].pop_back();
  EXPECT_THROW(ExponentialRungeKutta({}, open), InvalidArgument);
  ImexTable short_row = ars_222_table();
  short_row.implicit_part[1].pop_back();
  EXPECT_THROW(ImexRungeKutta({}, short_row), InvalidArgument);
  short_row = ars_222_table();
  short_row.explicit_part[2][0] += 0.1;
  EXPECT_THROW(ImexRungeKutta({}, short_row), InvalidArgument);
}

TEST(SpectralMethods, ClaimSpectralOrderInSpaceAndNameTheirOrderInTime) {
  std::vector<std::string> names;
  for (const Claim& claim : spectral_methods()) {
    names.push_back(claim.name);
    EXPECT_TRUE(std::isinf(claim.order(Sense::space).value())) << claim.name;
    EXPECT_GE(claim.order(Sense::time, Context::line).value(), 2) << claim.name;
    EXPECT_FALSE(claim.source.empty());
  }
  EXPECT_EQ(names, (std::vector<std::string>{"fourier_etdrk4", "fourier_ars_222", "fourier_ars_443",
                                             "hermite_magnus4"}));
}

TEST(SpectralPage, HoldsTheRowOfEveryMethod) {
  std::ifstream file(KOLMO_SPECTRAL_PAGE);
  ASSERT_TRUE(file.good()) << KOLMO_SPECTRAL_PAGE;
  std::ostringstream page;
  page << file.rdbuf();
  for (const Claim& claim : spectral_methods()) {
    std::ostringstream row;
    row << "| `" << claim.name << "` | " << *claim.order(Sense::time, Context::line) << " | "
        << claim.evaluations_per_step << " | " << claim.needs << " | " << claim.source << " |";
    EXPECT_NE(page.str().find(row.str()), std::string::npos)
        << "docs/methods/fokker_planck_spectral.md lacks\n"
        << row.str();
  }
}

}  // namespace
}  // namespace kolmo::fokker_planck
