#pragma once
// The result file of a run: an HDF5 file that is also netCDF-4/CF, written whole or not at all.

#include <filesystem>
#include <string>

#include "kolmo/io/group.hpp"

namespace kolmo::io {

/// A tree in memory that commit() writes to DIRECTORY/result.h5.
///
/// Beside it stand result.previous.h5 (the file before the last commit) and manifest.txt, the SHA-256 of both
/// in the format of sha256sum (manifest.hpp; other lines of it are kept). The order of the renames is such
/// that after a kill at any moment the digest of result.h5 is in the manifest. Equal trees give equal bytes.
class ResultFile {
 public:
  /// Nothing is written before commit().
  explicit ResultFile(std::filesystem::path directory);

  Group& root() { return root_; }
  const Group& root() const { return root_; }
  /// A group under the root, made if it is not there.
  Group& group(const std::string& name) { return root_.group(name); }

  std::filesystem::path path() const { return directory_ / "result.h5"; }

  /// Digest of everything outside /provenance: two runs are equal when it is.
  std::string numbers_sha256() const { return digest(root_, "provenance"); }

  /// Writes the whole tree, with numbers_sha256 in /provenance, to a temporary name, fsyncs, renames. Throws
  /// WriteError (the file before stays as it was).
  void commit();

  /// Reads the group of this name from a file that commit() wrote, into this tree (replacing a group of that
  /// name). The file is DIRECTORY/result.h5, or result.previous.h5 where the first is damaged: the digest is
  /// compared with manifest.txt before HDF5 sees a byte. Throws MissingInput (no file), InvalidData (no
  /// generation fits the manifest, or no such group, or not a file of Kolmo).
  void load_group(const std::filesystem::path& directory, const std::string& group);

  /// Reads the attributes of the root of the same file into this tree's root.
  void load_attributes(const std::filesystem::path& directory);

  /// Names of the groups under the root of the newest good generation in `directory` but /provenance, in
  /// order. Empty where nothing was committed yet. Throws as load_group.
  static std::vector<std::string> finished_groups(const std::filesystem::path& directory);

 private:
  std::filesystem::path directory_;
  Group root_{""};
};

}  // namespace kolmo::io
