#include "kolmo/density/expression_potential.hpp"

#include <cmath>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::density {
namespace {

/// The 59 places between 60 equal parts of [lower, upper], without 0 (where |x| has no derivative).
Points sampled_places(double lower, double upper) {
  std::vector<double> places;
  for (int i = 1; i < 60; ++i) {
    const double place = lower + (upper - lower) * i / 60;
    if (place != 0) places.push_back(place);
  }
  return Eigen::Map<const Eigen::ArrayXd>(places.data(), static_cast<Index>(places.size()));
}

void require_finite(const Eigen::ArrayXd& values, const char* what, const std::string& expression,
                    const Points& places) {
  for (Index i = 0; i < values.size(); ++i) {
    if (std::isfinite(values(i))) continue;
    throw InvalidArgument("expression '" + expression + "': its " + what +
                          " is not finite at x = " + number_text(places(i, 0), 6) + "; it must be between " +
                          number_text(places(0, 0), 6) + " and " +
                          number_text(places(places.rows() - 1, 0), 6));
  }
}

}  // namespace

struct ExpressionPotential::Implementation {
  std::string text, first_text, second_text;
  Index dimension = 1;
  ExpressionProgram value, gradient, laplacian;

  Implementation(const Expression& expression, const ExpressionNames& names)
      : text(expression.text(names)),
        dimension(static_cast<Index>(names.variables.size())),
        value({expression}) {
    std::vector<Expression> first;
    Expression second;
    for (Index k = 0; k < dimension; ++k) {
      first.push_back(expression.derivative(k));
      second = second + first.back().derivative(k);
    }
    first_text = first[0].text(names);
    second_text = second.text(names);
    gradient = ExpressionProgram(first);
    laplacian = ExpressionProgram({second});
  }
};

ExpressionPotential::ExpressionPotential(const Expression& value, const ExpressionNames& names) {
  require_names(names);
  if (value.depends_on(Expression::time)) throw InvalidArgument("potential: depends on time");
  implementation_ = std::make_unique<const Implementation>(value, names);
}

ExpressionPotential::ExpressionPotential(const std::string& expression, double lower, double upper) {
  require(lower < upper && std::isfinite(upper - lower), "lower", lower, "must be below upper, both finite");
  const ExpressionNames names;
  auto made = std::make_unique<Implementation>(Expression(expression, names), names);
  made->text = expression;
  implementation_ = std::move(made);
  const Points places = sampled_places(lower, upper);
  Points gradient(places.rows(), 1);
  Eigen::ArrayXd values(places.rows());
  value(places, values);
  require_finite(values, "value", expression, places);
  this->gradient(places, gradient);
  require_finite(gradient.col(0), "first derivative", expression, places);
  laplacian(places, values);
  require_finite(values, "second derivative", expression, places);
}

ExpressionPotential::~ExpressionPotential() = default;

Index ExpressionPotential::dimension() const { return implementation_->dimension; }

void ExpressionPotential::value(const ConstBlock& x, Values out) const {
  implementation_->value.evaluate(0, x, Eigen::Map<Eigen::ArrayXXd>(out.data(), out.size(), 1));
}

void ExpressionPotential::gradient(const ConstBlock& x, Block out) const {
  implementation_->gradient.evaluate(0, x, out);
}

void ExpressionPotential::laplacian(const ConstBlock& x, Values out) const {
  implementation_->laplacian.evaluate(0, x, Eigen::Map<Eigen::ArrayXXd>(out.data(), out.size(), 1));
}

const std::string& ExpressionPotential::expression() const { return implementation_->text; }
const std::string& ExpressionPotential::first_derivative() const { return implementation_->first_text; }
const std::string& ExpressionPotential::second_derivative() const { return implementation_->second_text; }

}  // namespace kolmo::density
