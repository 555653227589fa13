#include "kolmo/density/gibbs_density.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "gibbs_support.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::density {
namespace {

constexpr int rule_points = 10;
constexpr Index cells = 2048;
constexpr double drop_wanted = 60, drop_required = 30;

/// Nodes and weights of Gauss–Legendre's rule on [0, 1], ascending.
struct Rule {
  double node[rule_points], weight[rule_points];
  Rule() {
    const GaussLegendre<rule_points> legendre;
    for (int i = 0; i < rule_points / 2; ++i) {
      const auto k = static_cast<std::size_t>(i);
      const int right = rule_points / 2 + i, left = rule_points / 2 - 1 - i;
      node[right] = 0.5 * (1 + legendre.nodes[k]);
      node[left] = 0.5 * (1 - legendre.nodes[k]);
      weight[right] = weight[left] = 0.5 * legendre.weights[k];
    }
  }
};

const Rule& rule() {
  static const Rule instance;
  return instance;
}

/// The i-th node of the composite rule on cells of that width.
double node(double lower, double width, Index i) {
  const Index cell = i / rule_points;
  return lower + (static_cast<double>(cell) + rule().node[i % rule_points]) * width;
}

}  // namespace

GibbsDensity::GibbsDensity(std::shared_ptr<const Potential> potential, double temperature,
                           std::optional<Interval> interval)
    : potential_(std::move(potential)), temperature_(temperature), interval_{0, 0} {
  if (!potential_) throw InvalidArgument("potential of a Gibbs density: is null");
  require(potential_->dimension() == 1, "dimension of the potential",
          static_cast<double>(potential_->dimension()), "must be 1");
  require(std::isfinite(temperature) && temperature > 0, "temperature", temperature,
          "must be positive and finite");
  if (interval) {
    interval_ = *interval;
    require(
        std::isfinite(interval_.lower) && std::isfinite(interval_.upper) && interval_.lower < interval_.upper,
        "lower end of the interval", interval_.lower, "must be finite and below the upper end");
  } else {
    const auto [least, where] = lowest(*potential_);
    interval_.lower = end_of_support(*potential_, where, -1, least + drop_wanted * temperature_);
    interval_.upper = end_of_support(*potential_, where, 1, least + drop_wanted * temperature_);
  }
  tabulate();
}

double GibbsDensity::cell_width() const {
  return (interval_.upper - interval_.lower) / static_cast<double>(cells);
}

void GibbsDensity::tabulate() {
  const Index n = cells * rule_points;
  const double width = cell_width();
  nodes_.resize(n);
  for (Index i = 0; i < n; ++i) nodes_(i) = node(interval_.lower, width, i);
  Eigen::ArrayXd values(n);
  potential_->value(nodes_, values);
  const double least = values.minCoeff();
  if (!values.allFinite()) throw NumericalFailure("Gibbs density: V is not finite on the interval");
  for (const double end : {interval_.lower, interval_.upper}) {
    const double drop = (value_at(*potential_, end) - least) / temperature_;
    require(drop >= drop_required, "end of the interval", end, "(V - min V)/T must be at least 30 there");
  }
  node_masses_.resize(n);
  mass_below_.assign(1, 0.0);
  CompensatedSum total;
  for (Index i = 0; i < n; ++i) {
    node_masses_(i) = width * rule().weight[i % rule_points] * std::exp((least - values(i)) / temperature_);
    total.add(node_masses_(i));
    if ((i + 1) % rule_points == 0) mass_below_.push_back(total.value());
  }
  const double z = total.value();
  require_resolved(least, z);
  log_normalisation_ = std::log(z) - least / temperature_;
  node_masses_ /= z;
  for (double& mass : mass_below_) mass /= z;
  node_log_densities_ = -values / temperature_ - log_normalisation_;
}

/// ∫e^{(least − V)/T} by half as many cells must agree with `z`.
void GibbsDensity::require_resolved(double least, double z) const {
  CompensatedSum coarse;
  const double width = 2 * cell_width();
  for (Index i = 0; i < nodes_.size() / 2; ++i) {
    const double v = value_at(*potential_, node(interval_.lower, width, i));
    coarse.add(width * rule().weight[i % rule_points] * std::exp((least - v) / temperature_));
  }
  if (std::abs(coarse.value() - z) <= 1e-12 * z) return;
  throw NumericalFailure("Gibbs density: e^{-V/T} is not resolved by 2048 cells on the interval [" +
                         number_text(interval_.lower) + ", " + number_text(interval_.upper) +
                         "]: give a shorter interval or a higher temperature");
}

