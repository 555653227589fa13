#include "kolmo/paths/path_action.hpp"

#include <cmath>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "paths/local_expansion.hpp"
#include "paths/noise_metric.hpp"

// An interval's f is Σ_p w_p f(x_p), x_p = (1 − s_p) x_n + s_p x_{n+1}; with e = (x_{n+1} − x_n)/h − f and r
// = a⁻¹ e
//   S = Σ_n h [½ e·r + ½ Σ_p w_p ∇·f(x_p)],
//   ∂e/∂x_n = −1/h − Σ w (1 − s) J,   ∂e/∂x_{n+1} = 1/h − Σ w s J,
// and second derivatives of e enter through ∇²(r·f) at the places x_p.

namespace kolmo::paths {
namespace {

struct Place {
  double weight, share;  // w, s
};

std::vector<Place> places_of(ActionRule rule) {
  if (rule == ActionRule::midpoint) return {{1, 0.5}};
  if (rule == ActionRule::left_point) return {{1, 0}};
  return {{0.5, 0}, {0.5, 1}};
}

Eigen::MatrixXd inverse_noise(const process::Process& process, double t) {
  const Eigen::MatrixXd factor = noise_factor(process, t);
  const Eigen::MatrixXd inverse =
      factor.triangularView<Eigen::Lower>().solve(Eigen::MatrixXd::Identity(factor.rows(), factor.cols()));
  return inverse.transpose() * inverse;
}

/// One interval: its part of S, and derivatives with respect to both ends.
struct Interval {
  double value;
  Eigen::VectorXd at_begin, at_end;                 // ∂S
  Eigen::MatrixXd begin_begin, end_begin, end_end;  // ∂²S
};

class Intervals {
 public:
  Intervals(const PathAction& action, const Points& path)
      : action_(action),
        path_(path),
        places_(places_of(action.rule)),
        stencil_(action),
        found_(places_.size()) {
    require_valid(action);
    require(path.rows() >= 3, "path.rows", static_cast<double>(path.rows()), "must be at least 3");
    require(path.cols() == action.process.dimension(), "path.cols", static_cast<double>(path.cols()),
            "must be the process's dimension");
    h_ = (action.end - action.begin) / static_cast<double>(path.rows() - 1);
    inverse_ = inverse_noise(action.process, action.begin);
  }

  Interval interval(Index n, bool derivatives) {
    const Eigen::VectorXd begin = path_.row(n).transpose(), end = path_.row(n + 1).transpose();
    const double t = action_.begin + static_cast<double>(n) * h_;
    if (action_.process.noise_kind() == process::NoiseKind::scalar)
      inverse_ = inverse_noise(action_.process, t + 0.5 * h_);
    Eigen::VectorXd e = (end - begin) / h_;
    double divergence = 0;
    for (std::size_t p = 0; p < places_.size(); ++p) {
      const auto [w, s] = places_[p];
      stencil_.look(t + s * h_, begin + s * (end - begin), derivatives, found_[p]);
      e -= w * found_[p].drift;
      divergence += w * found_[p].divergence;
    }
    const Eigen::VectorXd r = inverse_ * e;
    Interval result{h_ * (0.5 * e.dot(r) + 0.5 * divergence), {}, {}, {}, {}, {}};
    if (derivatives) differentiate(r, result);
    return result;
  }

