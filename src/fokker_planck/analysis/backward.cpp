#include "kolmo/fokker_planck/analysis/backward.hpp"

#include <cmath>

#include "fokker_planck/operator/cell_rates.hpp"
#include "fokker_planck/operator/elimination.hpp"
#include "fokker_planck/operator/krylov.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::fokker_planck {
namespace {

Target of_size(const Target& target, Index cells, const char* name) {
  if (target.size() == 0) return Target::Constant(cells, false);
  require(target.size() == cells, std::string("size of ") + name, static_cast<double>(target.size()),
          "must be the number of cells, or 0");
  return target;
}

}  // namespace

Target target_where(const Grid& grid, const std::function<bool(const Eigen::VectorXd& x)>& inside) {
  const Points centres = grid.centres();
  Target target(grid.cells());
  for (Index i = 0; i < target.size(); ++i) target(i) = inside(centres.row(i).matrix().transpose());
  return target;
}

Eigen::ArrayXd passage_time_moment(const Generator& generator, int order, const Target& target) {
  require(order >= 1, "order", order, "must be at least 1");
  const Elimination chain(generator, target);
  Eigen::ArrayXd moment = Eigen::ArrayXd::Ones(generator.grid().cells());
  for (int k = 1; k <= order; ++k) moment = chain.solve(k * moment);
  return moment;
}

Eigen::ArrayXd mean_passage_time(const Generator& generator, const Target& target) {
  return passage_time_moment(generator, 1, target);
}

Eigen::ArrayXd committor(const Generator& generator, const Target& from, const Target& to) {
  const Index cells = generator.grid().cells();
  const Target start = of_size(from, cells, "from"), end = of_size(to, cells, "to");
  if (!end.any()) throw InvalidArgument("to: must hold at least one cell");
  if ((start && end).any()) throw InvalidArgument("from: must have no cell in common with `to`");
  const Elimination chain(generator, start || end);
  Eigen::ArrayXd arriving = Eigen::ArrayXd::Zero(cells);
  for_each_pair(generator, [&](Index i, Index j, double up, double down) {
    if (end(j)) arriving(i) += up;
    if (end(i)) arriving(j) += down;
  });
  const Eigen::ArrayXd u = chain.solve(arriving);
  return end.select(1.0, u);
}

Eigen::ArrayXd exit_probability(const Generator& generator, Index axis, Index side, const Target& target) {
  require(axis >= 0 && axis < generator.grid().dimension(), "axis", static_cast<double>(axis),
          "must be an axis of the grid");
  require(side == 0 || side == 1, "side", static_cast<double>(side), "must be 0 (lower) or 1 (upper)");
  const FaceRates& r = generator.rates(axis);
  if (r.leaks.size() == 0 || r.leaks.row(side).maxCoeff() == 0) {
    throw InvalidArgument("side: must be one that absorbs");
  }
  Eigen::ArrayXd leaving = Eigen::ArrayXd::Zero(generator.grid().cells());
  for_each_leak(generator, [&](Index cell, double rate, Index k, Index s) {
    if (k == axis && s == side) leaving(cell) += rate;
  });
  return Elimination(generator, target).solve(leaving);
}

Eigen::ArrayXXd survival(const Generator& generator, const std::vector<double>& times, const Target& target,
                         double tolerance) {
  const Index cells = generator.grid().cells();
  const Target held = of_size(target, cells, "target");
  KrylovExponential exponential(cells, tolerance, [&](const double* u, double* out) {
    generator.apply_transposed(u, out);
    for (Index i = 0; i < cells; ++i) {
      if (held(i)) out[i] = 0;
    }
  });
  Eigen::ArrayXd u = held.select(Eigen::ArrayXd::Zero(cells), 1.0);
  Eigen::ArrayXXd result(cells, static_cast<Index>(times.size()));
  double now = 0;
  for (std::size_t k = 0; k < times.size(); ++k) {
    require(times[k] >= now && std::isfinite(times[k]), "times", times[k], "must be finite, ≥ 0 and rise");
    if (times[k] > now) exponential.advance(u.data(), times[k] - now);
    now = times[k];
    result.col(static_cast<Index>(k)) = u;
  }
  return result;
}

}  // namespace kolmo::fokker_planck
