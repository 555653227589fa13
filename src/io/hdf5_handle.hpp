#pragma once
// Owned HDF5 identifiers; every return code is looked at.

#include <hdf5.h>
#include <hdf5_hl.h>

#include <string>

#include "kolmo/io/errors.hpp"

namespace kolmo::io {

/// An HDF5 identifier, closed by `close` on every way out.
class Hdf5Handle {
 public:
  using Close = herr_t (*)(hid_t);
  /// Throws WriteError if `id` says that making it failed.
  Hdf5Handle(hid_t id, Close closer, const std::string& what) : id_(id), close_(closer) {
    if (id_ < 0) throw WriteError("HDF5: cannot " + what);
  }
  Hdf5Handle(Hdf5Handle&& other) noexcept : id_(other.id_), close_(other.close_) { other.id_ = -1; }
  Hdf5Handle& operator=(Hdf5Handle&&) = delete;
  ~Hdf5Handle() {
    if (id_ >= 0) close_(id_);
  }
  operator hid_t() const { return id_; }

  /// Closes now and looks at the return code.
  void close(const std::string& what) {
    const hid_t id = id_;
    id_ = -1;
    if (close_(id) < 0) throw WriteError("HDF5: cannot " + what);
  }

 private:
  hid_t id_;
  Close close_;
};

inline void hdf5_check(herr_t status, const std::string& what) {
  if (status < 0) throw WriteError("HDF5: cannot " + what);
}

/// While it lives, HDF5 does not print its error stack: every failure is thrown instead.
class Hdf5Quiet {
 public:
  Hdf5Quiet() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  Hdf5Quiet(const Hdf5Quiet&) = delete;
  Hdf5Quiet& operator=(const Hdf5Quiet&) = delete;
  ~Hdf5Quiet() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

/// Texts of any length in UTF-8.
inline Hdf5Handle hdf5_text_type() {
  Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "copy a type");
  hdf5_check(H5Tset_size(type, H5T_VARIABLE), "set a size");
  hdf5_check(H5Tset_cset(type, H5T_CSET_UTF8), "set a character set");
  return type;
}

/// The value of NAME that netCDF-4 gives to a dimension without coordinates.
inline constexpr char hdf5_bare_dimension[] = "This is a netCDF dimension but not a netCDF variable.";

}  // namespace kolmo::io
