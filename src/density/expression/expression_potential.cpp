#include "kolmo/density/expression_potential.hpp"

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

#ifdef KOLMO_WITH_EXPRESSIONS

#include <muParser.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <sstream>
#include <vector>

#include "expression_derivative.hpp"
#include "expression_program.hpp"
#include "expression_text.hpp"

namespace kolmo::density {
namespace {

/// The 59 places between 60 equal parts of [lower, upper], without 0 (where |x| has no derivative).
std::vector<double> sampled_places(double lower, double upper) {
  std::vector<double> places;
  for (int i = 1; i < 60; ++i) {
    const double place = lower + (upper - lower) * i / 60;
    if (place != 0) places.push_back(place);
  }
  return places;
}

void define_names(mu::Parser& parser) {
  parser.ClearConst();
  parser.ClearFun();
  parser.DefineConst("pi", std::numbers::pi);
  parser.DefineConst("e", std::numbers::e);
  const auto define = [&](const char* name, double (*function)(double)) { parser.DefineFun(name, function); };
  define("exp", std::exp);
  define("log", std::log);
  define("sqrt", std::sqrt);
  define("sin", std::sin);
  define("cos", std::cos);
  define("tan", std::tan);
  define("sinh", std::sinh);
  define("cosh", std::cosh);
  define("tanh", std::tanh);
  define("abs", std::abs);
}

/// The text at the places by muParser, which knows the position of what it cannot read.
std::vector<double> read_and_evaluate(const std::string& expression, const std::vector<double>& places) {
  try {
    mu::Parser parser;
    define_names(parser);
    double x = 0;
    parser.DefineVar("x", &x);
    parser.SetExpr(expression);
    std::vector<double> values;
    for (const double place : places) {
      x = place;
      values.push_back(parser.Eval());
    }
    return values;
  } catch (const mu::ParserError& error) {
    fail_at(expression, static_cast<std::size_t>(error.GetPos()) + 1, error.GetMsg());
  }
}

std::vector<double> evaluate(const ExpressionProgram& program, const std::vector<double>& places) {
  std::vector<double> values(places.size());
  program.evaluate(places.data(), values.data(), static_cast<Index>(places.size()));
  return values;
}

void require_finite(const std::vector<double>& values, const char* what, const std::string& expression,
                    const std::vector<double>& places) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (std::isfinite(values[i])) continue;
    throw InvalidArgument("expression '" + expression + "': its " + what +
                          " is not finite at x = " + number_text(places[i], 6) + "; it must be between " +
                          number_text(places.front(), 6) + " and " + number_text(places.back(), 6));
  }
}

/// Both readers must have understood the same function, else the text is ambiguous (such as a^-b^c).
void require_equal(const std::vector<double>& direct, const std::vector<double>& canonical,
                   const std::string& expression) {
  double largest = 0;
  for (const double value : direct) largest = std::max(largest, std::abs(value));
  for (std::size_t i = 0; i < direct.size(); ++i) {
    if (std::abs(direct[i] - canonical[i]) <= 1e-9 * largest) continue;
    throw InvalidArgument("expression '" + expression +
                          "': is ambiguous; add parentheses around powers and signs");
  }
}

}  // namespace

struct ExpressionPotential::Implementation {
  std::string text, first_text, second_text;
  ExpressionProgram value, first, second;
};

ExpressionPotential::ExpressionPotential(const std::string& expression, double lower, double upper) {
  require(lower < upper && std::isfinite(upper - lower), "lower", lower, "must be below upper, both finite");
  const std::vector<double> places = sampled_places(lower, upper);
  const std::string for_symbols = checked_for_symbols(expression);
  const std::vector<double> direct = read_and_evaluate(expression, places);
  require_finite(direct, "value", expression, places);
  const Derivatives derivatives = differentiate_twice(for_symbols);
  implementation_.reset(new Implementation{
      expression, derivatives.first.text, derivatives.second.text, ExpressionProgram(derivatives.value.code),
      ExpressionProgram(derivatives.first.code), ExpressionProgram(derivatives.second.code)});
  require_equal(direct, evaluate(implementation_->value, places), expression);
  require_finite(evaluate(implementation_->first, places), "first derivative", expression, places);
  require_finite(evaluate(implementation_->second, places), "second derivative", expression, places);
}

ExpressionPotential::~ExpressionPotential() = default;

void ExpressionPotential::value(const ConstBlock& x, Values out) const {
  implementation_->value.evaluate(x.data(), out.data(), x.rows());
}

void ExpressionPotential::gradient(const ConstBlock& x, Block out) const {
  implementation_->first.evaluate(x.data(), out.data(), x.rows());
}

void ExpressionPotential::laplacian(const ConstBlock& x, Values out) const {
  implementation_->second.evaluate(x.data(), out.data(), x.rows());
}

const std::string& ExpressionPotential::expression() const { return implementation_->text; }
const std::string& ExpressionPotential::first_derivative() const { return implementation_->first_text; }
const std::string& ExpressionPotential::second_derivative() const { return implementation_->second_text; }

}  // namespace kolmo::density

#else

namespace kolmo::density {

struct ExpressionPotential::Implementation {
  std::string text;
};

ExpressionPotential::ExpressionPotential(const std::string& expression, double, double) {
  throw InvalidArgument("expression '" + expression + "': Kolmo was built without KOLMO_WITH_EXPRESSIONS");
}

ExpressionPotential::~ExpressionPotential() = default;
void ExpressionPotential::value(const ConstBlock&, Values) const {}
void ExpressionPotential::gradient(const ConstBlock&, Block) const {}
void ExpressionPotential::laplacian(const ConstBlock&, Values) const {}
const std::string& ExpressionPotential::expression() const { return implementation_->text; }
const std::string& ExpressionPotential::first_derivative() const { return implementation_->text; }
const std::string& ExpressionPotential::second_derivative() const { return implementation_->text; }

}  // namespace kolmo::density

#endif
