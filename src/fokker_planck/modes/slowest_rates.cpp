#include "kolmo/fokker_planck/modes/slowest_rates.hpp"

#include <Spectra/GenEigsRealShiftSolver.h>
#include <Spectra/MatOp/SparseGenRealShiftSolve.h>

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "spreading_rate.hpp"

namespace kolmo::fokker_planck {
namespace {

using Complex = std::complex<double>;

bool before(const Complex& a, const Complex& b) {
  return a.real() != b.real() ? a.real() < b.real() : a.imag() < b.imag();
}

}  // namespace

std::vector<Complex> slowest_rates(const Generator& generator, Index count) {
  const Index cells = generator.grid().cells();
  require(count >= 1 && 4 * count <= cells, "count", static_cast<double>(count),
          "must be at least 1 and at most a quarter of the number of cells");
  // Spectra's test of convergence knows absolute numbers: in units of a power of two near the shift. Every
  // eigenvalue of −L has a real part ≥ 0, so that −L + shift can be inverted.
  const double shift = spreading_rate(generator), scale = std::exp2(std::ilogb(shift));
  const Eigen::SparseMatrix<double> matrix = generator.sparse() * (-1 / scale);
  Spectra::SparseGenRealShiftSolve<double> solve(matrix);
  // One more than asked for: a pair is not parted.
  const Index wanted = std::min(count + 1, cells - 2);
  Spectra::GenEigsRealShiftSolver<Spectra::SparseGenRealShiftSolve<double>> solver(
      solve, wanted, std::min(cells, 2 * wanted + 30), -shift / scale);
  solver.init();
  solver.compute(Spectra::SortRule::LargestMagn, 1000, 1e-12);
  if (solver.info() != Spectra::CompInfo::Successful) {
    throw NumericalFailure("slowest_rates: the iteration did not converge; ask for a few more or fewer");
  }
  const auto found = solver.eigenvalues();
  std::vector<Complex> rates;
  for (Index k = 0; k < found.size(); ++k) rates.push_back(found(k) * scale);
  std::sort(rates.begin(), rates.end(), before);
  const Complex last = rates[static_cast<std::size_t>(count) - 1];
  const bool parted = last.imag() < 0 && rates.size() > static_cast<std::size_t>(count);
  rates.resize(static_cast<std::size_t>(count) + (parted ? 1 : 0));
  return rates;
}

}  // namespace kolmo::fokker_planck
