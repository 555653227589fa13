#pragma once
// The order of root mean square errors that were measured on the same paths.

#include <vector>

#include "kolmo/verify/order_fit.hpp"

namespace kolmo::verify {

/// Mean squares of errors: rows are batches of paths, independent of each other, columns are steps.
struct BatchedErrors {
  std::vector<double> steps;  ///< h
  Eigen::ArrayXXd mean_squares;

  /// Root of the mean over all batches but `without` (−1: all), with its standard error from the batches'
  /// scatter.
  std::vector<OrderPoint> points(Index without = -1) const;
};

/// fit_order of the points, with an interval that knows of their correlation.
///
/// Errors at different h stand on the same paths: they move together, so that χ² says nothing and the slope
/// is known better, or worse, than independent points would tell. The half width is therefore t √V with V the
/// jackknife's variance: each batch is left out in turn and the same model is fitted again; t is Student's
/// quantile for batches − 1 degrees of freedom at the level of options.z. The model is C h^p (1 + a h)
/// wherever there are 6 points or more, whatever the errors look like: no choice is made from the numbers
/// that are judged. A root mean square has a relative noise of some per cent, so that no point has to be left
/// out either.
OrderFit fit_correlated(const BatchedErrors& errors, double claimed, const OrderFitOptions& options);

}  // namespace kolmo::verify
