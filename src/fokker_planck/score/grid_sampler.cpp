#include "kolmo/fokker_planck/score/grid_sampler.hpp"

#include <algorithm>

#include "fokker_planck/operator/checks.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::fokker_planck {

GridSampler::GridSampler(Grid grid, const Eigen::ArrayXd& p) : grid_(std::move(grid)), cumulative_(p.size()) {
  check_density(grid_, p);
  double total = 0;
  for (Index i = 0; i < p.size(); ++i) cumulative_(i) = total += p(i);
  for (Index i = 0; i < p.size(); ++i) cumulative_(i) = cumulative_(i) == total ? 1 : cumulative_(i) / total;
}

void GridSampler::sample(const RandomStream& stream, Index first, Block out) const {
  const Index d = grid_.dimension();
  require(out.cols() == d, "columns of out", static_cast<double>(out.cols()), "must be the grid's dimension");
  Points uniform(out.rows(), d + 1);
  stream.uniforms(first, 0, uniform);
  const double *begin = cumulative_.data(), *end = begin + cumulative_.size();
  for (Index i = 0; i < out.rows(); ++i) {
    Index rest = std::upper_bound(begin, end, uniform(i, 0)) - begin;
    for (Index k = 0; k < d; ++k) {
      const Axis& axis = grid_.axis(k);
      out(i, k) = axis.lower + (static_cast<double>(rest % axis.cells) + uniform(i, k + 1)) * axis.width();
      rest /= axis.cells;
    }
  }
}

Points GridSampler::sample(const RandomStream& stream, Index n) const {
  require(n >= 1, "n", static_cast<double>(n), "must be at least 1");
  Points points(n, grid_.dimension());
  for_each_block(
      n, [&](Index, Index first, Index rows) { sample(stream, first, points.middleRows(first, rows)); });
  return points;
}

}  // namespace kolmo::fokker_planck
