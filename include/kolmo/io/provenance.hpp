#pragma once
// Where the numbers of a run come from.

#include <string>
#include <string_view>

#include "kolmo/io/group.hpp"

namespace kolmo::io {

/// Everything that may differ between two runs with the same numbers. What cannot be found out is "unknown".
struct Provenance {
  std::string git_commit;      ///< 40 hexadecimal digits, as of the build
  std::string git_tree;        ///< "clean", "modified" or "unknown"
  std::string program_sha256;  ///< of the program's own file
  std::string command_line;
  int threads = 1;
  std::string compiler;
  std::string compiler_flags;
  std::string instruction_set;
  std::string libraries;  ///< "HDF5 1.10.8, Eigen 3.4.0, …"
  std::string processor;
  std::string start_time;  ///< UTC, ISO 8601
  double wall_time = 0;    ///< seconds

  /// All but the wall time.
  static Provenance collect(int argc, const char* const* argv, int threads);
  /// Writes the attributes of the group /provenance.
  void write(Group& group) const;
  /// Why numbers of this program could differ from those whose /provenance is `before` (another program,
  /// unless both are of one clean commit and built alike; another instruction set); empty if they do not.
  std::string difference_from(const Group& before) const;
};

/// "0.1.0".
std::string_view kolmo_version();
/// "2026-01-31T12:00:00Z", or with compact "20260131T120000Z".
std::string utc_now(bool compact = false);

}  // namespace kolmo::io
