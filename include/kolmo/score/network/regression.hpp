#pragma once
// A perceptron that learns a conditional mean: least squares on targets that are drawn anew every step.

#include <cstdint>
#include <functional>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/score/network/perceptron.hpp"

namespace kolmo::score {

/// Fills inputs (batch × inputs) and targets (batch × outputs) of this step: a pure function of the step.
using RegressionSource = std::function<void(std::uint32_t step, Points& inputs, Points& targets)>;

/// min E ½|r(input) − target|², whose solution is r = E[target | input]. Adam with the rate
/// rate ½(1 + cos π k/steps) in step k, as in training.hpp, in single precision.
struct RegressionPlan {
  NetworkShape shape = {};
  RegressionSource source = {};
  RandomStream stream;  ///< of the first parameters
  Index steps = 2000;
  Index batch = 256;
  double rate = 3e-3;
  double average = 0.99;  ///< decay a step of the weighted average of the parameters, in [0, 1)

  /// Throws InvalidArgument unless all widths, steps and batch are at least 1, the rate is positive and
  /// finite, the average in its range and the source no empty function.
  void validate() const;
};

/// A network that has learned: values of its outputs in double precision. Const and thread-safe.
struct Regressor {
  NetworkShape shape;
  Eigen::VectorXd parameters;

  /// out(i, ·) = r(inputs(i, ·)). Throws InvalidArgument where the inputs have another width.
  Points operator()(const Points& inputs) const;
};

/// Takes all steps; the parameters are their weighted average. Rows are worked on in pieces of 128 whose
/// gradients are added in their order, so that bits do not depend on threads. Throws NumericalFailure, naming
/// the step, where a loss or a gradient is not finite.
Regressor regress(const RegressionPlan& plan);

}  // namespace kolmo::score
