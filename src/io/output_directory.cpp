#include "kolmo/io/output_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/io/errors.hpp"

namespace kolmo::io {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& why) {
  throw CannotCreateOutput(path.string() + ": cannot create the output: " + why);
}

void make_parents(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) fail(path, error.message());
}

}  // namespace

OutputDirectory::OutputDirectory(fs::path path) : path_(std::move(path)) {
  lock_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_ < 0) fail(path_, std::strerror(errno));
  // Where the file system has no locks there is none to heed.
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(lock_);
    fail(path_, "another run is writing to it");
  }
}

OutputDirectory::OutputDirectory(OutputDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

OutputDirectory::~OutputDirectory() {
  if (lock_ >= 0) ::close(lock_);
}

OutputDirectory OutputDirectory::make(const fs::path& parent, const std::string& experiment,
                                      const std::string& utc_time, const std::string& hash) {
  const fs::path above = parent / experiment;
  make_parents(above);
  const std::string name = utc_time + "-" + hash.substr(0, 8);
  for (int suffix = 1; suffix < 10000; ++suffix) {
    const fs::path path = above / (suffix == 1 ? name : name + "-" + number_text(suffix));
    if (::mkdir(path.c_str(), 0777) == 0) return OutputDirectory(path);
    if (errno != EEXIST) fail(path, std::strerror(errno));
  }
  fail(above / name, "too many runs of this name");
}

OutputDirectory OutputDirectory::named(const fs::path& directory) {
  if (directory.empty()) fail(directory, "the name is empty");
  if (directory.has_parent_path()) make_parents(directory.parent_path());
  if (::mkdir(directory.c_str(), 0777) != 0 && errno != EEXIST) fail(directory, std::strerror(errno));
  std::error_code error;
  if (!fs::is_directory(directory, error)) fail(directory, error ? error.message() : "it is not a directory");
  OutputDirectory made(directory);
  const bool empty = fs::is_empty(directory, error);
  if (error) fail(directory, error.message());
  if (!empty) fail(directory, "it is not empty, and nothing is ever overwritten (--resume continues a run)");
  if (::access(directory.c_str(), W_OK | X_OK) != 0) fail(directory, std::strerror(errno));
  return made;
}

OutputDirectory OutputDirectory::resume(const fs::path& directory) {
  std::error_code error;
  if (!fs::is_directory(directory, error))
    throw MissingInput(directory.string() + ": there is no run to resume" +
                       (error ? ": " + error.message() : std::string()));
  if (::access(directory.c_str(), W_OK | X_OK) != 0) fail(directory, std::strerror(errno));
  return OutputDirectory(directory);
}

}  // namespace kolmo::io
