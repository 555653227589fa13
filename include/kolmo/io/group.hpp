#pragma once
// A group of a result file, in memory: attributes, dimension scales, variables, groups.

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace kolmo::io {

/// What a variable or a scale holds, in row-major (C) order: the last dimension runs fastest.
using Data = std::variant<std::vector<double>, std::vector<std::int8_t>, std::vector<std::int64_t>,
                          std::vector<std::string>>;

/// What an attribute holds. A text that is empty is not written.
using AttributeValue = std::variant<std::string, double, std::int64_t, std::vector<std::int8_t>>;

/// What is written beside numbers. Empty texts are not written.
struct Labels {
  std::string long_name;
  std::string units;             ///< UDUNITS symbols: "s", "1"; never "seconds"
  std::string source = {};       ///< of a reference value
  bool missing_allowed = false;  ///< NaN marks a missing entry (_FillValue = NaN)
};

/// One dataset: a variable (scale false), a dimension scale with coordinates (scale true), or a dimension
/// without coordinates (scale true, bare true, no data).
struct Dataset {
  std::string name;
  std::vector<std::string> dimensions;
  std::vector<std::int64_t> shape;
  Data data;
  Labels labels;
  std::vector<std::pair<std::string, AttributeValue>> attributes;
  bool scale = false;
  bool bare = false;
};

/// Names are valid in netCDF: they begin with a letter, a digit or '_', go on with these, '-', '+', '~', '.',
/// '@', and must not be given twice in a group (InvalidArgument). The order of creation is the order in the
/// file.
class Group {
 public:
  explicit Group(std::string name, Group* parent = nullptr) : name_(std::move(name)), parent_(parent) {}
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  /// The group of this name, made if it is not there; "convergence/strong" makes both.
  Group& group(const std::string& path);

  /// Sets (or replaces) an attribute. A double that is not finite throws NumericalFailure.
  void attribute(const std::string& name, AttributeValue value);
  void attribute(const std::string& name, const char* value) {
    attribute(name, AttributeValue(std::string(value)));
  }

  /// A dimension with coordinates. Double coordinates must be finite (NumericalFailure).
  void scale(const std::string& name, Data values, Labels labels);
  void scale(const std::string& name, const Eigen::ArrayXd& values, Labels labels);

  /// A dimension of `size` entries without coordinates.
  void dimension(const std::string& name, std::int64_t size);

  /// A variable on dimensions defined in this group or an ancestor; one that lives elsewhere throws
  /// InvalidArgument, as does data whose size is not the product of the dimensions'. No dimensions: a scalar.
  /// A double that is not finite throws NumericalFailure naming the variable and the entry (NaN is let
  /// through if labels.missing_allowed).
  void variable(const std::string& name, const std::vector<std::string>& dimensions, Data values,
                Labels labels);
  void variable(const std::string& name, const std::vector<std::string>& dimensions,
                const Eigen::ArrayXd& values, Labels labels);
  /// values(i, j) on (dimensions[0], dimensions[1]).
  void variable(const std::string& name, const std::vector<std::string>& dimensions,
                const Eigen::ArrayXXd& values, Labels labels);

  /// An int8 variable with flag_values 0, 1, … and flag_meanings (one word each: "pass fail unresolved").
  void flags(const std::string& name, const std::vector<std::string>& dimensions,
             std::vector<std::int8_t> values, const std::string& meanings, Labels labels);

  /// An attribute of a variable or scale of this group that is already there.
  void annotate(const std::string& dataset, const std::string& attribute, AttributeValue value);

  /// Removes the group of this name with all it holds; nothing happens where there is none.
  void remove(const std::string& group);

  const std::string& name() const { return name_; }
  std::string path() const;  ///< "/double_well/checks"; "/" for the root
  const std::vector<std::unique_ptr<Group>>& groups() const { return groups_; }
  const std::vector<Dataset>& datasets() const { return datasets_; }
  const std::vector<std::pair<std::string, AttributeValue>>& attributes() const { return attributes_; }
  const AttributeValue* find_attribute(const std::string& name) const;  ///< or nullptr
  const Group* find_group(const std::string& name) const;               ///< a child, or nullptr
  const Dataset* find_dataset(const std::string& name) const;           ///< or nullptr
  const Group* parent() const { return parent_; }

  /// The values of a dataset of this group; throws InvalidArgument if it is not there or holds another type.
  const std::vector<double>& numbers(const std::string& name) const;
  const std::vector<std::string>& texts(const std::string& name) const;
  const std::vector<std::int8_t>& bytes(const std::string& name) const;

  /// The group (this or the nearest ancestor) that defines the dimension, or nullptr.
  const Group* owner_of(const std::string& dimension) const;

  /// Takes a dataset as it is, after the checks above: for reading files back.
  void adopt(Dataset dataset);

 private:
  void require_new_name(const std::string& name) const;
  Dataset& dataset(const std::string& name);
  template <class T>
  const std::vector<T>& values(const std::string& name) const;

  std::string name_;
  Group* parent_;
  std::vector<std::pair<std::string, AttributeValue>> attributes_;
  std::vector<Dataset> datasets_;
  std::vector<std::unique_ptr<Group>> groups_;
};

/// Digest of a group with all it holds, leaving out the child group `except`. Fed to SHA-256, names sorted:
/// for a group "group NAME\n", its attributes, datasets, groups, "end\n"; for an attribute "attribute NAME
/// TYPE COUNT\n" and its values; for a dataset "dataset NAME TYPE RANK" with " DIMENSION=SIZE" for each,
/// "\n", its values and its attributes (long_name, units, source, _FillValue and further ones). TYPE is f8,
/// i1, i8 or str; numbers are little-endian bytes, texts "BYTES:" and their UTF-8 bytes.
std::string digest(const Group& group, const std::string& except = "");

}  // namespace kolmo::io
