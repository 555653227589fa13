#include "frame/sweep/stack.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <variant>

#include "frame/sweep/stack_checks.hpp"
#include "frame/sweep/stack_datasets.hpp"

namespace kolmo::frame {
namespace {

using io::AttributeValue;
using io::Dataset;
using io::Group;

const double nan = std::numeric_limits<double>::quiet_NaN();

void stack_scale(const StackDatasets& all, const StackAxes& axes, Group& out) {
  const Dataset& first = first_of(all);
  if (first.bare || same_data(all)) return out.adopt(first);
  out.dimension(first.name, first.shape.front());
  stack_variable(all, first.name + "_values", axes, out);
}

std::size_t entries(const Dataset& dataset, std::size_t points) {
  return std::accumulate(dataset.shape.begin(), dataset.shape.end(), points,
                         [](std::size_t a, std::int64_t b) { return a * static_cast<std::size_t>(b); });
}

bool stackable(const StackDatasets& all, const Group& out, std::size_t most) {
  const Dataset& first = first_of(all);
  if (!same_form(all)) return false;
  if (first.scale) return first.bare || same_data(all) || first.dimensions.size() == 1;
  return entries(first, all.size()) <= most &&
         std::equal(first.dimensions.begin(), first.dimensions.end(), first.shape.begin(),
                    [&](const std::string& name, std::int64_t size) {
                      const Group* owner = out.owner_of(name);
                      return owner != nullptr && owner->find_dataset(name)->shape.front() == size;
                    });
}

/// Attributes that are the same in all points stay; others become variables.
void stack_attributes(const StackPoints& points, const StackAxes& axes, Group& out) {
  const auto items = [](const Group& group) {
    std::vector<std::string> names;
    for (const auto& entry : group.attributes()) names.push_back(entry.first);
    return names;
  };
  for (const std::string& name : all_names(points, items)) {
    std::vector<const AttributeValue*> values;
    const AttributeValue* first = nullptr;
    bool same = true;
    for (const Group* point : points) {
      values.push_back(point == nullptr ? nullptr : point->find_attribute(name));
      if (values.back() == nullptr) continue;
      if (first == nullptr) first = values.back();
      same = same && *values.back() == *first;
    }
    if (same) {
      out.attribute(name, *first);
      continue;
    }
    std::vector<double> numbers;
    std::vector<std::string> texts;
    for (const AttributeValue* value : values) {
      const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
      const auto* number = value == nullptr ? nullptr : std::get_if<double>(value);
      const auto* integer = value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
      texts.push_back(text != nullptr ? *text : "");
      numbers.push_back(number != nullptr    ? *number
                        : integer != nullptr ? static_cast<double>(*integer)
                                             : nan);
    }
    const std::string variable = out.find_dataset(name) == nullptr ? name : name + "_attribute";
    const io::Labels labels{.long_name = name, .units = "", .missing_allowed = true};
    if (std::holds_alternative<std::string>(*first)) {
      out.variable(variable, axes.names, std::move(texts), labels);
    } else {
      out.variable(variable, axes.names, std::move(numbers), labels);
    }
  }
}

}  // namespace

void stack(const std::vector<const Group*>& points, const StackAxes& axes, Group& out, std::size_t most) {
  const auto children = [](const Group& group) {
    std::vector<std::string> found;
    for (const auto& child : group.groups()) found.push_back(child->name());
    return found;
  };
  std::string left;
  for (const std::string& name : dataset_names(points)) {
    const auto all = datasets(points, name);
    const Dataset& first = first_of(all);
    if (!stackable(all, out, most)) {
      left += (left.empty() ? "" : " ") + name;
    } else if (first.scale) {
      stack_scale(all, axes, out);
    } else if (!std::holds_alternative<std::vector<double>>(first.data) && same_data(all)) {
      out.adopt(first);
    } else {
      stack_variable(all, name, axes, out);
    }
  }
  for (const std::string& name : all_names(points, children)) {
    StackPoints below;
    for (const Group* point : points) below.push_back(point == nullptr ? nullptr : point->find_group(name));
    if (name == "ensembles") {
      left += (left.empty() ? "" : " ") + name;
    } else if (name == "checks") {
      stack_checks(points, axes, out);
    } else {
      stack(below, axes, out.group(name), most);
    }
  }
  stack_attributes(points, axes, out);
  if (!left.empty()) out.attribute("not_stacked", left);
}

void collect_dimensions(const Group& group, std::vector<std::string>& names) {
  for (const Dataset& dataset : group.datasets()) names.push_back(dataset.name);
  for (const auto& child : group.groups()) collect_dimensions(*child, names);
}

}  // namespace kolmo::frame
