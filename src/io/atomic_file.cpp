#include "kolmo/io/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "io/descriptor.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/io/errors.hpp"

namespace kolmo::io {
namespace {

namespace fs = std::filesystem;

void sync_directory(const fs::path& directory) {
  const Descriptor descriptor(directory.empty() ? fs::path(".") : directory, O_RDONLY | O_DIRECTORY);
  if (descriptor.value() < 0) fail_to("open the directory", directory);
  // Some file systems cannot fsync a directory and say so with EINVAL; there is nothing more to do on them.
  if (::fsync(descriptor.value()) != 0 && errno != EINVAL) fail_to("fsync the directory", directory);
}

}  // namespace

fs::path write_part(const fs::path& path, std::string_view contents) {
  fs::path part = path;
  part += ".part";
  try {
    // What a run that was killed left, or a link that leads elsewhere: taken away, never written through.
    if (::unlink(part.c_str()) != 0 && errno != ENOENT) fail_to("remove", part);
    Descriptor descriptor(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    if (descriptor.value() < 0) fail_to("create", part);
    write_all(descriptor.value(), contents, part);
    if (::fsync(descriptor.value()) != 0) fail_to("fsync", part);
    if (!descriptor.close()) fail_to("close", part);
  } catch (const WriteError&) {
    ::unlink(part.c_str());
    throw;
  }
  return part;
}

void publish_part(const fs::path& part, const fs::path& path) {
  if (::rename(part.c_str(), path.c_str()) != 0) {
    const int reason = errno;
    ::unlink(part.c_str());
    errno = reason;
    fail_to("rename to", path);
  }
  sync_directory(path.parent_path());
}

void write_atomically(const fs::path& path, std::string_view contents) {
  publish_part(write_part(path, contents), path);
}

std::string read_file(const fs::path& path, std::size_t max_bytes) {
  const Descriptor descriptor(path, O_RDONLY | O_NONBLOCK);
  if (descriptor.value() < 0) {
    const std::string message = path.string() + ": " + std::strerror(errno);
    if (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG) throw MissingInput(message);
    throw InvalidData(message);
  }
  struct stat status {};
  if (::fstat(descriptor.value(), &status) != 0 || !S_ISREG(status.st_mode))
    throw InvalidData(path.string() + ": not a regular file");
  if (static_cast<std::size_t>(status.st_size) > max_bytes)
    throw InvalidData(path.string() + ": " + number_text(status.st_size) + " bytes, at most " +
                      number_text(max_bytes) + " are read");
  std::string contents(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < contents.size()) {
    const ssize_t got = ::read(descriptor.value(), contents.data() + filled, contents.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw InvalidData(path.string() + ": cannot read: " + std::strerror(errno));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  contents.resize(filled);
  return contents;
}

}  // namespace kolmo::io
