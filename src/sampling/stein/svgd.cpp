// Stein variational gradient descent and its kernels.

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/sampling/stein/stein.hpp"

namespace kolmo::sampling {

GaussianPair::GaussianPair(double h) : h_(h) {
  require(std::isfinite(h) && h > 0, "bandwidth", h, "must be positive and finite");
}

double GaussianPair::value(const double* x, const double* y, Index d, double* gradient_x) const {
  double square = 0;
  for (Index j = 0; j < d; ++j) square += (x[j] - y[j]) * (x[j] - y[j]);
  const double k = std::exp(-square / h_);
  for (Index j = 0; j < d; ++j) gradient_x[j] = -2 / h_ * (x[j] - y[j]) * k;
  return k;
}

double LinearPair::value(const double* x, const double* y, Index d, double* gradient_x) const {
  double k = 0;
  for (Index j = 0; j < d; ++j) {
    k += x[j] * y[j];
    gradient_x[j] = y[j];
  }
  return k;
}

double median_bandwidth(const Points& x) {
  require(x.rows() >= 2, "points", static_cast<double>(x.rows()), "must be at least 2");
  std::vector<double> squares;
  for (Index i = 0; i < x.rows(); ++i) {
    for (Index k = 0; k < i; ++k) {
      double square = 0;
      for (Index j = 0; j < x.cols(); ++j) square += (x(i, j) - x(k, j)) * (x(i, j) - x(k, j));
      squares.push_back(square);
    }
  }
  const auto middle = squares.begin() + static_cast<std::ptrdiff_t>(squares.size() / 2);
  std::nth_element(squares.begin(), middle, squares.end());
  double median = std::sqrt(*middle);
  if (squares.size() % 2 == 0)
    median = 0.5 * (median + std::sqrt(*std::max_element(squares.begin(), middle)));
  return median * median / std::log(static_cast<double>(x.rows()) + 1);
}

Points svgd_direction(const Points& scores, const Points& x, const PairKernel& kernel) {
  const Index n = x.rows(), d = x.cols();
  const Eigen::MatrixXd by_column = x.matrix().transpose();  // a particle's coordinates side by side
  const Eigen::MatrixXd s = scores.matrix().transpose();
  Points direction(n, d);
  for_each_task(block_count(n) * 16, [&](Index part) {
    const Index parts = block_count(n) * 16;
    Eigen::VectorXd gradient(d), sum(d);
    for (Index i = part * n / parts; i < (part + 1) * n / parts; ++i) {
      sum.setZero();
      for (Index j = 0; j < n; ++j) {
        const double k = kernel.value(by_column.col(j).data(), by_column.col(i).data(), d, gradient.data());
        sum += k * s.col(j) + gradient;
      }
      direction.row(i) = sum.array().transpose() / static_cast<double>(n);
    }
  });
  return direction;
}

SvgdEnd svgd(const Target& target, Points x, const SvgdPlan& plan) {
  require(plan.step > 0, "step", plan.step, "must be positive");
  Points scores(x.rows(), x.cols());
  for (Index n = 1; n <= plan.iterations; ++n) {
    throw_if_stopped();
    const double h = plan.bandwidth ? *plan.bandwidth : median_bandwidth(x);
    for (Index first = 0; first < x.rows(); first += block_rows) {
      const Index rows = std::min(block_rows, x.rows() - first);
      target.score(x.middleRows(first, rows), scores.middleRows(first, rows));
    }
    const Points moved = plan.step * h * svgd_direction(scores, x, GaussianPair(h));
    x += moved;
    const double furthest = moved.abs().maxCoeff();
    if (!std::isfinite(furthest))
      throw NumericalFailure("SVGD leaves the finite numbers in iteration " + number_text(n) +
                             ": take a "
                             "smaller step");
    if (furthest < plan.until * std::sqrt(h)) return {std::move(x), n, true};
  }
  return {std::move(x), plan.iterations, false};
}

}  // namespace kolmo::sampling
