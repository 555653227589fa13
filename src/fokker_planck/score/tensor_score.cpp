#include "kolmo/fokker_planck/score/tensor_score.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker_planck/operator/grid_lines.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/linear/cubic_b_spline.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/process/process.hpp"
#include "log_density_everywhere.hpp"
#include "recorded_times.hpp"

#include "kolmo/core/parallel/scratch.hpp"

namespace kolmo::fokker_planck {
namespace {

// Around a negative entry of size ε, values of the order of ε are as wrong as it is.
constexpr double noise_factor = 100;

std::vector<Index> sizes_of(const Grid& grid) {
  std::vector<Index> sizes;
  for (Index k = 0; k < grid.dimension(); ++k) sizes.push_back(grid.axis(k).cells);
  return sizes;
}

using Resolved = Eigen::Array<bool, Eigen::Dynamic, 1>;

// Cells whose 3^d − 1 neighbours are resolved too: elsewhere the spline bends between p and its continuation.
Resolved with_resolved_neighbours(const Grid& grid, Resolved cells) {
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    const Index stride = stride_along(grid, axis), n = grid.axis(axis).cells;
    const Resolved before = cells;
    for (Index i = 0; i < cells.size(); ++i) {
      const Index place = i / stride % n;
      if (place > 0) cells(i) = cells(i) && before(i - stride);
      if (place + 1 < n) cells(i) = cells(i) && before(i + stride);
    }
  }
  return cells;
}

/// V/T at the cell centres; 0 without a reference.
Eigen::ArrayXd exponents(const std::optional<process::GradientStructure>& reference, const Grid& grid) {
  Eigen::ArrayXd exponent = Eigen::ArrayXd::Zero(grid.cells());
  if (!reference) return exponent;
  if (!reference->potential) throw InvalidArgument("reference: has no potential");
  require(reference->potential->dimension() == grid.dimension(), "dimension of the reference's potential",
          static_cast<double>(reference->potential->dimension()), "must be that of the grid");
  require(reference->temperature > 0, "temperature of the reference", reference->temperature, "must be > 0");
  reference->potential->value(grid.centres(), exponent);
  exponent /= reference->temperature;
  for (Index i = 0; i < exponent.size(); ++i)
    require(std::isfinite(exponent(i)), "the reference's V/T at a cell centre", exponent(i),
            "must be finite");
  return exponent;
}

void check(const Recording& recording, double floor) {
  const Grid& grid = recording.grid;
  require(grid.dimension() >= 2, "grid dimension", static_cast<double>(grid.dimension()), "must be 2 or 3");
  for (Index k = 0; k < grid.dimension(); ++k) {
    require(grid.axis(k).cells >= 4, "cells of an axis", static_cast<double>(grid.axis(k).cells),
            "must be at least 4");
  }
  require(recording.times.size() >= 2, "number of recorded times",
          static_cast<double>(recording.times.size()), "must be at least 2");
  require(floor > 0, "floor", floor, "must be > 0");
  require(recording.densities.rows() == grid.cells() &&
              recording.densities.cols() == static_cast<Index>(recording.times.size()),
          "size of the recorded densities", static_cast<double>(recording.densities.size()),
          "must be cells × times");
}

}  // namespace

TensorScore::TensorScore(const Recording& recording, double floor,
                         std::optional<process::GradientStructure> reference)
    : reference_(std::move(reference)), times_(recording.times), id_(next_record_id()) {
  check(recording, floor);
  const Grid& grid = recording.grid;
  const Eigen::ArrayXd exponent = exponents(reference_, grid);
  Index coefficients = 1;
  for (Index k = 0; k < grid.dimension(); ++k) {
    axes_.push_back(grid.axis(k));
    coefficients *= grid.axis(k).cells + 2;
  }
  const Index count = static_cast<Index>(times_.size());
  require_memory(static_cast<double>(coefficients) * static_cast<double>(count),
                 "the score of this recording", "take fewer cells or recorded times");
  coefficients_.resize(coefficients, count);
  resolved_.resize(grid.cells(), count);
  for_each_task(count, [&](Index k) {
    const auto p = recording.densities.col(k);
    const double lowest = std::max(floor, -noise_factor * p.minCoeff());
    const Resolved above = p >= lowest;
    require(above.any(), "recorded density at t", times_[static_cast<std::size_t>(k)],
            "must be above the floor somewhere");
    resolved_.col(k) = with_resolved_neighbours(grid, above);
    coefficients_.col(k) =
        spline_coefficients(log_density_everywhere(grid, p, lowest) + exponent, sizes_of(grid));
  });
}