void GibbsDensity::log_density(const ConstBlock& x, Values out) const {
  potential_->value(x, out);
  out = -out / temperature_ - log_normalisation_;
}

void GibbsDensity::score(const ConstBlock& x, Block out) const {
  potential_->gradient(x, out);
  out /= -temperature_;
}

void GibbsDensity::score_and_laplacian(const ConstBlock& x, Block score_out, Values laplacian) const {
  score(x, score_out);
  potential_->laplacian(x, laplacian);
  laplacian /= -temperature_;
}

void GibbsDensity::hessian_product(const ConstBlock& x, const ConstBlock& v, Block out) const {
  potential_->laplacian(x, out.col(0));
  out.col(0) *= v.col(0) / -temperature_;
}

void GibbsDensity::sample(const RandomStream& stream, Index first, Block out) const {
  stream.uniforms(first, 0, out, 0);
  for (Index i = 0; i < out.rows(); ++i) out(i, 0) = quantile(out(i, 0));
}

double GibbsDensity::expectation(const std::function<double(double)>& f) const {
  CompensatedSum total;
  for (Index i = 0; i < nodes_.size(); ++i) total.add(node_masses_(i) * f(nodes_(i)));
  return total.value();
}

double GibbsDensity::raw_moment(int n) const {
  require(n >= 0, "order of the moment", n, "must be at least 0");
  return expectation([n](double x) { return std::pow(x, n); });
}

double GibbsDensity::entropy() const {
  CompensatedSum total;
  for (Index i = 0; i < nodes_.size(); ++i) total.add(-node_masses_(i) * node_log_densities_(i));
  return total.value();
}

double GibbsDensity::mass(double a, double b) const {
  double x[rule_points], v[rule_points];
  for (int i = 0; i < rule_points; ++i) x[i] = a + rule().node[i] * (b - a);
  potential_->value(Eigen::Map<const Points>(x, rule_points, 1), Eigen::Map<Eigen::ArrayXd>(v, rule_points));
  double total = 0;
  for (int i = 0; i < rule_points; ++i) {
    total += rule().weight[i] * std::exp(-v[i] / temperature_ - log_normalisation_);
  }
  return (b - a) * total;
}

double GibbsDensity::cdf(double x) const {
  if (x <= interval_.lower) return 0;
  if (x >= interval_.upper) return 1;
  const double width = cell_width();
  const auto cell = std::min(static_cast<Index>((x - interval_.lower) / width), cells - 1);
  const double left = interval_.lower + static_cast<double>(cell) * width;
  return mass_below_[static_cast<std::size_t>(cell)] + mass(left, x);
}

double GibbsDensity::probability_above(double a) const { return 1 - cdf(a); }

/// Newton within the cell that holds p, kept inside a bracket that shrinks.
double GibbsDensity::quantile(double p) const {
  require(p > 0 && p < 1, "probability of the quantile", p, "must be between 0 and 1");
  const auto above = std::upper_bound(mass_below_.begin() + 1, mass_below_.end() - 1, p);
  const Index cell = above - mass_below_.begin() - 1;
  const double left = interval_.lower + static_cast<double>(cell) * cell_width();
  const double wanted = p - mass_below_[static_cast<std::size_t>(cell)];
  const double in_cell = *above - mass_below_[static_cast<std::size_t>(cell)];
  double lower = left, upper = left + cell_width(),
         x = left + cell_width() * std::clamp(wanted / in_cell, 0.0, 1.0);
  for (int iteration = 0; iteration < 60; ++iteration) {
    const double excess = mass(left, x) - wanted;
    (excess > 0 ? upper : lower) = x;
    const double density = std::exp(-value_at(*potential_, x) / temperature_ - log_normalisation_);
    double next = x - excess / density;
    if (!(next >= lower && next <= upper)) next = 0.5 * (lower + upper);
    const double change = std::abs(next - x);
    x = next;
    if (change <= 1e-15 * (std::abs(x) + cell_width())) break;
  }
  return x;
}

}  // namespace kolmo::density
