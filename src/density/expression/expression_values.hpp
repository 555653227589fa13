#pragma once
// Expressions as numbered values: every operation of a program once.

#include <array>
#include <unordered_map>
#include <vector>

#include "expression_kernels.hpp"
#include "expression_node.hpp"

namespace kolmo::density {

/// The number of a value.
using Id = std::size_t;

/// A value of the program: an operation on earlier values.
struct Value {
  Kernel kernel = Kernel::fill;
  std::array<Id, 3> operands = {0, 0, 0};
  int count = 0;
  double constant = 0;
  Index slot = -1, variable = -2;  ///< variable ≥ −1: it is one
};

/// Numbers the values: equal operations on equal values are one.
class ExpressionValues {
 public:
  /// With slots, what depends on time alone is no value: it is a number that an instruction finds in its
  /// slot.
  ExpressionValues(const std::vector<NodePtr>& nodes, bool slots) : slots_(slots) {
    for (const NodePtr& node : nodes) results_.push_back(value(node));
  }

  /// Every operation after those that it takes.
  const std::vector<Value>& values() const { return values_; }
  /// The value of each of the given expressions.
  const std::vector<Id>& results() const { return results_; }
  /// What depends on time alone, slot by slot.
  const std::vector<NodePtr>& in_time() const { return in_time_; }

 private:
  Id add(const Value& value) {
    for (const Id known : same_[key(value)])
      if (equal(values_[known], value)) return known;
    values_.push_back(value);
    same_[key(value)].push_back(values_.size() - 1);
    return values_.size() - 1;
  }
  static std::size_t key(const Value& v) {
    return (static_cast<std::size_t>(v.kernel) * 1000003 + v.operands[0]) * 1000003 + v.operands[1] * 31 +
           v.operands[2] + std::hash<double>()(v.constant) +
           static_cast<std::size_t>(v.slot + 7 * v.variable);
  }
  static bool equal(const Value& a, const Value& b) {
    return a.kernel == b.kernel && a.operands == b.operands && a.count == b.count &&
           a.constant == b.constant && a.slot == b.slot && a.variable == b.variable;
  }

  /// Constants and what depends on time alone have no batch of their own where an operation takes them as a
  /// number.
  bool is_number(const NodePtr& node) const {
    return node->is_constant() || (slots_ && (node->depends & ~1u) == 0);
  }
  void put_number(const NodePtr& node, Value& value) {
    if (node->is_constant()) {
      value.constant = node->constant;
      return;
    }
    const auto known = std::find_if(in_time_.begin(), in_time_.end(),
                                    [&](const NodePtr& e) { return e->hash == node->hash; });
    value.slot = known - in_time_.begin();
    if (known == in_time_.end()) in_time_.push_back(node);
  }

  Id operation(Kernel kernel, std::initializer_list<Id> operands) {
    Value value{kernel};
    for (const Id id : operands) value.operands[static_cast<std::size_t>(value.count++)] = id;
    return add(value);
  }
  Id with_number(Kernel kernel, Id operand, const NodePtr& number) {
    Value value{kernel, {operand, 0, 0}, 1};
    put_number(number, value);
    return add(value);
  }

  Id value(const NodePtr& node) {
    if (const auto known = done_.find(node.get()); known != done_.end()) return known->second;
    const Id id = compiled(node);
    done_.emplace(node.get(), id);
    return id;
  }

  Id compiled(const NodePtr& node);
  Id sum(const std::vector<NodePtr>& terms);
  Id product(const std::vector<NodePtr>& factors, const NodePtr* number);
  Id power(const NodePtr& base, double exponent);

  bool slots_;
  std::vector<Value> values_;
  std::unordered_map<std::size_t, std::vector<Id>> same_;
  std::unordered_map<const ExpressionNode*, Id> done_;
  std::vector<NodePtr> in_time_;
  std::vector<Id> results_;
};

}  // namespace kolmo::density
