#include "kolmo/fokker_planck/operator/generator.hpp"

#include <algorithm>
#include <cmath>

#include "check_rates.hpp"
#include "grid_lines.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"

namespace kolmo::fokker_planck {
namespace {

double smallest(const FaceRates& r) {
  double least = std::min(r.up.minCoeff(), r.down.minCoeff());
  return r.wrap.size() > 0 ? std::min(least, r.wrap.minCoeff()) : least;
}

/// The next cell along an axis, −1 beyond a wall.
Index neighbour(const Generator& generator, Index cell, Index axis) {
  const Grid& grid = generator.grid();
  const Index n = grid.axis(axis).cells, stride = stride_along(grid, axis);
  if (cell / stride % n + 1 < n) return cell + stride;
  return generator.rates(axis).wrap.size() > 0 ? cell - (n - 1) * stride : -1;
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

bool Generator::closed() const {
  return std::all_of(rates_.begin(), rates_.end(), [](const FaceRates& r) { return r.closed(); });
}

/// visit(lower cell, upper cell, up, down) for every face between two cells along axis k.
template <class Visit>
void Generator::for_each_face_along(Index k, Visit visit) const {
  const FaceRates& r = rates(k);
  const Index n = grid_.axis(k).cells, stride = stride_along(grid_, k);
  for (Index line = 0; line < lines_along(grid_, k); ++line) {
    const Index column = r.shared() ? 0 : line, first = first_cell(grid_, k, line);
    const double* up = r.up.col(column).data();
    const double* down = r.down.col(column).data();
    for (Index f = 0; f + 1 < n; ++f) {
      visit(first + f * stride, first + (f + 1) * stride, up[f], down[f]);
    }
    if (r.wrap.size() > 0) visit(first + (n - 1) * stride, first, r.wrap(0, column), r.wrap(1, column));
  }
}

/// visit(k, l, cell, next along k, next along l, next along both) for every inner corner with D_kl ≠ 0.
template <class Visit>
void Generator::for_each_corner(Visit visit) const {
  if (!mixed_) return;
  for (Index k = 0; k < grid_.dimension(); ++k) {
    for (Index l = k + 1; l < grid_.dimension(); ++l) {
      if (corner_rates_(k, l) == 0) continue;
      for (Index cell = 0; cell < grid_.cells(); ++cell) {
        const Index a = neighbour(*this, cell, k), b = neighbour(*this, cell, l);
        if (a >= 0 && b >= 0) visit(k, l, cell, a, b, neighbour(*this, a, l));
      }
    }
  }
}

/// visit(a cell, another, rate there, rate back) for what corners exchange.
template <class Visit>
void Generator::for_each_corner_exchange(Visit visit) const {
  for_each_corner([&](Index k, Index l, Index cell, Index a, Index b, Index far) {
    const double c = std::abs(corner_rates_(k, l));
    corner_rates_(k, l) > 0 ? visit(cell, far, c, c) : visit(a, b, c, c);
    visit(cell, a, -c / 2, -c / 2);
    visit(b, far, -c / 2, -c / 2);
    visit(cell, b, -c / 2, -c / 2);
    visit(a, far, -c / 2, -c / 2);
  });
}

template <class Visit>
void Generator::for_each_exchange(Visit visit) const {
  for (Index k = 0; k < grid_.dimension(); ++k) for_each_face_along(k, visit);
  for_each_corner_exchange(visit);
}

/// visit(cell, rate, axis, side) for every cell at an absorbing wall.
template <class Visit>
void Generator::for_each_leak(Visit visit) const {
  for (Index k = 0; k < grid_.dimension(); ++k) {
    const FaceRates& r = rates(k);
    if (r.leaks.size() == 0) continue;
    const Index across = (grid_.axis(k).cells - 1) * stride_along(grid_, k);
    for (Index line = 0; line < lines_along(grid_, k); ++line) {
      const Index column = r.shared() ? 0 : line, first = first_cell(grid_, k, line);
      visit(first, r.leaks(0, column), k, Index{0});
      visit(first + across, r.leaks(1, column), k, Index{1});
    }
  }
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

std::vector<Eigen::ArrayXXd> Generator::currents(const double* p) const {
  std::vector<Eigen::ArrayXXd> currents;
  for (Index k = 0; k < grid_.dimension(); ++k) {
    const Index faces = grid_.axis(k).cells - (rates(k).wrap.size() > 0 ? 0 : 1);
    currents.push_back(Eigen::ArrayXXd::Zero(faces, lines_along(grid_, k)));
  }
  // From a cell up to the next one along an axis.
  const auto add = [&](Index from, Index axis, double flux) {
    const Index stride = stride_along(grid_, axis), n = grid_.axis(axis).cells;
    const Index line = from % stride + from / (stride * n) * stride;
    currents[static_cast<std::size_t>(axis)](from / stride % n, line) += flux * grid_.cell_volume();
  };
  for (Index k = 0; k < grid_.dimension(); ++k) {
    for_each_face_along(k, [&](Index lower, Index upper, double up, double down) {
      add(lower, k, up * p[lower] - down * p[upper]);
    });
  }
  for_each_corner([&](Index k, Index l, Index cell, Index a, Index b, Index far) {
    const double c = std::abs(corner_rates_(k, l)) / 2;
    add(cell, k, -c * (p[cell] - p[a]));
    add(b, k, -c * (p[b] - p[far]));
    add(cell, l, -c * (p[cell] - p[b]));
    add(a, l, -c * (p[a] - p[far]));
    if (corner_rates_(k, l) > 0) {
      const double flux = c * (p[cell] - p[far]);  // half of it by a, half by b
      add(cell, k, flux), add(a, l, flux), add(cell, l, flux), add(b, k, flux);
    } else {
      const double flux = c * (p[a] - p[b]);
      add(cell, k, -flux), add(cell, l, flux), add(a, l, flux), add(b, k, -flux);
    }
  });
  return currents;
}

double Generator::outflow(const double* p, Index axis, Index side) const {
  require(axis >= 0 && axis < grid_.dimension(), "axis", static_cast<double>(axis),
          "must be an axis of the grid");
  double total = 0;
  for_each_leak([&](Index cell, double rate, Index k, Index s) {
    if (k == axis && s == side) total += rate * p[cell];
  });
  return total * grid_.cell_volume();
}

}  // namespace kolmo::fokker_planck
