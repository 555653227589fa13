#pragma once
// A potential that the user writes as an expression.

#include <memory>
#include <string>

#include "kolmo/density/potential.hpp"

namespace kolmo::density {

/// V(x) in 1-D from text such as "(x^2-1)^2 + 0.1*x": the variable x, numbers, + − * / ^, parentheses, the
/// constants pi and e, and the functions exp, log (natural), sqrt, sin, cos, tan, sinh, cosh, tanh, abs.
///
/// muParser reads the text and finds the position of what is wrong in it; GiNaC differentiates it. V, V′ and
/// V″ are then put into a canonical order of terms, so that they give the same bits in every run, and
/// compiled to operations on batches of points; V is checked against muParser's own value at 59 places within
/// [lower, upper]: what V is elsewhere does not matter.
///
/// Throws InvalidArgument, naming the position in the text and what is allowed, where the text is empty,
/// longer than 1000 characters, nested deeper than 50 parentheses, has an unknown name or wrong syntax, or
/// where V, V′ or V″ is not finite at one of those places, or lower < upper does not hold; and always where
/// Kolmo was built without KOLMO_WITH_EXPRESSIONS.
class ExpressionPotential final : public Potential {
 public:
  explicit ExpressionPotential(const std::string& expression, double lower = -3, double upper = 3);
  ~ExpressionPotential() override;

  std::string name() const override { return "expression"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override;
  void gradient(const ConstBlock& x, Block out) const override;
  void laplacian(const ConstBlock& x, Values out) const override;

  /// V as given; V′ and V″ as they are evaluated, in canonical order.
  const std::string& expression() const;
  const std::string& first_derivative() const;
  const std::string& second_derivative() const;

 private:
  struct Implementation;
  std::unique_ptr<const Implementation> implementation_;
};

}  // namespace kolmo::density
