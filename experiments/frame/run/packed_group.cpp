#include "frame/run/packed_group.hpp"

namespace kolmo::frame {

void pack_group(Packer& to, const io::Group& group) {
  to(group.attributes(), group.datasets(), group.groups().size());
  for (const auto& child : group.groups()) {
    to(child->name());
    pack_group(to, *child);
  }
}

void unpack_group(Unpacker& from, io::Group& group) {
  using Attributes = std::vector<std::pair<std::string, io::AttributeValue>>;
  for (auto& [name, value] : from.take<Attributes>()) group.attribute(name, std::move(value));
  for (io::Dataset& dataset : from.take<std::vector<io::Dataset>>()) group.adopt(std::move(dataset));
  const std::size_t children = from.count();
  for (std::size_t i = 0; i < children; ++i) unpack_group(from, group.group(from.take<std::string>()));
}

}  // namespace kolmo::frame
