#include "kolmo/density/muller_brown.hpp"

#include "kolmo/core/simd/simd_math.hpp"

namespace kolmo::density {
namespace {

struct Hill {
  double height, a, b, c, x, y;
};
constexpr Hill hills[] = {{-2, -1, 0, -10, 1, 0},
                          {-1, -1, 0, -10, 0, 0.5},
                          {-1.7, -6.5, 11, -6.5, -0.5, 1.5},
                          {0.15, 0.7, 0.6, 0.7, -1, 1}};

/// visit(hill, dx, dy, value of the hill) for each of them.
template <class Visit>
void for_each_hill(const ConstBlock& x, const Visit& visit) {
  Eigen::ArrayXd value(x.rows());
  for (const Hill& hill : hills) {
    const Eigen::ArrayXd dx = x.col(0) - hill.x, dy = x.col(1) - hill.y;
    value = hill.a * dx * dx + hill.b * dx * dy + hill.c * dy * dy;
    exp(value.data(), value.data(), value.size());
    value *= hill.height;
    visit(hill, dx, dy, value);
  }
}

}  // namespace

void MullerBrown::value(const ConstBlock& x, Values out) const {
  out.setZero();
  for_each_hill(x, [&](const Hill&, const Eigen::ArrayXd&, const Eigen::ArrayXd&, const Eigen::ArrayXd& v) {
    out += v;
  });
}

void MullerBrown::gradient(const ConstBlock& x, Block out) const {
  out.setZero();
  for_each_hill(
      x, [&](const Hill& hill, const Eigen::ArrayXd& dx, const Eigen::ArrayXd& dy, const Eigen::ArrayXd& v) {
        out.col(0) += v * (2 * hill.a * dx + hill.b * dy);
        out.col(1) += v * (hill.b * dx + 2 * hill.c * dy);
      });
}

void MullerBrown::laplacian(const ConstBlock& x, Values out) const {
  out.setZero();
  for_each_hill(
      x, [&](const Hill& hill, const Eigen::ArrayXd& dx, const Eigen::ArrayXd& dy, const Eigen::ArrayXd& v) {
        out += v * ((2 * hill.a * dx + hill.b * dy).square() + (hill.b * dx + 2 * hill.c * dy).square() +
                    2 * (hill.a + hill.c));
      });
}

}  // namespace kolmo::density
