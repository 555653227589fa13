#include "kolmo/density/gibbs_density.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <limits>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/sum.hpp"

namespace kolmo::density {
namespace {

constexpr int rule_points = 10;
constexpr Index cells = 2048;
constexpr double drop_wanted = 60, drop_required = 30, search_radius = 1e6;

/// Nodes and weights of Gauss–Legendre's rule on [0, 1], ascending.
struct Rule {
  double node[rule_points], weight[rule_points];
  Rule() {
    using Gauss = boost::math::quadrature::gauss<double, rule_points>;
    for (int i = 0; i < rule_points / 2; ++i) {
      const auto k = static_cast<std::size_t>(i);
      const int right = rule_points / 2 + i, left = rule_points / 2 - 1 - i;
      node[right] = 0.5 * (1 + Gauss::abscissa()[k]);
      node[left] = 0.5 * (1 - Gauss::abscissa()[k]);
      weight[right] = weight[left] = 0.5 * Gauss::weights()[k];
    }
  }
};

const Rule& rule() {
  static const Rule instance;
  return instance;
}

double value_at(const Potential& potential, double x) {
  const Points point = Points::Constant(1, 1, x);
  Eigen::ArrayXd value(1);
  potential.value(point, value);
  return value(0);
}

/// The lowest value of V on a lattice that is uniform near 0 and geometric far out, and where it is.
std::pair<double, double> lowest(const Potential& potential) {
  double best = std::numeric_limits<double>::infinity(), where = 0;
  const auto look = [&](double x) {
    const double v = value_at(potential, x);
    if (v < best) best = v, where = x;
  };
  for (int i = -400; i <= 400; ++i) look(0.05 * i);
  for (double r = 20; r < search_radius; r *= 1.02) look(r), look(-r);
  return {best, where};
}

/// The first point from `start` in the direction `sign` beyond which V − lowest > drop at ever larger
/// distances.
double end_of_support(const Potential& potential, double start, double least, double sign, double drop) {
  double radius = search_radius, reach = -1;
  while (radius > 1e-9) {  // from far to near: the last radius before V falls below the level
    const double v = value_at(potential, start + sign * radius);
    if (!(v - least > drop)) break;
    reach = radius;
    radius /= 1.02;
  }
  if (reach < 0) {
    throw NumericalFailure(
        "Gibbs density: e^{-V/T} has not decayed at |x| = 1e6; a potential that confines, or an "
        "interval, is needed");
  }
  return start + sign * reach;
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
    interval_.lower = end_of_support(*potential_, where, least, -1, drop_wanted * temperature_);
    interval_.upper = end_of_support(*potential_, where, least, 1, drop_wanted * temperature_);
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
  for (Index i = 0; i < n; ++i) {
    nodes_(i) =
        interval_.lower + (static_cast<double>(i / rule_points) + rule().node[i % rule_points]) * width;
  }
  node_log_densities_.resize(n);
  potential_->value(nodes_, node_log_densities_);
  const double least = node_log_densities_.minCoeff();
  if (!std::isfinite(least)) throw NumericalFailure("Gibbs density: V is not finite on the interval");
  for (const double end : {interval_.lower, interval_.upper}) {
    const double drop = (value_at(*potential_, end) - least) / temperature_;
    require(drop >= drop_required, "end of the interval", end, "(V - min V)/T must be at least 30 there");
  }
  node_masses_.resize(n);
  mass_below_.assign(1, 0.0);
  CompensatedSum total, coarse;
  for (Index i = 0; i < n; ++i) {
    node_masses_(i) =
        width * rule().weight[i % rule_points] * std::exp((least - node_log_densities_(i)) / temperature_);
    total.add(node_masses_(i));
    if ((i + 1) % rule_points == 0) mass_below_.push_back(total.value());
  }
  for (Index i = 0; i < n / 2; ++i) {
    const double x =
        interval_.lower + (static_cast<double>(i / rule_points) + rule().node[i % rule_points]) * 2 * width;
    coarse.add(2 * width * rule().weight[i % rule_points] *
               std::exp((least - value_at(*potential_, x)) / temperature_));
  }
  const double z = total.value();
  if (!(std::abs(coarse.value() - z) <= 1e-12 * z)) {
    throw NumericalFailure("Gibbs density: e^{-V/T} is not resolved by 2048 cells on the interval [" +
                           std::to_string(interval_.lower) + ", " + std::to_string(interval_.upper) +
                           "]: give a shorter interval or a higher temperature");
  }
  log_normalisation_ = std::log(z) - least / temperature_;
  node_masses_ /= z;
  for (double& mass : mass_below_) mass /= z;
  node_log_densities_ = -node_log_densities_ / temperature_ - log_normalisation_;
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
  Points x(rule_points, 1);
  Eigen::ArrayXd log_p(rule_points);
  for (int i = 0; i < rule_points; ++i) x(i, 0) = a + rule().node[i] * (b - a);
  log_density(x, log_p);
  double total = 0;
  for (int i = 0; i < rule_points; ++i) total += rule().weight[i] * std::exp(log_p(i));
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