 private:
  void differentiate(const Eigen::VectorXd& r, Interval& out) const {
    const Index d = r.size();
    Eigen::MatrixXd a = -Eigen::MatrixXd::Identity(d, d) / h_, b = -a;
    for (std::size_t p = 0; p < places_.size(); ++p) {
      a -= places_[p].weight * (1 - places_[p].share) * found_[p].jacobian;
      b -= places_[p].weight * places_[p].share * found_[p].jacobian;
    }
    out.at_begin = h_ * a.transpose() * r;
    out.at_end = h_ * b.transpose() * r;
    out.begin_begin = h_ * a.transpose() * inverse_ * a;
    out.end_begin = h_ * b.transpose() * inverse_ * a;
    out.end_end = h_ * b.transpose() * inverse_ * b;
    for (std::size_t p = 0; p < places_.size(); ++p) {
      const auto [w, s] = places_[p];
      const Local& local = found_[p];
      Eigen::MatrixXd curvature = Eigen::MatrixXd::Zero(d, d);
      for (Index j = 0; j < d; ++j) curvature -= r(j) * local.second[static_cast<std::size_t>(j)];
      if (action_.kind == ActionKind::onsager_machlup) {
        curvature += 0.5 * local.divergence_second;
        out.at_begin += 0.5 * h_ * w * (1 - s) * local.divergence_gradient;
        out.at_end += 0.5 * h_ * w * s * local.divergence_gradient;
      }
      out.begin_begin += h_ * w * (1 - s) * (1 - s) * curvature;
      out.end_begin += h_ * w * s * (1 - s) * curvature;
      out.end_end += h_ * w * s * s * curvature;
    }
  }

  const PathAction& action_;
  const Points& path_;
  std::vector<Place> places_;
  Stencil stencil_;
  std::vector<Local> found_;
  double h_;
  Eigen::MatrixXd inverse_;
};

/// The lower triangle of `block` at block (row, column).
void add_block(Index row, Index column, const Eigen::MatrixXd& block,
               std::vector<Eigen::Triplet<double>>& entries) {
  const Index d = block.rows();
  for (Index k = 0; k < d; ++k)
    for (Index l = 0; l < (row == column ? k + 1 : d); ++l)
      entries.emplace_back(static_cast<int>(row * d + k), static_cast<int>(column * d + l), block(k, l));
}

}  // namespace

void require_valid(const PathAction& action) {
  require(std::isfinite(action.begin) && std::isfinite(action.end) && action.begin < action.end, "end",
          action.end, "must be finite and after the begin");
  require(action.scale.size() == action.process.dimension(), "scale.size",
          static_cast<double>(action.scale.size()), "must be the process's dimension");
  for (const double s : action.scale)
    require(std::isfinite(s) && s > 0, "scale", s, "must be positive and finite");
  if (action.kind == ActionKind::onsager_machlup &&
      !process::has_drift_divergence(action.process, action.begin))
    throw InvalidArgument("process: needs the divergence of its drift (drift_divergence)");
  for (const double t : {action.begin, action.end}) (void)noise_factor(action.process, t);
}

double action_of(const PathAction& action, const Points& path) {
  Intervals intervals(action, path);
  CompensatedSum total;
  for (Index n = 0; n + 1 < path.rows(); ++n) total.add(intervals.interval(n, false).value);
  return total.value();
}

ActionExpansion expand(const PathAction& action, const Points& path) {
  Intervals intervals(action, path);
  const Index d = path.cols(), inner = path.rows() - 2;
  ActionExpansion result{0, Eigen::VectorXd::Zero(inner * d),
                         Eigen::SparseMatrix<double>(inner * d, inner * d)};
  std::vector<Eigen::Triplet<double>> entries;
  CompensatedSum total;
  for (Index n = 0; n <= inner; ++n) {
    const Interval one = intervals.interval(n, true);
    total.add(one.value);
    if (n > 0) {
      result.gradient.segment((n - 1) * d, d) += one.at_begin;
      add_block(n - 1, n - 1, one.begin_begin, entries);
    }
    if (n < inner) {
      result.gradient.segment(n * d, d) += one.at_end;
      add_block(n, n, one.end_end, entries);
    }
    if (n > 0 && n < inner) add_block(n, n - 1, one.end_begin, entries);
  }
  result.value = total.value();
  result.hessian.setFromTriplets(entries.begin(), entries.end());
  return result;
}

}  // namespace kolmo::paths
