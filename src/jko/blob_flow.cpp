#include "kolmo/jko/blob_flow.hpp"

#include <cmath>
#include <numbers>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {
namespace {

/// e^{−|x_i − x_j|²/2δ²} for all j.
void bells(const Points& x, Index i, double width, Eigen::ArrayXd& out) {
  out.setZero(x.rows());
  for (Index k = 0; k < x.cols(); ++k) out -= (x.col(k) - x(i, k)).square() / (2 * width * width);
  kolmo::exp(out.data(), out.data(), out.size());
}

}  // namespace

BlobFlow::BlobFlow(Eigen::ArrayXd weights, double width, double temperature,
                   std::shared_ptr<const density::Potential> potential)
    : weights_(std::move(weights)),
      width_(width),
      temperature_(temperature),
      potential_(std::move(potential)) {
  require(std::isfinite(width) && width > 0, "width of the blobs", width, "must be finite and > 0");
  require(std::isfinite(temperature) && temperature > 0, "temperature", temperature,
          "must be finite and > 0");
  for (Index i = 0; i < weights_.size(); ++i)
    require(std::isfinite(weights_(i)) && weights_(i) > 0, "weight", weights_(i), "must be finite and > 0");
  const double total = sum(weights_.data(), weights_.size());
  require(std::abs(total - 1) <= 1e-6, "sum of weights", total, "must be 1 within 1e-6");
}

// Without the factor of the Gaussian, which drops out of velocities.
Eigen::ArrayXd BlobFlow::blurred(const Points& x) const {
  require(x.rows() == weights_.size(), "particles", static_cast<double>(x.rows()),
          "must be as many as weights");
  Eigen::ArrayXd density(x.rows());
  for_each_block(x.rows(), [&](Index, Index first, Index rows) {
    Eigen::ArrayXd bell;
    for (Index i = first; i < first + rows; ++i) {
      bells(x, i, width_, bell);
      density(i) = chunk_dot(bell.data(), weights_.data(), bell.size());
    }
  });
  return density;
}

void BlobFlow::velocity(const Points& x, Points& out) const {
  const Eigen::ArrayXd inverse = 1 / blurred(x);
  out.resize(x.rows(), x.cols());
  for_each_block(x.rows(), [&](Index, Index first, Index rows) {
    Eigen::ArrayXd bell, term;
    if (potential_) {
      potential_->gradient(x.middleRows(first, rows), out.middleRows(first, rows));
    } else {
      out.middleRows(first, rows).setZero();
    }
    for (Index i = first; i < first + rows; ++i) {
      bells(x, i, width_, bell);
      bell *= weights_ * (inverse + inverse(i));
      for (Index k = 0; k < x.cols(); ++k) {  // ∇φ(x_i − x_j) = −(x_i − x_j)/δ² φ
        term = (x(i, k) - x.col(k)) / (width_ * width_);
        out(i, k) = temperature_ * chunk_dot(bell.data(), term.data(), term.size()) - out(i, k);
      }
    }
  });
}

void BlobFlow::advance(double tau, Points& x) const {
  require(std::isfinite(tau) && tau > 0, "tau", tau, "must be finite and > 0");
  Points a, b, c, d;
  velocity(x, a);
  velocity(x + tau / 2 * a, b);
  velocity(x + tau / 2 * b, c);
  velocity(x + tau * c, d);
  const Points moved = x + tau / 6 * (a + 2 * b + 2 * c + d);
  for (Index i = 0; i < moved.rows(); ++i)
    if (!moved.row(i).isFinite().all())
      throw NumericalFailure(
          "blob flow: particle " + number_text(i) + " is not finite after a step of " + number_text(tau) +
          "; take one below width²/temperature = " + number_text(width_ * width_ / temperature_));
  x = moved;
}

double BlobFlow::energy(const Points& x) const {
  const auto d = static_cast<double>(x.cols());
  Eigen::ArrayXd terms = blurred(x) / std::pow(2 * std::numbers::pi * width_ * width_, d / 2);
  kolmo::log(terms.data(), terms.data(), terms.size());
  terms *= temperature_;
  if (potential_) {
    Eigen::ArrayXd value(x.rows());
    for_each_block(x.rows(), [&](Index, Index first, Index rows) {
      potential_->value(x.middleRows(first, rows), value.segment(first, rows));
    });
    terms += value;
  }
  return dot(terms.data(), weights_.data(), terms.size());
}

}  // namespace kolmo::jko
