#include "kolmo/density/expression_potential.hpp"

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

#ifdef KOLMO_WITH_EXPRESSIONS

#include <muParser.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "expression_derivative.hpp"
#include "expression_program.hpp"
#include "expression_text.hpp"

namespace kolmo::density {
namespace {

/// −3, −2.9, …, 3 without 0.
std::vector<double> sampled_points() {
  std::vector<double> points;
  for (int i = -30; i <= 30; ++i) {
    if (i != 0) points.push_back(0.1 * i);
  }
  return points;
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

/// The text at the sampled points by muParser, which knows the position of what it cannot read.
std::vector<double> read_and_evaluate(const std::string& expression) {
  try {
    mu::Parser parser;
    define_names(parser);
    double x = 0;
    parser.DefineVar("x", &x);
    parser.SetExpr(expression);
    std::vector<double> values;
    for (const double point : sampled_points()) {
      x = point;
      values.push_back(parser.Eval());
    }
    return values;
  } catch (const mu::ParserError& error) {
    fail_at(expression, static_cast<std::size_t>(error.GetPos()) + 1, error.GetMsg());
  }
}

std::vector<double> evaluate(const ExpressionProgram& program) {
  const std::vector<double> points = sampled_points();
  std::vector<double> values(points.size());
  program.evaluate(points.data(), values.data(), static_cast<Index>(points.size()));
  return values;
}

void require_finite(const std::vector<double>& values, const char* what, const std::string& expression) {
  const std::vector<double> points = sampled_points();
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (std::isfinite(values[i])) continue;
    throw InvalidArgument("expression '" + expression + "': its " + what +
                          " is not finite at x = " + number_text(points[i]) + "; it must be on [-3, 3]");
  }
}

/// Both readers must have understood the same function, else the text is ambiguous (such as a^-b^c).
void require_equal(const std::vector<double>& direct, const std::vector<double>& canonical,
                   const std::string& expression) {
  for (std::size_t i = 0; i < direct.size(); ++i) {
    if (std::abs(direct[i] - canonical[i]) <= 1e-9 * (1 + std::abs(direct[i]))) continue;
    throw InvalidArgument("expression '" + expression +
                          "': is ambiguous; add parentheses around powers and signs");
  }
}

}  // namespace

struct ExpressionPotential::Implementation {
  std::string text, first_text, second_text;
  ExpressionProgram value, first, second;
};

ExpressionPotential::ExpressionPotential(const std::string& expression) {
  const std::string for_symbols = checked_for_symbols(expression);
  const std::vector<double> direct = read_and_evaluate(expression);
  require_finite(direct, "value", expression);
  const Derivatives derivatives = differentiate_twice(for_symbols);
  implementation_.reset(new Implementation{
      expression, derivatives.first.text, derivatives.second.text, ExpressionProgram(derivatives.value.code),
      ExpressionProgram(derivatives.first.code), ExpressionProgram(derivatives.second.code)});
  require_equal(direct, evaluate(implementation_->value), expression);
  require_finite(evaluate(implementation_->first), "first derivative", expression);
  require_finite(evaluate(implementation_->second), "second derivative", expression);
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

ExpressionPotential::ExpressionPotential(const std::string& expression) {
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
