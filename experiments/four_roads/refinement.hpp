#pragma once
// Whether a road is as fine as the accuracy that is asked for.

#include <string>

#include "four_roads/roads.hpp"

namespace kolmo::four_roads {

/// In what each quantity of a law is measured that a resolution is chosen by: the standard deviation of φ(X)
/// for E φ(X) (on the line from 512 quantiles; of an indicator at least 0.05), √(d/2) for an entropy (what
/// log p(X) of a Gaussian has), T times that and the deviation of V for a free energy; of covariances what
/// the table of quantities says. Others are not in the map. `laws` and `values` are those of a snapshot.
std::map<std::string, double> spreads_of(const Problem& problem, const std::map<std::string, Law1D>& laws,
                                         const std::map<std::string, double>& values);

/// The largest b/(target · spread) of all quantities and times in one refinement ("step", "grid") of a road:
/// at most 1 where it is fine enough. P(X > 0) of a sample road is left out: its coupled differences are
/// noise.
double excess(const Problem& problem, const RoadOutput& output, const std::string& refinement);

/// Doublings by which an excess of that size falls below 1 for errors of that order, at most `most`.
int doublings(double excess, double order, int most);

}  // namespace kolmo::four_roads
