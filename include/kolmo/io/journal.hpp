#pragma once
// Records that a run keeps as it goes, so that a kill loses none of them.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kolmo::io {

class Descriptor;

/// An append-only file of named records. Once append() returned, a kill of the process leaves the record in
/// place; a power cut may take those of the last `seconds_between_syncs`. What stands after the last whole
/// record (a record that a kill cut, bytes that changed) is dropped when the file is opened.
///
/// The file: "kolmo journal 1\n", the owner's SHA-256 in hexadecimal digits, "\n"; then for each record
/// "record 1", the sizes of name and bytes (8 bytes each, little-endian), name, bytes, and the SHA-256 of all
/// that stands before it in the record, as 64 hexadecimal digits. Not thread-safe.
class Journal {
 public:
  static constexpr double seconds_between_syncs = 5;

  /// That at `path`, which is made by the first append(). `owner` says in words what its records hold good
  /// for (a configuration, a program): those of another owner are not found, and are dropped by the first
  /// append(). A link of that name is not followed. Throws InvalidData where the file cannot be read.
  Journal(std::filesystem::path path, std::string_view owner);
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();

  /// Whether a journal was there that another owner wrote (or that is none).
  bool was_foreign() const { return foreign_; }
  /// Bytes behind the last whole record that were there and are dropped.
  std::uint64_t torn_bytes() const { return torn_; }
  std::size_t records() const { return places_.size(); }

  /// The bytes of the last record of this name; nothing where there is none. Throws InvalidData where what
  /// was whole no longer is.
  std::optional<std::string> find(const std::string& name) const;

  /// One more record. Throws WriteError, and the journal is as before.
  void append(const std::string& name, std::string_view bytes);

  /// Drops all records, and the file. Throws WriteError.
  void clear();

 private:
  struct Place {
    std::uint64_t begin, size;  ///< of the bytes
  };

  void scan(std::string_view contents);
  void open_for_writing();

  std::filesystem::path path_;
  std::string header_;
  std::unique_ptr<Descriptor> file_;  ///< open for writing once something was appended
  std::map<std::string, Place> places_;
  std::uint64_t end_ = 0;  ///< of the last whole record; 0: not even a header
  std::uint64_t torn_ = 0;
  bool foreign_ = false;
  std::chrono::steady_clock::time_point synced_ = std::chrono::steady_clock::now();
};

}  // namespace kolmo::io
