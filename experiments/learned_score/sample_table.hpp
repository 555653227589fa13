#pragma once
// Samples of every method beside held-out points: distances, and some of the points themselves.

#include <string>
#include <vector>

#include "kolmo/io/group.hpp"
#include "learned_score/distances.hpp"

namespace kolmo::learned_score {

struct SampleTable {
  std::vector<std::string> names;         ///< of the methods
  std::vector<Distances> learned, exact;  ///< with the learned score, and with the exact one
  std::vector<std::string> drawn;         ///< names of `points`
  std::vector<Points> points;             ///< the first 600 of some sets

  /// Keeps points of the set where it is one of those that are shown.
  void draw(const std::string& name, const Points& x);
};

/// Groups samples (one row a method, with the floors) and, in the plane, drawn (the points).
void write_samples(const KnownLaw& law, const SampleTable& table, const Floor& floor, io::Group& part);

}  // namespace kolmo::learned_score
