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

Index KrylovExponential::extend(Index from, Index to, bool& closed) {
  for (Index j = from; j < to; ++j) {
    double* w = basis_.col(j + 1).data();
    if (j == 0 || j > from) multiply(j);  // else measure_beyond has done it
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
    scale_ = std::max({scale_, rest, projection_.col(j).cwiseAbs().maxCoeff()});
    if (rest <= 4 * std::numeric_limits<double>::epsilon() * scale_ || j + 1 == size_) {
      closed = true;
      return j + 1;
    }
    projection_(j + 1, j) = rest;
    for (Index k = 0; k < size_; ++k) w[k] /= rest;
  }
  closed = false;
  measure_beyond(to);
  return to;
}

void KrylovExponential::multiply(Index j) {
  apply_(basis_.col(j).data(), basis_.col(j + 1).data());
  ++products_;
}

void KrylovExponential::measure_beyond(Index m) {
  multiply(m);
  const double* beyond = basis_.col(m + 1).data();
  next_norm_ = std::sqrt(dot(beyond, beyond, size_));
  // In the unit of the rates, as its norm counts in the exponential of the projection.
  unit_ = std::exp2(std::ilogb(scale_));
  projection_(m + 1, m) = unit_;
}

KrylovExponential::Trial KrylovExponential::attempt(Index m, bool closed, double norm, double length) {
  const Index rows = closed ? m : m + 2;
  const Eigen::MatrixXd scaled = length * projection_.topLeftCorner(rows, rows);
  Eigen::MatrixExponentialReturnValue<Eigen::MatrixXd>(scaled).evalTo(exponential_);
  if (closed) return {length, 0};
  const double first = std::abs(norm * exponential_(m, 0));
  const double second = std::abs(norm * exponential_(m + 1, 0)) * (next_norm_ / unit_);
  return {length, first > 10 * second ? second : first > second ? first * second / (first - second) : first};
}

// Shortens a substep until its estimated error is at most allowed_rate · length.
KrylovExponential::Trial KrylovExponential::longest(Index m, bool closed, double norm, double first,
                                                    double allowed_rate) {
  for (double length = first; length >= 1e-12 * first;) {
    const Trial trial = attempt(m, closed, norm, length);
    if (closed || trial.error <= 1.2 * allowed_rate * length) return trial;
    const double factor = 0.9 * std::pow(allowed_rate * length / trial.error, 1.0 / static_cast<double>(m));
    length *= std::isfinite(factor) ? std::clamp(factor, 0.1, 0.9) : 0.1;
  }
  throw NumericalFailure(
      "Krylov exponential: no substep meets the tolerance; are the rates and the density finite?");
}

// A third or two thirds of the basis may do for all that is left; not where a substep before was shorter than
// that. The whole basis begins with the length that the error before it allows (Expokit's rule).
KrylovExponential::Substep KrylovExponential::substep(const double* y, double norm, double left,
                                                      double before, double allowed_rate) {
  projection_.setZero();
  scale_ = 0;
  for (Index i = 0; i < size_; ++i) basis_(i, 0) = y[i] / norm;
  Substep done{0, false, {0, 0}};
  for (const Index part : {1, 2, 3}) {
    const Index m = largest_ * part / 3;
    if (m <= done.dimension || (part < 3 && before < left)) continue;
    done.dimension = extend(done.dimension, m, done.closed);
    if (done.closed || part == 3) break;
    done.trial = attempt(m, false, norm, left);
    if (done.trial.error <= allowed_rate * left) return done;
  }
  done.trial =
      longest(done.dimension, done.closed, norm, done.closed ? left : std::min(left, before), allowed_rate);
  return done;
}

void KrylovExponential::advance(double* y, double t) {
  const double start = std::sqrt(dot(y, y, size_));
  if (!std::isfinite(start)) throw NumericalFailure("Krylov exponential: the vector is not finite");
  const double allowed_rate = tolerance_ * start / t;
  double left = t, guess = std::numeric_limits<double>::infinity();
  while (left > 0) {
    throw_if_stopped();
    const double norm = std::sqrt(dot(y, y, size_));
    if (norm == 0) return;
    const auto [m, closed, trial] = substep(y, norm, left, guess, allowed_rate);
    const Index used = closed ? m : m + 1;
    for (Index i = 0; i < size_; ++i) y[i] = 0;
    for (Index j = 0; j < used; ++j) {
      const double weight = norm * exponential_(j, 0);
      const double* v = basis_.col(j).data();
      for (Index i = 0; i < size_; ++i) y[i] += weight * v[i];
    }
    left = trial.length >= left ? 0 : left - trial.length;
    const double grown =
        0.9 * std::pow(allowed_rate * trial.length / trial.error, 1.0 / static_cast<double>(m));
    guess = trial.length * (std::isfinite(grown) ? std::clamp(grown, 0.5, 5.0) : 5.0);
  }
}

}  // namespace kolmo::fokker_planck
