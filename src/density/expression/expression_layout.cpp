// Where the values of a program lie: variables, outputs, and scratch that is used again.

#include <algorithm>
#include <array>

#include "expression_code.hpp"
#include "expression_values.hpp"

namespace kolmo::density {
namespace {

/// Gives every value a place: a variable's own, an output's, or scratch that is free again after its last
/// use.
class Layout {
 public:
  explicit Layout(const ExpressionValues& values)
      : values_(values.values()), places_(values_.size()), last_(values_.size(), 0) {
    program_->outputs = static_cast<Index>(values.results().size());
    for (Id id = 0; id < values_.size(); ++id)
      for (int k = 0; k < values_[id].count; ++k)
        last_[values_[id].operands[static_cast<std::size_t>(k)]] = id;
    for (Id k = 0; k < values.results().size(); ++k) put_result(k, values.results()[k]);
    for (Id id = 0; id < values_.size(); ++id) put(id);
  }
  std::unique_ptr<ExpressionProgram::Implementation> program() { return std::move(program_); }

 private:
  static Place of_variable(const Value& value) {
    return {value.variable < 0 ? Place::time : Place::variable, std::max<Index>(0, value.variable)};
  }

  void put_result(Id k, Id result) {
    Place& place = places_[result];
    const Place output = {Place::output, static_cast<Index>(k)};
    if (place.kind == Place::none && values_[result].variable < Expression::time) {
      place = output;
    } else if (place.kind == Place::output) {
      program_->copies.emplace_back(output.index, place.index);
    } else {  // a variable itself
      program_->code.push_back({Kernel::copy, output, of_variable(values_[result]), {}, {}});
    }
  }

  void put(Id id) {
    const Value& value = values_[id];
    if (value.variable >= Expression::time) {
      places_[id] = of_variable(value);
      return;
    }
    Instruction instruction{value.kernel, {}, {}, {}, {}, value.constant, value.slot};
    read_operands(id, instruction);
    if (places_[id].kind == Place::none) {
      if (free_.empty()) free_.push_back(program_->scratch++);
      places_[id] = {Place::scratch, free_.back()};
      free_.pop_back();
    }
    instruction.target = places_[id];
    program_->code.push_back(instruction);
  }

  /// Where operands lie; scratch that is read for the last time is free: a kernel may write over what it
  /// reads.
  void read_operands(Id id, Instruction& instruction) {
    const Value& value = values_[id];
    const std::array<Place*, 3> operands = {&instruction.a, &instruction.b, &instruction.c};
    for (std::size_t k = 0; k < static_cast<std::size_t>(value.count); ++k) {
      const Id operand = value.operands[k];
      *operands[k] = places_[operand];
      const auto here = value.operands.begin() + static_cast<std::ptrdiff_t>(k);
      const bool first_mention = std::find(value.operands.begin(), here, operand) == here;
      if (places_[operand].kind == Place::scratch && last_[operand] == id && first_mention)
        free_.push_back(places_[operand].index);
    }
  }

  const std::vector<Value>& values_;
  std::vector<Place> places_;
  std::vector<Id> last_;  ///< the last value that reads it
  std::vector<Index> free_;
  std::unique_ptr<ExpressionProgram::Implementation> program_ =
      std::make_unique<ExpressionProgram::Implementation>();
};

}  // namespace

std::unique_ptr<ExpressionProgram::Implementation> compiled(const std::vector<NodePtr>& nodes, bool slots) {
  const ExpressionValues values(nodes, slots);
  auto program = Layout(values).program();
  if (!values.in_time().empty()) program->in_time = compiled(values.in_time(), false);
  return program;
}

}  // namespace kolmo::density
