#include "jko/weighted_poisson.hpp"

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::jko {
namespace {

constexpr double floor_of_s = 1e-3, floor_of_w = 3e-2;  ///< of their scales
constexpr int most_iterations = 12;
constexpr double floor_in_proportion = 1e-6;
constexpr int most_in_proportion = 60;
constexpr double reduction = 1e-4;  ///< of the square of the residual

/// out_i += factor · flux out of cell i through its faces behind and ahead, `step` away: each where it is
/// there.
KOLMO_VECTORISED void add_fluxes(Index n, Index step, bool behind, bool ahead, double factor, const double* w,
                                 const double* u, double* out) {
  if (behind && ahead) {
#pragma GCC ivdep
    for (Index i = 0; i < n; ++i)
      out[i] += factor *
                ((w[i] + w[i - step]) * (u[i] - u[i - step]) + (w[i] + w[i + step]) * (u[i] - u[i + step]));
  } else if (behind || ahead) {
    const Index other = behind ? -step : step;
#pragma GCC ivdep
    for (Index i = 0; i < n; ++i) out[i] += factor * ((w[i] + w[i + other]) * (u[i] - u[i + other]));
  }
}

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
    out.segment(first, line) = s_.segment(first, line) * u.segment(first, line);
    Index stride = 1;
    for (Index k = 0; k < grid_.dimension(); ++k) {
      const Index n = grid_.axis(k).cells, at = first / stride % n;
      const double factor = 0.5 / (grid_.axis(k).width() * grid_.axis(k).width());
      const double *w = w_.data() + first, *v = u.data() + first;
      double* to = out.data() + first;
      if (k == 0) {
        add_fluxes(1, 1, false, true, factor, w, v, to);
        add_fluxes(line - 2, 1, true, true, factor, w + 1, v + 1, to + 1);
        add_fluxes(1, 1, true, false, factor, w + line - 1, v + line - 1, to + line - 1);
      } else {
        add_fluxes(line, stride, at > 0, at < n - 1, factor, w, v, to);
      }
      stride *= n;
    }
  });
}

void WeightedPoisson::solve(const Eigen::ArrayXd& s, double a, const Eigen::ArrayXd& w, double b,
                            const Eigen::ArrayXd& r, Eigen::ArrayXd& u) {
  s_ = s + floor_of_s * a;
  w_ = w + floor_of_w * b;
  q_.resize(0);
  iterate(a, b, most_iterations, r, u);
}

void WeightedPoisson::solve_in_proportion(double rate, const Eigen::ArrayXd& w, const Eigen::ArrayXd& r,
                                          Eigen::ArrayXd& u) {
  const double most = w.maxCoeff();
  w_ = w + floor_in_proportion * most;
  s_ = rate * w_;
  q_ = (w_ / most).sqrt();
  iterate(rate * most, most, most_in_proportion, r, u);
}

void WeightedPoisson::precondition(double a, double b) {
  if (q_.size() == 0) {
    ahead_ = left_;
    poisson_.solve(a, b, ahead_.data());
    return;
  }
  ahead_ = left_ / q_;
  poisson_.solve(a, b, ahead_.data());
  ahead_ /= q_;
}

void WeightedPoisson::iterate(double a, double b, int most, const Eigen::ArrayXd& r, Eigen::ArrayXd& u) {
  const Index n = r.size();
  left_ = r;
  precondition(a, b);
  direction_ = ahead_;
  u.setZero(n);
  double product = dot(left_.data(), ahead_.data(), n);
  const double enough = reduction * product;
  for (int k = 0; k < most && product > enough; ++k) {
    apply(direction_, image_);
    const double length = product / dot(direction_.data(), image_.data(), n);
    u += length * direction_;
    left_ -= length * image_;
    precondition(a, b);
    const double next = dot(left_.data(), ahead_.data(), n);
    direction_ = ahead_ + (next / product) * direction_;
    product = next;
  }
}

}  // namespace kolmo::jko
