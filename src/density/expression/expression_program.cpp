// Expressions compiled to operations on batches of points.

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "expression_kernels.hpp"
#include "expression_node.hpp"

namespace kolmo::density {
namespace {

constexpr Index batch = 256;

/// Where a batch of numbers lies.
struct Place {
  enum Kind { none, variable, scratch, output, time };
  Kind kind = none;
  Index index = 0;
};

struct Instruction {
  Kernel kernel;
  Place target, a, b, c;
  double constant = 0;
  Index slot = -1;  ///< of what depends on time alone, in place of the constant
};

using Id = std::size_t;

}  // namespace

struct ExpressionProgram::Implementation {
  std::vector<Instruction> code;
  Index outputs = 0, scratch = 0;
  std::vector<std::pair<Index, Index>> copies;    ///< outputs that are the same as another: to, from
  std::unique_ptr<const Implementation> in_time;  ///< what depends on time alone, one output a slot

  void evaluate(double t, const ConstBlock& x, Block out) const;
  void run(double t, const ConstBlock& x, Index first, Index rows, const double* slots, double* memory,
           Block& out) const;
};

namespace {

/// A value of the program: an operation on earlier values.
struct Value {
  Kernel kernel = Kernel::fill;
  std::array<Id, 3> operands = {0, 0, 0};
  int count = 0;
  double constant = 0;
  Index slot = -1, variable = -2;  ///< variable ≥ −1: it is one
};

/// Numbers the values: equal operations on equal values are one.
class Compiler {
 public:
  explicit Compiler(const std::vector<NodePtr>& nodes, bool slots) : slots_(slots) {
    for (const NodePtr& node : nodes) results_.push_back(value(node));
  }

