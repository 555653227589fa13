// Compiled expressions on batches of points.

#include <algorithm>

#include "expression_code.hpp"
#include "expression_node.hpp"

namespace kolmo::density {
namespace {

constexpr Index batch = 256;

}  // namespace

ExpressionProgram::ExpressionProgram() : ExpressionProgram(std::vector<Expression>{}) {}
ExpressionProgram::~ExpressionProgram() = default;
ExpressionProgram::ExpressionProgram(ExpressionProgram&&) noexcept = default;
ExpressionProgram& ExpressionProgram::operator=(ExpressionProgram&&) noexcept = default;

ExpressionProgram::ExpressionProgram(const std::vector<Expression>& expressions) {
  std::vector<NodePtr> nodes;
  for (const Expression& expression : expressions) nodes.push_back(expression.node_);
  implementation_ = compiled(nodes, true);
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
