#pragma once
// A potential that the user writes as an expression.

#include <memory>
#include <string>

#include "kolmo/density/expression.hpp"
#include "kolmo/density/potential.hpp"

namespace kolmo::density {

/// V(x) from an Expression in one to three variables (without time), with ∇V and ΔV by its derivatives.
class ExpressionPotential final : public Potential {
 public:
  /// V in 1-D, of the variable x. V, V′ and V″ must be finite at 59 places within [lower, upper]; what V is
  /// elsewhere does not matter. Throws InvalidArgument with the place where one is not, where lower < upper
  /// does not hold, and what Expression throws.
  explicit ExpressionPotential(const std::string& expression, double lower = -3, double upper = 3);
  /// V of names.variables; InvalidArgument where it depends on time.
  ExpressionPotential(const Expression& value, const ExpressionNames& names);
  ~ExpressionPotential() override;

  std::string name() const override { return "expression"; }
  Index dimension() const override;
  void value(const ConstBlock& x, Values out) const override;
  void gradient(const ConstBlock& x, Block out) const override;
  void laplacian(const ConstBlock& x, Values out) const override;

  /// V as given; V′ (with respect to the first variable) and ΔV as they are evaluated.
  const std::string& expression() const;
  const std::string& first_derivative() const;
  const std::string& second_derivative() const;

 private:
  struct Implementation;
  std::unique_ptr<const Implementation> implementation_;
};

}  // namespace kolmo::density
