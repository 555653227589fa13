#include "kolmo/measure/sde/weak_without_sampling.hpp"

#include <cmath>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/measure/sde/local_coefficients.hpp"

namespace kolmo::measure {
namespace {

/// In the plane the quadrature nodes are shared out over this many tasks, whose sums are added in order; a
/// step in one dimension is too short for that.
constexpr Index plane_tasks = 8;

/// −∂t u at time t, with the derivatives along the axes.
class BackwardRate {
 public:
  BackwardRate(const process::Process& process, const TorusGrid& grid)
      : process_(process),
        grid_(grid),
        points_(grid.points()),
        first_(grid.derivative(1)),
        second_(grid.derivative(2)) {}

  Eigen::ArrayXd operator()(double t, const Eigen::ArrayXd& u) const {
    const LocalCoefficients c = local_coefficients(process_, t, points_);
    const Index n = grid_.nodes;
    if (grid_.dimension == 1) {
      const Eigen::VectorXd v = u.matrix();
      return c.drift.col(0) * (first_ * v).array() + 0.5 * c.covariance.col(0) * (second_ * v).array();
    }
    const Eigen::Map<const Eigen::MatrixXd> v(u.data(), n, n);
    const auto flat = [&](const Eigen::MatrixXd& m) -> Eigen::ArrayXd {
      return Eigen::Map<const Eigen::ArrayXd>(m.data(), n * n);
    };
    const Eigen::MatrixXd along_x = first_ * v;
    return c.drift.col(0) * flat(along_x) + c.drift.col(1) * flat(v * first_.transpose()) +
           0.5 * c.covariance.col(0) * flat(second_ * v) +
           0.5 * (c.covariance.col(1) + c.covariance.col(2)) * flat(along_x * first_.transpose()) +
           0.5 * c.covariance.col(3) * flat(v * second_.transpose());
  }

 private:
  const process::Process& process_;
  TorusGrid grid_;
  Points points_;
  Eigen::MatrixXd first_, second_;
};

}  // namespace

WeakSpace WeakSpace::of_dimension(Index dimension) {
  if (dimension == 1) return {{1, 64}, 14, 3, 1.0};
  return {{2, 32}, 6, 2, 0.5};
}

Eigen::ArrayXd WeakSpace::functional() const {
  const Points x = grid.points();
  Eigen::ArrayXd phi(x.rows());
  for (Index i = 0; i < x.rows(); ++i) {
    const double angle = grid.dimension == 1 ? 2 * x(i, 0) : x(i, 0) + x(i, 1);
    phi(i) = std::cos(x(i, 0)) + 0.5 * std::sin(angle);
  }
  return phi;
}

TransitionOperator::TransitionOperator(const sde::SdeScheme& scheme, const process::Process& process,
                                       const WeakSpace& space)
    : scheme_(scheme),
      process_(process),
      space_(space),
      nodes_(step_nodes(scheme, process, space.nodes, space.area_nodes, 2)),
      start_(space.grid.points()),
      function_(space.grid) {}

void TransitionOperator::apply(double t, double h, Eigen::ArrayXd& u) {
  function_.interpolate(u);
  const Index count = nodes_.weights.size();
  const Index tasks = space_.grid.dimension == 1 ? 1 : plane_tasks;
  Points parts = Points::Zero(u.size(), tasks);
  for_each_task(tasks, [&](Index task) {
    SingleStep step(scheme_, process_, start_.rows());
    Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(u.size());
    Points y;
    for (Index q = task * count / tasks; q < (task + 1) * count / tasks; ++q) {
      y = start_;
      step(t, h, nodes_.points.row(q).transpose(), y);
      function_.add_values(y, nodes_.weights(q), sum);
    }
    parts.col(task) = sum;
  });
  u = parts.col(0);
  for (Index task = 1; task < tasks; ++task) u += parts.col(task);
}

Eigen::ArrayXd expectation(const sde::SdeScheme& scheme, const process::Process& process,
                           const WeakSpace& space, Index steps) {
  TransitionOperator transition(scheme, process, space);
  const double h = space.end_time / static_cast<double>(steps);
  Eigen::ArrayXd u = space.functional();
  for (Index n = steps; n-- > 0;) {
    throw_if_stopped();
    transition.apply(static_cast<double>(n) * h, h, u);
  }
  return u;
}

Eigen::ArrayXd exact_expectation(const process::Process& process, const WeakSpace& space) {
  const BackwardRate rate(process, space.grid);
  // Stable: ½ v K² h ≤ 1.1 in one dimension (K = 31) and 1.0 in the plane (K = 11); the error is of order h⁴.
  const int steps = space.grid.dimension == 1 ? 800 : 400;
  const double h = space.end_time / steps;
  Eigen::ArrayXd u = space.functional();
  for (int n = steps; n > 0; --n) {
    const double t = n * h;
    const Eigen::ArrayXd a = rate(t, u), b = rate(t - h / 2, u + h / 2 * a),
                         c = rate(t - h / 2, u + h / 2 * b), d = rate(t - h, u + h * c);
    u += h / 6 * (a + 2 * b + 2 * c + d);
  }
  return u;
}

std::vector<Index> step_counts(Index coarsest, Index finest) {
  std::vector<Index> steps;
  for (Index n = coarsest; n <= finest; n *= 2) {
    steps.push_back(n);
    if (3 * n / 2 <= finest) steps.push_back(3 * n / 2);
  }
  return steps;
}

verify::OrderStudy weak_study(const sde::SdeScheme& scheme, const process::Process& process,
                              const WeakSpace& space, const Eigen::ArrayXd& exact,
                              const std::vector<Index>& steps) {
  std::vector<verify::OrderPoint> points;
  for (const Index n : steps) {
    const double error = std::sqrt((expectation(scheme, process, space, n) - exact).square().mean());
    points.push_back({space.end_time / static_cast<double>(n), error});
  }
  const Claim& claim = scheme.claim();
  return verify::noise_free_study(
      {"weak_" + claim.name, "root mean square over all starting points of the weak error"}, claim,
      claimed_weak_order(scheme, process).value(), points);
}

}  // namespace kolmo::measure
