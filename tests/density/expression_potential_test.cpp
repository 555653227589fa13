// Potentials written as text.

#include "kolmo/density/expression_potential.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <ctime>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/density/potentials.hpp"

namespace {

using kolmo::Index;
using kolmo::InvalidArgument;
using kolmo::Points;
using kolmo::density::ExpressionPotential;
using kolmo::density::Potential;

struct Evaluated {
  Eigen::ArrayXd value, gradient, laplacian;
};

Evaluated evaluated(const Potential& potential, const Points& x) {
  Points gradient(x.rows(), 1);
  Evaluated result{Eigen::ArrayXd(x.rows()), {}, Eigen::ArrayXd(x.rows())};
  potential.value(x, result.value);
  potential.gradient(x, gradient);
  potential.laplacian(x, result.laplacian);
  result.gradient = gradient.col(0);
  return result;
}

/// Agreement to 1e−14 relative to 1 + the value: some ten roundings.
void expect_same(const std::string& text, const Potential& wanted) {
  const Points x = Eigen::ArrayXd::LinSpaced(1001, -3, 3);
  const Evaluated a = evaluated(ExpressionPotential(text), x), b = evaluated(wanted, x);
  EXPECT_LT(((a.value - b.value).abs() / (1 + b.value.abs())).maxCoeff(), 1e-14) << text;
  EXPECT_LT(((a.gradient - b.gradient).abs() / (1 + b.gradient.abs())).maxCoeff(), 1e-14) << text;
  EXPECT_LT(((a.laplacian - b.laplacian).abs() / (1 + b.laplacian.abs())).maxCoeff(), 1e-14) << text;
}

TEST(ExpressionPotential, EqualsTheNamedPotentials) {
  expect_same("(x^2-1)^2", kolmo::density::DoubleWell());
  expect_same("(x^2 - 1)^2 + 0.3*x", kolmo::density::DoubleWell(0.3));
  expect_same("x^4/4", kolmo::density::QuarticPotential());
  expect_same("0.25*x*x*x*x", kolmo::density::QuarticPotential());
  expect_same("x^2/2 - log(cosh(x))", kolmo::density::LogCoshPotential());
  expect_same("1.7*(x - 0.5)^2/2",
              kolmo::density::QuadraticPotential(1.7, Eigen::VectorXd::Constant(1, 0.5)));
}

TEST(ExpressionPotential, DifferentiatesEveryFunction) {
  const double h = 1e-3;  // fourth order central differences, as for the named potentials
  for (const std::string text :
       {"exp(x/2)", "log(x^2+1)", "sqrt(x^2+2)", "sin(2*x)+x^2", "cos(x)*x", "tan(x/4)", "sinh(x)", "cosh(x)",
        "tanh(x)", "abs(x)*x^2", "-x^2 + x^4", "2^x", "x^2 + e^(-x)*pi", "1/(1+x^2)", "x^-2 + x^2",
        "x^2 + x^ -2*3", "2^-x", "3e-1*x^2 + 1.5E+0*x^4"}) {
    const ExpressionPotential potential(text);
    const auto value = [&](double x) { return evaluated(potential, Points::Constant(1, 1, x)).value(0); };
    for (double x : {-2.3, -0.9, 0.7, 1.9}) {
      const Evaluated exact = evaluated(potential, Points::Constant(1, 1, x));
      const double first =
          (8 * (value(x + h) - value(x - h)) - (value(x + 2 * h) - value(x - 2 * h))) / (12 * h);
      const double second =
          (16 * (value(x + h) + value(x - h)) - (value(x + 2 * h) + value(x - 2 * h)) - 30 * value(x)) /
          (12 * h * h);
      EXPECT_NEAR(exact.gradient(0), first, 1e-9 * (1 + std::abs(first))) << text;
      EXPECT_NEAR(exact.laplacian(0), second, 1e-7 * (1 + std::abs(second))) << text;
    }
  }
}

// A product of n factors has n − 1 roundings. A power of two in x changes no mantissa, which std::pow does
// not promise.
TEST(ExpressionPotential, WholePowersAreProducts) {
  for (const int n : {2, 3, 4, 5, 6, 7, 8, 13, 31, 64, 65}) {
    const ExpressionPotential potential("x^" + kolmo::number_text(n));
    const Points x = Eigen::ArrayXd::LinSpaced(601, -1.7, 1.7);
    const Eigen::ArrayXd value = evaluated(potential, x).value;
    for (kolmo::Index i = 0; i < x.rows(); ++i) {
      const double exact = std::pow(x(i, 0), n);
      EXPECT_LE(std::abs(value(i) - exact), n * 1.2e-16 * std::abs(exact)) << n;
    }
    if (n > 64) continue;
    const Eigen::ArrayXd scaled = evaluated(potential, 0.25 * x).value * std::ldexp(1.0, 2 * n);
    EXPECT_TRUE((scaled == value).all()) << n;
  }
}

// GiNaC orders terms by addresses and hashes that change from object to object; the printed text may not.
TEST(ExpressionPotential, WritesItsDerivativesTheSameWayEveryTime) {
  const std::string text = "(x^2-1)^2 + 0.1*x + sin(x)*exp(-x^2) + log(x^2+2)*cosh(x)";
  const ExpressionPotential first(text);
  for (int i = 0; i < 20; ++i) {
    const ExpressionPotential unrelated("x^" + std::to_string(i + 2));
    const ExpressionPotential again(text);
    EXPECT_EQ(again.first_derivative(), first.first_derivative());
    EXPECT_EQ(again.second_derivative(), first.second_derivative());
  }
  EXPECT_EQ(ExpressionPotential("x^2").first_derivative(), "(2*x)");
}

TEST(ExpressionPotential, GivesTheSameBitsOnEveryThread) {
  const ExpressionPotential potential("(x^2-1)^2 + sin(x)");
  const Points x = Eigen::ArrayXd::LinSpaced(20000, -3, 3);
  const Evaluated whole = evaluated(potential, x);
  Points gradient(20000, 1);
  const int before = kolmo::threads();
  kolmo::set_threads(3);
  kolmo::for_each_block(20000, [&](Index, Index first, Index rows) {
    potential.gradient(x.middleRows(first, rows), gradient.middleRows(first, rows));
  });
  kolmo::set_threads(before);
  EXPECT_TRUE((gradient.col(0) == whole.gradient).all());
}

void expect_refused(const std::string& text, const std::string& part_of_message) {
  try {
    const ExpressionPotential potential(text);
    ADD_FAILURE() << "accepted: " << text;
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find(part_of_message), std::string::npos) << error.what();
  }
}

