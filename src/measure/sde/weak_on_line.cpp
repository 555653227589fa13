#include "kolmo/measure/sde/weak_on_line.hpp"

#include <Eigen/SparseCore>
#include <algorithm>
#include <array>
#include <cmath>

namespace kolmo::measure {
namespace {

constexpr double width = 2 * LineGrid::reach / static_cast<double>(LineGrid::nodes - 1);
constexpr Index stencil = 8;

/// Where x lies, and Lagrange's weights of the nodes first … first + 7.
struct Place {
  Index first;
  std::array<double, stencil> weights;

  explicit Place(double x) {
    const double clamped = std::clamp(x, -LineGrid::reach, LineGrid::reach);
    const double s = (clamped + LineGrid::reach) / width;
    first = std::clamp<Index>(static_cast<Index>(s) - stencil / 2 + 1, 0, LineGrid::nodes - stencil);
    const double r = s - static_cast<double>(first);
    // (−1)^(7 − i)/(i! (7 − i)!)
    constexpr std::array<double, stencil> inverse{-1.0 / 5040, 1.0 / 720, -1.0 / 240, 1.0 / 144,
                                                  -1.0 / 144,  1.0 / 240, -1.0 / 720, 1.0 / 5040};
    std::array<double, stencil> above;
    above[stencil - 1] = 1;
    for (std::size_t i = stencil - 1; i-- > 0;) above[i] = above[i + 1] * (r - static_cast<double>(i + 1));
    double below = 1;
    for (std::size_t i = 0; i < stencil; ++i) {
      weights[i] = inverse[i] * below * above[i];
      below *= r - static_cast<double>(i);
    }
  }

  double of(const double* u) const {
    double sum = 0;
    for (std::size_t i = 0; i < stencil; ++i) sum += weights[i] * u[first + static_cast<Index>(i)];
    return sum;
  }
};

using Transition = Eigen::SparseMatrix<double, Eigen::RowMajor>;

/// Row i: the weights of the grid's values in Σ_q w_q u(x_i moved by node q).
template <class Move>
Transition transition(const NormalNodes& nodes, Move move) {
  std::vector<Eigen::Triplet<double>> entries;
  Points x;
  for (Index q = 0; q < nodes.weights.size(); ++q) {
    x = LineGrid::points();
    move(nodes.points.row(q).transpose(), x);
    for (Index i = 0; i < x.rows(); ++i) {
      const Place place(x(i, 0));
      for (std::size_t k = 0; k < place.weights.size(); ++k) {
        entries.emplace_back(static_cast<int>(i), static_cast<int>(place.first + static_cast<Index>(k)),
                             nodes.weights(q) * place.weights[k]);
      }
    }
  }
  Transition matrix(LineGrid::nodes, LineGrid::nodes);
  matrix.setFromTriplets(entries.begin(), entries.end());
  return matrix;
}

}  // namespace

Points LineGrid::points() {
  Points x(nodes, 1);
  for (Index i = 0; i < nodes; ++i) x(i, 0) = -reach + static_cast<double>(i) * width;
  return x;
}

Eigen::ArrayXd LineGrid::at(const Points& u, double x) {
  const Place place(x);
  Eigen::ArrayXd values(u.cols());
  for (Index k = 0; k < u.cols(); ++k) values(k) = place.of(u.col(k).data());
  return values;
}

Points line_expectation(const sde::SdeScheme& scheme, const process::Process& process,
                        const Points& functionals, double t, Index steps) {
  SingleStep single(scheme, process, LineGrid::nodes);
  const double h = t / static_cast<double>(steps);
  Eigen::MatrixXd u = functionals.matrix();
  if (scheme.has_postprocessor()) {
    const Transition observe = transition(tensor_nodes({14}), [&](const Eigen::ArrayXd& normals, Points& x) {
      single.postprocess(t, h, normals, x);
    });
    u = (observe * u).eval();
  }
  const Transition step =
      transition(step_nodes(scheme, process, 14, 3),
                 [&](const Eigen::ArrayXd& normals, Points& x) { single(0, h, normals, x); });
  // Four functionals side by side: each entry of the matrix is read once for all, and the sum stays in
  // registers.
  using Four = Eigen::Matrix<double, Eigen::Dynamic, 4, Eigen::RowMajor>;
  for (Index first = 0; first < u.cols(); first += 4) {
    const Index count = std::min<Index>(4, u.cols() - first);
    Four now = Four::Zero(u.rows(), 4), next(u.rows(), 4);
    now.leftCols(count) = u.middleCols(first, count);
    for (Index n = 0; n < steps; ++n) {
      for (Index i = 0; i < next.rows(); ++i) {
        Eigen::RowVector4d sum = Eigen::RowVector4d::Zero();
        for (Transition::InnerIterator entry(step, i); entry; ++entry)
          sum += entry.value() * now.row(entry.col());
        next.row(i) = sum;
      }
      now.swap(next);
    }
    u.middleCols(first, count) = now.leftCols(count);
  }
  return u.array();
}

Eigen::ArrayXd average(const Points& u, double mean, double deviation) {
  const GaussHermite rule(24);
  Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(u.cols());
  for (Index q = 0; q < rule.nodes.size(); ++q) {
    sum += rule.weights(q) * LineGrid::at(u, mean + deviation * rule.nodes(q));
  }
  return sum;
}

}  // namespace kolmo::measure
