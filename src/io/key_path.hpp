#pragma once
// The path of a key: names joined by dots, of which "*" stands for any one.

#include <optional>
#include <string>

namespace kolmo::io {

/// "problem" of "problem.*.sde.steps"; nothing if there is no "*".
std::optional<std::string> before_star(const std::string& path);

/// Whether the key stands for any number of keys.
bool is_open(const std::string& path);

/// `path` with `name` for its "*".
std::string with_name(std::string path, const std::string& name);

/// A name is one of a netCDF group too, which begins with a letter, a digit or an underscore.
bool is_name(const std::string& text);

/// "problem.x" of "problem.x.times", "" of "times".
std::string table_of(const std::string& path);

}  // namespace kolmo::io
