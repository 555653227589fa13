#pragma once
// run.log: what happened, with times.

#include <filesystem>
#include <memory>
#include <string>

namespace kolmo::frame {

/// Appends lines to a file. A log that cannot be opened, or is a link, throws io::WriteError; a line that
/// cannot be written is remembered.
class RunLog {
 public:
  explicit RunLog(const std::filesystem::path& path);
  ~RunLog();
  RunLog(const RunLog&) = delete;
  RunLog& operator=(const RunLog&) = delete;

  void info(const std::string& message);
  void error(const std::string& message);
  /// Whether every line so far reached the file.
  bool good() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace kolmo::frame
