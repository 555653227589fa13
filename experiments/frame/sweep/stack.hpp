#pragma once
// The results of the points of a sweep, stacked: one group with the swept axes as dimensions.

#include <string>
#include <vector>

#include "kolmo/io/group.hpp"

namespace kolmo::frame {

/// The swept axes: names of their dimensions, which are defined in an ancestor of the stacked group, and
/// sizes.
struct StackAxes {
  std::vector<std::string> names;
  std::vector<std::int64_t> sizes;
};

/// Stacks `points` (one group for each point in the order of the axes, the last one fastest; nullptr where a
/// point has none) into `out`. A number of every point becomes one variable on the swept axes followed by its
/// own, NaN where it is missing. Scales, texts and flags that are the same everywhere stay as they are;
/// others are stacked, texts with "", flags with a further meaning "missing". A scale of the same size with
/// other coordinates becomes a dimension and the variable NAME_values. Attributes that differ become
/// variables. Checks are matched by their ids. What cannot be stacked (other sizes, more than `most` numbers,
/// ensembles) stays with the points: the attribute `not_stacked` names it.
void stack(const std::vector<const io::Group*>& points, const StackAxes& axes, io::Group& out,
           std::size_t most = 4'000'000);

/// Names of all dimensions in a group and below.
void collect_dimensions(const io::Group& group, std::vector<std::string>& names);

}  // namespace kolmo::frame