TEST(ExpressionPotential, NamesThePositionOfWhatItRefuses) {
  expect_refused("x^2 + y", "position 7: unknown name 'y'");
  expect_refused("x^2 + sine(x)", "position 7: unknown name 'sine'");
  expect_refused("x^2 + sine(x)", "allowed are x, numbers");
  expect_refused("x^2; x", "position 4: unexpected character");
  expect_refused("x=2", "position 2: unexpected character");
  expect_refused("x ? 1 : 2", "a comparison such as x > 0 is wanted");
  expect_refused("", "is empty");
  expect_refused("   ", "is empty");
  expect_refused("(x^2", "position");
  expect_refused("x^2)", "position");
  expect_refused("x^", "position");
  expect_refused("x x", "position");
  expect_refused("2x", "position");
  expect_refused("1.2.3*x", "position 1: '1.2.3' is not a number");
  expect_refused("sin", "position");
  expect_refused(std::string(60, '(') + "x" + std::string(60, ')'), "nested deeper than 50");
  expect_refused(std::string(1001, ' ') + "x", "at most 1000");
}

TEST(ExpressionPotential, SaysHowPowersAreWritten) {
  expect_refused("x**2/2", "position 2: unexpected '**', use ^");
  expect_refused("(x - 1)**2", "use ^");
}

// As exact fractions these would have a billion digits, 400 MB.
TEST(ExpressionPotential, RefusesNumbersOutsideTheRangeOfDoubles) {
  expect_refused("x^2+1e-999999999", "position 5: '1e-999999999' is outside the range");
  expect_refused("x^2+1e999999999", "outside the range");
  expect_refused("x^2+1" + std::string(400, '0'), "outside the range");
  EXPECT_NO_THROW(ExpressionPotential("x^2 + 0e-999 + 0.0 + 1e-300"));
}

// Every factor of a product is one term of its first derivative, every pair one of its second.
TEST(ExpressionPotential, EndsSoonHoweverLongTheText) {
  std::string product = "x^2", nested = "x";
  for (int k = 1; product.size() < 990; ++k) product += "*(x+" + std::to_string(k) + ")";
  for (int k = 0; k < 45; ++k) nested = "sin(" + nested + ")";
  for (const std::string& text : {product, nested}) {
    const std::clock_t start = std::clock();
    try {
      const ExpressionPotential potential(text);
    } catch (const InvalidArgument&) {
    }
    EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 2) << text.size();
  }
}

TEST(ExpressionPotential, RefusesWhatIsNotFinite) {
  expect_refused("log(x)", "not finite at x = -2.9");
  expect_refused("sqrt(x)", "not finite");
  expect_refused("1/(x-1)", "not finite at x = 1");
  expect_refused("exp(exp(exp(x^2)))", "not finite");
  expect_refused("x^2 + 9^9^9^9", "not finite");
  expect_refused("0*log(-1) + x", "not finite");
}

TEST(ExpressionPotential, DoesNotHangOnGiganticConstants) {
  EXPECT_NO_THROW(ExpressionPotential("x^2 + (9^99)^3*1e-283"));
  for (const std::string text :
       {"x^2 + 1/(((9^99)^99)^99)^99", "x^2 + 1/9^9^9^9", "x^2 + 0*(2^(9^9^9))^-1"}) {
    try {
      const ExpressionPotential potential(text);
      EXPECT_EQ(evaluated(potential, Points::Constant(1, 1, 2.0)).value(0), 4);
    } catch (const InvalidArgument&) {
    }
  }
}

}  // namespace
