#include "key_path.hpp"

#include <algorithm>

namespace kolmo::io {

std::optional<std::string> before_star(const std::string& path) {
  const std::size_t star = path.find(".*.");
  if (star == std::string::npos) return std::nullopt;
  return path.substr(0, star);
}

bool is_open(const std::string& path) { return path.back() == '*'; }

std::string with_name(std::string path, const std::string& name) {
  return path.replace(path.find('*'), 1, name);
}

bool is_name(const std::string& text) {
  return !text.empty() && text.size() <= 64 && text[0] != '-' &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                  c == '-';
         });
}

std::string table_of(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string::npos ? "" : path.substr(0, dot);
}

}  // namespace kolmo::io
