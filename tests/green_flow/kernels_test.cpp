// Kernels against closed forms, each other, and the continuity equation.

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/green_flow/expression_kernel.hpp"
#include "kolmo/green_flow/power_kernel.hpp"
#include "kolmo/green_flow/radial_integrals.hpp"
#include "kolmo/green_flow/radial_profile.hpp"

namespace kolmo::green_flow {
namespace {

/// Values of data/reference/f_pfgm.json, key psi.
struct Row {
  const char* profile;
  Index d;
  double t, r, phi, flux;
};
constexpr Row rows[] = {
    {"tanh", 1, 0.2, 0.1, 1.9661193324148187, 9.830596662074091},
    {"tanh", 1, 0.2, 0.7, 0.009102211801218276, 0.04551105900609138},
    {"tanh", 2, 0.2, 0.1, 6.258352209247115, 31.291761046235568},
    {"tanh", 2, 0.2, 2.5, 1.7682679323443145e-11, 8.84133966172157e-11},
    {"exponential", 1, 0.2, 0.7, 0.07549345855579628, 0.3774672927789814},
    {"exponential", 1, 3.0, 2.5, 0.0724330347511797, 0.024144344917059902},
};

RadialTerms at(const GreenKernel& kernel, double t, double r) {
  RadialTerms terms;
  kernel.terms(t, Eigen::ArrayXd::Constant(1, r), true, terms);
  return terms;
}

TEST(GreenKernels, HaveTheReferenceValues) {
  for (const Row& row : rows) {
    const ProfileKernel kernel(row.d, find_profile(row.profile));
    const RadialTerms terms = at(kernel, row.t, row.r);
    const double phi = std::exp(terms.log_density(0));
    EXPECT_NEAR(phi / row.phi, 1, 1e-12) << row.profile << row.d << " r = " << row.r;
    EXPECT_NEAR(phi * terms.rate(0) / row.flux, 1, 1e-12) << row.profile << row.d << " r = " << row.r;
  }
}

std::vector<std::shared_ptr<const GreenKernel>> kernels(Index d) {
  std::vector<std::shared_ptr<const GreenKernel>> all;
  for (const double further : {1.0, 2.5, 8.0, 128.0})
    all.push_back(std::make_shared<PowerKernel>(d, further));
  for (const RadialProfile& profile : radial_profiles())
    all.push_back(std::make_shared<ProfileKernel>(d, profile));
  all.push_back(std::make_shared<ExpressionKernel>(d, "1 - exp(-(r/(L*t^2))^3)",
                                                   std::map<std::string, double>{{"L", 0.7}}, 0.5, 2));
  return all;
}

// Central differences of fourth order, h a thousandth of x: errors about 1e-11 where f varies with x.
double slope(const std::function<double(double)>& f, double x) {
  const double h = 1e-3 * x;
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}

TEST(GreenKernels, TermsAreThoseOfTheDistributionFunction) {
  for (const Index d : {1, 2, 3}) {
    for (const auto& kernel : kernels(d)) {
      const double t = 1.3, r = kernel->radius(t, 0.6);
      const RadialTerms terms = at(*kernel, t, r);
      const auto psi = [&](double time, double radius) { return kernel->radial_distribution(time, radius); };
      const double phi = slope([&](double x) { return psi(t, x); }, r) / std::exp(log_sphere_area(d)) /
                         std::pow(r, static_cast<double>(d - 1));
      EXPECT_NEAR(std::exp(terms.log_density(0)) / phi, 1, 1e-8) << kernel->name() << " d = " << d;
      const double rate = -slope([&](double x) { return psi(x, r); }, t) /
                          (r * slope([&](double x) { return psi(t, x); }, r));
      EXPECT_NEAR(terms.rate(0), rate, 1e-8) << kernel->name() << " d = " << d;
      EXPECT_NEAR(terms.fall(0), -slope([&](double x) { return at(*kernel, t, x).log_density(0); }, r) / r,
                  1e-7)
          << kernel->name() << " d = " << d;
      EXPECT_NEAR(terms.stretch(0), r * slope([&](double x) { return at(*kernel, t, x).rate(0); }, r), 1e-7)
          << kernel->name() << " d = " << d;
      for (const double u : {1e-6, 0.3, 0.999}) {
        EXPECT_NEAR(psi(t, kernel->radius(t, u)) / u, 1, 1e-9)
            << kernel->name() << " d = " << d << " u = " << u;
      }
    }
  }
}

TEST(GreenKernels, CauchyIsPoissonAndOneFurtherDimensionIsACauchyLaw) {
  for (const Index d : {1, 2, 3, 7}) {
    const RadialTerms a = at(PowerKernel(d, 1), 0.4, 1.7),
                      b = at(ProfileKernel(d, find_profile("cauchy")), 0.4, 1.7);
    EXPECT_NEAR(a.log_density(0), b.log_density(0), 1e-13);
    EXPECT_NEAR(a.fall(0), b.fall(0), 1e-13);
  }
  EXPECT_NEAR(std::exp(at(PowerKernel(1, 1), 2, 0).log_density(0)), 1 / (2 * std::numbers::pi), 1e-15);
}

TEST(GreenKernels, ManyFurtherDimensionsAreAGaussian) {
  const double sigma = 0.8, r = 1.1;
  const double gauss = at(ProfileKernel(2, find_profile("gaussian")), sigma, r).log_density(0);
  const auto away = [&](double further) {
    return at(PowerKernel(2, further), sigma * std::sqrt(further), r).log_density(0) - gauss;
  };
  EXPECT_NEAR(away(1000) / away(2000), 2, 0.01);
}

std::string error_of(const std::function<void()>& what) {
  try {
    what();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

TEST(GreenKernels, SayWhatIsWrong) {
  EXPECT_NE(error_of([] { PowerKernel(2, 0); }).find("D = 0"), std::string::npos);
  EXPECT_NE(error_of([] { PowerKernel(2, -3); }).find("positive"), std::string::npos);
  EXPECT_NE(error_of([] { at(PowerKernel(2, 1), 0, 1); }).find("shrinks to the points"), std::string::npos);
  EXPECT_NE(error_of([] { find_profile("cosh"); }).find("exponential"), std::string::npos);
  const auto psi = [](const char* text) { return error_of([&] { ExpressionKernel(2, text, {}, 0.1, 10); }); };
  EXPECT_EQ(psi("tanh((r/t)^2)"), "");
  EXPECT_NE(psi("0.5 + 0.5*tanh(r/t)").find("begin with 0"), std::string::npos);
  EXPECT_NE(psi("0.9*tanh(r/t)").find("tend to 1"), std::string::npos);
  EXPECT_NE(psi("tanh(r/t)*(1 + 0.5*exp(-(r/t-1)^2))").find("rise"), std::string::npos);
  EXPECT_NE(psi("tanh(r)").find("shrink"), std::string::npos);
}

TEST(GreenKernels, NameWhatIsSingularOrHasNoMean) {
  EXPECT_EQ(ProfileKernel(1, find_profile("tanh")).singular(), "");
  EXPECT_NE(ProfileKernel(2, find_profile("tanh")).singular().find("r^-1"), std::string::npos);
  EXPECT_EQ(ProfileKernel(3, find_profile("cauchy")).singular(), "");
  EXPECT_EQ(ExpressionKernel(2, "tanh((r/t)^2)", {}, 0.1, 10).singular(), "");
  EXPECT_NE(ExpressionKernel(2, "tanh(r/t)", {}, 0.1, 10).singular(), "");
  EXPECT_EQ(PowerKernel(2, 1).finite_moments_below(), 1);
  EXPECT_NEAR(ExpressionKernel(1, "2/pi*atan2(r, t)", {}, 1, 2).finite_moments_below(), 1, 0.01);
  EXPECT_TRUE(std::isinf(ExpressionKernel(1, "1 - exp(-r/t)", {}, 1, 2).finite_moments_below()));
}

TEST(GreenKernels, MassIsOneAndMomentsAreThoseOfTheLaw) {
  for (const Index d : {1, 2, 3})
    for (const auto& kernel : kernels(d))
      EXPECT_NEAR(mass(*kernel, 0.7), 1, 1e-9) << kernel->name() << " d = " << d;
  // E r² = t² d/(D − 2) of a power law, s² d of a Gaussian.
  EXPECT_NEAR(moment(PowerKernel(2, 8), 0.5, 2), 0.25 * 2 / 6, 1e-12);
  EXPECT_NEAR(moment(ProfileKernel(3, find_profile("gaussian")), 1e-9, 2), 3e-18, 1e-29);
  EXPECT_NE(error_of([] { moment(PowerKernel(2, 1), 1, 1); }).find("infinite"), std::string::npos);
}

TEST(GreenKernels, ExpressionsDoNotSeeUnits) {
  const ExpressionKernel metres(2, "1 - exp(-(r/(v*t))^2)", {{"v", 1}}, 0.5, 2);
  const ExpressionKernel micro(2, "1 - exp(-(r/(v*t))^2)", {{"v", 0x1p-30}}, 0.5, 2);
  const double unit = 0x1p-30;
  EXPECT_EQ(at(metres, 1, 0.7).rate(0), at(micro, 1, 0.7 * unit).rate(0));
  EXPECT_NEAR(at(metres, 1, 0.7).log_density(0), at(micro, 1, 0.7 * unit).log_density(0) + 2 * std::log(unit),
              1e-12);
}

}  // namespace
}  // namespace kolmo::green_flow
