#pragma once
// One tree of groups in an HDF5 file of its own, or read out of any file of Kolmo.

#include <filesystem>
#include <string>
#include <vector>

#include "kolmo/io/group.hpp"

namespace kolmo::io {

/// Writes the tree to `path`, whole or not at all. Its root gets the attribute tree_sha256, the digest of all
/// but /provenance. Throws WriteError.
void write_tree(const std::filesystem::path& path, Group& root);

/// Reads the group at `name` ("model", or "mixture/model" in a result file) into `into`, which is empty.
/// Throws MissingInput where there is no file, InvalidData where it is none of Kolmo's, has no such group, or
/// has a tree_sha256 that is not the digest of what it holds.
void read_tree(const std::filesystem::path& path, const std::string& name, Group& into);

/// The paths of all groups in the file, "mixture", "mixture/model", …, in the file's order. Throws as
/// read_tree.
std::vector<std::string> groups_in_tree(const std::filesystem::path& path);

}  // namespace kolmo::io