  std::unique_ptr<ExpressionProgram::Implementation> finish();

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

bool is_inverse(const NodePtr& node) {
  return node->operation == Operation::power && node->operands[1]->is_constant() &&
         node->operands[1]->constant < 0;
}

bool is_negative(const NodePtr& node) {
  return node->operation == Operation::product && node->operands[0]->is(-1);
}

/// base^n for whole n by squaring: x⁴ = (x²)².
Id Compiler::power(const NodePtr& base, double exponent) {
  const bool whole = exponent == std::floor(exponent) && exponent >= 2 && exponent <= 64;
  if (!whole) {
    return with_number(Kernel::power_number, value(base), constant_node(exponent));
  }
  const auto half = std::floor(exponent / 2);
  const Id root = half == 1 ? value(base) : power(base, half);
  const Id square = operation(Kernel::multiply, {root, root});
  return 2 * half == exponent ? square : operation(Kernel::multiply, {square, value(base)});
}

Id Compiler::sum(const std::vector<NodePtr>& terms) {
  Id total = 0;
  bool any = false;
  std::vector<NodePtr> numbers;
  const auto first = std::find_if(terms.begin(), terms.end(), [&](const NodePtr& term) {
    return !is_number(term) && !is_negative(term);
  });
  const auto take = [&](const NodePtr& term) {
    if (is_number(term)) {
      numbers.push_back(term);
    } else if (!any) {
      total = value(term);
      any = true;
    } else if (is_negative(term)) {
      const std::vector<NodePtr> rest(term->operands.begin() + 1, term->operands.end());
      total = operation(Kernel::subtract, {total, product(rest, nullptr)});
    } else {
      total = operation(Kernel::add, {total, value(term)});
    }
  };
  if (first != terms.end()) take(*first);
  for (auto term = terms.begin(); term != terms.end(); ++term)
    if (term != first) take(*term);
  for (const NodePtr& number : numbers) total = with_number(Kernel::add_number, total, number);
  return total;
}

Id Compiler::product(const std::vector<NodePtr>& factors, const NodePtr* number) {
  Id above = 0, below = 0;
  bool any_above = false, any_below = false;
  const auto take = [&](Id id, Id& total, bool& any) {
    total = any ? operation(Kernel::multiply, {total, id}) : id;
    any = true;
  };
  std::vector<NodePtr> numbers;
  if (number != nullptr) numbers.push_back(*number);
  for (const NodePtr& factor : factors) {
    if (is_number(factor)) {
      numbers.push_back(factor);
    } else if (is_inverse(factor)) {
      const double n = -factor->operands[1]->constant;
      take(n == 1 ? value(factor->operands[0]) : power(factor->operands[0], n), below, any_below);
    } else {
      take(value(factor), above, any_above);
    }
  }
  if (any_above && any_below) above = operation(Kernel::divide, {above, below});
  if (!any_above) above = operation(Kernel::invert, {below});
  for (const NodePtr& each : numbers) above = with_number(Kernel::multiply_number, above, each);
  return above;
}

Kernel kernel_of(Operation operation) {
  switch (operation) {
    case Operation::where:
      return Kernel::where;
    case Operation::min:
      return Kernel::min;
    case Operation::max:
      return Kernel::max;
    case Operation::atan2:
      return Kernel::atan2;
    case Operation::sqrt:
      return Kernel::sqrt;
    case Operation::exp:
      return Kernel::exp;
    case Operation::log:
      return Kernel::log;
    case Operation::sin:
      return Kernel::sin;
    case Operation::cos:
      return Kernel::cos;
    case Operation::tan:
      return Kernel::tan;
    case Operation::sinh:
      return Kernel::sinh;
    case Operation::cosh:
      return Kernel::cosh;
    case Operation::tanh:
      return Kernel::tanh;
    case Operation::abs:
      return Kernel::abs;
    case Operation::sign:
      return Kernel::sign;
    case Operation::floor:
      return Kernel::floor;
    case Operation::erf:
      return Kernel::erf;
    default:
      return Kernel::fill;
  }
}

Id Compiler::compiled(const NodePtr& node) {
  if (is_number(node)) {
    Value value{Kernel::fill};
    put_number(node, value);
    return add(value);
  }
  switch (node->operation) {
    case Operation::variable: {
      Value value;
      value.variable = node->variable;
      return add(value);
    }
    case Operation::sum:
      return sum(node->operands);
    case Operation::product:
      return product(node->operands, nullptr);
    case Operation::power:
      if (is_inverse(node)) return product({node}, nullptr);
      if (node->operands[1]->is_constant()) return power(node->operands[0], node->operands[1]->constant);
      return operation(Kernel::power, {value(node->operands[0]), value(node->operands[1])});
    default:
      break;
  }
  const Kernel kernel = kernel_of(node->operation);
  std::vector<Id> ids;
  for (const NodePtr& operand : node->operands) ids.push_back(value(operand));
  if (ids.size() == 1) return operation(kernel, {ids[0]});
  return ids.size() == 2 ? operation(kernel, {ids[0], ids[1]}) : operation(kernel, {ids[0], ids[1], ids[2]});
}

/// Gives every value a place: a variable's own, an output's, or scratch that is free again after its last
/// use.
std::unique_ptr<ExpressionProgram::Implementation> Compiler::finish() {
  auto program = std::make_unique<ExpressionProgram::Implementation>();
  program->outputs = static_cast<Index>(results_.size());
  std::vector<Place> places(values_.size());
  std::vector<Id> last(values_.size(), 0);
  for (Id id = 0; id < values_.size(); ++id) {
    for (int k = 0; k < values_[id].count; ++k) last[values_[id].operands[static_cast<std::size_t>(k)]] = id;
  }
  for (Id k = 0; k < results_.size(); ++k) {
    Place& place = places[results_[k]];
    if (place.kind == Place::none && values_[results_[k]].variable < Expression::time) {
      place = {Place::output, static_cast<Index>(k)};
    } else if (place.kind == Place::output) {
      program->copies.emplace_back(static_cast<Index>(k), place.index);
    } else {  // a variable itself
      program->code.push_back({Kernel::copy,
                               {Place::output, static_cast<Index>(k)},
                               {values_[results_[k]].variable < 0 ? Place::time : Place::variable,
                                std::max<Index>(0, values_[results_[k]].variable)},
                               {},
                               {}});
    }
  }
  std::vector<Index> free;
  for (Id id = 0; id < values_.size(); ++id) {
    const Value& value = values_[id];
    if (value.variable >= Expression::time) {
      places[id] = {value.variable < 0 ? Place::time : Place::variable, std::max<Index>(0, value.variable)};
      continue;
    }
    Instruction instruction{value.kernel, {}, {}, {}, {}, value.constant, value.slot};
    const std::array<Place*, 3> operands = {&instruction.a, &instruction.b, &instruction.c};
    std::vector<Index> freed;
    for (std::size_t k = 0; k < static_cast<std::size_t>(value.count); ++k) {
      const Id operand = value.operands[k];
      *operands[k] = places[operand];
      const bool first_mention =
          std::find(value.operands.begin(), value.operands.begin() + static_cast<std::ptrdiff_t>(k),
                    operand) == value.operands.begin() + static_cast<std::ptrdiff_t>(k);
      if (places[operand].kind == Place::scratch && last[operand] == id && first_mention)
        freed.push_back(places[operand].index);
    }
    free.insert(free.end(), freed.begin(), freed.end());  // a kernel may write over what it reads
    if (places[id].kind == Place::none) {
      if (free.empty()) free.push_back(program->scratch++);
      places[id] = {Place::scratch, free.back()};
      free.pop_back();
    }
    instruction.target = places[id];
    program->code.push_back(instruction);
  }
  if (!in_time_.empty()) program->in_time = Compiler(in_time_, false).finish();
  return program;
}

}  // namespace

ExpressionProgram::ExpressionProgram() : ExpressionProgram(std::vector<Expression>{}) {}
ExpressionProgram::~ExpressionProgram() = default;
ExpressionProgram::ExpressionProgram(ExpressionProgram&&) noexcept = default;
ExpressionProgram& ExpressionProgram::operator=(ExpressionProgram&&) noexcept = default;

ExpressionProgram::ExpressionProgram(const std::vector<Expression>& expressions) {
  std::vector<NodePtr> nodes;
  for (const Expression& expression : expressions) nodes.push_back(expression.node_);
  implementation_ = Compiler(nodes, true).finish();
}

Index ExpressionProgram::outputs() const { return implementation_->outputs; }

void ExpressionProgram::Implementation::run(double t, const ConstBlock& x, Index first, Index rows,
                                            const double* slots, double* memory, Block& out) const {
  const auto reads = [&](const Place& place) -> const double* {
    switch (place.kind) {
      case Place::variable:
        return x.col(place.index).data() + first;
      case Place::scratch:
        return memory + place.index * batch;
      case Place::output:
        return out.col(place.index).data() + first;
      case Place::time:
        return &t;
      case Place::none:
        break;
    }
    return nullptr;
  };
  for (const Instruction& each : code) {
    auto* const target = const_cast<double*>(reads(each.target));
    const double number = each.slot < 0 ? each.constant : slots[each.slot];
    run_kernel(each.kernel, target, reads(each.a), reads(each.b), reads(each.c), number, rows);
  }
}

void ExpressionProgram::Implementation::evaluate(double t, const ConstBlock& x, Block out) const {
  Eigen::ArrayXXd slots(1, in_time ? in_time->outputs : 0);
  if (in_time) in_time->evaluate(t, Eigen::ArrayXXd(1, 0), slots);
  thread_local std::vector<double> memory;
  const auto size = static_cast<std::size_t>(scratch * batch);
  if (memory.size() < size) memory.resize(size);
  for (Index first = 0; first < x.rows(); first += batch)
    run(t, x, first, std::min(batch, x.rows() - first), slots.data(), memory.data(), out);
  for (const auto& [to, from] : copies) out.col(to) = out.col(from);
}

void ExpressionProgram::evaluate(double t, const ConstBlock& x, Block out) const {
  implementation_->evaluate(t, x, out);
}

}  // namespace kolmo::density
