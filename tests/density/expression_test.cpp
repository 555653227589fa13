// Functions of several variables, parameters and time written as text.

#include "kolmo/density/expression.hpp"

#include <gtest/gtest.h>
#include <muParser.h>

#include <cmath>
#include <ctime>
#include <numbers>
#include <string>

#include "kolmo/core/errors.hpp"

namespace {

using kolmo::Index;
using kolmo::InvalidArgument;
using kolmo::density::Expression;
using kolmo::density::ExpressionNames;
using kolmo::density::ExpressionProgram;

const ExpressionNames names{{"x", "v"}, {{"gamma", 0.3}, {"T", 0.5}}, true};

Eigen::ArrayXd point(double x, double v) { return Eigen::Array2d(x, v); }

double at(const std::string& text, double x = 0.7, double v = -1.3, double t = 0.4) {
  return Expression(text, names).at(t, point(x, v));
}

// Another reader with its own grammar is the witness: precedence, associativity, signs, comparisons.
TEST(Expression, MeansWhatMuParserSaysItMeans) {
  const std::vector<std::string> texts = {"-x^2",
                                          "2^3^2",
                                          "x^-2*3",
                                          "-gamma*v + x - x^3 + 0.3*cos(t)",
                                          "1 - 2 - 3*x/v/2",
                                          "2^-x",
                                          "x*(-v)",

                                          "min(x,v)+max(x,v,2)",
                                          "sign(v)*x",
                                          "x>0 ? x : -x",
                                          "x<v ? 1 : x>=0.7 ? 2 : 3",
                                          "x>0 && v>0 ? 1 : 2",
                                          "x>0 || v>0 ? 1 : 2",
                                          "x==0.7",
                                          "x!=0.7",
                                          "(x<=0.7)*3",
                                          "atan2(v,x)",
                                          "exp(-x^2/2)/sqrt(2*pi*T)",
                                          "abs(v)^3",
                                          "x^2^0.5",
                                          "e^x",
                                          "x^12",
                                          "x^-3 + v^5",
                                          "sinh(x)-cosh(v)*tanh(x*v)+tan(x)",
                                          "ln(x+2)"};
  for (const std::string& text : texts) {
    double x = 0.7, v = -1.3, t = 0.4;
    mu::Parser parser;
    for (auto& [name, place] : std::map<std::string, double*>{{"x", &x}, {"v", &v}, {"t", &t}})
      parser.DefineVar(name, place);
    for (const auto& [name, value] : names.parameters) parser.DefineConst(name, value);
    parser.DefineConst("pi", std::numbers::pi);
    parser.DefineConst("e", std::numbers::e);
    try {
      parser.SetExpr(text);
      const double expected = parser.Eval();
      EXPECT_NEAR(at(text == "ln(x+2)" ? "log(x+2)" : text), expected, 1e-14 * (1 + std::abs(expected)))
          << text;
    } catch (const mu::ParserError& error) {
      ADD_FAILURE() << text << ": " << error.GetMsg();
    }
  }
  EXPECT_EQ(at("step(x) + step(v) + step(0)"), 1);
  EXPECT_EQ(at("--x + x*-v"), 0.7 + 0.7 * 1.3);
  EXPECT_EQ(at("floor(v)"), -2);
  EXPECT_DOUBLE_EQ(at("erf(x)"), std::erf(0.7));
}

/// Fourth-order central differences with h = 1e-3 are right to h⁴ f⁽⁵⁾/30 and ε/h, 1e-10 or so for these.
TEST(Expression, DifferentiatesInEveryVariableAndInTime) {
  const double h = 1e-3;
  for (const std::string text : {"x^3*v^2 - x*v",
                                 "exp(-x*v)*sin(x + t)",
                                 "log(x^2 + v^2 + 1)",
                                 "sqrt(x^2 + v^2)",
                                 "tanh(x*v)",
                                 "cosh(x/v)",
                                 "sinh(x) + tan(v*t)",
                                 "atan2(v, x)",
                                 "erf(x*v)",
                                 "abs(x*v)*x",
                                 "min(x, v)*v",
                                 "max(x*t, v^2)",
                                 "sign(v)*x^2",
                                 "x > v ? x^2*v : v^3",
                                 "floor(v)*x^2",
                                 "step(x - v)*x*v",
                                 "x^1.7 + (x^2 + 1)^t",
                                 "(1 + x^2)^v",
                                 "x^7/v^3",
                                 "gamma*x^2/(T + v^2)"}) {
    const Expression f(text, names);
    for (const Index k : {Index{0}, Index{1}, Expression::time}) {
      const auto value = [&](double by) {
        return f.at(0.4 + (k < 0 ? by : 0), point(0.7 + (k == 0 ? by : 0), -1.3 + (k == 1 ? by : 0)));
      };
      const double expected = (8 * (value(h) - value(-h)) - (value(2 * h) - value(-2 * h))) / (12 * h);
      EXPECT_NEAR(f.derivative(k).at(0.4, point(0.7, -1.3)), expected, 1e-9 * (1 + std::abs(expected)))
          << text << " by " << k;
    }
  }
}

TEST(Expression, KnowsOnWhatItDepends) {
  const Expression f("gamma*x + cos(t)", names);
  EXPECT_TRUE(f.depends_on(0));
  EXPECT_FALSE(f.depends_on(1));
  EXPECT_TRUE(f.depends_on(Expression::time));
  EXPECT_TRUE(f.derivative(1).is_zero());
  EXPECT_EQ(f.derivative(0).constant(), 0.3);
  EXPECT_EQ(Expression("sqrt(2*gamma*T)", names).constant(), std::sqrt(2 * 0.3 * 0.5));
  EXPECT_FALSE(f.has_kink());
  EXPECT_TRUE(Expression("abs(x) + 1", names).has_kink());
  EXPECT_EQ(Expression("abs(x - 1) + min(x, v)", names).switches().size(), 2u);
}

TEST(Expression, SeesThatSomethingIsZero) {
  EXPECT_TRUE(Expression("(x + v)^2 - x^2 - 2*x*v - v^2", names).vanishes());
  EXPECT_TRUE(Expression("0.1*(x + v) - 0.1*x - 0.1*v", names).vanishes());
  EXPECT_FALSE(Expression("(x + v)^2 - x^2 - 2*x*v", names).vanishes());
  EXPECT_FALSE(Expression("(x+v+t+x*v+x^2+v^2+t^2+x*t+v*t+1)^60 - 1", names).vanishes());  // too long to say
}

// What several have in common, what depends on time alone, an output that is a variable or another output.
TEST(Expression, IsTheSameAloneAndInAProgramOfSeveral) {
  const std::vector<std::string> texts = {
      "sin(x)*exp(-t)", "sin(x)*v + t", "x", "t", "sin(x)*exp(-t)", "2", "v", "cos(t)*v - sin(x)"};
  std::vector<Expression> expressions;
  for (const std::string& text : texts) expressions.emplace_back(text, names);
  const kolmo::Points x = kolmo::Points::Random(1000, 2);
  kolmo::Points out(1000, 8);
  ExpressionProgram(expressions).evaluate(0.4, x, out);
  for (Index k = 0; k < 8; ++k) {
    for (const Index i : {0, 255, 256, 999})
      EXPECT_EQ(out(i, k), expressions[static_cast<std::size_t>(k)].at(0.4, x.row(i).transpose()))
          << texts[static_cast<std::size_t>(k)];
  }
}

void expect_refused(const std::string& text, const std::string& part_of_message) {
  try {
    const Expression expression(text, names);
    ADD_FAILURE() << "accepted: " << text;
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find(part_of_message), std::string::npos) << error.what();
  }
}

