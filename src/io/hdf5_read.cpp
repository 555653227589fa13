#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include "hdf5_handle.hpp"
#include "hdf5_image.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::io {
namespace {

using ScaleNames = std::map<haddr_t, std::string>;

/// HDF5's signature stands at the start of a file, or at 512, 1024, 2048, … where another header comes first.
bool has_signature(const std::string& image) {
  for (std::size_t at = 0; at < image.size(); at = at == 0 ? 512 : 2 * at)
    if (image.compare(at, 8, "\x89HDF\r\n\x1a\n") == 0) return true;
  return false;
}

Hdf5Handle open_image(const std::string& image) {
  if (!has_signature(image)) throw InvalidData("it is not an HDF5 file");
  const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "create properties");
  hdf5_check(H5Pset_fapl_core(access, std::size_t{1} << 22, false), "read a file from memory");
  hdf5_check(H5Pset_file_image(access, const_cast<char*>(image.data()), image.size()),
             "read a file from memory");
  return Hdf5Handle(H5Fopen(hdf5_image_name, H5F_ACC_RDONLY, access), H5Fclose,
                    "open it: it is damaged or cut off");
}

template <class Info>
herr_t append_name(hid_t, const char* name, const Info*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

std::vector<std::string> link_names(hid_t group) {
  std::vector<std::string> names;
  hdf5_check(H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, append_name<H5L_info_t>, &names),
             "list a group");
  return names;
}

H5O_info_t info_of(hid_t object) {
  H5O_info_t info;
  hdf5_check(H5Oget_info2(object, &info, H5O_INFO_BASIC), "look at an object");
  return info;
}

std::vector<std::string> read_texts(hid_t type, std::size_t count, const auto& read) {
  std::vector<std::string> texts(count);
  if (H5Tis_variable_str(type) > 0) {
    const Hdf5Handle memory = hdf5_text_type();
    const hsize_t size = count;
    const Hdf5Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose, "create a space");
    std::vector<char*> starts(count, nullptr);
    read(memory, starts.data());
    for (std::size_t i = 0; i < count; ++i)
      if (starts[i] != nullptr) texts[i] = starts[i];
    hdf5_check(H5Dvlen_reclaim(memory, space, H5P_DEFAULT, starts.data()), "free texts");
    return texts;
  }
  const std::size_t width = H5Tget_size(type);
  std::string all(width * count, '\0');
  read(type, all.data());
  for (std::size_t i = 0; i < count; ++i) texts[i] = all.substr(i * width, width);
  return texts;
}

/// `read(memory type, where)` fills; the type on file picks the alternative.
Data read_data(hid_t type, std::size_t count, const auto& read) {
  const auto fill = [&](auto values, hid_t memory) -> Data {
    if (count > 0) read(memory, values.data());
    return values;
  };
  switch (H5Tget_class(type)) {
    case H5T_STRING:
      return count == 0 ? Data(std::vector<std::string>{}) : Data(read_texts(type, count, read));
    case H5T_FLOAT:
      return fill(std::vector<double>(count), H5T_NATIVE_DOUBLE);
    case H5T_INTEGER:
      if (H5Tget_size(type) == 1) return fill(std::vector<std::int8_t>(count), H5T_NATIVE_INT8);
      return fill(std::vector<std::int64_t>(count), H5T_NATIVE_INT64);
    default:
      throw InvalidData("HDF5: a type that Kolmo does not write");
  }
}

AttributeValue read_attribute(hid_t object, const std::string& name) {
  const Hdf5Handle id(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, "open the attribute " + name);
  const Hdf5Handle type(H5Aget_type(id), H5Tclose, "read a type");
  const Hdf5Handle space(H5Aget_space(id), H5Sclose, "read a space");
  const auto count = static_cast<std::size_t>(H5Sget_simple_extent_npoints(space));
  const Data data = read_data(type, count, [&](hid_t memory, void* where) {
    hdf5_check(H5Aread(id, memory, where), "read the attribute " + name);
  });
  if (const auto* flags = std::get_if<std::vector<std::int8_t>>(&data)) return *flags;
  if (count != 1) throw InvalidData("HDF5: attribute " + name + " is no single value");
  if (const auto* texts = std::get_if<std::vector<std::string>>(&data)) return texts->front();
  if (const auto* numbers = std::get_if<std::vector<double>>(&data)) return numbers->front();
  return std::get<std::vector<std::int64_t>>(data).front();
}

std::vector<std::pair<std::string, AttributeValue>> read_attributes(hid_t object) {
  std::vector<std::string> names;
  hdf5_check(H5Aiterate2(object, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, append_name<H5A_info_t>, &names),
             "list attributes");
  std::vector<std::pair<std::string, AttributeValue>> attributes;
  for (const std::string& name : names)
    if (name != "CLASS" && name != "NAME" && name != "DIMENSION_LIST" && name != "REFERENCE_LIST")
      attributes.emplace_back(name, read_attribute(object, name));
  return attributes;
}

/// long_name, units, source and _FillValue become labels, the rest stays.
void take_labels(Dataset& dataset) {
  const auto is_label = [&](const auto& attribute) {
    const auto& [name, value] = attribute;
    if (name == "_FillValue") return dataset.labels.missing_allowed = true;
    std::string* target = name == "long_name" ? &dataset.labels.long_name
                          : name == "units"   ? &dataset.labels.units
                          : name == "source"  ? &dataset.labels.source
                                              : nullptr;
    if (target == nullptr) return false;
    *target = std::get<std::string>(value);
    return true;
  };
  std::erase_if(dataset.attributes, is_label);
}

