#include "kolmo/process/derived/lamperti_transform.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::process {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

const GaussLegendre<10>& rule() {
  static const GaussLegendre<10> gauss;
  return gauss;
}

/// The panel that holds v, of those whose ends rise.
std::size_t panel_of(const std::vector<double>& ends, double v) {
  const auto above = std::upper_bound(ends.begin() + 1, ends.end() - 1, v);
  return static_cast<std::size_t>(above - ends.begin()) - 1;
}

}  // namespace

LampertiTransform::LampertiTransform(std::shared_ptr<const Process> process,
                                     const std::vector<std::array<double, 2>>& box, Drift drift)
    : process_(std::move(process)), box_(box), drift_(drift) {
  if (process_ == nullptr) throw InvalidArgument("process = null: must be a process");
  const NoiseKind kind = process_->noise_kind();
  if (kind != NoiseKind::scalar && kind != NoiseKind::diagonal)
    throw InvalidArgument(
        "noise: must be diagonal, g_j of x_j alone: there are no coordinates else in which "
        "it is a unit matrix");
  const Index d = process_->dimension();
  require(static_cast<Index>(box.size()) == d, "box.size", static_cast<double>(box.size()),
          "must be the process's dimension");
  middle_.resize(d);
  length_.resize(d);
  for (Index j = 0; j < d; ++j) {
    const auto& [lower, upper] = box[static_cast<std::size_t>(j)];
    require(std::isfinite(lower) && std::isfinite(upper) && lower < upper, "box upper side", upper,
            "must be finite and above the lower one");
    middle_(j) = 0.5 * (lower + upper);
  }
  for (Index j = 0; j < d; ++j) {
    const auto& [lower, upper] = box[static_cast<std::size_t>(j)];
    Axis axis{{lower}, {0}};
    constexpr int panels = 64;
    for (int k = 0; k < panels; ++k)
      add_panels(j, lower + (upper - lower) * k / panels, lower + (upper - lower) * (k + 1) / panels, 0,
                 axis);
    axis.x.back() = upper;
    length_(j) = axis.y.back();
    axes_.push_back(std::move(axis));
  }
}

Eigen::ArrayXd LampertiTransform::noise_along(Index j, const Eigen::ArrayXd& x) const {
  Points at = middle_.transpose().replicate(x.size(), 1), g(x.size(), at.cols());
  at.col(j) = x;
  for (Index first = 0; first < at.rows(); first += block_rows) {
    const Index rows = std::min(block_rows, at.rows() - first);
    process_->diffusion_diagonal(0, at.middleRows(first, rows), g.middleRows(first, rows));
  }
  return g.col(j).abs();
}

Eigen::ArrayXd LampertiTransform::integrals(Index j, const Eigen::ArrayXd& from,
                                            const Eigen::ArrayXd& to) const {
  const Index n = from.size();
  Eigen::ArrayXd places(10 * n);
  for (std::size_t k = 0; k < 5; ++k) {
    const Eigen::ArrayXd centre = 0.5 * (from + to), offset = 0.5 * rule().nodes[k] * (to - from);
    places.segment(static_cast<Index>(2 * k) * n, n) = centre + offset;
    places.segment(static_cast<Index>(2 * k + 1) * n, n) = centre - offset;
  }
  const Eigen::ArrayXd inverse = noise_along(j, places).inverse();
  Eigen::ArrayXd total = Eigen::ArrayXd::Zero(n);
  for (std::size_t k = 0; k < 10; ++k)
    total += rule().weights[k / 2] * inverse.segment(static_cast<Index>(k) * n, n);
  return 0.5 * (to - from) * total;
}

void LampertiTransform::add_panels(Index j, double lower, double upper, int depth, Axis& axis) const {
  const double middle = 0.5 * (lower + upper);
  const Eigen::ArrayXd whole =
      integrals(j, Eigen::Array3d(lower, lower, middle), Eigen::Array3d(upper, middle, upper));
  Points ends(2, process_->dimension()), g(2, process_->dimension());
  ends = middle_.transpose().replicate(2, 1);
  ends.col(j) << lower, upper;
  process_->diffusion_diagonal(0, ends, g);
  const auto refused = [&](const char* why) {
    throw InvalidArgument(std::string("noise: ") + why + " between x_" + number_text(j) + " = " +
                          number_text(lower, 6) + " and " + number_text(upper, 6) +
                          "; take a domain in which it is finite, smooth and not 0");
  };
  if (!(g.col(j) > 0).all() && !(g.col(j) < 0).all()) refused("is 0, or no number,");
  if (!std::isfinite(whole(0)) || !(whole(0) > 0)) refused("is 0, or no number,");
  const double parts = whole(1) + whole(2);
  if (!(std::abs(whole(0) - parts) <= 1e-13 * parts)) {
    if (depth == 20) refused("is not smooth, or goes to 0,");
    add_panels(j, lower, middle, depth + 1, axis);
    add_panels(j, middle, upper, depth + 1, axis);
    return;
  }
  axis.x.push_back(upper);
  axis.y.push_back(axis.y.back() + parts);
}

