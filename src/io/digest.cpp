// The digest of a group: what two equal runs share.

#include <algorithm>
#include <bit>
#include <limits>

#include "kolmo/core/number_text.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/io/sha256.hpp"

namespace kolmo::io {
namespace {

static_assert(std::endian::native == std::endian::little, "the digest is defined on little-endian bytes");

const char* type_of(const Data& data) {
  constexpr const char* names[] = {"f8", "i1", "i8", "str"};
  return names[data.index()];
}

void feed_text(Sha256& sha, const std::string& text) {
  sha.update(number_text(text.size()) + ":");
  sha.update(text);
}

void feed(Sha256& sha, const Data& data) {
  std::visit(
      [&](const auto& values) {
        using T = typename std::decay_t<decltype(values)>::value_type;
        if constexpr (std::is_same_v<T, std::string>)
          for (const std::string& text : values) feed_text(sha, text);
        else
          sha.update(values.data(), values.size() * sizeof(T));
      },
      data);
}

/// An attribute as the dataset of its values.
Data as_data(const AttributeValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return std::vector<std::string>{*text};
  if (const auto* number = std::get_if<double>(&value)) return std::vector<double>{*number};
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::vector<std::int64_t>{*integer};
  return std::get<std::vector<std::int8_t>>(value);
}

using Attributes = std::vector<std::pair<std::string, AttributeValue>>;

void feed(Sha256& sha, Attributes attributes) {
  std::sort(attributes.begin(), attributes.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [name, value] : attributes) {
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && text->empty()) continue;
    const Data data = as_data(value);
    const std::size_t count = std::visit([](const auto& values) { return values.size(); }, data);
    sha.update("attribute " + name + " " + type_of(data) + " " + number_text(count) + "\n");
    feed(sha, data);
  }
}

Attributes attributes_of(const Dataset& dataset) {
  Attributes all = dataset.attributes;
  all.emplace_back("long_name", dataset.labels.long_name);
  all.emplace_back("units", dataset.labels.units);
  all.emplace_back("source", dataset.labels.source);
  if (dataset.labels.missing_allowed)
    all.emplace_back("_FillValue", std::numeric_limits<double>::quiet_NaN());
  return all;
}

void feed(Sha256& sha, const Dataset& dataset) {
  std::string head = "dataset " + dataset.name + " " + (dataset.bare ? "none" : type_of(dataset.data)) + " " +
                     number_text(dataset.shape.size());
  for (std::size_t i = 0; i < dataset.shape.size(); ++i)
    head += " " + dataset.dimensions[i] + "=" + number_text(dataset.shape[i]);
  sha.update(head + "\n");
  if (!dataset.bare) feed(sha, dataset.data);
  feed(sha, attributes_of(dataset));
}

void feed(Sha256& sha, const Group& group, const std::string& except) {
  sha.update("group " + group.name() + "\n");
  feed(sha, group.attributes());
  std::vector<const Dataset*> datasets;
  for (const Dataset& dataset : group.datasets()) datasets.push_back(&dataset);
  std::sort(datasets.begin(), datasets.end(), [](auto* a, auto* b) { return a->name < b->name; });
  for (const Dataset* dataset : datasets) feed(sha, *dataset);
  std::vector<const Group*> groups;
  for (const auto& child : group.groups())
    if (except.empty() || child->name() != except) groups.push_back(child.get());
  std::sort(groups.begin(), groups.end(), [](auto* a, auto* b) { return a->name() < b->name(); });
  for (const Group* child : groups) feed(sha, *child, "");
  sha.update("end\n");
}

}  // namespace

std::string digest(const Group& group, const std::string& except) {
  Sha256 sha;
  feed(sha, group, except);
  return sha.finish();
}

}  // namespace kolmo::io