template <int D, class Use>
void TensorScore::at_places(double t, const ConstBlock& x, const Use& use) const {
  const double* c = blended_columns(id_, times_, t, coefficients_);
  double origin[D], inverse_width[D];
  Index n[D], strides[D];
  for (int k = 0; k < D; ++k) {
    const Axis& axis = axes_[static_cast<std::size_t>(k)];
    origin[k] = axis.centre(0);
    inverse_width[k] = 1 / axis.width();
    n[k] = axis.cells;
    strides[k] = k == 0 ? 1 : strides[k - 1] * (n[k - 1] + 2);
  }
  for (Index i = 0; i < x.rows(); ++i) {
    const auto place = [&](int k) {
      return SplinePlace((x(i, k) - origin[k]) * inverse_width[k], n[k], inverse_width[k]);
    };
    if constexpr (D == 2) {
      const SplinePlace places[] = {place(0), place(1)};
      use(i, c, places, strides);
    } else {
      const SplinePlace places[] = {place(0), place(1), place(2)};
      use(i, c, places, strides);
    }
  }
}

template <int D>
void TensorScore::evaluate(double t, const ConstBlock& x, Block score, double* divergence) const {
  at_places<D>(t, x, [&](Index i, const double* c, const SplinePlace* places, const Index* strides) {
    const SplineValue<D> s = spline_value<D>(c, places, strides);
    for (int k = 0; k < D; ++k) score(i, k) = s.gradient[k];
    if (divergence) divergence[i] = s.laplacian;
  });
}

void TensorScore::log_density(double t, const ConstBlock& x, Values out) const {
  const auto values = [&]<int D>() {
    at_places<D>(t, x, [&](Index i, const double* c, const SplinePlace* places, const Index* strides) {
      out(i) = spline_value<D>(c, places, strides).value;
    });
  };
  dimension() == 2 ? values.template operator()<2>() : values.template operator()<3>();
  if (!reference_) return;
  Eigen::ArrayXd exponent(x.rows());
  reference_->potential->value(x, exponent);
  out -= exponent / reference_->temperature;
}

void TensorScore::score_and_jacobian(double t, const ConstBlock& x, Block score, Block jacobian) const {
  if (reference_)
    throw process::Undefined("score beside a potential: its derivatives are not known one by one");
  const auto derivatives = [&]<int D>() {
    at_places<D>(t, x, [&](Index i, const double* c, const SplinePlace* places, const Index* strides) {
      const SplineSecond<D> s = spline_second<D>(c, places, strides);
      for (int k = 0; k < D; ++k) {
        score(i, k) = s.gradient[k];
        for (int j = 0; j < D; ++j) jacobian(i, k * D + j) = s.hessian[j][k];
      }
    });
  };
  dimension() == 2 ? derivatives.template operator()<2>() : derivatives.template operator()<3>();
}

void TensorScore::add_reference(const ConstBlock& x, Block score, double* divergence) const {
  if (!reference_) return;
  Scratch of_gradient(x.rows(), dimension()), of_laplacian(x.rows(), 1);
  auto gradient = of_gradient.points();
  reference_->potential->gradient(x, gradient);
  score -= gradient / reference_->temperature;
  if (divergence == nullptr) return;
  auto laplacian = of_laplacian.values();
  reference_->potential->laplacian(x, laplacian);
  for (Index i = 0; i < x.rows(); ++i) divergence[i] -= laplacian(i) / reference_->temperature;
}

void TensorScore::score(double t, const ConstBlock& x, Block out) const {
  dimension() == 2 ? evaluate<2>(t, x, out, nullptr) : evaluate<3>(t, x, out, nullptr);
  add_reference(x, out, nullptr);
}

void TensorScore::score_and_divergence(double t, const ConstBlock& x, Block score, Values divergence) const {
  dimension() == 2 ? evaluate<2>(t, x, score, divergence.data())
                   : evaluate<3>(t, x, score, divergence.data());
  add_reference(x, score, divergence.data());
}

Eigen::Array<bool, Eigen::Dynamic, 1> TensorScore::resolved(double t, const ConstBlock& x) const {
  const TimeWeights w = time_weights(times_, t);
  Eigen::Array<bool, Eigen::Dynamic, 1> out(x.rows());
  for (Index i = 0; i < x.rows(); ++i) {
    Index cell = 0, stride = 1;
    bool inside = true;
    for (std::size_t k = 0; k < axes_.size(); ++k) {
      const double place = (x(i, static_cast<Index>(k)) - axes_[k].lower) / axes_[k].width();
      inside = inside && place >= 0 && place <= static_cast<double>(axes_[k].cells);
      if (inside) cell += stride * std::min(static_cast<Index>(place), axes_[k].cells - 1);
      stride *= axes_[k].cells;
    }
    for (std::size_t k = 0; inside && k < w.count; ++k) {
      inside = resolved_(cell, static_cast<Index>(w.first + k));
    }
    out(i) = inside;
  }
  return out;
}

}  // namespace kolmo::fokker_planck
