#include "jko/weighted_poisson.hpp"

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {
namespace {

constexpr double floor_of_s = 1e-3, floor_of_w = 3e-2;  ///< of their scales
constexpr int most_iterations = 12;
constexpr double reduction = 1e-4;  ///< of the square of the residual

}  // namespace

WeightedPoisson::WeightedPoisson(const Grid& grid)
    : grid_(grid),
      poisson_(grid),
      s_(grid.cells()),
      w_(grid.cells()),
      left_(grid.cells()),
      ahead_(grid.cells()),
      direction_(grid.cells()),
      image_(grid.cells()) {}

// Fluxes between neighbours, the weight at their face being the mean; none through the walls.
void WeightedPoisson::apply(const Eigen::ArrayXd& u, Eigen::ArrayXd& out) const {
  const Index line = grid_.axis(0).cells;
  for_each_task(grid_.cells() / line, [&](Index l) {
    const Index first = l * line;
    for (Index i = first; i < first + line; ++i) out(i) = s_(i) * u(i);
    Index stride = 1;
    for (Index k = 0; k < grid_.dimension(); ++k) {
      const Index n = grid_.axis(k).cells;
      const double factor = 0.5 / (grid_.axis(k).width() * grid_.axis(k).width());
      for (Index i = first; i < first + line; ++i) {
        const Index at = i / stride % n;
        double flux = 0;
        if (at > 0) flux += (w_(i) + w_(i - stride)) * (u(i) - u(i - stride));
        if (at < n - 1) flux += (w_(i) + w_(i + stride)) * (u(i) - u(i + stride));
        out(i) += factor * flux;
      }
      stride *= n;
    }
  });
}

void WeightedPoisson::solve(const Eigen::ArrayXd& s, double a, const Eigen::ArrayXd& w, double b,
                            const Eigen::ArrayXd& r, Eigen::ArrayXd& u) {
  const Index n = r.size();
  s_ = s + floor_of_s * a;
  w_ = w + floor_of_w * b;
  left_ = r;
  ahead_ = r;
  poisson_.solve(a, b, ahead_.data());
  direction_ = ahead_;
  u.setZero(n);
  double product = dot(left_.data(), ahead_.data(), n);
  const double enough = reduction * product;
  for (int k = 0; k < most_iterations && product > enough; ++k) {
    apply(direction_, image_);
    const double length = product / dot(direction_.data(), image_.data(), n);
    u += length * direction_;
    left_ -= length * image_;
    ahead_ = left_;
    poisson_.solve(a, b, ahead_.data());
    const double next = dot(left_.data(), ahead_.data(), n);
    direction_ = ahead_ + (next / product) * direction_;
    product = next;
  }
}

}  // namespace kolmo::jko
