#pragma once
// Where the parameters of a network begin, and how Adam moves them.

#include <cmath>
#include <numbers>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/score/network/perceptron.hpp"

namespace kolmo::score {

/// W of a layer normal with variance 1/inputs, biases 0, the last layer 0: a network that says 0.
inline Eigen::VectorXd first_parameters(const NetworkShape& shape, const RandomStream& stream) {
  const std::vector<Index> widths = shape.widths();
  Eigen::VectorXd parameters = Eigen::VectorXd::Zero(shape.parameters());
  Index at = 0;
  for (std::size_t l = 0; l + 2 < widths.size(); ++l) {
    const Index in = widths[l], out = widths[l + 1];
    Points weights(in * out, 1);
    stream.role("layer", l).normals(0, 0, weights);
    parameters.segment(at, in * out) = weights.matrix() / std::sqrt(static_cast<double>(in));
    at += in * out + out;
  }
  return parameters;
}

/// The numbers of one step of Adam and of the average.
template <class T>
struct AdamStep {
  T scale_first, scale_second, rate, average;
};

template <class T>
using Vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;

/// Elementwise sums, products, quotients and roots alone: the same bits on every instruction set.
template <class T>
void adam(const AdamStep<T>& s, const Vector<T>& gradient, Vector<T>& p, Vector<T>& first, Vector<T>& second,
          Vector<T>& mean) {
  const T keep_first = static_cast<T>(0.9), keep_second = static_cast<T>(0.999), tiny = static_cast<T>(1e-8);
  const auto g = gradient.array();
  first.array() = keep_first * first.array() + (1 - keep_first) * g;
  second.array() = keep_second * second.array() + (1 - keep_second) * g * g;
  p.array() -= s.rate * (first.array() * s.scale_first) / ((second.array() * s.scale_second).sqrt() + tiny);
  mean.array() = s.average * mean.array() + (1 - s.average) * p.array();
}

/// Step `step` of a plan with steps, rate and average.
template <class T, class Plan>
AdamStep<T> adam_step(const Plan& plan, Index step) {
  const double k = static_cast<double>(step), share = k / static_cast<double>(plan.steps);
  return {static_cast<T>(1 / (1 - std::pow(0.9, k + 1))), static_cast<T>(1 / (1 - std::pow(0.999, k + 1))),
          static_cast<T>(plan.rate * 0.5 * (1 + std::cos(std::numbers::pi * share))),
          static_cast<T>(std::min(plan.average, (1 + k) / (10 + k)))};
}

}  // namespace kolmo::score
