#include "frame/sweep/stack_datasets.hpp"

#include <numeric>
#include <type_traits>

namespace kolmo::frame {

using io::Dataset;
using io::Group;

namespace {

const double nan = std::numeric_limits<double>::quiet_NaN();

std::string flag_meanings(const Dataset& dataset) {
  for (const auto& [name, value] : dataset.attributes)
    if (name == "flag_meanings") return std::get<std::string>(value);
  return "";
}

}  // namespace

std::vector<std::string> all_names(const StackPoints& points,
                                   const std::function<std::vector<std::string>(const Group&)>& items) {
  std::vector<std::string> names;
  for (const Group* point : points) {
    if (point == nullptr) continue;
    for (const std::string& name : items(*point))
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

std::vector<std::string> dataset_names(const StackPoints& points) {
  return all_names(points, [](const Group& group) {
    std::vector<std::string> names;
    for (const Dataset& dataset : group.datasets()) names.push_back(dataset.name);
    return names;
  });
}

std::vector<std::string> with(std::vector<std::string> first, const std::vector<std::string>& rest) {
  first.insert(first.end(), rest.begin(), rest.end());
  return first;
}

StackDatasets datasets(const StackPoints& points, const std::string& name) {
  StackDatasets found;
  for (const Group* point : points) found.push_back(point == nullptr ? nullptr : point->find_dataset(name));
  return found;
}

const Dataset& first_of(const StackDatasets& all) {
  return **std::find_if(all.begin(), all.end(), [](const Dataset* one) { return one != nullptr; });
}

bool same_form(const StackDatasets& all) {
  const Dataset& first = first_of(all);
  return std::all_of(all.begin(), all.end(), [&](const Dataset* one) {
    return one == nullptr ||
           (one->dimensions == first.dimensions && one->shape == first.shape && one->scale == first.scale &&
            one->bare == first.bare && one->data.index() == first.data.index());
  });
}

bool same_data(const StackDatasets& all) {
  const Dataset& first = first_of(all);
  return std::all_of(all.begin(), all.end(),
                     [&](const Dataset* one) { return one == nullptr || one->data == first.data; });
}

void stack_variable(const StackDatasets& all, const std::string& name, const StackAxes& axes, Group& out) {
  const Dataset& first = first_of(all);
  const std::vector<std::string> dimensions = with(axes.names, first.dimensions);
  io::Labels labels = first.labels;
  if (std::holds_alternative<std::vector<double>>(first.data)) {
    labels.missing_allowed = true;
    out.variable(name, dimensions, joined(all, nan), labels);
  } else if (const std::string meanings = flag_meanings(first); !meanings.empty()) {
    const auto count = static_cast<std::int8_t>(1 + std::count(meanings.begin(), meanings.end(), ' '));
    out.flags(name, dimensions, joined(all, count), meanings + " missing", labels);
  } else if (std::holds_alternative<std::vector<std::string>>(first.data)) {
    out.variable(name, dimensions, joined(all, std::string()), labels);
  } else {
    labels.missing_allowed = true;
    std::vector<double> values;
    for (const Dataset* one : all) {
      if (one == nullptr) {
        values.insert(values.end(),
                      static_cast<std::size_t>(std::accumulate(first.shape.begin(), first.shape.end(),
                                                               std::int64_t{1}, std::multiplies<>())),
                      nan);
      } else {
        std::visit(
            [&](const auto& data) {
              using T = typename std::decay_t<decltype(data)>::value_type;
              if constexpr (std::is_arithmetic_v<T>) values.insert(values.end(), data.begin(), data.end());
            },
            one->data);
      }
    }
    out.variable(name, dimensions, std::move(values), labels);
  }
}

}  // namespace kolmo::frame