Points LampertiTransform::to_unit(const ConstBlock& x) const {
  Points y(x.rows(), x.cols());
  for (Index j = 0; j < x.cols(); ++j) {
    const Axis& axis = axes_[static_cast<std::size_t>(j)];
    Eigen::ArrayXd from(x.rows()), base(x.rows());
    for (Index i = 0; i < x.rows(); ++i) {
      const std::size_t k = panel_of(axis.x, x(i, j));
      from(i) = axis.x[k];
      base(i) = x(i, j) >= axis.x.front() && x(i, j) <= axis.x.back() ? axis.y[k] : nan;
    }
    y.col(j) = base + integrals(j, from, x.col(j));
  }
  return y;
}

// Newton's iteration for y(x) = y, from the chord of the panel: y′ = 1/g.
Points LampertiTransform::from_unit(const ConstBlock& y) const {
  Points x(y.rows(), y.cols());
  for (Index j = 0; j < y.cols(); ++j) {
    const Axis& axis = axes_[static_cast<std::size_t>(j)];
    const Index n = y.rows();
    Eigen::ArrayXd from(n), base(n), lower(n), upper(n), at(n);
    for (Index i = 0; i < n; ++i) {
      const std::size_t k = panel_of(axis.y, y(i, j));
      const bool inside = y(i, j) >= axis.y.front() && y(i, j) <= axis.y.back();
      from(i) = lower(i) = axis.x[k];
      upper(i) = axis.x[k + 1];
      base(i) = inside ? axis.y[k] : nan;
      at(i) = lower(i) + (upper(i) - lower(i)) * (y(i, j) - axis.y[k]) / (axis.y[k + 1] - axis.y[k]);
      if (!inside) at(i) = lower(i);
    }
    for (int iteration = 0; iteration < 30; ++iteration) {
      const Eigen::ArrayXd step = (y.col(j) - base - integrals(j, from, at)) * noise_along(j, at);
      at = (at + step).max(lower).min(upper);
      if (!(step.isFinite().select(step.abs(), 0.0) > 1e-15 * (axis.x.back() - axis.x.front())).any()) break;
    }
    for (Index i = 0; i < n; ++i) x(i, j) = std::isnan(base(i)) ? nan : at(i);
  }
  return x;
}

void LampertiTransform::drift(double t, const ConstBlock& y, Block out) const {
  const Points x = from_unit(y);
  Points g(x.rows(), x.cols()), slope(x.rows(), x.cols());
  process_->drift(t, x, out);
  process_->diffusion_diagonal(0, x, g);
  out /= g.abs();
  if (drift_ == Drift::leading) return;
  process_->diffusion_derivative(0, x, slope);
  out -= 0.5 * (g < 0).select(-slope, slope);
}

void LampertiTransform::drift_divergence(double t, const ConstBlock& y, Values out) const {
  const Points x = from_unit(y);
  const Index n = x.rows(), d = x.cols();
  Points f(n, d), g(n, d), slope(n, d), moved(n, d), second = Points::Zero(n, d);
  process_->drift(t, x, f);
  process_->drift_divergence(t, x, out);
  process_->diffusion_diagonal(0, x, g);
  process_->diffusion_derivative(0, x, slope);
  Eigen::RowVectorXd delta(d);
  for (Index j = 0; j < d; ++j)
    delta(j) = 1.25e-4 * (box_[static_cast<std::size_t>(j)][1] - box_[static_cast<std::size_t>(j)][0]);
  constexpr std::array<std::array<double, 2>, 4> differences{{{-2, 1}, {-1, -8}, {1, 8}, {2, -1}}};
  for (const auto& [places, weight] : differences) {
    // g_j sees x_j alone: one difference moves every coordinate.
    process_->diffusion_derivative(0, x.rowwise() + places * delta.array(), moved);
    second += weight / 12 * moved;
  }
  for (Index j = 0; j < d; ++j) {
    out -= f.col(j) * slope.col(j) / g.col(j);
    if (drift_ == Drift::whole) out -= 0.5 * g.col(j) * second.col(j) / delta(j);
  }
}

}  // namespace kolmo::process
