#include "paths/curve.hpp"

#include <algorithm>

namespace kolmo::paths {

Eigen::VectorXd arcs(const Curve& y) {
  Eigen::VectorXd s(y.cols());
  s(0) = 0;
  for (Index i = 1; i < y.cols(); ++i) s(i) = s(i - 1) + (y.col(i) - y.col(i - 1)).norm();
  return s;
}

Curve with_equal_arcs(const Curve& y) {
  const Eigen::VectorXd s = arcs(y);
  const Index m = y.cols() - 1;
  const auto slope = [&](Index i) -> Eigen::VectorXd {
    const Index a = std::max<Index>(i - 1, 0), b = std::min(i + 1, m);
    return (y.col(b) - y.col(a)) / (s(b) - s(a));
  };
  Curve out = y;
  Index cell = 0;
  for (Index i = 1; i < m; ++i) {
    const double place = s(m) * static_cast<double>(i) / static_cast<double>(m);
    while (cell + 1 < m && s(cell + 1) < place) ++cell;
    const double h = s(cell + 1) - s(cell), u = (place - s(cell)) / h, v = 1 - u;
    out.col(i) = v * v * (1 + 2 * u) * y.col(cell) + u * u * (1 + 2 * v) * y.col(cell + 1) +
                 h * u * v * (v * slope(cell) - u * slope(cell + 1));
  }
  return out;
}

}  // namespace kolmo::paths
