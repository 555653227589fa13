#include "kolmo/paths/neighbour_entropy.hpp"

#include <boost/math/special_functions/digamma.hpp>
#include <cmath>
#include <cstdint>
#include <nanoflann.hpp>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::paths {
namespace {

/// What nanoflann asks of a set of points.
class Cloud {
 public:
  explicit Cloud(const Points& x) : x_(x) {}
  std::size_t kdtree_get_point_count() const { return static_cast<std::size_t>(x_.rows()); }
  double kdtree_get_pt(std::size_t i, std::size_t j) const {
    return x_(static_cast<Index>(i), static_cast<Index>(j));
  }
  template <class Box>
  bool kdtree_get_bbox(Box&) const {
    return false;
  }

 private:
  const Points& x_;
};

using Tree = nanoflann::KDTreeSingleIndexAdaptor<nanoflann::L2_Simple_Adaptor<double, Cloud>, Cloud>;

void require_sample(const Points& x, Index k) {
  require(x.cols() >= 1, "x.cols", static_cast<double>(x.cols()), "must be at least 1");
  require(k >= 1 && k < x.rows(), "k", static_cast<double>(k),
          "must be at least 1 and below the number of points");
  if (!x.isFinite().all()) throw InvalidArgument("x: every number must be finite");
}

}  // namespace

Estimate neighbour_entropy(const Points& x, Index k) {
  require_sample(x, k);
  const Index n = x.rows(), d = x.cols();
  const Cloud cloud(x);
  Tree tree(static_cast<int>(d), cloud, nanoflann::KDTreeSingleIndexAdaptorParams(16));
  tree.buildIndex();
  const double dimension = static_cast<double>(d);
  Eigen::ArrayXd terms(n);
  for_each_block(n, [&](Index, Index first, Index rows) {
    // The point itself is the nearest: k + 1 of them.
    std::vector<std::uint32_t> neighbours(static_cast<std::size_t>(k + 1));
    std::vector<double> squares(static_cast<std::size_t>(k + 1)), point(static_cast<std::size_t>(d));
    for (Index i = first; i < first + rows; ++i) {
      for (Index j = 0; j < d; ++j) point[static_cast<std::size_t>(j)] = x(i, j);
      tree.knnSearch(point.data(), static_cast<std::size_t>(k + 1), neighbours.data(), squares.data());
      if (!(squares.back() > 0))
        throw InvalidArgument("x: point " + number_text(i) + " has " + number_text(k) +
                              " copies or more: a law with atoms has no entropy");
      terms(i) = 0.5 * dimension * std::log(squares.back());
    }
  });
  const Estimate mean = mean_estimate(terms.data(), n);
  const double log_ball = 0.5 * dimension * std::log(std::numbers::pi) - std::lgamma(1 + 0.5 * dimension);
  return {mean.value + boost::math::digamma(static_cast<double>(n)) -
              boost::math::digamma(static_cast<double>(k)) + log_ball,
          mean.standard_error};
}

Estimate kernel_entropy(const Points& x, double scale) {
  require_sample(x, 1);
  require(std::isfinite(scale) && scale > 0, "scale", scale, "must be positive and finite");
  const Index n = x.rows(), d = x.cols();
  const double dimension = static_cast<double>(d), size = static_cast<double>(n);
  Points z = x;
  double log_widths = 0;
  for (Index j = 0; j < d; ++j) {
    const Eigen::ArrayXd column = x.col(j);
    const double width = scale * std::sqrt(central_moments(column.data(), n).variance().value) *
                         std::pow(4 / ((dimension + 2) * size), 1 / (dimension + 4));
    require(width > 0, "bandwidth", width, "must be positive: a coordinate does not vary");
    z.col(j) /= width;
    log_widths += std::log(width);
  }
  Eigen::ArrayXd terms(n);
  for_each_block(n, [&](Index, Index first, Index rows) {
    Eigen::ArrayXd kernel(n);
    for (Index i = first; i < first + rows; ++i) {
      kernel = -0.5 * (z.col(0) - z(i, 0)).square();
      for (Index j = 1; j < d; ++j) kernel -= 0.5 * (z.col(j) - z(i, j)).square();
      kolmo::exp(kernel.data(), kernel.data(), n);
      terms(i) = -std::log((chunk_sum(kernel.data(), n) - 1) / (size - 1));
    }
  });
  const Estimate mean = mean_estimate(terms.data(), n);
  return {mean.value + log_widths + 0.5 * dimension * std::log(2 * std::numbers::pi), mean.standard_error};
}

}  // namespace kolmo::paths
