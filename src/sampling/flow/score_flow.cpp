#include "kolmo/sampling/flow/score_flow.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::sampling {
namespace {

Eigen::VectorXd score_at(const density::Density& density, const Eigen::VectorXd& x) {
  Points at = x.transpose().array(), s(1, x.size());
  density.score(at, s);
  return s.matrix().transpose();
}

Eigen::MatrixXd hessian_at(const density::Density& density, const Eigen::VectorXd& x) {
  const Index d = x.size();
  const Points at = x.transpose().array().replicate(d, 1), units = Eigen::MatrixXd::Identity(d, d).array();
  Points rows(d, d);
  density.hessian_product(at, units, rows);
  return 0.5 * (rows.matrix() + rows.matrix().transpose());
}

using Box = std::vector<std::array<double, 2>>;

bool inside(const Box& box, const Eigen::VectorXd& x) {
  for (Index j = 0; j < x.size(); ++j) {
    const auto& [lower, upper] = box[static_cast<std::size_t>(j)];
    if (!(x(j) >= lower && x(j) <= upper)) return false;
  }
  return true;
}

/// Newton's method, no step longer than a tenth of the box.
bool newton(const density::Density& density, const Box& box, double size, Eigen::VectorXd& x) {
  for (int k = 0; k < 100; ++k) {
    Eigen::VectorXd step = hessian_at(density, x).fullPivLu().solve(score_at(density, x));
    if (!step.allFinite()) return false;
    const double length = step.norm();
    if (length > 0.1 * size) step *= 0.1 * size / length;
    x -= step;
    if (!inside(box, x)) return false;
    if (length < 1e-13 * size) return true;
  }
  return false;
}

CriticalPoint classified(const density::Density& density, const Eigen::VectorXd& x) {
  const Eigen::VectorXd values =
      Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(hessian_at(density, x)).eigenvalues();
  Eigen::ArrayXd log(1);
  density.log_density(x.transpose().array(), log);
  const CriticalKind kind = values.maxCoeff() < 0   ? CriticalKind::mode
                            : values.minCoeff() > 0 ? CriticalKind::minimum
                                                    : CriticalKind::saddle;
  return {x, kind, values, log(0)};
}

}  // namespace

const char* name_of(CriticalKind kind) {
  constexpr const char* names[] = {"mode", "saddle", "minimum"};
  return names[static_cast<int>(kind)];
}

std::vector<CriticalPoint> critical_points(const density::Density& density, const Box& box, Index starts) {
  const Index d = density.dimension();
  if (static_cast<Index>(box.size()) != d)
    throw InvalidArgument("box: must have " + number_text(d) + " sides, one for each coordinate");
  require(starts >= 2, "starts", static_cast<double>(starts), "must be at least 2");
  double size = 0;
  Index count = 1;
  for (const auto& [lower, upper] : box) {
    require(lower < upper, "box", upper, "must have lower < upper");
    size = std::max(size, upper - lower);
    count *= starts;
  }
  std::vector<CriticalPoint> found;
  for (Index i = 0; i < count; ++i) {
    Eigen::VectorXd x(d);
    Index rest = i;
    for (Index j = 0; j < d; ++j, rest /= starts) {
      const auto& [lower, upper] = box[static_cast<std::size_t>(j)];
      x(j) = lower + (upper - lower) * static_cast<double>(rest % starts) / static_cast<double>(starts - 1);
    }
    if (!newton(density, box, size, x)) continue;
    const bool known = std::any_of(found.begin(), found.end(), [&](const CriticalPoint& other) {
      return (other.place - x).norm() < 1e-6 * size;
    });
    if (!known) found.push_back(classified(density, x));
  }
  std::sort(found.begin(), found.end(),
            [](const CriticalPoint& a, const CriticalPoint& b) { return a.log_density > b.log_density; });
  return found;
}

std::vector<Points> streamlines(const density::Density& density, Points x, Index steps, Index every) {
  std::vector<Points> all{x};
  for (Index n = 1; n <= steps; ++n) {
    for (Index i = 0; i < x.rows(); ++i) {
      const Eigen::VectorXd at = x.row(i).matrix().transpose();
      const double h = 0.25 / hessian_at(density, at).norm();
      const Eigen::VectorXd a = score_at(density, at), b = score_at(density, at + 0.5 * h * a),
                            c = score_at(density, at + 0.5 * h * b), e = score_at(density, at + h * c);
      x.row(i) += (h / 6 * (a + 2 * b + 2 * c + e)).transpose().array();
    }
    if (n % every == 0) all.push_back(x);
  }
  return all;
}

std::vector<Index> basins(const density::Density& density, const Points& x,
                          const std::vector<CriticalPoint>& points, Index steps) {
  const Points ends = streamlines(density, x, steps, steps).back();
  std::vector<Index> of;
  for (Index i = 0; i < x.rows(); ++i) {
    Index nearest = -1;
    double least = INFINITY;
    for (std::size_t k = 0; k < points.size(); ++k) {
      if (points[k].kind != CriticalKind::mode) continue;
      const double distance = (points[k].place - ends.row(i).matrix().transpose()).norm();
      // Within a tenth of the mode's own width the flow ends there.
      if (distance < 0.1 / std::sqrt(-points[k].curvatures.minCoeff()) && distance < least) {
        least = distance;
        nearest = static_cast<Index>(k);
      }
    }
    of.push_back(nearest);
  }
  return of;
}

Eigen::VectorXd slerp(const Eigen::VectorXd& a, const Eigen::VectorXd& b, double u) {
  const double cosine = std::clamp(a.dot(b) / (a.norm() * b.norm()), -1.0, 1.0), angle = std::acos(cosine);
  const double sine = std::sin(angle);
  if (!(sine > 1e-12)) return (1 - u) * a + u * b;
  return (std::sin((1 - u) * angle) * a + std::sin(u * angle) * b) / sine;
}

double path_length(const Points& path) {
  double length = 0;
  for (Index k = 0; k + 1 < path.rows(); ++k) length += (path.row(k + 1) - path.row(k)).matrix().norm();
  return length;
}

}  // namespace kolmo::sampling
