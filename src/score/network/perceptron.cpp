#include "kolmo/score/network/perceptron.hpp"

#include "kolmo/core/errors.hpp"
#include "score/network/dense_kernels.hpp"

namespace kolmo::score {
namespace {

/// Where layer `l` keeps its weights and biases.
struct Layer {
  Index inputs, outputs, weights, biases;
};

std::vector<Layer> layers_of(const NetworkShape& shape) {
  const std::vector<Index> widths = shape.widths();
  std::vector<Layer> layers;
  Index at = 0;
  for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
    const Index in = widths[l], out = widths[l + 1];
    layers.push_back({in, out, at, at + in * out});
    at += in * out + out;
  }
  return layers;
}

/// out = a Wᵀ (+ b).
template <class T>
void apply(const Layer& layer, const T* parameters, bool with_bias, const Rows<T>& a, Rows<T>& out) {
  combine(Combination<T>{a.data(), a.rows(), parameters + layer.weights, layer.inputs, 1,
                         with_bias ? parameters + layer.biases : nullptr, a.rows(), layer.inputs,
                         layer.outputs, out.data(), out.rows()});
}

}  // namespace

std::vector<Index> NetworkShape::widths() const {
  std::vector<Index> all{inputs};
  all.insert(all.end(), hidden.begin(), hidden.end());
  all.push_back(outputs);
  return all;
}

Index NetworkShape::parameters() const {
  const Layer last = layers_of(*this).back();
  return last.biases + last.outputs;
}

void NetworkShape::validate() const {
  for (const Index width : widths())
    require(width >= 1, "width of a layer", static_cast<double>(width), "must be at least 1");
}

template <class T>
void Tape<T>::resize(const NetworkShape& shape, Index count) {
  const std::vector<Index> widths = shape.widths();
  const auto fits = [&] {
    if (rows != count || values.size() != widths.size()) return false;
    for (std::size_t l = 0; l < widths.size(); ++l)
      if (values[l].cols() != widths[l]) return false;
    return true;
  };
  if (fits()) return;
  const Index padded = (count + kernel_rows - 1) / kernel_rows * kernel_rows;
  rows = count;
  values.clear();
  slopes.clear();
  adjoint.clear();
  for (const Index width : widths) {
    values.push_back(Rows<T>::Zero(padded, width));
    adjoint.push_back(Rows<T>::Zero(padded, width));
  }
  for (const Index width : shape.hidden) slopes.push_back(Rows<T>::Zero(padded, width));
}

template <class T>
void evaluate(const NetworkShape& shape, const T* parameters, Tape<T>& tape) {
  const std::vector<Layer> layers = layers_of(shape);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    Rows<T>& z = tape.values[l + 1];
    apply(layers[l], parameters, true, tape.values[l], z);
    if (l < tape.slopes.size()) silu(z.data(), z.size(), z.data(), tape.slopes[l].data());
  }
}

template <class T>
void backpropagate(const NetworkShape& shape, const T* parameters, Tape<T>& tape, T* gradient) {
  const std::vector<Layer> layers = layers_of(shape);
  for (std::size_t l = layers.size(); l-- > 0;) {
    const Layer& layer = layers[l];
    const Rows<T>&a = tape.values[l], &dz = tape.adjoint[l + 1];
    correlate(Correlation<T>{a.data(), a.rows(), dz.data(), dz.rows(), a.rows(), layer.inputs, layer.outputs,
                             gradient + layer.weights, gradient + layer.biases});
    if (l == 0) return;
    Rows<T>& da = tape.adjoint[l];
    combine(Combination<T>{dz.data(), dz.rows(), parameters + layer.weights, 1, layer.inputs, nullptr,
                           dz.rows(), layer.outputs, layer.inputs, da.data(), da.rows()});
    da *= tape.slopes[l - 1];
  }
}

template <class T>
Rows<T> push_forward(const NetworkShape& shape, const T* parameters, const Tape<T>& tape, Rows<T> tangent) {
  const std::vector<Layer> layers = layers_of(shape);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    Rows<T> next(tangent.rows(), layers[l].outputs);
    apply(layers[l], parameters, false, tangent, next);
    if (l < tape.slopes.size()) next *= tape.slopes[l];
    tangent = std::move(next);
  }
  return tangent;
}

// NOLINTBEGIN(bugprone-macro-parentheses): T is a type
#define KOLMO_PERCEPTRON(T)                                                 \
  template struct Tape<T>;                                                  \
  template void evaluate(const NetworkShape&, const T*, Tape<T>&);          \
  template void backpropagate(const NetworkShape&, const T*, Tape<T>&, T*); \
  template Rows<T> push_forward(const NetworkShape&, const T*, const Tape<T>&, Rows<T>);
KOLMO_PERCEPTRON(float)
KOLMO_PERCEPTRON(double)
#undef KOLMO_PERCEPTRON
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace kolmo::score
