#include "kolmo/fokker_planck/analysis/dissipation.hpp"

#include <cmath>
#include <limits>

#include "fokker_planck/operator/cell_rates.hpp"
#include "fokker_planck/operator/checks.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"

namespace kolmo::fokker_planck {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// (a − b) log(a/b), 0 where a = b = 0; the logarithm of neighbouring numbers without cancellation.
double production(double a, double b) {
  if (a == b) return 0;
  if (a == 0 || b == 0) return infinity;
  const double rise = (a - b) / b;
  return (a - b) * (std::abs(rise) < 0.5 ? std::log1p(rise) : std::log(a) - std::log(b));
}

}  // namespace

double relative_fisher_information(const Grid& grid, const Eigen::ArrayXd& p, const Eigen::ArrayXd& q) {
  check_density(grid, p);
  check_density(grid, q);
  for (Index i = 0; i < p.size(); ++i) {
    if (p(i) > 0 && q(i) == 0) return infinity;
  }
  double information = 0;
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    const Index n = grid.axis(axis).cells, stride = stride_along(grid, axis);
    CompensatedSum squares;
    for (Index i = 0; i < p.size(); ++i) {
      if (i / stride % n + 1 == n || q(i) == 0 || q(i + stride) == 0) continue;
      const double root = std::exp((std::log(q(i)) - std::log(q(i + stride))) / 4);  // √ρ
      const double rise = std::sqrt(p(i + stride)) * root - std::sqrt(p(i)) / root;
      squares.add(rise * rise);
    }
    const double h = grid.axis(axis).width();
    information += 4 / (h * h) * squares.value();
  }
  return grid.cell_volume() * information;
}

double entropy_production(const Generator& generator, const Eigen::ArrayXd& p) {
  check_density(generator.grid(), p);
  if (generator.has_negative_rates()) throw InvalidArgument("generator: must have no negative rates");
  for_each_leak(generator, [](Index, double rate, Index, Index) {
    require(rate == 0, "leak of the generator", rate, "must be 0: entropy leaves through absorbing sides");
  });
  CompensatedSum total;
  bool finite = true;
  for_each_pair(generator, [&](Index i, Index j, double up, double down) {
    const double term = production(up * p(i), down * p(j));
    finite &= std::isfinite(term);
    if (finite) total.add(term);
  });
  return finite ? total.value() * generator.grid().cell_volume() : infinity;
}

RelaxationRecorder::RelaxationRecorder(const Generator& generator)
    : generator_(generator), stationary_(stationary_density(generator)) {}

SnapshotObserver RelaxationRecorder::observer() {
  return [this](Index, double t, const Eigen::ArrayXd& p) {
    const Grid& grid = generator_.grid();
    rows_.push_back({t, entropy(grid, p), relative_entropy(grid, p, stationary_), fisher_information(grid, p),
                     relative_fisher_information(grid, p, stationary_), entropy_production(generator_, p)});
  };
}

}  // namespace kolmo::fokker_planck
