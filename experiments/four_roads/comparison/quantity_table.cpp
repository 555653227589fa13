#include "four_roads/comparison/quantity_table.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "four_roads/comparison/ring_quantities.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

constexpr Index law_points = 400;        ///< quantiles that stand for a law
constexpr Index potential_points = 801;  ///< places at which the domain's lowest potential is looked for

double power(double x, int k) {
  double product = x;
  for (int i = 1; i < k; ++i) product *= x;
  return product;
}

double width(const Axis& axis) { return axis.upper - axis.lower; }

/// max |φ(end) − value| over the ends of an axis, φ = x^k.
double farthest(const Displacement& d, std::size_t axis, int k) {
  const Axis& a = d.problem.domain[axis];
  return std::max(std::abs(power(a.lower, k) - d.value), std::abs(power(a.upper, k) - d.value));
}

template <std::size_t axis, int k>
double moment_per_mass(const Displacement& d) {
  return farthest(d, axis, k);
}

template <std::size_t a, std::size_t b>
double covariance_per_mass(const Displacement& d) {
  return width(d.problem.domain[a]) * width(d.problem.domain[b]);
}

double probability_per_mass(const Displacement&) { return 1; }

/// δ(−∫p log p) = −∫ log p δp, ∫δp = 0: the logarithm of how much smaller p is at the end than where the mass
/// belongs.
double entropy_per_mass(const Displacement& d) { return 1 + d.truncation.log_fall; }

double fisher_per_mass(const Displacement& d) {
  return 2 * d.truncation.largest_slope * d.truncation.largest_slope;
}

/// max V(end) − min V: does not depend on the constant in V.
double potential_per_mass(const Displacement& d) {
  const auto structure = gradient_structure(*d.problem.intrinsic);
  if (!structure) throw InvalidArgument("potential_energy: the process has no potential");
  const Axis& axis = d.problem.domain[0];
  Points x(potential_points, 1);
  for (Index i = 0; i < potential_points; ++i) {
    x(i, 0) = axis.lower + width(axis) * (static_cast<double>(i) / (potential_points - 1));
  }
  Eigen::ArrayXd v(potential_points);
  structure->potential->value(x, v);
  return std::max(v(0), v(potential_points - 1)) - v.minCoeff();
}

double free_energy_per_mass(const Displacement& d) {
  return potential_per_mass(d) + gradient_structure(*d.problem.intrinsic)->temperature * entropy_per_mass(d);
}

/// √Var φ over the midpoints of equal shares of a law on the line, φ(points) → values.
template <class Phi>
double deviation(const Law1D& law, const Phi& phi) {
  Points x(law_points, 1);
  for (Index i = 0; i < law_points; ++i) x(i, 0) = law.quantile((static_cast<double>(i) + 0.5) / law_points);
  Eigen::ArrayXd values(law_points);
  phi(x, values);
  const double mean = sum(values.data(), law_points) / law_points;
  values -= mean;
  return std::sqrt(dot(values.data(), values.data(), law_points) / law_points);
}

template <int k>
double moment_spread(const QuantityOfLaw& q) {
  return deviation(q.laws.at("x"), [](const ConstBlock& x, Values out) {
    for (Index i = 0; i < x.rows(); ++i) out(i) = power(x(i, 0), k);
  });
}

const Law1D& law_of(const QuantityOfLaw& q, Index axis) { return q.laws.at(letter(axis)); }

template <std::size_t axis>
double mean_spread(const QuantityOfLaw& q) {
  return law_of(q, axis).standard_deviation();
}

template <std::size_t a, std::size_t b>
double covariance_spread(const QuantityOfLaw& q) {
  return a == b ? law_of(q, a).variance()
                : law_of(q, a).standard_deviation() * law_of(q, b).standard_deviation();
}

double bounded_per_mass(const Displacement&) { return 2; }

template <std::size_t axis>
double velocity_per_mass(const Displacement& d) {
  return 2 * typical_velocity(d.problem, axis);
}

/// Of a function of one coordinate, as those of rings are on the line.
double ring_deviation(const QuantityOfLaw& q, Index axis, const Functional& phi) {
  return deviation(law_of(q, axis), [&](const ConstBlock& x, Values out) {
    Points all = Points::Zero(x.rows(), q.problem.dimension());
    all.col(axis) = x.col(0);
    phi(all, out);
  });
}

template <std::size_t axis, int k>
double cosine_spread(const QuantityOfLaw& q) {
  return ring_deviation(q, axis, ring_cosine(q.problem, axis, k));
}

template <std::size_t axis, int k>
double sine_spread(const QuantityOfLaw& q) {
  return ring_deviation(q, axis, ring_sine(q.problem, axis, k));
}

double cosine_of_difference_spread(const QuantityOfLaw&) { return std::sqrt(0.5); }

template <std::size_t axis>
double velocity_spread(const QuantityOfLaw& q) {
  return typical_velocity(q.problem, axis);
}
double probability_spread(const QuantityOfLaw&) { return 0.5; }
double entropy_spread(const QuantityOfLaw&) { return 1; }
double value_spread(const QuantityOfLaw& q) { return std::abs(q.value); }

double potential_spread(const QuantityOfLaw& q) {
  const auto structure = gradient_structure(*q.problem.intrinsic);
  return deviation(q.laws.at("x"),
                   [&](const ConstBlock& x, Values out) { structure->potential->value(x, out); });
}

