#include "kolmo/fokker_planck/analysis/backward.hpp"

#include <cmath>

#include "fokker_planck/operator/cell_rates.hpp"
#include "fokker_planck/operator/checks.hpp"
#include "fokker_planck/operator/elimination.hpp"
#include "fokker_planck/operator/krylov.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::fokker_planck {
namespace {

Target of_size(const Target& target, Index cells, const char* name) {
  if (target.size() == 0) return Target::Constant(cells, false);
  require(target.size() == cells, std::string("size of ") + name, static_cast<double>(target.size()),
          "must be the number of cells, or 0");
  return target;
}

template <class Real>
std::vector<Real> moments(const Elimination<Real>& chain, Index cells, int order) {
  std::vector<Real> moment(static_cast<std::size_t>(cells), Real(1));
  for (int k = 1; k <= order; ++k) {
    for (Real& value : moment) value *= Real(k);
    moment = chain.solve(moment);
  }
  return moment;
}

std::vector<Scaled> scaled_moments(const Generator& generator, int order, const Target& target) {
  return moments(Elimination<Scaled>(generator, target), generator.grid().cells(), order);
}

Eigen::ArrayXd to_array(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Index>(values.size()));
}

/// Throws NumericalFailure where a value is beyond the largest double.
Eigen::ArrayXd to_array(const Grid& grid, const std::vector<Scaled>& values, const std::string& name) {
  Eigen::ArrayXd array(static_cast<Index>(values.size()));
  for (Index i = 0; i < array.size(); ++i) {
    const Scaled& value = values[static_cast<std::size_t>(i)];
    array(i) = value.value();
    if (std::isfinite(array(i))) continue;
    throw NumericalFailure(name + ": from cell " + number_text(i) + ", x = " + to_text(centre(grid, i)) +
                           ", it is e^" + number_text(value.logarithm(), 6) +
                           ", beyond the largest number; log_mean_passage_time gives its logarithm");
  }
  return array;
}

/// A probability: −Lᵀ u = source outside the held cells.
Eigen::ArrayXd solve(const Generator& generator, const Target& held, const Eigen::ArrayXd& source) {
  {
    const Elimination<double> chain(generator, held);
    const RangeWatch watch;
    if (chain.in_range()) {
      Eigen::ArrayXd u = to_array(chain.solve({source.begin(), source.end()}));
      if (watch.clean()) return u;
    }
  }
  std::vector<Scaled> scaled(source.begin(), source.end());
  return to_array(generator.grid(), Elimination<Scaled>(generator, held).solve(scaled), "exit");
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
  {
    const Elimination<double> chain(generator, target);
    const RangeWatch watch;
    if (chain.in_range()) {
      Eigen::ArrayXd moment = to_array(moments(chain, generator.grid().cells(), order));
      if (watch.clean()) return moment;
    }
  }
  return to_array(generator.grid(), scaled_moments(generator, order, target), "passage time moment");
}

Eigen::ArrayXd mean_passage_time(const Generator& generator, const Target& target) {
  return passage_time_moment(generator, 1, target);
}

Eigen::ArrayXd log_mean_passage_time(const Generator& generator, const Target& target) {
  const std::vector<Scaled> mean = scaled_moments(generator, 1, target);
  Eigen::ArrayXd logarithm(static_cast<Index>(mean.size()));
  for (Index i = 0; i < logarithm.size(); ++i) logarithm(i) = mean[static_cast<std::size_t>(i)].logarithm();
  return logarithm;
}

Eigen::ArrayXd committor(const Generator& generator, const Target& from, const Target& to) {
  const Index cells = generator.grid().cells();
  const Target start = of_size(from, cells, "from"), end = of_size(to, cells, "to");
  if (!end.any()) throw InvalidArgument("to: must hold at least one cell");
  if ((start && end).any()) throw InvalidArgument("from: must have no cell in common with `to`");
  Eigen::ArrayXd arriving = Eigen::ArrayXd::Zero(cells);
  for_each_pair(generator, [&](Index i, Index j, double up, double down) {
    if (end(j)) arriving(i) += up;
    if (end(i)) arriving(j) += down;
  });
  return end.select(1.0, solve(generator, start || end, arriving));
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
  return solve(generator, target, leaving);
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
