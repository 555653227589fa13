#include "four_roads/problem/box_law.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/fokker_planck/analysis/functionals.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

Eigen::ArrayXd normalised(const Grid& grid, Eigen::ArrayXd p) { return p / fp::mass(grid, p); }

/// Along one axis: cells `from` of width h into `to` of width H on the same interval, by what they share.
Eigen::ArrayXd rebinned(const Eigen::ArrayXd& p, Index stride, const Axis& from, const Axis& to) {
  const Index lines = p.size() / from.cells;
  Eigen::ArrayXd out = Eigen::ArrayXd::Zero(lines * to.cells);
  const double ratio = static_cast<double>(to.cells) / static_cast<double>(from.cells);
  for (Index i = 0; i < from.cells; ++i) {
    const double begin = static_cast<double>(i) * ratio, end = static_cast<double>(i + 1) * ratio;
    const Index last = std::min(to.cells - 1, static_cast<Index>(std::ceil(end)) - 1);
    for (Index j = static_cast<Index>(begin); j <= last; ++j) {
      const double share =
          std::min(end, static_cast<double>(j + 1)) - std::max(begin, static_cast<double>(j));
      if (!(share > 0)) continue;
      for (Index line = 0; line < lines; ++line) {
        const Index inner = line % stride, outer = line / stride;
        out(inner + stride * (j + to.cells * outer)) += share * p(inner + stride * (i + from.cells * outer));
      }
    }
  }
  return out;
}

}  // namespace

BoxLaw::BoxLaw(Grid grid, Eigen::ArrayXd density)
    : grid_(std::move(grid)), density_(normalised(grid_, std::move(density))), sampler_(grid_, density_) {}

Eigen::VectorXd BoxLaw::mean() const { return fp::mean(grid_, density_); }
Eigen::MatrixXd BoxLaw::covariance() const { return fp::covariance(grid_, density_); }

Eigen::ArrayXd BoxLaw::on(const Grid& other) const {
  Eigen::ArrayXd p = density_;
  Index stride = 1;
  for (Index k = 0; k < grid_.dimension(); ++k) {
    p = rebinned(p, stride, grid_.axis(k), other.axis(k));
    stride *= other.axis(k).cells;
  }
  return normalised(other, std::move(p));
}

void BoxLaw::log_density(const ConstBlock& x, Values out) const {
  const Axis& axis = grid_.axis(0);
  for (Index i = 0; i < x.rows(); ++i) {
    const double place =
        std::clamp((x(i, 0) - axis.lower) / axis.width() - 0.5, 0.0, static_cast<double>(axis.cells - 1));
    const Index j = std::min(static_cast<Index>(place), axis.cells - 2);
    const double share = place - static_cast<double>(j);
    out(i) = (1 - share) * std::log(density_(j)) + share * std::log(density_(j + 1));
  }
}

Grid fine_cells(std::vector<Axis> box) {
  const Index cells = box.size() == 1 ? 16384 : box.size() == 2 ? 512 : 96;
  for (Axis& axis : box) axis.cells = cells;
  return Grid(std::move(box));
}

}  // namespace kolmo::four_roads