double free_energy_spread(const QuantityOfLaw& q) {
  return potential_spread(q) + gradient_structure(*q.problem.intrinsic)->temperature;
}

constexpr QuantityUnit velocity{-1, 1};  ///< length/time, energy being length²/time

template <std::size_t axis>
QuantityEntry mean(std::string_view name, std::string_view label) {
  return {name, label, {1, 0}, 0, moment_per_mass<axis, 1>, mean_spread<axis>};
}

template <std::size_t a, std::size_t b>
QuantityEntry covariance(std::string_view name, std::string_view label) {
  return {name, label, {2, 0}, 0, covariance_per_mass<a, b>, covariance_spread<a, b>};
}

}  // namespace

const std::vector<QuantityEntry>& quantity_table() {
  static const std::vector<QuantityEntry> table = {
      {"mean", "mean E X", {1, 0}, 1, moment_per_mass<0, 1>, moment_spread<1>},
      {"second_moment", "second moment E X²", {2, 0}, 2, moment_per_mass<0, 2>, moment_spread<2>},
      {"fourth_moment", "fourth moment E X⁴", {4, 0}, 4, moment_per_mass<0, 4>, moment_spread<4>},
      {"probability_positive", "P(X > 0)", {}, 0, probability_per_mass, probability_spread},
      {"potential_energy", "potential energy ∫pV", {0, 1}, 0, potential_per_mass, potential_spread},
      {"free_energy", "free energy ∫pV + T∫p log p", {0, 1}, 0, free_energy_per_mass, free_energy_spread},
      {"entropy", "entropy −∫p log p", {}, 0, entropy_per_mass, entropy_spread},
      {"fisher_information", "Fisher information ∫p|∇log p|²", {-2, 0}, 0, fisher_per_mass, value_spread},
      {"survival_probability", "P(not absorbed)", {}, 0, probability_per_mass, probability_spread},
      {"cosine", "E cos(2πX/L)", {}, 0, bounded_per_mass, cosine_spread<0, 1>},
      {"sine", "E sin(2πX/L)", {}, 0, bounded_per_mass, sine_spread<0, 1>},
      {"cosine_2", "E cos(4πX/L)", {}, 0, bounded_per_mass, cosine_spread<0, 2>},
      {"sine_2", "E sin(4πX/L)", {}, 0, bounded_per_mass, sine_spread<0, 2>},
      {"velocity", "mean velocity E f(X)", velocity, 0, velocity_per_mass<0>, velocity_spread<0>},
      mean<0>("mean_x", "mean E X"),
      mean<1>("mean_y", "mean E Y"),
      mean<2>("mean_z", "mean E Z"),
      covariance<0, 0>("covariance_xx", "variance of X"),
      covariance<0, 1>("covariance_xy", "covariance of X and Y"),
      covariance<0, 2>("covariance_xz", "covariance of X and Z"),
      covariance<1, 1>("covariance_yy", "variance of Y"),
      covariance<1, 2>("covariance_yz", "covariance of Y and Z"),
      covariance<2, 2>("covariance_zz", "variance of Z"),
      {"cosine_x", "E cos(2πX/L)", {}, 0, bounded_per_mass, cosine_spread<0, 1>},
      {"cosine_y", "E cos(2πY/L)", {}, 0, bounded_per_mass, cosine_spread<1, 1>},
      {"cosine_z", "E cos(2πZ/L)", {}, 0, bounded_per_mass, cosine_spread<2, 1>},
      {"sine_x", "E sin(2πX/L)", {}, 0, bounded_per_mass, sine_spread<0, 1>},
      {"sine_y", "E sin(2πY/L)", {}, 0, bounded_per_mass, sine_spread<1, 1>},
      {"sine_z", "E sin(2πZ/L)", {}, 0, bounded_per_mass, sine_spread<2, 1>},
      {"cosine_xy", "E cos(2πX/L − 2πY/L)", {}, 0, bounded_per_mass, cosine_of_difference_spread},
      {"cosine_xz", "E cos(2πX/L − 2πZ/L)", {}, 0, bounded_per_mass, cosine_of_difference_spread},
      {"cosine_yz", "E cos(2πY/L − 2πZ/L)", {}, 0, bounded_per_mass, cosine_of_difference_spread},
      {"velocity_x", "mean velocity of X", velocity, 0, velocity_per_mass<0>, velocity_spread<0>},
      {"velocity_y", "mean velocity of Y", velocity, 0, velocity_per_mass<1>, velocity_spread<1>},
      {"velocity_z", "mean velocity of Z", velocity, 0, velocity_per_mass<2>, velocity_spread<2>}};
  return table;
}

const QuantityEntry& quantity(std::string_view name) {
  std::string known;
  for (const QuantityEntry& entry : quantity_table()) {
    if (entry.name == name) return entry;
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw InvalidArgument("quantity '" + std::string(name) + "' is unknown: there are " + known);
}

double distance_per_mass(const Problem& problem, std::string_view name) {
  double widest = 0, all = 0;
  for (const Axis& axis : problem.domain) {
    widest = std::max(widest, width(axis));
    all += width(axis);
  }
  if (name.starts_with("ks_")) return 1;
  if (name.starts_with("w1_")) return widest;
  if (name == "energy") return std::sqrt(std::numbers::pi * all);
  throw InvalidArgument("distance '" + std::string(name) + "' is unknown: there are ks_…, w1_…, energy");
}

}  // namespace kolmo::four_roads
