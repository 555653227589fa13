#include "io/descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "kolmo/io/errors.hpp"

namespace kolmo::io {

void fail_to(const char* what, const std::filesystem::path& path) {
  throw WriteError(path.string() + ": cannot " + what + ": " + std::strerror(errno));
}

Descriptor::Descriptor(const std::filesystem::path& path, int flags)
    : value_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}

Descriptor::~Descriptor() {
  if (value_ >= 0) ::close(value_);
}

bool Descriptor::close() {
  const int old = value_;
  value_ = -1;
  return ::close(old) == 0;
}

void write_all(int descriptor, std::string_view contents, const std::filesystem::path& path) {
  constexpr std::size_t piece = std::size_t{1} << 26;
  while (!contents.empty()) {
    const ssize_t written = ::write(descriptor, contents.data(), std::min(contents.size(), piece));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_to("write", path);
    if (written == 0) {
      errno = ENOSPC;
      fail_to("write", path);
    }
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace kolmo::io
