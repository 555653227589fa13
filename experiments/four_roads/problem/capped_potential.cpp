#include "four_roads/problem/capped_potential.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"

namespace kolmo::four_roads {
namespace {

constexpr double above_lowest = 40, below_start = 30, width = 10;  ///< in T, in nats, in T
constexpr Index places = 128;

}  // namespace

void CappedPotential::value(const ConstBlock& x, Values out) const {
  potential_->value(x, out);
  for (Index i = 0; i < out.size(); ++i) {
    const double z = (out(i) - height_) / width_;
    if (z > 0) out(i) = height_ + width_ * std::log1p(z * (1 + z / 2));
  }
}

void CappedPotential::gradient(const ConstBlock& x, Block out) const {
  Eigen::ArrayXd v(x.rows());
  potential_->value(x, v);
  potential_->gradient(x, out);
  for (Index i = 0; i < v.size(); ++i) {
    const double z = (v(i) - height_) / width_;
    if (z > 0) out.row(i) *= (1 + z) / (1 + z * (1 + z / 2));
  }
}

void CappedPotential::laplacian(const ConstBlock&, Values) const {
  throw process::Undefined("capped potential: its Laplacian is not defined");
}

process::GradientStructure capped(const Problem& problem, const process::GradientStructure& structure) {
  std::vector<Axis> axes = problem.domain;
  for (Axis& axis : axes) axis.cells = places;
  const Points x = Grid(axes).centres();
  Eigen::ArrayXd v(x.rows()), log_density(x.rows());
  structure.potential->value(x, v);
  problem.initial->log_density(x, log_density);
  double lowest = std::numeric_limits<double>::infinity(), of_start = -lowest;
  const double seen = log_density.maxCoeff() - below_start;
  for (Index i = 0; i < v.size(); ++i) {
    if (!std::isfinite(v(i))) continue;
    lowest = std::min(lowest, v(i));
    if (log_density(i) > seen) of_start = std::max(of_start, v(i));
  }
  const double t = structure.temperature;
  return {std::make_shared<CappedPotential>(structure.potential,
                                            std::max(lowest + above_lowest * t, of_start), width * t),
          t};
}

}  // namespace kolmo::four_roads