TEST(Expression, NamesPlaceAndWhatIsAllowed) {
  expect_refused("x + y", "position 5: unknown name 'y'; allowed are x, v, t, T, gamma, numbers");
  expect_refused("min(x)", "'min' takes 2 or more arguments, not 1");
  expect_refused("atan2(x, v, 1)", "'atan2' takes 2 arguments, not 3");
  expect_refused("x ? 1 : 2", "position 1: a comparison such as x > 0 is wanted");
  expect_refused("x > 0 ? 1", "':' is missing");
  expect_refused("x > 0 && v", "a comparison such as x > 0 is wanted");
  expect_refused("sin(x", "position 4: this parenthesis is not closed");
  expect_refused("1/0", "a part of it without variables is not finite");
  expect_refused(std::string(200, '-') + "(" + std::string(60, '(') + "x", "nested deeper");
  EXPECT_THROW(kolmo::density::require_names({{"x", "sin"}, {}, true}), InvalidArgument);
  EXPECT_THROW(kolmo::density::require_names({{"x", "t"}, {}, true}), InvalidArgument);
  EXPECT_THROW(kolmo::density::require_names({{"x", "x"}, {}, true}), InvalidArgument);
  EXPECT_THROW(kolmo::density::require_names({{"x"}, {{"x", 1}}, true}), InvalidArgument);
  EXPECT_THROW(kolmo::density::require_names({{"a", "b", "c", "d"}, {}, true}), InvalidArgument);
  EXPECT_THROW(kolmo::density::require_names({{"1a"}, {}, true}), InvalidArgument);
}

// Cancelled variables leave numbers behind, of which exact arithmetic would make towers.
TEST(Expression, EndsSoonWhateverStandsInIt) {
  std::string tower = "((x+x)/x)", nested = "x", exponents = "(x-x+20)", product = "x";
  for (int k = 0; k < 40; ++k) tower = "(" + tower + ")^9";
  for (int k = 0; k < 30; ++k) nested = "sin(x*" + nested + "+v)";
  for (int k = 0; k < 8; ++k) exponents = "exp(" + exponents + ")";
  for (int k = 0; k < 120; ++k) product += "*(x+v)";
  for (const std::string& text : {tower, nested, exponents, product}) {
    const std::clock_t start = std::clock();
    try {
      const Expression f(text, names);
      (void)f.derivative(0).derivative(0).vanishes();
    } catch (const InvalidArgument&) {
    }
    EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 2) << text;
  }
}

}  // namespace
