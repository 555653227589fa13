#pragma once
// Values as bytes and back, bit for bit, for pieces of a run that is continued by the same program.

#include <Eigen/Core>
#include <array>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "frame/run/packer.hpp"

namespace kolmo::frame {

/// Types whose bytes are their value, beside numbers and enumerations: classes without pointers whose members
/// are private.
template <class T>
inline constexpr bool packs_as_bytes = std::is_arithmetic_v<T> || std::is_enum_v<T>;

template <class T>
struct Packing<T, std::enable_if_t<packs_as_bytes<T>>> {
  static_assert(std::is_trivially_copyable_v<T>);
  static void pack(Packer& to, const T& value) { to.raw(&value, sizeof value); }
  static T unpack(Unpacker& from) {
    T value{};
    from.raw(&value, sizeof value);
    return value;
  }
};

template <>
struct Packing<std::string> {
  static void pack(Packer& to, const std::string& text) {
    to(text.size());
    to.raw(text.data(), text.size());
  }
  static std::string unpack(Unpacker& from) {
    std::string text(from.count(), '\0');
    from.raw(text.data(), text.size());
    return text;
  }
};

template <class T>
struct Packing<std::vector<T>> {
  static void pack(Packer& to, const std::vector<T>& values) {
    to(values.size());
    if constexpr (in_one)
      to.raw(values.data(), values.size() * sizeof(T));
    else
      for (const auto& value : values) to(static_cast<const T&>(value));
  }
  static std::vector<T> unpack(Unpacker& from) {
    const std::size_t n = from.count();
    std::vector<T> values;
    if constexpr (in_one) {
      from.require(n * sizeof(T));
      values.resize(n);
      from.raw(values.data(), n * sizeof(T));
    } else {
      for (std::size_t i = 0; i < n; ++i) values.push_back(from.take<T>());
    }
    return values;
  }

 private:
  static constexpr bool in_one = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;
};

template <class T, std::size_t n>
struct Packing<std::array<T, n>> {
  static void pack(Packer& to, const std::array<T, n>& values) {
    for (const T& value : values) to(value);
  }
  static std::array<T, n> unpack(Unpacker& from) {
    std::array<T, n> values{};
    for (T& value : values) from(value);
    return values;
  }
};

template <class A, class B>
struct Packing<std::pair<A, B>> {
  static void pack(Packer& to, const std::pair<A, B>& pair) { to(pair.first, pair.second); }
  static std::pair<A, B> unpack(Unpacker& from) {
    A first = from.take<A>();
    return {std::move(first), from.take<B>()};
  }
};

template <class K, class V>
struct Packing<std::map<K, V>> {
  static void pack(Packer& to, const std::map<K, V>& map) {
    to(map.size());
    for (const auto& [key, value] : map) to(key, value);
  }
  static std::map<K, V> unpack(Unpacker& from) {
    const std::size_t n = from.count();
    std::map<K, V> map;
    for (std::size_t i = 0; i < n; ++i) {
      K key = from.take<K>();
      map.emplace(std::move(key), from.take<V>());
    }
    return map;
  }
};

template <class T>
struct Packing<std::optional<T>> {
  static void pack(Packer& to, const std::optional<T>& value) {
    to(value.has_value());
    if (value) to(*value);
  }
  static std::optional<T> unpack(Unpacker& from) {
    if (!from.take<bool>()) return std::nullopt;
    return from.take<T>();
  }
};

/// What several share becomes one each.
template <class T>
struct Packing<std::shared_ptr<const T>> {
  static void pack(Packer& to, const std::shared_ptr<const T>& value) {
    to(value != nullptr);
    if (value) to(*value);
  }
  static std::shared_ptr<const T> unpack(Unpacker& from) {
    return from.take<bool>() ? std::make_shared<const T>(from.take<T>()) : nullptr;
  }
};

template <class... T>
struct Packing<std::variant<T...>> {
  using Variant = std::variant<T...>;
  static void pack(Packer& to, const Variant& value) {
    to(value.index());
    std::visit([&](const auto& held) { to(held); }, value);
  }
  static Variant unpack(Unpacker& from) { return at<0>(from, from.take<std::size_t>()); }

 private:
  template <std::size_t i>
  static Variant at(Unpacker& from, std::size_t index) {
    if constexpr (i < sizeof...(T)) {
      if (index == i)
        return Variant(std::in_place_index<i>, from.take<std::variant_alternative_t<i, Variant>>());
      return at<i + 1>(from, index);
    } else {
      throw InvalidData("a piece of the run holds none of the types that it may");
    }
  }
};

/// Dense arrays and matrices of numbers that own what they hold.
template <class T>
struct Packing<T, std::enable_if_t<std::is_base_of_v<Eigen::PlainObjectBase<T>, T>>> {
  using Scalar = typename T::Scalar;
  static_assert(std::is_arithmetic_v<Scalar>);
  static void pack(Packer& to, const T& values) {
    to(values.rows(), values.cols());
    to.raw(values.data(), static_cast<std::size_t>(values.size()) * sizeof(Scalar));
  }
  static T unpack(Unpacker& from) {
    const auto rows = from.take<Eigen::Index>(), cols = from.take<Eigen::Index>();
    if (rows < 0 || cols < 0 || (cols > 0 && rows > (Eigen::Index{1} << 48) / cols))
      throw InvalidData("a piece of the run has an array of a size that there is none of");
    const std::size_t bytes = static_cast<std::size_t>(rows * cols) * sizeof(Scalar);
    from.require(bytes);
    T values;
    values.resize(rows, cols);
    from.raw(values.data(), bytes);
    return values;
  }
};

template <class T, class>
struct Packing {
  static void pack(Packer& to, const T& value) { fields(to, const_cast<T&>(value)); }
  static T unpack(Unpacker& from) {
    T value{};
    fields(from, value);
    return value;
  }
};

template <class T>
std::string packed(const T& value) {
  Packer packer;
  packer(value);
  return packer.bytes();
}

/// Throws InvalidData for bytes that are too few or too many.
template <class T>
T unpacked(std::string_view bytes) {
  Unpacker unpacker(bytes);
  T value = unpacker.take<T>();
  if (!unpacker.empty()) throw InvalidData("a piece of the run is longer than what it should hold");
  return value;
}

}  // namespace kolmo::frame
