#pragma once
// The datasets of one name at all points of a sweep, side by side.

#include <algorithm>
#include <functional>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "frame/sweep/stack.hpp"

namespace kolmo::frame {

/// A group for each point; nullptr where a point has none.
using StackPoints = std::vector<const io::Group*>;
/// A dataset for each point; nullptr where a point has none, at least one has.
using StackDatasets = std::vector<const io::Dataset*>;

/// The names that `items` gives over all points, each once, in the order in which they appear.
std::vector<std::string> all_names(const StackPoints& points,
                                   const std::function<std::vector<std::string>(const io::Group&)>& items);
/// Those of the datasets.
std::vector<std::string> dataset_names(const StackPoints& points);

StackDatasets datasets(const StackPoints& points, const std::string& name);
const io::Dataset& first_of(const StackDatasets& all);

/// Whether all that are there have the dimensions, the shape and the type of the first; the same data.
bool same_form(const StackDatasets& all);
bool same_data(const StackDatasets& all);

/// The swept axes before those of a dataset.
std::vector<std::string> with(std::vector<std::string> first, const std::vector<std::string>& rest);

/// One entry after the other of all points; `missing` in place of those that are not there.
template <class T>
std::vector<T> joined(const StackDatasets& all, const T& missing) {
  const std::size_t count = std::get<std::vector<T>>(first_of(all).data).size();
  std::vector<T> values;
  values.reserve(count * all.size());
  for (const io::Dataset* one : all) {
    if (one == nullptr) {
      values.insert(values.end(), count, missing);
    } else {
      const auto& data = std::get<std::vector<T>>(one->data);
      values.insert(values.end(), data.begin(), data.end());
    }
  }
  return values;
}

/// Writes all of them as one variable of this name: numbers with NaN, texts with "", flags with a further
/// meaning "missing" where a point has none; integers become numbers.
void stack_variable(const StackDatasets& all, const std::string& name, const StackAxes& axes, io::Group& out);

}  // namespace kolmo::frame