herr_t first_scale(hid_t, unsigned, hid_t scale, void* address) {
  *static_cast<haddr_t*>(address) = info_of(scale).addr;
  return 1;
}

std::vector<std::string> dimension_names(hid_t id, unsigned rank, const ScaleNames& scales,
                                         const std::string& name) {
  std::vector<std::string> names;
  for (unsigned axis = 0; axis < rank; ++axis) {
    haddr_t address = HADDR_UNDEF;
    hdf5_check(H5DSiterate_scales(id, axis, nullptr, first_scale, &address), "look for scales");
    const auto found = scales.find(address);
    if (found == scales.end()) throw InvalidData("HDF5: " + name + ": an axis without a scale in reach");
    names.push_back(found->second);
  }
  return names;
}

Dataset read_dataset(hid_t id, const std::string& name, ScaleNames& scales) {
  Dataset dataset;
  dataset.name = name;
  const Hdf5Handle type(H5Dget_type(id), H5Tclose, "read a type");
  const Hdf5Handle space(H5Dget_space(id), H5Sclose, "read a space");
  std::vector<hsize_t> shape(static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space))));
  if (!shape.empty()) H5Sget_simple_extent_dims(space, shape.data(), nullptr);
  dataset.shape.assign(shape.begin(), shape.end());
  dataset.scale = H5DSis_scale(id) > 0;
  if (dataset.scale) {
    char label[sizeof hdf5_bare_dimension] = "";
    H5DSget_scale_name(id, label, sizeof label);
    dataset.bare = std::string_view(label) == hdf5_bare_dimension;
    dataset.dimensions = {name};
    scales[info_of(id).addr] = name;
  } else {
    dataset.dimensions = dimension_names(id, static_cast<unsigned>(shape.size()), scales, name);
  }
  const auto count = static_cast<std::size_t>(H5Sget_simple_extent_npoints(space));
  if (!dataset.bare)
    dataset.data = read_data(type, count, [&](hid_t memory, void* where) {
      hdf5_check(H5Dread(id, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, where), "read " + name);
    });
  dataset.attributes = read_attributes(id);
  take_labels(dataset);
  return dataset;
}

void read_group(hid_t id, Group& into, ScaleNames scales) {
  for (auto& [name, value] : read_attributes(id)) into.attribute(name, std::move(value));
  std::vector<std::string> children;
  for (const std::string& name : link_names(id)) {
    const Hdf5Handle object(H5Oopen(id, name.c_str(), H5P_DEFAULT), H5Oclose, "open " + name);
    if (info_of(object).type == H5O_TYPE_GROUP)
      children.push_back(name);
    else
      into.adopt(read_dataset(object, name, scales));
  }
  for (const std::string& name : children) {
    const Hdf5Handle child(H5Gopen2(id, name.c_str(), H5P_DEFAULT), H5Gclose, "open " + name);
    read_group(child, into.group(name), scales);
  }
}

/// Scales under the root, which groups below may use.
ScaleNames root_scales(hid_t root) {
  ScaleNames scales;
  for (const std::string& name : link_names(root)) {
    const Hdf5Handle object(H5Oopen(root, name.c_str(), H5P_DEFAULT), H5Oclose, "open " + name);
    const H5O_info_t info = info_of(object);
    if (info.type == H5O_TYPE_DATASET && H5DSis_scale(object) > 0) scales[info.addr] = name;
  }
  return scales;
}

/// What goes wrong inside HDF5 while reading is the file's fault.
auto reading(const auto& body) {
  const Hdf5Quiet quiet;
  try {
    return body();
  } catch (const WriteError& error) {
    throw InvalidData(error.what());
  } catch (const InvalidArgument& error) {
    throw InvalidData(error.what());
  } catch (const std::bad_variant_access&) {
    throw InvalidData("HDF5: a label that is no text");
  }
}

}  // namespace

void read_hdf5_group(const std::string& image, const std::string& name, Group& into) {
  reading([&] {
    const Hdf5Handle file = open_image(image);
    if (H5Lexists(file, name.c_str(), H5P_DEFAULT) <= 0) throw InvalidData("no group '" + name + "'");
    const Hdf5Handle group(H5Gopen2(file, name.c_str(), H5P_DEFAULT), H5Gclose, "open the group " + name);
    read_group(group, into, root_scales(file));
  });
}

void read_hdf5_attributes(const std::string& image, Group& into) {
  reading([&] {
    const Hdf5Handle file = open_image(image);
    const Hdf5Handle root(H5Gopen2(file, "/", H5P_DEFAULT), H5Gclose, "open the root");
    for (auto& [name, value] : read_attributes(root)) into.attribute(name, std::move(value));
  });
}

std::vector<std::string> hdf5_group_names(const std::string& image) {
  return reading([&] {
    const Hdf5Handle file = open_image(image);
    std::vector<std::string> names = link_names(file);
    std::erase_if(names, [&](const std::string& name) {
      const Hdf5Handle object(H5Oopen(file, name.c_str(), H5P_DEFAULT), H5Oclose, "open " + name);
      return info_of(object).type != H5O_TYPE_GROUP;
    });
    return names;
  });
}

}  // namespace kolmo::io
