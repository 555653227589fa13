#pragma once
// Methods by name: what a library lists, and what a program adds of its own.

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kolmo/core/errors.hpp"

namespace kolmo {

/// A list of things that have names. Lists are explicit: what is in one stands in one place; a program
/// appends its own before it starts threads.
template <class T>
class Catalogue {
 public:
  using NameOf = std::function<std::string(const T&)>;

  /// `what` is the word for an entry in messages: "scheme".
  Catalogue(std::string what, NameOf name_of, std::vector<T> entries)
      : what_(std::move(what)), name_of_(std::move(name_of)), all_(std::move(entries)) {}

  const std::vector<T>& all() const { return all_; }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const T& entry : all_) names.push_back(name_of_(entry));
    return names;
  }

  bool contains(std::string_view name) const { return place_of(name) != all_.end(); }

  /// InvalidArgument with all names where there is none of this name.
  const T& find(std::string_view name) const {
    const auto place = place_of(name);
    if (place != all_.end()) return *place;
    std::string known;
    for (const std::string& other : names()) known += (known.empty() ? "" : ", ") + other;
    throw InvalidArgument(what_ + " = '" + std::string(name) + "': must be one of " + known);
  }

  /// One more entry, at the end. InvalidArgument where the name is empty or taken. References into all() end.
  void append(T entry) {
    const std::string name = name_of_(entry);
    if (name.empty() || contains(name))
      throw InvalidArgument(what_ + " = '" + name + "': a new name is needed, and this one is " +
                            (name.empty() ? "empty" : "taken"));
    all_.push_back(std::move(entry));
  }

 private:
  typename std::vector<T>::const_iterator place_of(std::string_view name) const {
    return std::find_if(all_.begin(), all_.end(), [&](const T& entry) { return name_of_(entry) == name; });
  }

  std::string what_;
  NameOf name_of_;
  std::vector<T> all_;
};

}  // namespace kolmo
