// A tree of groups as the bytes of an HDF5 file that netCDF-4 reads too.

#include <algorithm>
#include <limits>

#include "hdf5_handle.hpp"
#include "hdf5_image.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::io {
namespace {

constexpr unsigned ordered = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;

/// Attributes that hold more go to the heap as texts of variable length: an object header has 64 KiB.
constexpr std::size_t long_text = 32768;

void order_and_forget_times(hid_t properties, bool links) {
  if (links) hdf5_check(H5Pset_link_creation_order(properties, ordered), "track the order of links");
  hdf5_check(H5Pset_attr_creation_order(properties, ordered), "track the order of attributes");
  hdf5_check(H5Pset_obj_track_times(properties, false), "leave out times");
}

/// A type with its memory representation; int8 and the like are little-endian on disk wherever they are
/// written.
struct Types {
  hid_t file, memory;
};

Types types_of(const std::vector<double>&) { return {H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE}; }
Types types_of(const std::vector<std::int64_t>&) { return {H5T_STD_I64LE, H5T_NATIVE_INT64}; }
Types types_of(const std::vector<std::int8_t>&) { return {H5T_STD_I8LE, H5T_NATIVE_INT8}; }

void write_attribute(hid_t object, const std::string& name, hid_t type, hid_t memory, hid_t space,
                     const void* value) {
  const Hdf5Handle attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT),
                             H5Aclose, "create the attribute " + name);
  hdf5_check(H5Awrite(attribute, memory, value), "write the attribute " + name);
}

/// Fixed length, as netCDF's NC_CHAR, which every reader knows; variable length where it is too long for a
/// header.
void write_text(hid_t object, const std::string& name, const std::string& text) {
  if (text.empty()) return;
  const Hdf5Handle space(H5Screate(H5S_SCALAR), H5Sclose, "create a space");
  if (text.size() > long_text) {
    const Hdf5Handle type = hdf5_text_type();
    const char* start = text.c_str();
    write_attribute(object, name, type, type, space, &start);
    return;
  }
  const Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "copy a type");
  hdf5_check(H5Tset_size(type, text.size()), "set a size");
  hdf5_check(H5Tset_strpad(type, H5T_STR_NULLPAD), "set a padding");
  hdf5_check(H5Tset_cset(type, H5T_CSET_UTF8), "set a character set");
  write_attribute(object, name, type, type, space, text.data());
}

void write(hid_t object, const std::string& name, const AttributeValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return write_text(object, name, *text);
  if (const auto* flags = std::get_if<std::vector<std::int8_t>>(&value)) {
    const hsize_t count = flags->size();
    const Hdf5Handle space(H5Screate_simple(1, &count, nullptr), H5Sclose, "create a space");
    return write_attribute(object, name, H5T_STD_I8LE, H5T_NATIVE_INT8, space, flags->data());
  }
  const Hdf5Handle space(H5Screate(H5S_SCALAR), H5Sclose, "create a space");
  if (const auto* number = std::get_if<double>(&value))
    return write_attribute(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, space, number);
  write_attribute(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, space, &std::get<std::int64_t>(value));
}

Hdf5Handle space_of(const Dataset& dataset) {
  const std::vector<hsize_t> shape(dataset.shape.begin(), dataset.shape.end());
  return shape.empty() ? Hdf5Handle(H5Screate(H5S_SCALAR), H5Sclose, "create a space")
                       : Hdf5Handle(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr),
                                    H5Sclose, "create a space");
}

Hdf5Handle dataset_properties(const Dataset& dataset) {
  Hdf5Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "create properties");
  order_and_forget_times(properties, false);
  constexpr double missing = std::numeric_limits<double>::quiet_NaN();
  if (dataset.labels.missing_allowed && std::holds_alternative<std::vector<double>>(dataset.data))
    hdf5_check(H5Pset_fill_value(properties, H5T_NATIVE_DOUBLE, &missing), "set a fill value");
  return properties;
}

