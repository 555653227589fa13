#pragma once
// Functions that a user writes as text: read, differentiated, compiled to operations on batches of points.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::density {

/// What a text may name beside pi, e and the functions.
struct ExpressionNames {
  std::vector<std::string> variables = {"x"};  ///< coordinates, one to three
  std::map<std::string, double> parameters = {};
  bool time = false;  ///< whether "t" is time
};

/// InvalidArgument unless there are one to three variables, and variables and parameters are different
/// identifiers (a letter or _, then letters, digits and _; at most 64 characters) that mean nothing else
/// (functions, pi, e; t where it is time); parameters are finite.
void require_names(const ExpressionNames& names);

struct ExpressionNode;

/// A function f(t, x) of up to three variables and time. Immutable, cheap to copy, safe between threads.
///
/// Text: numbers, variables, parameters, t, pi, e, + − * / ^ (right associative, before signs: −x^2 =
/// −(x^2)), parentheses; exp, log (natural), sqrt, sin, cos, tan, sinh, cosh, tanh, abs, erf, floor, atan2(y,
/// x), min(a, b, …), max(a, b, …), sign(a) (−1, 0, 1), step(a) (1 for a > 0, else 0); comparisons < <= > >=
/// == != (1 where they hold, else 0), && and ||, and condition ? a : b.
///
/// Derivatives are GiNaC's. Numbers stand in it as symbols, so that no arithmetic with long numbers is done;
/// a kink (abs, min, max, sign, step, floor, comparisons) is differentiated on either side of it.
class Expression {
 public:
  static constexpr Index time = -1;  ///< in place of a variable's index

  /// A constant.
  Expression(double value = 0);
  /// Throws InvalidArgument, naming the position in the text and what is allowed, where the text is empty,
  /// longer than 1000 characters, nested deeper than 50 parentheses, has an unknown name or wrong syntax, or
  /// a part without variables is not finite.
  Expression(const std::string& text, const ExpressionNames& names);

  /// ∂f/∂x_k, or ∂f/∂t. Throws InvalidArgument where it would be longer than 20 000 operations, and where
  /// Kolmo was built without KOLMO_WITH_EXPRESSIONS and f is not constant in the variable.
  Expression derivative(Index variable) const;

  /// The value of a constant.
  std::optional<double> constant() const;
  bool is_zero() const { return constant() == 0.0; }
  bool depends_on(Index variable) const;
  bool has_kink() const;
  /// Where f may have a kink or jump: functions that change sign there.
  std::vector<Expression> switches() const;
  /// Whether f = 0 for all x and t by the rules of algebra; false also where that is not found.
  bool vanishes() const;
  /// f(t, x) at one point of as many coordinates as f has variables.
  double at(double t, const Eigen::ArrayXd& x) const;

  /// Fully parenthesised, the same characters in every run.
  std::string text(const ExpressionNames& names) const;

  friend Expression operator+(const Expression& a, const Expression& b);
  friend Expression operator-(const Expression& a, const Expression& b);
  friend Expression operator*(const Expression& a, const Expression& b);
  friend Expression sqrt(const Expression& f);

 private:
  friend class ExpressionProgram;
  explicit Expression(std::shared_ptr<const ExpressionNode> node) : node_(std::move(node)) {}
  std::shared_ptr<const ExpressionNode> node_;
};

/// √f.
Expression sqrt(const Expression& f);
/// −f.
Expression operator-(const Expression& f);

/// Several expressions compiled together: what they have in common is computed once, what depends on time
/// alone once a call. Const and thread-safe; a point's result has the same bits wherever it stands.
class ExpressionProgram {
 public:
  ExpressionProgram();
  explicit ExpressionProgram(const std::vector<Expression>& expressions);
  ~ExpressionProgram();
  ExpressionProgram(ExpressionProgram&&) noexcept;
  ExpressionProgram& operator=(ExpressionProgram&&) noexcept;

  /// out(i, k) = f_k(t, x_i): x is rows×d, out rows×(number of expressions).
  void evaluate(double t, const ConstBlock& x, Block out) const;
  Index outputs() const;

  struct Implementation;

 private:
  std::unique_ptr<const Implementation> implementation_;
};

}  // namespace kolmo::density
