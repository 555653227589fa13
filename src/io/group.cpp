#include "kolmo/io/group.hpp"

#include <algorithm>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "what_a_file_holds.hpp"

namespace kolmo::io {
namespace {

Data row_major(const Eigen::ArrayXXd& values) {
  std::vector<double> rows;
  rows.reserve(static_cast<std::size_t>(values.size()));
  for (Eigen::Index i = 0; i < values.rows(); ++i)
    for (Eigen::Index j = 0; j < values.cols(); ++j) rows.push_back(values(i, j));
  return rows;
}

Data contiguous(const Eigen::ArrayXd& values) {
  return std::vector<double>(values.data(), values.data() + values.size());
}

template <class Pairs>
void set_pair(Pairs& pairs, const std::string& name, AttributeValue value) {
  for (auto& [old_name, old_value] : pairs)
    if (old_name == name) {
      old_value = std::move(value);
      return;
    }
  pairs.emplace_back(name, std::move(value));
}

}  // namespace

std::string Group::path() const {
  if (parent_ == nullptr) return "/";
  const std::string above = parent_->path();
  return (above == "/" ? "" : above) + "/" + name_;
}

Group& Group::group(const std::string& path) {
  const std::size_t slash = path.find('/');
  const std::string first = path.substr(0, slash);
  Group* child = nullptr;
  for (const auto& candidate : groups_)
    if (candidate->name_ == first) child = candidate.get();
  if (child == nullptr) {
    require_new_name(first);
    child = groups_.emplace_back(std::make_unique<Group>(first, this)).get();
  }
  return slash == std::string::npos ? *child : child->group(path.substr(slash + 1));
}

void Group::require_new_name(const std::string& name) const {
  require_name(name, path());
  if (find_dataset(name) != nullptr || find_group(name) != nullptr)
    throw InvalidArgument(path() + ": '" + name + "' is there already");
}

void Group::attribute(const std::string& name, AttributeValue value) {
  require_name(name, path());
  require_finite(value, path() + ": attribute " + name);
  set_pair(attributes_, name, std::move(value));
}

void Group::scale(const std::string& name, Data values, Labels labels) {
  Dataset dataset{.name = name,
                  .dimensions = {name},
                  .shape = {},
                  .data = std::move(values),
                  .labels = std::move(labels),
                  .attributes = {},
                  .scale = true,
                  .bare = false};
  dataset.shape = {static_cast<std::int64_t>(size_of(dataset.data))};
  dataset.labels.missing_allowed = false;
  adopt(std::move(dataset));
}

void Group::scale(const std::string& name, const Eigen::ArrayXd& values, Labels labels) {
  scale(name, contiguous(values), std::move(labels));
}

void Group::dimension(const std::string& name, std::int64_t size) {
  adopt(Dataset{.name = name,
                .dimensions = {name},
                .shape = {size},
                .data = std::vector<double>{},
                .labels = {},
                .attributes = {},
                .scale = true,
                .bare = true});
}

void Group::variable(const std::string& name, const std::vector<std::string>& dimensions, Data values,
                     Labels labels) {
  Dataset dataset{.name = name,
                  .dimensions = dimensions,
                  .shape = {},
                  .data = std::move(values),
                  .labels = std::move(labels),
                  .attributes = {},
                  .scale = false,
                  .bare = false};
  for (const std::string& dimension : dimensions) {
    const Group* owner = owner_of(dimension);
    if (owner == nullptr)
      throw InvalidArgument(path() + ": variable '" + name + "': dimension '" + dimension +
                            "' is defined neither here nor in an ancestor");
    dataset.shape.push_back(owner->find_dataset(dimension)->shape[0]);
  }
  adopt(std::move(dataset));
}

void Group::variable(const std::string& name, const std::vector<std::string>& dimensions,
                     const Eigen::ArrayXd& values, Labels labels) {
  variable(name, dimensions, contiguous(values), std::move(labels));
}

void Group::variable(const std::string& name, const std::vector<std::string>& dimensions,
                     const Eigen::ArrayXXd& values, Labels labels) {
  variable(name, dimensions, row_major(values), std::move(labels));
  const auto& shape = datasets_.back().shape;
  if (shape.size() == 2 && shape[0] == values.rows() && shape[1] == values.cols()) return;
  datasets_.pop_back();
  throw InvalidArgument(path() + ": variable '" + name + "': " + number_text(values.rows()) + " × " +
                        number_text(values.cols()) + " values do not fit its dimensions");
}

void Group::flags(const std::string& name, const std::vector<std::string>& dimensions,
                  std::vector<std::int8_t> values, const std::string& meanings, Labels labels) {
  const auto count = std::count(meanings.begin(), meanings.end(), ' ') + 1;
  for (const std::int8_t value : values)
    if (value < 0 || value >= count)
      throw InvalidArgument(path() + ": variable '" + name + "': flag " + number_text(value) +
                            " has no meaning in '" + meanings + "'");
  variable(name, dimensions, Data(std::move(values)), std::move(labels));
  std::vector<std::int8_t> all;
  for (std::ptrdiff_t i = 0; i < count; ++i) all.push_back(static_cast<std::int8_t>(i));
  annotate(name, "flag_values", std::move(all));
  annotate(name, "flag_meanings", meanings);
}

Dataset& Group::dataset(const std::string& name) {
  const Dataset* found = find_dataset(name);
  if (found == nullptr) throw InvalidArgument(path() + ": no dataset '" + name + "'");
  return datasets_[static_cast<std::size_t>(found - datasets_.data())];
}

void Group::annotate(const std::string& dataset_name, const std::string& name, AttributeValue value) {
  require_name(name, path());
  require_finite(value, path() + "/" + dataset_name + ": attribute " + name);
  set_pair(dataset(dataset_name).attributes, name, std::move(value));
}

void Group::remove(const std::string& name) {
  std::erase_if(groups_, [&](const auto& child) { return child->name_ == name; });
}

const AttributeValue* Group::find_attribute(const std::string& name) const {
  for (const auto& [other, value] : attributes_)
    if (other == name) return &value;
  return nullptr;
}

const Group* Group::find_group(const std::string& name) const {
  for (const auto& child : groups_)
    if (child->name_ == name) return child.get();
  return nullptr;
}

const Dataset* Group::find_dataset(const std::string& name) const {
  for (const Dataset& dataset : datasets_)
    if (dataset.name == name) return &dataset;
  return nullptr;
}

const Group* Group::owner_of(const std::string& dimension) const {
  for (const Group* group = this; group != nullptr; group = group->parent_) {
    const Dataset* found = group->find_dataset(dimension);
    if (found != nullptr && found->scale) return group;
  }
  return nullptr;
}

void Group::adopt(Dataset dataset) {
  require_new_name(dataset.name);
  const std::string where = (parent_ == nullptr ? "" : path()) + "/" + dataset.name;
  std::size_t expected = 1;
  for (const std::int64_t size : dataset.shape) {
    if (size < 0 || (size == 0 && dataset.bare))
      throw InvalidArgument(where + ": size = " + number_text(size) + ": must be positive");
    expected *= static_cast<std::size_t>(size);
  }
  if (!dataset.bare && size_of(dataset.data) != expected)
    throw InvalidArgument(where + ": " + number_text(size_of(dataset.data)) +
                          " values, but its dimensions hold " + number_text(expected));
  if (dataset.scale && !dataset.bare && expected == 0)
    throw InvalidArgument(where + ": a dimension of no entries");
  require_finite(dataset.data, dataset.labels.missing_allowed, where);
  one_kind_of_nan(dataset.data);
  datasets_.push_back(std::move(dataset));
}

template <class T>
const std::vector<T>& Group::values(const std::string& name) const {
  const Dataset* found = find_dataset(name);
  if (found == nullptr || found->bare || !std::holds_alternative<std::vector<T>>(found->data))
    throw InvalidArgument(path() + ": no dataset '" + name + "' of the type asked for");
  return std::get<std::vector<T>>(found->data);
}

const std::vector<double>& Group::numbers(const std::string& name) const { return values<double>(name); }
const std::vector<std::string>& Group::texts(const std::string& name) const {
  return values<std::string>(name);
}
const std::vector<std::int8_t>& Group::bytes(const std::string& name) const {
  return values<std::int8_t>(name);
}

}  // namespace kolmo::io
