#include "kolmo/fokker_planck/operator/generator.hpp"

#include <algorithm>
#include <cmath>

#include "check_rates.hpp"
#include "generator_visits.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"

namespace kolmo::fokker_planck {
namespace {

double smallest(const FaceRates& r) {
  double least = std::min(r.up.minCoeff(), r.down.minCoeff());
  return r.wrap.size() > 0 ? std::min(least, r.wrap.minCoeff()) : least;
}

}  // namespace

Generator::Generator(Grid grid, std::vector<FaceRates> rates, std::string discretisation)
    : grid_(std::move(grid)), rates_(std::move(rates)), discretisation_(std::move(discretisation)) {
  require(static_cast<Index>(rates_.size()) == grid_.dimension(), "number of face rates",
          static_cast<double>(rates_.size()), "must be the grid's dimension");
  for (Index k = 0; k < grid_.dimension(); ++k) {
    check_rates(this->rates(k), grid_.axis(k).cells, lines_along(grid_, k));
    has_negative_rates_ |= smallest(this->rates(k)) < 0;
  }
}

Generator::Generator(Grid grid, std::vector<FaceRates> rates, std::string discretisation,
                     const Eigen::MatrixXd& mixed_diffusion)
    : Generator(std::move(grid), std::move(rates), std::move(discretisation)) {
  const Index d = grid_.dimension();
  require(mixed_diffusion.rows() == d && mixed_diffusion.cols() == d, "rows of mixed_diffusion",
          static_cast<double>(mixed_diffusion.rows()), "must be the grid's dimension, as the columns");
  if (!mixed_diffusion.allFinite() || mixed_diffusion != mixed_diffusion.transpose()) {
    throw InvalidArgument("mixed_diffusion: must be finite and symmetric");
  }
  corner_rates_ = mixed_diffusion;
  corner_rates_.diagonal().setZero();
  mixed_ = !corner_rates_.isZero(0);
  for (Index k = 0; k < d; ++k) {
    double needed = 0;
    for (Index l = 0; l < d; ++l) {
      corner_rates_(k, l) /= grid_.axis(k).width() * grid_.axis(l).width();
      needed += std::abs(corner_rates_(k, l));
    }
    has_negative_rates_ |= smallest(this->rates(k)) < needed;
  }
}

Generator::Generator(Grid grid, std::vector<FaceRates> rates, std::string discretisation,
                     MixedDiffusion mixed_diffusion)
    : Generator(std::move(grid), std::move(rates), std::move(discretisation)) {
  const Index d = grid_.dimension();
  corner_fields_ = std::move(mixed_diffusion.entries);
  require(corner_fields_.rows() == grid_.cells() && corner_fields_.cols() == d * (d - 1) / 2,
          "rows of mixed_diffusion", static_cast<double>(corner_fields_.rows()),
          "must be the grid's cells, and a column a pair of axes");
  if (!corner_fields_.allFinite()) throw InvalidArgument("mixed_diffusion: must be finite");
  corner_rates_.setZero(d, d);
  for (Index l = 1; l < d; ++l) {
    for (Index k = 0; k < l; ++k) {
      auto field = corner_fields_.col(k + l - 1);
      field /= grid_.axis(k).width() * grid_.axis(l).width();
      corner_rates_(k, l) = corner_rates_(l, k) = field.abs().maxCoeff();
    }
  }
  mixed_ = !corner_rates_.isZero(0);
  note_negative_rates();
}

/// Of every cell's own rates along each axis, less what its corners take.
void Generator::note_negative_rates() {
  for (Index k = 0; k < grid_.dimension(); ++k) {
    for_each_face_along(k, [&](Index lower, Index upper, double up, double down) {
      double below = 0, above = 0;
      for (Index l = 0; l < grid_.dimension(); ++l) {
        if (l == k) continue;
        below += std::abs(corner_rate(std::min(k, l), std::max(k, l), lower));
        above += std::abs(corner_rate(std::min(k, l), std::max(k, l), upper));
      }
      has_negative_rates_ |= up < below || down < above;
    });
  }
}

bool Generator::closed() const {
  return std::all_of(rates_.begin(), rates_.end(), [](const FaceRates& r) { return r.closed(); });
}

void Generator::apply(const double* p, double* out) const {
  for (Index i = 0; i < grid_.cells(); ++i) out[i] = 0;
  for_each_exchange([&](Index lower, Index upper, double up, double down) {
    const double flux = up * p[lower] - down * p[upper];
    out[lower] -= flux;
    out[upper] += flux;
  });
  for_each_leak([&](Index cell, double rate, Index, Index) { out[cell] -= rate * p[cell]; });
}

void Generator::apply_mixed(const double* p, double* out) const {
  for (Index i = 0; i < grid_.cells(); ++i) out[i] = 0;
  for_each_corner_exchange([&](Index a, Index b, double there, double back) {
    const double flux = there * p[a] - back * p[b];
    out[a] -= flux;
    out[b] += flux;
  });
}

void Generator::apply_transposed(const double* u, double* out) const {
  for (Index i = 0; i < grid_.cells(); ++i) out[i] = 0;
  for_each_exchange([&](Index lower, Index upper, double up, double down) {
    const double rise = u[upper] - u[lower];
    out[lower] += up * rise;
    out[upper] -= down * rise;
  });
  for_each_leak([&](Index cell, double rate, Index, Index) { out[cell] -= rate * u[cell]; });
}

Eigen::SparseMatrix<double> Generator::sparse() const {
  const double entries = static_cast<double>(grid_.cells()) *
                         static_cast<double>(4 * grid_.dimension() + 1 +
                                             (mixed_ ? 10 * grid_.dimension() * (grid_.dimension() - 1) : 0));
  require_memory(3 * entries, "the matrix of this generator", "take fewer cells");
  std::vector<Eigen::Triplet<double>> triplets;
  triplets.reserve(static_cast<std::size_t>(entries));
  const auto add = [&](Index row, Index column, double value) {
    triplets.emplace_back(static_cast<int>(row), static_cast<int>(column), value);
  };
  for_each_exchange([&](Index lower, Index upper, double up, double down) {
    add(lower, lower, -up);
    add(upper, lower, up);
    add(lower, upper, down);
    add(upper, upper, -down);
  });
  for_each_leak([&](Index cell, double rate, Index, Index) { add(cell, cell, -rate); });
  Eigen::SparseMatrix<double> matrix(grid_.cells(), grid_.cells());
  matrix.setFromTriplets(triplets.begin(), triplets.end());
  return matrix;
}

}  // namespace kolmo::fokker_planck
