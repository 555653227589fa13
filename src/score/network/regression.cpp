#include "kolmo/score/network/regression.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "score/network/optimiser.hpp"

namespace kolmo::score {
namespace {

constexpr Index piece_rows = 128;

struct Piece {
  Tape<float> tape;
  Vector<float> gradient;
  double loss = 0;
};

/// Loss and gradient of some rows, over the size of the batch.
void work_on(Piece& piece, const NetworkShape& shape, const float* parameters, const Points& inputs,
             const Points& targets, Index first) {
  const Index rows = std::min(piece_rows, inputs.rows() - first);
  const double share = 1 / static_cast<double>(inputs.rows());
  piece.tape.resize(shape, rows);
  piece.tape.values.front().topRows(rows) = inputs.middleRows(first, rows).cast<float>();
  evaluate(shape, parameters, piece.tape);
  piece.loss = 0;
  for (Index j = 0; j < targets.cols(); ++j)
    for (Index i = 0; i < rows; ++i) {
      const double off = static_cast<double>(piece.tape.values.back()(i, j)) - targets(first + i, j);
      piece.loss += 0.5 * share * off * off;
      piece.tape.adjoint.back()(i, j) = static_cast<float>(share * off);
    }
  piece.gradient.resize(shape.parameters());
  backpropagate(shape, parameters, piece.tape, piece.gradient.data());
}

/// The loss; the gradient ends in that of the first piece.
double add_up(std::vector<Piece>& pieces) {
  double loss = pieces[0].loss;
  for (std::size_t k = 1; k < pieces.size(); ++k) {
    loss += pieces[k].loss;
    pieces[0].gradient += pieces[k].gradient;
  }
  return loss;
}

}  // namespace

void RegressionPlan::validate() const {
  shape.validate();
  if (!source) throw InvalidArgument("source: is an empty function, must fill a batch");
  require(steps >= 1 && steps < (Index{1} << 32), "steps", static_cast<double>(steps),
          "must be at least 1 and below 2^32");
  require(batch >= 1, "batch", static_cast<double>(batch), "must be at least 1");
  require(std::isfinite(rate) && rate > 0, "rate", rate, "must be positive and finite");
  require(average >= 0 && average < 1, "average", average, "must be in [0, 1)");
}

Points Regressor::operator()(const Points& inputs) const {
  require(inputs.cols() == shape.inputs, "inputs.cols", static_cast<double>(inputs.cols()),
          "must be the number of the network's inputs");
  Points out(inputs.rows(), shape.outputs);
  for_each_block(inputs.rows(), [&](Index, Index first, Index rows) {
    Tape<double> tape;
    tape.resize(shape, rows);
    tape.values.front().topRows(rows) = inputs.middleRows(first, rows);
    evaluate(shape, parameters.data(), tape);
    out.middleRows(first, rows) = tape.values.back().topRows(rows);
  });
  return out;
}

Regressor regress(const RegressionPlan& plan) {
  plan.validate();
  Vector<float> p = first_parameters(plan.shape, plan.stream).cast<float>(), mean = p;
  Vector<float> first = Vector<float>::Zero(p.size()), second = first;
  std::vector<Piece> pieces(static_cast<std::size_t>((plan.batch + piece_rows - 1) / piece_rows));
  Points inputs(plan.batch, plan.shape.inputs), targets(plan.batch, plan.shape.outputs);
  for (Index step = 0; step < plan.steps; ++step) {
    throw_if_stopped();
    plan.source(static_cast<std::uint32_t>(step), inputs, targets);
    for_each_task(static_cast<Index>(pieces.size()), [&](Index k) {
      work_on(pieces[static_cast<std::size_t>(k)], plan.shape, p.data(), inputs, targets, k * piece_rows);
    });
    const double loss = add_up(pieces);
    if (!std::isfinite(loss) || !pieces[0].gradient.allFinite())
      throw NumericalFailure("regression of a perceptron: loss or gradient is not finite in step " +
                             number_text(step) + "; try a smaller rate");
    adam(adam_step<float>(plan, step), pieces[0].gradient, p, first, second, mean);
  }
  return {plan.shape, mean.cast<double>()};
}

}  // namespace kolmo::score
