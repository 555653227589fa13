#pragma once
// A tree of groups as the bytes of an HDF5 file, and back. The file is laid out in memory, so that no error
// of a disk ever happens inside HDF5, and what was verified is what is read.

#include <string>
#include <vector>

#include "kolmo/io/group.hpp"

namespace kolmo::io {

/// The name under which HDF5 knows a file in memory: one that cannot exist on a disk, as the core driver
/// looks for a file of that name first.
inline constexpr char hdf5_image_name[] = "/dev/null/result.h5";

/// The bytes of the file. Throws InvalidArgument if a variable lies on a dimension that is not in its group
/// or an ancestor.
std::string hdf5_image(const Group& root);

/// Reads the child `name` of the root into `into` (which is empty). Throws InvalidData.
void read_hdf5_group(const std::string& image, const std::string& name, Group& into);

/// Sets the attributes of the root on `into`. Throws InvalidData.
void read_hdf5_attributes(const std::string& image, Group& into);

/// Names of the groups under the root, in order of creation. Throws InvalidData.
std::vector<std::string> hdf5_group_names(const std::string& image);

}  // namespace kolmo::io
