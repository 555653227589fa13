#include "kolmo/io/provenance.hpp"

#include <hdf5.h>

#include <Eigen/Core>
#include <ctime>
#include <fstream>

#include "build_facts.hpp"
#include "git_revision.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::io {
namespace {

std::string processor_name() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.rfind("model name", 0) == 0 && line.find(": ") != std::string::npos)
      return line.substr(line.find(": ") + 2);
  return "unknown";
}

std::string library_versions() {
  unsigned major = 0, minor = 0, release = 0;
  H5get_libversion(&major, &minor, &release);
  return "HDF5 " + std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(release) +
         ", Eigen " + std::to_string(EIGEN_WORLD_VERSION) + "." + std::to_string(EIGEN_MAJOR_VERSION) + "." +
         std::to_string(EIGEN_MINOR_VERSION) + build_libraries;
}

/// Arguments that a shell would take apart stand in single quotes.
std::string quoted(const std::string& argument) {
  if (!argument.empty() && argument.find_first_of(" \t\n\"'$`\\*?[]{}()<>|&;#~!") == std::string::npos)
    return argument;
  std::string out(1, '\'');
  for (const char c : argument)
    if (c == '\'')
      out.append("'\\''");
    else
      out.push_back(c);
  out.push_back('\'');
  return out;
}

}  // namespace

std::string_view kolmo_version() { return build_version; }

std::string utc_now(bool compact) {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, compact ? "%Y%m%dT%H%M%SZ" : "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

Provenance Provenance::collect(int argc, const char* const* argv, int threads) {
  Provenance facts;
  facts.git_commit = io::git_commit;
  facts.git_tree = io::git_tree;
  for (int i = 0; i < argc; ++i) facts.command_line += (i == 0 ? "" : " ") + quoted(argv[i]);
  facts.threads = threads;
  facts.compiler = build_compiler;
  facts.compiler_flags = build_flags;
  facts.instruction_set = kolmo::instruction_set();
  facts.libraries = library_versions();
  facts.processor = processor_name();
  facts.start_time = utc_now();
  return facts;
}

void Provenance::write(Group& group) const {
  group.attribute("git_commit", git_commit);
  group.attribute("git_tree", git_tree);
  group.attribute("command_line", command_line);
  group.attribute("threads", std::int64_t{threads});
  group.attribute("compiler", compiler);
  group.attribute("compiler_flags", compiler_flags);
  group.attribute("instruction_set", instruction_set);
  group.attribute("libraries", libraries);
  group.attribute("processor", processor);
  group.attribute("start_time", start_time);
  group.attribute("wall_time_seconds", wall_time);
}

}  // namespace kolmo::io
