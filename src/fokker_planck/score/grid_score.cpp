#include "kolmo/fokker_planck/score/grid_score.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "log_spline.hpp"
#include "recorded_times.hpp"

namespace kolmo::fokker_planck {
namespace {

// Around a negative entry of size ε, values of the order of ε are as wrong as it is.
constexpr double noise_factor = 100;

// Piece number and ξ of every point, then s = c₀ + c₁ ξ + c₂ ξ² and, where it is wanted, its derivative. NaN
// stays NaN.
template <bool with_divergence>
[[gnu::always_inline]] inline void evaluate_pieces(const double* pieces, Index last_piece, double origin,
                                                   double inverse_width, const double* x, Index n,
                                                   double* score, double* divergence) {
  const double last = static_cast<double>(last_piece);
  for (Index i = 0; i < n; ++i) {
    const double position = (x[i] - origin) * inverse_width;
    const double bounded = position > 0 ? (position < last ? position : last) : 0;
    const int piece = static_cast<int>(bounded);
    const double xi = position - piece;
    const double* c = pieces + 4 * static_cast<Index>(piece);
    score[i] = c[0] + xi * (c[1] + xi * c[2]);
    if constexpr (with_divergence) divergence[i] = (c[1] + 2 * xi * c[2]) * inverse_width;
  }
}

KOLMO_VECTORISED void evaluate(const double* pieces, Index last_piece, double origin, double inverse_width,
                               const double* x, Index n, double* score, double* divergence) {
  evaluate_pieces<true>(pieces, last_piece, origin, inverse_width, x, n, score, divergence);
}

KOLMO_VECTORISED void evaluate_score(const double* pieces, Index last_piece, double origin,
                                     double inverse_width, const double* x, Index n, double* score) {
  evaluate_pieces<false>(pieces, last_piece, origin, inverse_width, x, n, score, nullptr);
}

/// log p = c₃ + h (c₀ ξ + ½ c₁ ξ² + ⅓ c₂ ξ³).
KOLMO_VECTORISED void evaluate_log(const double* pieces, Index last_piece, double origin,
                                   double inverse_width, const double* x, Index n, double* out) {
  const double last = static_cast<double>(last_piece);
  for (Index i = 0; i < n; ++i) {
    const double position = (x[i] - origin) * inverse_width;
    const double bounded = position > 0 ? (position < last ? position : last) : 0;
    const int piece = static_cast<int>(bounded);
    const double xi = position - piece;
    const double* c = pieces + 4 * static_cast<Index>(piece);
    out[i] = c[3] + xi * (c[0] + xi * (c[1] / 2 + xi * (c[2] / 3))) / inverse_width;
  }
}

void check_reference(const process::GradientStructure& reference) {
  if (!reference.potential) throw InvalidArgument("reference: has no potential");
  require(reference.potential->dimension() == 1, "dimension of the reference's potential",
          static_cast<double>(reference.potential->dimension()), "must be 1");
  require(reference.temperature > 0, "temperature of the reference", reference.temperature, "must be > 0");
}

/// V/T at the cell centres; 0 without a reference.
Eigen::ArrayXd exponents(const std::optional<process::GradientStructure>& reference, const Grid& grid) {
  Eigen::ArrayXd exponent = Eigen::ArrayXd::Zero(grid.cells());
  if (!reference) return exponent;
  check_reference(*reference);
  reference->potential->value(grid.centres(), exponent);
  exponent /= reference->temperature;
  for (Index i = 0; i < exponent.size(); ++i) {
    require(std::isfinite(exponent(i)), "the reference's V/T at a cell centre", exponent(i),
            "must be finite");
  }
  return exponent;
}

/// Temporaries of a thread.
Eigen::ArrayXd& scratch(Index n) {
  thread_local Eigen::ArrayXd memory;
  if (memory.size() < n) memory.resize(n);
  return memory;
}

/// out −= ∇V/T.
void add_reference(const process::GradientStructure& reference, const ConstBlock& x, double* out) {
  Eigen::Map<Points> gradient(scratch(x.rows()).data(), x.rows(), 1);
  reference.potential->gradient(x, gradient);
  Eigen::Map<Eigen::ArrayXd>(out, x.rows()) -= gradient.col(0) / reference.temperature;
}

}  // namespace

GridScore::GridScore(const Recording& recording, double floor,
                     std::optional<process::GradientStructure> reference)
    : reference_(std::move(reference)),
      origin_(recording.grid.axis(0).centre(0)),
      width_(recording.grid.axis(0).width()),
      intervals_(recording.grid.cells() + 1),
      times_(recording.times),
      id_(next_record_id()) {
  require(recording.grid.dimension() == 1, "grid dimension", static_cast<double>(recording.grid.dimension()),
          "must be 1");
  require(times_.size() >= 2, "number of recorded times", static_cast<double>(times_.size()),
          "must be at least 2");
  require(floor > 0, "floor", floor, "must be > 0");
  const Index n = recording.grid.cells(), count = static_cast<Index>(times_.size());
  require(recording.densities.rows() == n && recording.densities.cols() == count,
          "size of the recorded densities", static_cast<double>(recording.densities.size()),
          "must be cells × times");
  const Eigen::ArrayXd exponent = exponents(reference_, recording.grid);
  pieces_.resize(4 * intervals_, count);
  resolved_.resize(times_.size());
  for_each_task(count, [&](Index k) {
    const double* p = recording.densities.col(k).data();
    const double noise = noise_factor * std::max(0.0, -*std::min_element(p, p + n));
    const ResolvedCells cells =
        log_spline_pieces(p, exponent.data(), n, width_, std::max(floor, noise), pieces_.col(k).data());
    const double t = times_[static_cast<std::size_t>(k)];
    require(cells.first >= 0, "recorded density at t", t,
            "must be above the floor in at least 5 cells in a row");
    const Axis& axis = recording.grid.axis(0);
    resolved_[static_cast<std::size_t>(k)] = {axis.centre(cells.first), axis.centre(cells.last)};
  });
}

GridScore::Stretch GridScore::resolved(double t) const {
  const TimeWeights w = time_weights(times_, t);
  Stretch hull = resolved_[w.first];
  for (std::size_t k = 1; k < w.count; ++k) {
    hull.lower = std::max(hull.lower, resolved_[w.first + k].lower);
    hull.upper = std::min(hull.upper, resolved_[w.first + k].upper);
  }
  return hull;
}

const double* GridScore::pieces(double t) const { return blended_columns(id_, times_, t, pieces_); }

void GridScore::score(double t, const ConstBlock& x, Block out) const {
  evaluate_score(pieces(t), intervals_ - 1, origin_ - width_, 1 / width_, x.data(), x.rows(), out.data());
  if (reference_) add_reference(*reference_, x, out.data());
}

void GridScore::log_density(double t, const ConstBlock& x, Values out) const {
  evaluate_log(pieces(t), intervals_ - 1, origin_ - width_, 1 / width_, x.data(), x.rows(), out.data());
  if (!reference_) return;
  Eigen::Map<Eigen::ArrayXd> exponent(scratch(x.rows()).data(), x.rows());
  reference_->potential->value(x, exponent);
  out -= exponent / reference_->temperature;
}

void GridScore::score_and_divergence(double t, const ConstBlock& x, Block score, Values divergence) const {
  evaluate(pieces(t), intervals_ - 1, origin_ - width_, 1 / width_, x.data(), x.rows(), score.data(),
           divergence.data());
  if (!reference_) return;
  add_reference(*reference_, x, score.data());
  Eigen::Map<Eigen::ArrayXd> laplacian(scratch(x.rows()).data(), x.rows());
  reference_->potential->laplacian(x, laplacian);
  divergence -= laplacian / reference_->temperature;
}

}  // namespace kolmo::fokker_planck
