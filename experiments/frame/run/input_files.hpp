#pragma once
// The files that a run reads beside its configuration: the same bytes for every part, and after a resume.

#include <filesystem>
#include <string>
#include <vector>

#include "kolmo/io/configuration.hpp"
#include "kolmo/io/manifest.hpp"

namespace kolmo::frame {

struct InputFile {
  std::string name;            ///< as the configuration writes it
  std::filesystem::path path;  ///< absolute
  std::string sha256;
};

/// Makes a resumed run look for its files where the run before it found them (the absolute names in its
/// manifest), if they still are there.
void locate_as_before(io::Configuration& configuration, const std::vector<std::string>& parts,
                      const io::Manifest& manifest);

/// The files named by the keys of `parts` (a table "problem.NAME" belongs to the part NAME) or of no part,
/// with their digests; each is located in the configuration from now on. Throws MissingInput, InvalidData.
std::vector<InputFile> find_input_files(io::Configuration& configuration,
                                        const std::vector<std::string>& parts);

/// Throws InvalidData, naming the file, unless the manifest lists each with its digest.
void require_as_before(const std::vector<InputFile>& files, const io::Manifest& manifest);

/// Throws InvalidData unless each file has the digest that it had.
void require_unchanged(const std::vector<InputFile>& files);

/// "digest  name" a line, for the result file.
std::string describe(const std::vector<InputFile>& files);

}  // namespace kolmo::frame
