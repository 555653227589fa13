#pragma once
// A multilayer perceptron with reverse and forward mode, on blocks of rows.

#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::score {

/// inputs → hidden[0] → … → outputs, with SiLU after every layer but the last. Its parameters are one vector:
/// layer after layer W (outputs × inputs, row by row), then b.
struct NetworkShape {
  Index inputs = 1;
  std::vector<Index> hidden = {64, 64};
  Index outputs = 1;

  /// Widths, from the inputs to the outputs.
  std::vector<Index> widths() const;
  Index parameters() const;
  /// Throws InvalidArgument unless all widths are at least 1.
  void validate() const;
};

template <class T>
using Rows = Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic>;

/// What reverse and forward mode need of one evaluation: values after each layer and slopes of SiLU. Rows are
/// padded to a multiple of 16; what stands in the padding is finite and has no meaning.
template <class T>
struct Tape {
  std::vector<Rows<T>> values;  ///< [0] the inputs, then after each layer; the last the outputs
  std::vector<Rows<T>> slopes;  ///< of each hidden layer
  std::vector<Rows<T>> adjoint;
  Index rows = 0;

  /// Room for `rows` rows, kept where it fits already; values[0] is what the caller fills.
  void resize(const NetworkShape& shape, Index rows);
};

// T is float or double. Plain functions of their arguments: threads may share shape and parameters.

/// tape.values.back() from tape.values.front().
template <class T>
void evaluate(const NetworkShape& shape, const T* parameters, Tape<T>& tape);

/// gradient = Σ_rows ∂(output·adjoint)/∂parameters (all of them, written), for the adjoint of the outputs in
/// tape.adjoint.back(), whose padding must be 0.
template <class T>
void backpropagate(const NetworkShape& shape, const T* parameters, Tape<T>& tape, T* gradient);

/// tangents of the outputs for tangents of the inputs (padded rows × inputs): J v at the tape's inputs.
template <class T>
Rows<T> push_forward(const NetworkShape& shape, const T* parameters, const Tape<T>& tape, Rows<T> tangent);

extern template struct Tape<float>;
extern template struct Tape<double>;

}  // namespace kolmo::score
