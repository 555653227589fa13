#include "kolmo/density/expression_potential.hpp"

#include "kolmo/core/errors.hpp"

#ifdef KOLMO_WITH_EXPRESSIONS

#include <muParser.h>

#include <cmath>
#include <mutex>
#include <numbers>
#include <vector>

#include "expression_derivative.hpp"
#include "expression_text.hpp"

namespace kolmo::density {
namespace {

/// One text, compiled; one thread at a time.
class Evaluator {
 public:
  explicit Evaluator(const std::string& text) {
    parser_.ClearConst();
    parser_.ClearFun();
    parser_.DefineConst("pi", std::numbers::pi);
    parser_.DefineConst("e", std::numbers::e);
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
    parser_.DefineVar("x", &x_);
    parser_.SetExpr(text);
    parser_.Eval();
  }

  /// Point by point: muParser's bulk mode would start threads of its own wherever it is called outside a
  /// parallel loop.
  void evaluate(const double* x, double* out, Index n) {
    for (Index i = 0; i < n; ++i) {
      x_ = x[i];
      out[i] = parser_.Eval();
    }
  }

 private:
  void define(const char* name, double (*function)(double)) { parser_.DefineFun(name, function); }

  mu::Parser parser_;
  double x_ = 0.5;
};

/// As many evaluators of one text as threads use at once.
class EvaluatorPool {
 public:
  explicit EvaluatorPool(std::string text) : text_(std::move(text)) {
    free_.push_back(std::make_unique<Evaluator>(text_));
  }

  void evaluate(const double* x, double* out, Index n) const {
    std::unique_ptr<Evaluator> evaluator = take();
    evaluator->evaluate(x, out, n);
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(evaluator));
  }

  const std::string& text() const { return text_; }

 private:
  std::unique_ptr<Evaluator> take() const {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        auto evaluator = std::move(free_.back());
        free_.pop_back();
        return evaluator;
      }
    }
    return std::make_unique<Evaluator>(text_);
  }

  std::string text_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Evaluator>> free_;
};

/// −3, −2.9, …, 3 without 0.
std::vector<double> sampled_points() {
  std::vector<double> points;
  for (int i = -30; i <= 30; ++i) {
    if (i != 0) points.push_back(0.1 * i);
  }
  return points;
}

std::vector<double> values_of(const EvaluatorPool& pool, const std::vector<double>& points) {
  std::vector<double> values(points.size());
  pool.evaluate(points.data(), values.data(), static_cast<Index>(points.size()));
  return values;
}

void require_finite(const EvaluatorPool& pool, const char* what, const std::string& expression) {
  const std::vector<double> points = sampled_points(), values = values_of(pool, points);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (std::isfinite(values[i])) continue;
    throw InvalidArgument("expression '" + expression + "': its " + what +
                          " is not finite at x = " + std::to_string(points[i]) + "; it must be on [-3, 3]");
  }
}

/// Both parsers must have read the same function, else the text is ambiguous (such as a^-b^c).
void require_equal(const EvaluatorPool& direct, const EvaluatorPool& canonical) {
  const std::vector<double> points = sampled_points();
  const std::vector<double> a = values_of(direct, points), b = values_of(canonical, points);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (std::abs(a[i] - b[i]) <= 1e-9 * (1 + std::abs(a[i]))) continue;
    throw InvalidArgument("expression '" + direct.text() +
                          "': is ambiguous; add parentheses around powers and signs");
  }
}

}  // namespace

struct ExpressionPotential::Implementation {
  EvaluatorPool value, first, second;
};

namespace {

std::unique_ptr<EvaluatorPool> compiled(const std::string& expression) {
  try {
    return std::make_unique<EvaluatorPool>(expression);
  } catch (const mu::ParserError& error) {
    fail_at(expression, static_cast<std::size_t>(error.GetPos()) + 1, error.GetMsg());
  }
}

}  // namespace

ExpressionPotential::ExpressionPotential(const std::string& expression) {
  const std::string for_symbols = checked_for_symbols(expression);
  const auto direct = compiled(expression);
  require_finite(*direct, "value", expression);
  const DerivativeTexts texts = differentiate_twice(for_symbols);
  implementation_.reset(
      new Implementation{EvaluatorPool(expression), EvaluatorPool(texts.first), EvaluatorPool(texts.second)});
  require_equal(*direct, EvaluatorPool(texts.value));
  require_finite(implementation_->first, "first derivative", expression);
  require_finite(implementation_->second, "second derivative", expression);
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

const std::string& ExpressionPotential::expression() const { return implementation_->value.text(); }
const std::string& ExpressionPotential::first_derivative() const { return implementation_->first.text(); }
const std::string& ExpressionPotential::second_derivative() const { return implementation_->second.text(); }

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
