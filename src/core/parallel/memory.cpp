#include "kolmo/core/parallel/memory.hpp"

#include <unistd.h>

#include <cstdio>
#include <string>

#include "kolmo/core/errors.hpp"

namespace kolmo {

void require_memory(double count, std::string_view what, std::string_view advice) {
  const double bytes = 8 * count;
  const double machine =
      static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
  if (bytes <= machine) return;
  char text[160];
  std::snprintf(text, sizeof text, " would take %.0f bytes, but this machine has %.0f: ", bytes, machine);
  throw InvalidArgument(std::string(what) + text + std::string(advice));
}

}  // namespace kolmo