Hdf5Handle write_values(hid_t group, const Dataset& dataset) {
  const Hdf5Handle space = space_of(dataset);
  const Hdf5Handle properties = dataset_properties(dataset);
  const auto create = [&](hid_t type) {
    return Hdf5Handle(
        H5Dcreate2(group, dataset.name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose,
        "create the dataset " + dataset.name);
  };
  const auto put = [&](hid_t id, hid_t memory, const void* values) {
    if (H5Sget_simple_extent_npoints(space) > 0)
      hdf5_check(H5Dwrite(id, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), "write " + dataset.name);
  };
  if (dataset.bare) return create(H5T_IEEE_F32BE);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&dataset.data)) {
    const Hdf5Handle type = hdf5_text_type();
    std::vector<const char*> starts;
    for (const std::string& text : *texts) starts.push_back(text.c_str());
    Hdf5Handle id = create(type);
    put(id, type, starts.data());
    return id;
  }
  return std::visit(
      [&](const auto& values) -> Hdf5Handle {
        using Values = std::decay_t<decltype(values)>;
        if constexpr (std::is_same_v<Values, std::vector<std::string>>) {
          throw std::logic_error("texts are written above");
        } else {
          Hdf5Handle id = create(types_of(values).file);
          put(id, types_of(values).memory, values.data());
          return id;
        }
      },
      dataset.data);
}

/// Every axis of every variable is attached to the scale of the nearest group that defines it; one that lives
/// in a sibling would make the whole file unreadable for netCDF-4.
void attach_scales(hid_t root, hid_t id, const Group& group, const Dataset& dataset) {
  for (std::size_t axis = 0; axis < dataset.dimensions.size(); ++axis) {
    const std::string& dimension = dataset.dimensions[axis];
    const Group* owner = group.owner_of(dimension);
    if (owner == nullptr || owner->find_dataset(dimension)->shape[0] != dataset.shape[axis])
      throw InvalidArgument(group.path() + ": variable '" + dataset.name + "': no dimension '" + dimension +
                            "' of " + number_text(dataset.shape[axis]) + " entries here or in an ancestor");
    const std::string path = owner->path() + "/" + dimension;
    const Hdf5Handle scale(H5Dopen2(root, path.c_str(), H5P_DEFAULT), H5Dclose, "open the scale " + path);
    hdf5_check(H5DSattach_scale(id, scale, static_cast<unsigned>(axis)), "attach the scale " + path);
  }
}

void write_dataset(hid_t root, hid_t id, const Group& group, const Dataset& dataset) {
  const std::string where = "write " + group.path() + "/" + dataset.name;
  Hdf5Handle made = write_values(id, dataset);
  write_text(made, "long_name", dataset.labels.long_name);
  write_text(made, "units", dataset.labels.units);
  write_text(made, "source", dataset.labels.source);
  if (dataset.labels.missing_allowed && std::holds_alternative<std::vector<double>>(dataset.data))
    write(made, "_FillValue", std::numeric_limits<double>::quiet_NaN());
  for (const auto& [name, value] : dataset.attributes) write(made, name, value);
  if (dataset.scale)
    hdf5_check(H5DSset_scale(made, dataset.bare ? hdf5_bare_dimension : dataset.name.c_str()), where);
  else
    attach_scales(root, made, group, dataset);
  made.close(where);
}

void write_group(hid_t root, hid_t id, const Group& group) {
  for (const auto& [name, value] : group.attributes()) write(id, name, value);
  for (const Dataset& dataset : group.datasets()) write_dataset(root, id, group, dataset);
  const Hdf5Handle properties(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, "create properties");
  order_and_forget_times(properties, true);
  for (const auto& child : group.groups()) {
    Hdf5Handle made(H5Gcreate2(id, child->name().c_str(), H5P_DEFAULT, properties, H5P_DEFAULT), H5Gclose,
                    "create the group " + child->path());
    write_group(root, made, *child);
    made.close("write the group " + child->path());
  }
}

std::string image_of(hid_t file) {
  hdf5_check(H5Fflush(file, H5F_SCOPE_GLOBAL), "flush");
  const ssize_t size = H5Fget_file_image(file, nullptr, 0);
  if (size < 0) throw WriteError("HDF5: cannot lay out the file");
  std::string image(static_cast<std::size_t>(size), '\0');
  if (H5Fget_file_image(file, image.data(), image.size()) != size)
    throw WriteError("HDF5: cannot copy the file");
  return image;
}

}  // namespace

std::string hdf5_image(const Group& root) {
  const Hdf5Quiet quiet;
  const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "create properties");
  hdf5_check(H5Pset_fapl_core(access, std::size_t{1} << 22, false), "lay out a file in memory");
  const Hdf5Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "create properties");
  order_and_forget_times(creation, true);
  Hdf5Handle file(H5Fcreate(hdf5_image_name, H5F_ACC_TRUNC, creation, access), H5Fclose, "create a file");
  Hdf5Handle top(H5Gopen2(file, "/", H5P_DEFAULT), H5Gclose, "open the root");
  write_group(file, top, root);
  top.close("close the root");
  std::string image = image_of(file);
  file.close("close the file");
  return image;
}

}  // namespace kolmo::io
