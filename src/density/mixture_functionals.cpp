#include "kolmo/density/mixture_functionals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::density {
namespace {

/// e^{−12²/2} = 5e−32.
constexpr double deviations_kept = 12;
constexpr double points_at_most = 1e7;

/// The nodes lower + i·step, i = 0 … cells, in each of d coordinates.
struct Lattice {
  Eigen::ArrayXd lower, step;
  Index cells;
  Index nodes(Index d) const { return d == 1 ? cells + 1 : (cells + 1) * (cells + 1); }
};

Lattice coarsest_lattice(const GaussianMixture& mixture) {
  const Index d = mixture.dimension();
  Lattice lattice{Eigen::ArrayXd(d), Eigen::ArrayXd(d), 32};
  for (Index j = 0; j < d; ++j) {
    double lower = std::numeric_limits<double>::infinity(), upper = -lower;
    for (Index k = 0; k < mixture.components(); ++k) {
      const double radius =
          deviations_kept * std::sqrt(mixture.covariances().variance_along(k, Eigen::VectorXd::Unit(d, j)));
      lower = std::min(lower, mixture.means()(k, j) - radius);
      upper = std::max(upper, mixture.means()(k, j) + radius);
    }
    lattice.lower(j) = lower;
    lattice.step(j) = (upper - lower) / static_cast<double>(lattice.cells);
  }
  return lattice;
}

struct LatticeSums {
  double value, size;  ///< Σ f p and Σ |f| p over all nodes times the volume of a cell
};

/// f p vanishes at the ends.
LatticeSums lattice_sums(const GaussianMixture& mixture, const Lattice& lattice, const Integrand& f) {
  const Index d = mixture.dimension(), side = lattice.cells + 1;
  const Eigen::ArrayXd sums =
      sums_over_blocks(lattice.nodes(d), 2, [&](Index first, Index rows, double* out) {
        Points x(rows, d);
        Eigen::ArrayXd density(rows), values(rows);
        for (Index i = 0; i < rows; ++i) {
          const Index column = (first + i) % side, row = (first + i) / side;
          x(i, 0) = lattice.lower(0) + static_cast<double>(column) * lattice.step(0);
          if (d == 2) x(i, 1) = lattice.lower(1) + static_cast<double>(row) * lattice.step(1);
        }
        mixture.log_density(x, density);
        exp(density.data(), density.data(), rows);
        f(x, values);
        out[0] = chunk_dot(density.data(), values.data(), rows);
        values = values.abs();
        out[1] = chunk_dot(density.data(), values.data(), rows);
      });
  const double volume = lattice.step.prod();
  return {sums(0) * volume, sums(1) * volume};
}

}  // namespace

double expectation(const GaussianMixture& mixture, const Integrand& f, double tolerance) {
  const Index d = mixture.dimension();
  if (d > 2)
    throw InvalidArgument("dimension = " + number_text(d) + ": expectations by quadrature need 1 or 2");
  require(tolerance > 0, "tolerance", tolerance, "must be positive");
  Lattice lattice = coarsest_lattice(mixture);
  double before = lattice_sums(mixture, lattice, f).value;
  for (;;) {
    lattice.cells *= 2;
    lattice.step /= 2;
    if (static_cast<double>(lattice.nodes(d)) > points_at_most) break;
    const auto [value, size] = lattice_sums(mixture, lattice, f);
    if (lattice.cells >= 128 && std::abs(value - before) <= tolerance * size) return value;
    before = value;
  }
  throw NumericalFailure(
      "expectation over a mixture: the trapezoid rule did not converge within 1e7 points; the integrand is "
      "not "
      "smooth on the scale of the narrowest component, or the tolerance is too small");
}

double entropy(const GaussianMixture& mixture) {
  return -expectation(mixture, [&](const ConstBlock& x, Values out) { mixture.log_density(x, out); });
}

Eigen::MatrixXd fisher_information(const GaussianMixture& mixture) {
  const Index d = mixture.dimension();
  Eigen::MatrixXd result(d, d);
  for (Index i = 0; i < d; ++i) {
    for (Index j = 0; j <= i; ++j) {
      result(i, j) = result(j, i) = expectation(mixture, [&](const ConstBlock& x, Values out) {
        Points score(x.rows(), d);
        mixture.score(x, score);
        out = score.col(i) * score.col(j);
      });
    }
  }
  return result;
}

}  // namespace kolmo::density
