#include "kolmo/fokker_planck/analysis/functionals.hpp"

#include <cmath>
#include <limits>

#include "fokker_planck/operator/checks.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::fokker_planck {
namespace {

/// Σ term(i) over all cells in the fixed order.
template <class Term>
double sum_of(Index n, const Term& term) {
  return sum_over_blocks(n, [&](Index first, Index rows) {
    Eigen::Array<double, block_rows, 1> terms;
    for (Index i = 0; i < rows; ++i) terms(i) = term(first + i);
    return chunk_sum(terms.data(), rows);
  });
}

double log_moment(double p) { return p > 0 ? p * std::log(p) : 0; }

struct CellCentre {
  const Grid& grid;
  double operator()(Index cell, Index axis) const {
    for (Index k = 0; k < axis; ++k) cell /= grid.axis(k).cells;
    return grid.axis(axis).centre(cell % grid.axis(axis).cells);
  }
};

}  // namespace

double mass(const Grid& grid, const Eigen::ArrayXd& p) {
  check_size(grid, p);
  return sum(p.data(), p.size()) * grid.cell_volume();
}

double raw_moment(const Grid& grid, const Eigen::ArrayXd& p, Index axis, int order) {
  check_size(grid, p);
  check_axis(grid, axis);
  require(order >= 1, "order", order, "must be at least 1");
  const CellCentre x{grid};
  const double weighted = sum_of(p.size(), [&](Index i) {
    const double centre = x(i, axis);
    double power = centre;
    for (int k = 1; k < order; ++k) power *= centre;
    return power * p(i);
  });
  return weighted / sum(p.data(), p.size());
}

Eigen::VectorXd mean(const Grid& grid, const Eigen::ArrayXd& p) {
  Eigen::VectorXd m(grid.dimension());
  for (Index k = 0; k < m.size(); ++k) m(k) = raw_moment(grid, p, k, 1);
  return m;
}

Eigen::MatrixXd covariance(const Grid& grid, const Eigen::ArrayXd& p) {
  const Eigen::VectorXd m = mean(grid, p);
  const double total = sum(p.data(), p.size());
  const CellCentre x{grid};
  Eigen::MatrixXd c(m.size(), m.size());
  for (Index k = 0; k < m.size(); ++k) {
    for (Index l = 0; l <= k; ++l) {
      c(k, l) = c(l, k) =
          sum_of(p.size(), [&](Index i) { return (x(i, k) - m(k)) * (x(i, l) - m(l)) * p(i); }) / total;
    }
  }
  return c;
}

double entropy(const Grid& grid, const Eigen::ArrayXd& p) {
  check_density(grid, p);
  return -grid.cell_volume() * sum_of(p.size(), [&](Index i) { return log_moment(p(i)); });
}

double fisher_information(const Grid& grid, const Eigen::ArrayXd& p) {
  check_density(grid, p);
  double information = 0;
  Index stride = 1;
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    const Index n = grid.axis(axis).cells;
    const double h = grid.axis(axis).width();
    information += 4 / (h * h) * sum_of(p.size(), [&](Index i) {
                     if (i / stride % n + 1 == n) return 0.0;
                     const double rise = std::sqrt(p(i + stride)) - std::sqrt(p(i));
                     return rise * rise;
                   });
    stride *= n;
  }
  return grid.cell_volume() * information;
}

double free_energy(const Grid& grid, const Eigen::ArrayXd& p, const density::Potential& potential,
                   double temperature) {
  check_density(grid, p);
  require(temperature > 0 && std::isfinite(temperature), "temperature", temperature,
          "must be finite and > 0");
  require(potential.dimension() == grid.dimension(), "dimension of potential",
          static_cast<double>(potential.dimension()), "must be that of the grid");
  Eigen::ArrayXd v(p.size());
  potential.value(grid.centres(), v);
  return grid.cell_volume() * sum_of(p.size(), [&](Index i) {
           return (p(i) > 0 ? p(i) * v(i) : 0) + temperature * log_moment(p(i));
         });
}

double relative_entropy(const Grid& grid, const Eigen::ArrayXd& p, const Eigen::ArrayXd& q) {
  check_density(grid, p);
  check_density(grid, q);
  for (Index i = 0; i < p.size(); ++i) {
    if (p(i) > 0 && q(i) == 0) return std::numeric_limits<double>::infinity();
  }
  return grid.cell_volume() *
         sum_of(p.size(), [&](Index i) { return p(i) > 0 ? p(i) * (std::log(p(i)) - std::log(q(i))) : 0; });
}

double remove_negative(Eigen::ArrayXd& p) {
  const double before = sum(p.data(), p.size());
  double removed = 0;
  for (Index i = 0; i < p.size(); ++i) {
    if (p(i) < 0) {
      removed -= p(i);
      p(i) = 0;
    }
  }
  if (removed == 0) return 0;
  require(before > 0 && std::isfinite(before), "sum of p", before, "must be finite and > 0");
  p *= before / sum(p.data(), p.size());
  return removed / before;
}

}  // namespace kolmo::fokker_planck
