#pragma once
// Bytes that grow as values are written, and bytes that are read from the front.

#include <cstring>
#include <string>
#include <string_view>

#include "kolmo/core/errors.hpp"

namespace kolmo::frame {

/// How a type becomes bytes where nothing below says it: a struct says
///   template <class Archive> void fields(Archive& archive, T& value) { archive(value.a, value.b); }
/// in its own namespace or in this one (it needs a default constructor); a class specialises this with
/// `static void pack(Packer&, const T&)` and `static T unpack(Unpacker&)`.
template <class T, class = void>
struct Packing;

class Packer {
 public:
  template <class... T>
  void operator()(const T&... values) {
    (Packing<T>::pack(*this, values), ...);
  }
  void raw(const void* bytes, std::size_t count) { bytes_.append(static_cast<const char*>(bytes), count); }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Throws InvalidData where bytes are wanted that are not there.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}
  template <class... T>
  void operator()(T&... values) {
    ((values = Packing<T>::unpack(*this)), ...);
  }
  template <class T>
  T take() {
    return Packing<T>::unpack(*this);
  }
  void raw(void* bytes, std::size_t count) {
    require(count);
    if (count > 0) std::memcpy(bytes, rest_.data(), count);
    rest_.remove_prefix(count);
  }
  /// A number of entries of which each takes a byte at least.
  std::size_t count() {
    const auto n = take<std::size_t>();
    require(n);
    return n;
  }
  bool empty() const { return rest_.empty(); }
  /// Throws InvalidData unless so many bytes are left.
  void require(std::size_t count) const {
    if (count > rest_.size()) throw InvalidData("a piece of the run is shorter than what it should hold");
  }

 private:
  std::string_view rest_;
};

}  // namespace kolmo::frame
