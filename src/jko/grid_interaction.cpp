#include "kolmo/jko/grid_interaction.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/linear/fourier_transform.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::jko {
namespace {

/// Gauss's rule of four points on [−½, ½].
constexpr std::array<double, 4> point = {-0.43056815579702628761, -0.16999052179242813240,
                                         0.16999052179242813240, 0.43056815579702628761};
constexpr std::array<double, 4> weight = {0.17392742256872692869, 0.32607257743127307131,
                                          0.32607257743127307131, 0.17392742256872692869};

/// Sizes of the torus: twice the box.
std::vector<Index> sizes_of(const Grid& grid) {
  require(grid.dimension() <= 2, "axes of a grid with interaction", static_cast<double>(grid.dimension()),
          "must be 1 or 2");
  std::vector<Index> sizes;
  for (Index k = 0; k < grid.dimension(); ++k) sizes.push_back(2 * grid.axis(k).cells);
  return sizes;
}

/// The mean of W over the cell of differences about (i, j) h, each row of points at once.
double mean_kernel(const Grid& grid, const density::Potential& kernel, Index i, Index j) {
  const Index d = grid.dimension(), rows = d == 1 ? 4 : 16;
  Points x(rows, d);
  Eigen::ArrayXd values(rows);
  for (Index r = 0; r < rows; ++r) {
    x(r, 0) = grid.axis(0).width() * (static_cast<double>(i) + point[static_cast<std::size_t>(r % 4)]);
    if (d == 2)
      x(r, 1) = grid.axis(1).width() * (static_cast<double>(j) + point[static_cast<std::size_t>(r / 4)]);
  }
  kernel.value(x, values);
  double mean = 0;
  for (Index r = 0; r < rows; ++r)
    mean += weight[static_cast<std::size_t>(r % 4)] * (d == 2 ? weight[static_cast<std::size_t>(r / 4)] : 1) *
            values(r);
  if (!std::isfinite(mean))
    throw InvalidArgument("interaction kernel at (" + number_text(x(0, 0)) +
                          (d == 2 ? ", " + number_text(x(0, 1)) : std::string()) +
                          ") = " + number_text(values(0)) + ": must be finite but for 0 itself");
  return mean;
}

}  // namespace

struct GridInteraction::Transform {
  explicit Transform(const Grid& g) : grid(g), fourier(sizes_of(g)), kernel(fourier.modes()) {}

  Grid grid;
  FourierTransform fourier;
  Eigen::ArrayXcd kernel;  ///< coefficients of h^d W̄ times the number of points

  Index across() const { return grid.dimension() == 2 ? grid.axis(1).cells : 1; }
};

GridInteraction::GridInteraction(const Grid& grid, const density::Potential& kernel) {
  require(kernel.dimension() == grid.dimension(), "dimension of the interaction kernel",
          static_cast<double>(kernel.dimension()), "must be that of the grid");
  auto transform = std::make_unique<Transform>(grid);
  const Index n = grid.axis(0).cells, m = transform->across(), rows = grid.dimension() == 2 ? 2 * m : 1;
  Eigen::ArrayXXd values = Eigen::ArrayXXd::Zero(2 * n, rows);
  // Differences −n + 1 … n − 1 stand at their number modulo 2n; that of n is between no two cells.
  double greatest = 0, odd = 0;
  for (Index j = rows == 1 ? 0 : 1 - m; j < m; ++j)
    for (Index i = 1 - n; i < n; ++i) {
      const double value = mean_kernel(grid, kernel, i, j);
      values((i + 2 * n) % (2 * n), (j + rows) % rows) = value;
      greatest = std::max(greatest, std::abs(value));
    }
  for (Index j = rows == 1 ? 0 : 1 - m; j < m; ++j)
    for (Index i = 1 - n; i < n; ++i)
      odd = std::max(odd, std::abs(values((i + 2 * n) % (2 * n), (j + rows) % rows) -
                                   values((2 * n - i) % (2 * n), (rows - j) % rows)));
  require(odd <= 1e-9 * greatest, "odd part of the interaction kernel", odd,
          "must be 0, as W(-x) = W(x) of an interaction");
  values *= grid.cell_volume() * static_cast<double>(transform->fourier.points());
  transform->fourier.to_coefficients(values.data(), transform->kernel.data());
  transform_ = std::move(transform);
}

GridInteraction::~GridInteraction() = default;

Index GridInteraction::cells() const { return transform_->grid.cells(); }

void GridInteraction::convolve(const Eigen::ArrayXd& rho, Eigen::ArrayXd& out) const {
  const Transform& t = *transform_;
  const Index n = t.grid.axis(0).cells, m = t.across(), rows = t.fourier.points() / (2 * n);
  Eigen::ArrayXXd padded = Eigen::ArrayXXd::Zero(2 * n, rows);
  padded.topLeftCorner(n, m) = Eigen::Map<const Eigen::ArrayXXd>(rho.data(), n, m);
  Eigen::ArrayXcd modes(t.fourier.modes());
  t.fourier.to_coefficients(padded.data(), modes.data());
  modes *= t.kernel;
  t.fourier.to_values(modes.data(), padded.data());
  out.resize(n * m);
  Eigen::Map<Eigen::ArrayXXd>(out.data(), n, m) = padded.topLeftCorner(n, m);
}

}  // namespace kolmo::jko
