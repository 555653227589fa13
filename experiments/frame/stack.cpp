#include "frame/stack.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <type_traits>
#include <variant>

#include "frame/check_table.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::frame {
namespace {

using io::AttributeValue;
using io::Dataset;
using io::Group;
using Points = std::vector<const Group*>;

const double nan = std::numeric_limits<double>::quiet_NaN();

/// names of items(group) over all points, each once, in the order in which they appear.
template <class Items>
std::vector<std::string> all_names(const Points& points, const Items& items) {
  std::vector<std::string> names;
  for (const Group* point : points) {
    if (point == nullptr) continue;
    for (const std::string& name : items(*point))
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

std::vector<std::string> dataset_names(const Points& points) {
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

/// The datasets of one name; nullptr where a point has none.
std::vector<const Dataset*> datasets(const Points& points, const std::string& name) {
  std::vector<const Dataset*> found;
  for (const Group* point : points) found.push_back(point == nullptr ? nullptr : point->find_dataset(name));
  return found;
}

const Dataset& first_of(const std::vector<const Dataset*>& all) {
  return **std::find_if(all.begin(), all.end(), [](const Dataset* one) { return one != nullptr; });
}

/// Whether every dataset that is there has the form of the first; whether it has the same data.
bool same_form(const std::vector<const Dataset*>& all) {
  const Dataset& first = first_of(all);
  return std::all_of(all.begin(), all.end(), [&](const Dataset* one) {
    return one == nullptr ||
           (one->dimensions == first.dimensions && one->shape == first.shape && one->scale == first.scale &&
            one->bare == first.bare && one->data.index() == first.data.index());
  });
}

bool same_data(const std::vector<const Dataset*>& all) {
  const Dataset& first = first_of(all);
  return std::all_of(all.begin(), all.end(),
                     [&](const Dataset* one) { return one == nullptr || one->data == first.data; });
}

std::string flag_meanings(const Dataset& dataset) {
  for (const auto& [name, value] : dataset.attributes)
    if (name == "flag_meanings") return std::get<std::string>(value);
  return "";
}

/// One entry after the other of all points; `missing` in place of those that are not there.
template <class T>
std::vector<T> joined(const std::vector<const Dataset*>& all, const T& missing) {
  const std::size_t count = std::get<std::vector<T>>(first_of(all).data).size();
  std::vector<T> values;
  values.reserve(count * all.size());
  for (const Dataset* one : all) {
    if (one == nullptr) {
      values.insert(values.end(), count, missing);
    } else {
      const auto& data = std::get<std::vector<T>>(one->data);
      values.insert(values.end(), data.begin(), data.end());
    }
  }
  return values;
}

void stack_variable(const std::vector<const Dataset*>& all, const std::string& name, const StackAxes& axes,
                    Group& out) {
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

void stack_scale(const std::vector<const Dataset*>& all, const StackAxes& axes, Group& out) {
  const Dataset& first = first_of(all);
  if (first.bare || same_data(all)) return out.adopt(first);
  out.dimension(first.name, first.shape.front());
  std::vector<const Dataset*> values = all;
  stack_variable(values, first.name + "_values", axes, out);
}

std::size_t entries(const Dataset& dataset, std::size_t points) {
  return std::accumulate(dataset.shape.begin(), dataset.shape.end(), points,
                         [](std::size_t a, std::int64_t b) { return a * static_cast<std::size_t>(b); });
}

bool stackable(const std::vector<const Dataset*>& all, const Group& out, std::size_t most) {
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
void stack_attributes(const Points& points, const StackAxes& axes, Group& out) {
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

/// The checks of a point by the ids of all points; those that it did not make have no numbers. `made` says
/// which.
std::vector<verify::Check> by_id(const std::vector<std::string>& ids,
                                 const std::vector<verify::Check>& checks, std::vector<bool>& made) {
  std::vector<verify::Check> all;
  for (const std::string& id : ids) {
    const auto found = std::find_if(checks.begin(), checks.end(),
                                    [&](const verify::Check& check) { return check.id == id; });
    made.push_back(found != checks.end());
    verify::Check check;
    check.id = id;
    for (double verify::Check::*number :
         {&verify::Check::expected, &verify::Check::observed, &verify::Check::standard_error,
          &verify::Check::bias_bound, &verify::Check::tolerance, &verify::Check::effect_of_2_percent,
          &verify::Check::effect_of_2_percent_diffusion, &verify::Check::spread})
      check.*number = nan;
    all.push_back(made.back() ? *found : check);
  }
  return all;
}

/// The checks of all points, matched by their ids; the verdict of one that a point did not make is "missing".
void stack_checks(const Points& points, const StackAxes& axes, Group& out) {
  std::vector<std::vector<verify::Check>> checks;
  std::vector<std::string> ids;
  for (const Group* point : points) {
    checks.push_back(point == nullptr ? std::vector<verify::Check>{} : read_checks(*point));
    for (const verify::Check& check : checks.back())
      if (std::find(ids.begin(), ids.end(), check.id) == ids.end()) ids.push_back(check.id);
  }
  if (ids.empty()) return;
  std::vector<std::unique_ptr<Group>> written;
  std::vector<bool> made;
  Points groups;
  for (const auto& own : checks) {
    written.push_back(std::make_unique<Group>("point"));
    write_checks(*written.back(), by_id(ids, own, made));
    groups.push_back(own.empty() ? nullptr : written.back()->find_group("checks"));
  }
  Group& group = out.group("checks");
  group.attribute("count", static_cast<std::int64_t>(ids.size()));
  for (const std::string& name : dataset_names(groups)) {
    const auto all = datasets(groups, name);
    const Dataset& first = first_of(all);
    if (first.scale || (std::holds_alternative<std::vector<std::string>>(first.data) && same_data(all))) {
      group.adopt(first);
    } else if (name != "verdict") {
      stack_variable(all, name, axes, group);
    } else {
      auto verdicts = joined(all, std::int8_t{0});
      for (std::size_t i = 0; i < verdicts.size(); ++i)
        if (!made[i]) verdicts[i] = 3;
      group.flags(name, with(axes.names, first.dimensions), std::move(verdicts),
                  "pass fail unresolved missing", first.labels);
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
    Points below;
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
