#include "kolmo/io/provenance.hpp"

#include <hdf5.h>

#include <Eigen/Core>
#include <ctime>
#include <fstream>

#include "build_facts.hpp"
#include "git_revision.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/io/sha256.hpp"

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
  return "HDF5 " + number_text(major) + "." + number_text(minor) + "." + number_text(release) + ", Eigen " +
         number_text(EIGEN_WORLD_VERSION) + "." + number_text(EIGEN_MAJOR_VERSION) + "." +
         number_text(EIGEN_MINOR_VERSION) + build_libraries;
}

std::string program_digest() {
  try {
    return sha256(read_file("/proc/self/exe", std::size_t{1} << 30));
  } catch (const std::exception&) {
    return "unknown";
  }
}

/// The text of an attribute; "" if it is not there.
std::string text_of(const Group& group, const std::string& name) {
  const AttributeValue* value = group.find_attribute(name);
  const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  return text == nullptr ? "" : *text;
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
  facts.program_sha256 = program_digest();
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
  group.attribute("program_sha256", program_sha256);
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

std::string Provenance::difference_from(const Group& before) const {
  const std::string commit = text_of(before, "git_commit"), tree = text_of(before, "git_tree"),
                    digest = text_of(before, "program_sha256"), set = text_of(before, "instruction_set");
  const bool same_file = digest == program_sha256 && digest != "unknown";
  const bool same_commit = commit == git_commit && tree == "clean" && git_tree == "clean" &&
                           text_of(before, "compiler") == compiler &&
                           text_of(before, "compiler_flags") == compiler_flags;
  if (!same_file && !same_commit)
    return "computed by another program (commit " + commit + ", " + tree + "; this one is of commit " +
           git_commit + ", " + git_tree + ")";
  if (set != instruction_set) return "computed on " + set + ", this machine runs " + instruction_set;
  return "";
}

}  // namespace kolmo::io
