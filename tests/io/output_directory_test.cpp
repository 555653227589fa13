#include "kolmo/io/output_directory.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "io/temporary_directory.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/errors.hpp"
#include "kolmo/io/provenance.hpp"

namespace kolmo::io {
namespace {

namespace fs = std::filesystem;

TEST(OutputDirectory, IsMadeExclusively) {
  const TemporaryDirectory directory;
  const auto make = [&] {
    return OutputDirectory::make(directory / "results", "toy", "20260101T000000Z", "0123456789");
  };
  std::vector<fs::path> paths;
  for (int i = 0; i < 3; ++i) paths.push_back(make().path());
  EXPECT_EQ(paths[0], directory / "results/toy/20260101T000000Z-01234567");
  EXPECT_EQ(paths[1].filename(), "20260101T000000Z-01234567-2");
  EXPECT_EQ(paths[2].filename(), "20260101T000000Z-01234567-3");
  for (const fs::path& path : paths) EXPECT_TRUE(fs::is_directory(path));
}

TEST(OutputDirectory, NamedIsMadeIfAbsentAndRefusedIfNotEmpty) {
  const TemporaryDirectory directory;
  EXPECT_TRUE(fs::is_directory(OutputDirectory::named(directory / "a/b").path()));
  EXPECT_NO_THROW(OutputDirectory::named(directory / "a/b")) << "empty";
  spit(directory / "a/b/file", "precious");
  EXPECT_THROW(OutputDirectory::named(directory / "a/b"), CannotCreateOutput);
  EXPECT_EQ(slurp(directory / "a/b/file"), "precious");
  EXPECT_THROW(OutputDirectory::named(directory / "a/b/file"), CannotCreateOutput) << "a file";
  EXPECT_THROW(OutputDirectory::named(directory / "a/b/file/c"), CannotCreateOutput) << "below a file";
  EXPECT_THROW(OutputDirectory::named("/proc/kolmo"), CannotCreateOutput) << "not writable";
  EXPECT_THROW(OutputDirectory::make("/proc", "toy", "t", "0123456789"), CannotCreateOutput);
}

TEST(OutputDirectory, IsHeldByOneAtATime) {
  const TemporaryDirectory directory;
  {
    const OutputDirectory held = OutputDirectory::named(directory / "a");
    EXPECT_THROW(OutputDirectory::resume(directory / "a"), CannotCreateOutput);
  }
  EXPECT_NO_THROW(OutputDirectory::resume(directory / "a"));
  EXPECT_THROW(OutputDirectory::resume(directory / "absent"), MissingInput);
}

TEST(Provenance, SaysWhereNumbersComeFrom) {
  const char* arguments[] = {"four_roads", "--set", "run.seed=1", "it's here"};
  const Provenance facts = Provenance::collect(4, arguments, 3);
  EXPECT_EQ(facts.command_line, "four_roads --set run.seed=1 'it'\\''s here'");
  EXPECT_EQ(facts.threads, 3);
  EXPECT_NE(facts.compiler.find_first_of("0123456789"), std::string::npos);
  EXPECT_NE(facts.compiler_flags.find("-ffp-contract=off"), std::string::npos);
  EXPECT_NE(facts.libraries.find("HDF5 1."), std::string::npos);
  EXPECT_TRUE(facts.git_commit == "unknown" || facts.git_commit.size() == 40) << facts.git_commit;
  EXPECT_TRUE(facts.git_tree == "clean" || facts.git_tree == "modified" || facts.git_tree == "unknown");
  EXPECT_EQ(facts.start_time.size(), std::string("2026-01-31T12:00:00Z").size());
  EXPECT_FALSE(facts.processor.empty());
  Group group("provenance");
  facts.write(group);
  EXPECT_EQ(group.attributes().size(), 12u);
}

}  // namespace
}  // namespace kolmo::io
