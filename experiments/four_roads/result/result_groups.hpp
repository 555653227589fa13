#pragma once
// The groups of a problem in the result file, each written by a file of its own. All numbers lie on one axis
// of times, 0 and those of the problem; where a road has none at a time they are missing (NaN).

#include <cstddef>
#include <limits>
#include <vector>

#include "four_roads/four_roads.hpp"
#include "kolmo/io/group.hpp"

namespace kolmo::four_roads {

/// marginals: coordinates, densities, quantities, what is known of the initial law.
void write_marginals(const Problem& problem, const ProblemResult& result, io::Group& group);

/// distances between roads; nothing where no two were compared.
void write_distances(const Problem& problem, const ProblemResult& result, io::Group& group);

/// ensembles: the first particles of the roads that have some, and the data set.
void write_ensembles(const Problem& problem, const ProblemResult& result, io::Group& group);

/// convergence: one table a road and refinement, what each level gave and the budget made of it.
void write_levels(const RoadOutput& output, io::Group& convergence);

/// learned_score: the error of a learned score, Girsanov's bound, and how far from the exact law the roads
/// are that go by it.
void write_learned(const Problem& problem, const LearnedFinding& finding, io::Group& group);

inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// 0 and the problem's times.
std::vector<double> all_times(const Problem& problem);

/// Position of the road's snapshot at `time`, or −1.
std::ptrdiff_t snapshot_at(const verify::RoadResult& road, double time);

Eigen::ArrayXd to_array(const std::vector<double>& values);

}  // namespace kolmo::four_roads
