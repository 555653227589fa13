#pragma once
// The command line that all experiments share.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace kolmo::frame {

/// A command line that is wrong. Exit status 64.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Options {
  std::optional<std::filesystem::path> config, output, resume;
  std::vector<std::string> sets, sweeps;
  std::string scale;
  std::optional<std::int64_t> seed;
  std::optional<int> threads;
  std::optional<double> max_wall_time;  ///< seconds
  bool check_config = false, list_checks = false, quiet = false, help = false, version = false;
};

/// Throws UsageError for unknown options, missing or empty values, numbers that are none or out of range.
Options parse_command_line(int argc, const char* const* argv);

/// The options with a line each, for --help.
std::string describe_options();

}  // namespace kolmo::frame
