// Leading eigenpairs on grids of any dimension: shift-inverted Lanczos on the symmetrised matrix.

#include <Spectra/MatOp/SparseSymShiftSolve.h>
#include <Spectra/SymEigsShiftSolver.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fokker_planck/operator/cell_rates.hpp"
#include "ground_mode.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "spreading_rate.hpp"

namespace kolmo::fokker_planck {
namespace {

/// −S/scale, S = π^{−½} L π^{½}: diagonal Σ of the rates that leave, off-diagonals −√(up down).
Eigen::SparseMatrix<double> symmetrised(const Generator& generator, double scale) {
  const Index cells = generator.grid().cells();
  std::vector<Eigen::Triplet<double>> entries;
  const auto add = [&](Index i, Index j, double value) {
    entries.emplace_back(static_cast<int>(i), static_cast<int>(j), value);
  };
  for_each_pair(generator, [&](Index i, Index j, double up, double down) {
    const double coupling = -std::sqrt(up) * std::sqrt(down);
    add(i, i, up);
    add(j, j, down);
    add(i, j, coupling);
    add(j, i, coupling);
  });
  for_each_leak(generator, [&](Index cell, double rate, Index, Index) { add(cell, cell, rate); });
  Eigen::SparseMatrix<double> matrix(cells, cells);
  matrix.setFromTriplets(entries.begin(), entries.end());
  return matrix / scale;
}

/// −ψᵀ S ψ/ψᵀψ as a sum of squares, which keeps the relative accuracy that the difference of sums loses.
double rayleigh_quotient(const Generator& generator, const double* mode) {
  CompensatedSum squares;
  for_each_pair(generator, [&](Index i, Index j, double up, double down) {
    const double flux = std::sqrt(up) * mode[i] - std::sqrt(down) * mode[j];
    squares.add(flux * flux);
  });
  for_each_leak(generator,
                [&](Index cell, double rate, Index, Index) { squares.add(rate * mode[cell] * mode[cell]); });
  return squares.value() / dot(mode, mode, generator.grid().cells());
}

}  // namespace

Eigenpairs leading_eigenpairs_sparse(const Generator& generator, Index count) {
  const Index cells = generator.grid().cells();
  require(count >= 1 && 3 * count <= cells, "count", static_cast<double>(count),
          "must be at least 1 and at most a third of the number of cells");
  Eigenpairs pairs{Eigen::ArrayXd(count), Eigen::ArrayXXd(cells, count), half_log_weight(generator)};
  const Index basis = std::min(cells, 2 * count + 20);
  require_memory(static_cast<double>(cells) * static_cast<double>(2 * basis), "the Lanczos basis",
                 "take fewer pairs");
  // Spectra's test of convergence knows absolute numbers: in units of a power of two near the shift.
  // Below 0 by the spreading rate: −S + shift is positive definite, and the slow modes stand out.
  const double shift = -spreading_rate(generator);
  const double scale = std::exp2(std::ilogb(-shift));
  const Eigen::SparseMatrix<double> matrix = symmetrised(generator, scale);
  Spectra::SparseSymShiftSolve<double> solve(matrix);
  Spectra::SymEigsShiftSolver<Spectra::SparseSymShiftSolve<double>> solver(solve, count, basis,
                                                                           shift / scale);
  solver.init();
  solver.compute(Spectra::SortRule::LargestMagn, 1000, 1e-13);
  if (solver.info() != Spectra::CompInfo::Successful) {
    throw NumericalFailure(
        "leading_eigenpairs_sparse: Lanczos did not converge; ask for a few pairs more or fewer");
  }
  const Eigen::ArrayXXd modes = solver.eigenvectors();
  Eigen::ArrayXd values(count);
  for (Index k = 0; k < count; ++k) values(k) = rayleigh_quotient(generator, modes.col(k).data());
  std::vector<Index> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return values(a) < values(b); });
  for (Index k = 0; k < count; ++k) {
    pairs.values(k) = values(order[static_cast<std::size_t>(k)]);
    pairs.symmetric.col(k) = modes.col(order[static_cast<std::size_t>(k)]);
    fix_sign(pairs.symmetric.col(k));
  }
  return pairs;
}

}  // namespace kolmo::fokker_planck
