#include "kolmo/io/manifest.hpp"

#include <algorithm>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/io/atomic_file.hpp"

namespace kolmo::io {
namespace {

constexpr std::size_t digest_size = 64, most_bytes = std::size_t{1} << 20;

bool is_digest(std::string_view text) {
  return text.size() == digest_size && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

Manifest Manifest::read(const std::filesystem::path& directory) {
  const std::filesystem::path path = directory / file_name;
  Manifest manifest;
  std::string text;
  try {
    text = read_file(path, most_bytes);
  } catch (const MissingInput&) {
    return manifest;
  }
  std::size_t number = 0;
  for (std::size_t start = 0, end = 0; start < text.size(); start = end + 1) {
    end = std::min(text.find('\n', start), text.size());
    const std::string_view line = std::string_view(text).substr(start, end - start);
    ++number;
    if (line.size() < digest_size + 3 || !is_digest(line.substr(0, digest_size)) ||
        line.substr(digest_size, 2) != "  ")
      throw InvalidData(path.string() + ":" + number_text(number) + ": not \"SHA-256  name\"");
    manifest.set(std::string(line.substr(digest_size + 2)), std::string(line.substr(0, digest_size)));
  }
  return manifest;
}

void Manifest::write(const std::filesystem::path& directory) const {
  std::string text;
  for (const Line& line : lines_) text += line.digest + "  " + line.name + "\n";
  write_atomically(directory / file_name, text);
}

std::optional<std::string> Manifest::digest_of(std::string_view name) const {
  for (const Line& line : lines_)
    if (line.name == name) return line.digest;
  return std::nullopt;
}

void Manifest::set(const std::string& name, const std::string& digest) {
  if (name.empty() || name.find('\n') != std::string::npos)
    throw InvalidArgument("a manifest: name '" + name + "': must be one line");
  for (Line& line : lines_)
    if (line.name == name) {
      line.digest = digest;
      return;
    }
  lines_.push_back({name, digest});
}

void Manifest::remove(std::string_view name) {
  std::erase_if(lines_, [&](const Line& line) { return line.name == name; });
}

}  // namespace kolmo::io
