#pragma once
// The quantities that roads compare: one entry for each name, read wherever a name decides something.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "four_roads/problem/problem.hpp"
#include "four_roads/problem/truncation.hpp"
#include "kolmo/core/statistics/law_1d.hpp"

namespace kolmo::four_roads {

/// What a mass out of place may do to a quantity: where the domain ends, and what the quantity is.
struct Displacement {
  const Problem& problem;
  const Truncation& truncation;
  double value;  ///< of the quantity itself
};

/// A law as a road reports it, in which a quantity has its value.
struct QuantityOfLaw {
  const Problem& problem;
  const std::map<std::string, Law1D>& laws;
  double value;
};

/// The unit: length^length energy^energy. Entropies are in nats of a density in 1/length: a change of the
/// unit of length adds a constant.
struct QuantityUnit {
  int length = 0, energy = 0;
};

struct QuantityEntry {
  std::string_view name;
  std::string_view label;  ///< "E X²": as tables and pictures call it
  QuantityUnit unit;
  int power = 0;  ///< k of a raw moment E X^k on the line; 0 for all others
  /// A bound of the change for each unit of mass that stands at an end of the domain instead of where it
  /// belongs.
  double (*per_mass)(const Displacement&);
  /// In what the quantity is measured, in its own unit: the standard deviation of φ(X) for E φ(X), ½ for a
  /// probability, 1 for an entropy, the value itself for a Fisher information (see verify::Quantity).
  double (*spread)(const QuantityOfLaw&);
};

/// On the line mean, second_moment, fourth_moment, probability_positive, potential_energy, free_energy; in
/// several coordinates mean_x, …, covariance_xx, …; of rings cosine, sine, velocity, … ; entropy,
/// fisher_information and survival_probability.
const std::vector<QuantityEntry>& quantity_table();

/// The entry of a name. Throws InvalidArgument naming the table's where there is none.
const QuantityEntry& quantity(std::string_view name);

/// The same bound for a distance: "ks_…" (1), "w1_…" (the larger width of the domain), "energy" (√(π Σ
/// widths): |x| is π/2 times the mean over directions of |x·θ|, and on a line ED = 2 ∫(F − G)²). Throws
/// InvalidArgument for another name.
double distance_per_mass(const Problem& problem, std::string_view name);

}  // namespace kolmo::four_roads
