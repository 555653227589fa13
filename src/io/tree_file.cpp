#include "kolmo/io/tree_file.hpp"

#include <limits>

#include "hdf5_image.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/atomic_file.hpp"

namespace kolmo::io {
namespace {

constexpr char digest_name[] = "tree_sha256";

/// The whole tree; its digest is checked where it has one.
void read_whole(const std::string& image, Group& root) {
  read_hdf5_attributes(image, root);
  for (const std::string& name : hdf5_group_names(image)) read_hdf5_group(image, name, root.group(name));
  const AttributeValue* said = root.find_attribute(digest_name);
  if (!said) return;
  Group plain("");  // the tree as it was before the digest was added
  for (const auto& [key, value] : root.attributes())
    if (key != digest_name) plain.attribute(key, value);
  for (const std::string& name : hdf5_group_names(image)) read_hdf5_group(image, name, plain.group(name));
  if (std::get<std::string>(*said) != digest(plain, "provenance"))
    throw InvalidData("its numbers are not those that were written: " + std::string(digest_name) +
                      " differs");
}

void add_groups(const Group& group, const std::string& prefix, std::vector<std::string>& paths) {
  for (const auto& child : group.groups()) {
    paths.push_back(prefix + child->name());
    add_groups(*child, paths.back() + "/", paths);
  }
}

}  // namespace

void write_tree(const std::filesystem::path& path, Group& root) {
  root.attribute(digest_name, digest(root, "provenance"));
  write_atomically(path, hdf5_image(root));
}

void read_tree(const std::filesystem::path& path, const std::string& name, Group& into) {
  const std::string image = read_file(path, std::numeric_limits<std::size_t>::max());
  const std::string top = name.substr(0, name.find('/'));
  try {
    Group root("");
    read_whole(image, root);
    const Group* at = root.find_group(top);
    for (std::size_t slash = name.find('/'); at && slash != std::string::npos;) {
      const std::size_t next = name.find('/', slash + 1);
      at = at->find_group(name.substr(slash + 1, next - slash - 1));
      slash = next;
    }
    if (!at) throw InvalidData("there is no group '" + name + "' in it");
    for (const auto& [key, value] : at->attributes()) into.attribute(key, value);
    for (const Dataset& dataset : at->datasets()) into.adopt(dataset);
  } catch (const InvalidData& error) {
    throw InvalidData(path.string() + ": " + error.what());
  }
}

std::vector<std::string> groups_in_tree(const std::filesystem::path& path) {
  const std::string image = read_file(path, std::numeric_limits<std::size_t>::max());
  std::vector<std::string> paths;
  try {
    Group root("");
    read_whole(image, root);
    add_groups(root, "", paths);
  } catch (const InvalidData& error) {
    throw InvalidData(path.string() + ": " + error.what());
  }
  return paths;
}

}  // namespace kolmo::io
