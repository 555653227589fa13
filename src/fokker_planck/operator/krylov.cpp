#include "krylov.hpp"

#include <unsupported/Eigen/MatrixFunctions>

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::fokker_planck {

KrylovExponential::KrylovExponential(Index size, double tolerance, Apply apply)
    : size_(size), largest_(std::min<Index>(30, size)), tolerance_(tolerance), apply_(std::move(apply)) {
  require(size >= 1, "size", static_cast<double>(size), "must be at least 1");
  require(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "must be in (0, 1)");
  require_memory(static_cast<double>(largest_ + 2) * static_cast<double>(size), "the Krylov basis",
                 "take fewer cells");
  basis_.resize(size_, largest_ + 2);
  projection_.resize(largest_ + 2, largest_ + 2);
}

Index KrylovExponential::project(const double* y, double norm, bool& closed) {
  projection_.setZero();
  for (Index i = 0; i < size_; ++i) basis_(i, 0) = y[i] / norm;
  double scale = 0;
  for (Index j = 0; j < largest_; ++j) {
    double* w = basis_.col(j + 1).data();
    apply_(basis_.col(j).data(), w);
    ++products_;
    // Gram–Schmidt, modified, twice: orthogonal to rounding.
    for (int pass = 0; pass < 2; ++pass) {
      for (Index i = 0; i <= j; ++i) {
        const double* v = basis_.col(i).data();
        const double part = dot(w, v, size_);
        projection_(i, j) += part;
        for (Index k = 0; k < size_; ++k) w[k] -= part * v[k];
      }
    }
    const double rest = std::sqrt(dot(w, w, size_));
    scale = std::max({scale, rest, projection_.col(j).cwiseAbs().maxCoeff()});
    if (rest <= 4 * std::numeric_limits<double>::epsilon() * scale || j + 1 == size_) {
      closed = true;
      return j + 1;
    }
    projection_(j + 1, j) = rest;
    for (Index k = 0; k < size_; ++k) w[k] /= rest;
  }
  closed = false;
  double* beyond = basis_.col(largest_ + 1).data();
  apply_(basis_.col(largest_).data(), beyond);
  ++products_;
  next_norm_ = std::sqrt(dot(beyond, beyond, size_));
  // In the unit of the rates, as its norm counts in the exponential of the projection.
  unit_ = std::exp2(std::ilogb(scale));
  projection_(largest_ + 1, largest_) = unit_;
  return largest_;
}

// Shortens a substep until its estimated error is at most allowed_rate · length.
KrylovExponential::Trial KrylovExponential::longest(Index m, bool closed, double norm, double left,
                                                    double allowed_rate) {
  const Index rows = closed ? m : m + 2;
  Trial trial{left, 0};
  for (int attempt = 0; attempt < 60; ++attempt) {
    const Eigen::MatrixXd scaled = trial.length * projection_.topLeftCorner(rows, rows);
    Eigen::MatrixExponentialReturnValue<Eigen::MatrixXd>(scaled).evalTo(exponential_);
    if (closed) return trial;
    const double first = std::abs(norm * exponential_(m, 0));
    const double second = std::abs(norm * exponential_(m + 1, 0)) * (next_norm_ / unit_);
    trial.error = first > 10 * second ? second : first > second ? first * second / (first - second) : first;
    if (trial.error <= 1.2 * allowed_rate * trial.length) return trial;
    const double power = 1.0 / static_cast<double>(m);
    const double factor = 0.9 * std::pow(allowed_rate * trial.length / trial.error, power);
    trial.length *= std::isfinite(factor) ? std::clamp(factor, 0.1, 0.9) : 0.1;
    if (trial.length < 1e-12 * left) break;
  }
  throw NumericalFailure(
      "Krylov exponential: no substep meets the tolerance; are the rates and the density finite?");
}

void KrylovExponential::advance(double* y, double t) {
  const double start = std::sqrt(dot(y, y, size_));
  if (!std::isfinite(start)) throw NumericalFailure("Krylov exponential: the vector is not finite");
  double left = t;
  while (left > 0) {
    throw_if_stopped();
    const double norm = std::sqrt(dot(y, y, size_));
    if (norm == 0) return;
    bool closed = false;
    const Index m = project(y, norm, closed);
    const Trial trial = longest(m, closed, norm, left, tolerance_ * start / t);
    const Index used = closed ? m : m + 1;
    for (Index i = 0; i < size_; ++i) y[i] = 0;
    for (Index j = 0; j < used; ++j) {
      const double weight = norm * exponential_(j, 0);
      const double* v = basis_.col(j).data();
      for (Index i = 0; i < size_; ++i) y[i] += weight * v[i];
    }
    left = trial.length >= left ? 0 : left - trial.length;
  }
}

}  // namespace kolmo::fokker_planck
