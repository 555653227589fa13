#pragma once
// Files that are either there whole or not at all.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace kolmo::io {

/// Write `contents` to `path` so that a reader, a kill or a power cut sees the old file or the new one, never
/// a part: written to "<path>.part" in the same directory, fsynced, renamed, the directory fsynced. A file or
/// a link of that name is removed first, never written through. Throws WriteError; then the old file is
/// untouched and the part removed.
void write_atomically(const std::filesystem::path& path, std::string_view contents);

/// The two halves of write_atomically: the part on disk, fsynced; its rename, and fsync of the directory.
std::filesystem::path write_part(const std::filesystem::path& path, std::string_view contents);
void publish_part(const std::filesystem::path& part, const std::filesystem::path& path);

/// The bytes of a file. Throws MissingInput where it is absent, InvalidData where it is no regular file,
/// cannot be read or is larger than `max_bytes`.
std::string read_file(const std::filesystem::path& path, std::size_t max_bytes);

}  // namespace kolmo::io
