#include "kolmo/jko/lagrangian_density.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {

LagrangianDensity::LagrangianDensity(Eigen::ArrayXd nodes, Eigen::ArrayXd masses)
    : nodes_(std::move(nodes)), masses_(std::move(masses)) {
  const Index n = masses_.size();
  require(n >= 2, "cells", static_cast<double>(n), "must be at least 2");
  require(nodes_.size() == n + 1, "nodes", static_cast<double>(nodes_.size()),
          "must be one more than the masses");
  for (Index i = 0; i < n; ++i) {
    require(std::isfinite(masses_[i]) && masses_[i] > 0, "mass", masses_[i], "must be finite and > 0");
    require(std::isfinite(nodes_[i]) && nodes_[i] < nodes_[i + 1], "node", nodes_[i],
            "nodes must be finite and strictly increasing");
  }
  require(std::isfinite(nodes_[n]), "node", nodes_[n], "must be finite");
  const double total = sum(masses_.data(), n);
  require(std::abs(total - 1) <= 1e-6, "sum of masses", total, "must be 1 within 1e-6");
  masses_ /= total;
  node_masses_.resize(n + 1);
  cumulated_.resize(n + 1);
  CompensatedSum below;
  for (Index j = 0; j <= n; ++j) {
    node_masses_[j] = 0.5 * ((j > 0 ? masses_[j - 1] : 0.0) + (j < n ? masses_[j] : 0.0));
    cumulated_[j] = j == n ? 1.0 : std::min(below.value(), 1.0);
    if (j < n) below.add(masses_[j]);
  }
}

void LagrangianDensity::displace(const Eigen::ArrayXd& displacement) {
  Eigen::ArrayXd moved = nodes_ + displacement;
  for (Index j = 0; j + 1 < moved.size(); ++j) {
    if (moved[j] < moved[j + 1]) continue;
    std::ostringstream message;
    message << "jko: nodes " << j << " and " << j + 1 << " would stand at " << moved[j] << " and "
            << moved[j + 1] << ", out of order; use fewer cells or a smaller step";
    throw NumericalFailure(message.str());
  }
  nodes_.swap(moved);
}

double LagrangianDensity::raw_moment(int power) const {
  require(power >= 0 && power <= 16, "power", power, "must be in 0 … 16");
  Eigen::ArrayXd values = Eigen::ArrayXd::Ones(nodes_.size());
  for (int k = 0; k < power; ++k) values *= nodes_;
  return dot(node_masses_.data(), values.data(), values.size());
}

double LagrangianDensity::variance() const {
  const double centre = mean();
  const Eigen::ArrayXd squares = (nodes_ - centre) * (nodes_ - centre);
  return dot(node_masses_.data(), squares.data(), squares.size());
}

double LagrangianDensity::probability_above(double x) const {
  if (x <= nodes_[0]) return 1;
  if (x >= nodes_[cells()]) return 0;
  const double* const begin = nodes_.data();
  const Index cell = std::upper_bound(begin, begin + nodes_.size(), x) - begin - 1;
  const double part = (nodes_[cell + 1] - x) / (nodes_[cell + 1] - nodes_[cell]);
  return (1 - cumulated_[cell + 1]) + part * masses_[cell];
}

double LagrangianDensity::entropy() const {
  Eigen::ArrayXd volume = (nodes_.tail(cells()) - nodes_.head(cells())) / masses_;
  kolmo::log(volume.data(), volume.data(), volume.size());
  return dot(masses_.data(), volume.data(), volume.size());
}

void LagrangianDensity::density(const ConstValues& x, Values out) const {
  const Index n = cells();
  const Eigen::ArrayXd centres = 0.5 * (nodes_.tail(n) + nodes_.head(n));
  const Eigen::ArrayXd values = masses_ / (nodes_.tail(n) - nodes_.head(n));
  for (Index i = 0; i < x.size(); ++i) {
    if (!(x[i] >= nodes_[0] && x[i] <= nodes_[n])) {
      out[i] = 0;
      continue;
    }
    const Index right = std::upper_bound(centres.data(), centres.data() + n, x[i]) - centres.data();
    if (right == 0 || right == n) {
      out[i] = values[right == 0 ? 0 : n - 1];
      continue;
    }
    const double part = (x[i] - centres[right - 1]) / (centres[right] - centres[right - 1]);
    out[i] = values[right - 1] + part * (values[right] - values[right - 1]);
  }
}

Law1D LagrangianDensity::law() const {
  return Law1D::from_cdf({nodes_.data(), nodes_.data() + nodes_.size()},
                         {cumulated_.data(), cumulated_.data() + cumulated_.size()});
}

double w2_squared(const LagrangianDensity& a, const LagrangianDensity& b) {
  require(a.cells() == b.cells() && (a.masses() == b.masses()).all(), "cells", static_cast<double>(b.cells()),
          "both states must have the same masses");
  const Eigen::ArrayXd squares = (a.nodes() - b.nodes()) * (a.nodes() - b.nodes());
  return dot(a.node_masses().data(), squares.data(), squares.size());
}

}  // namespace kolmo::jko
