// The result file, the one before it and the manifest that vouches for them: whatever happens, one of them is
// read.

#include <gtest/gtest.h>

#include <cstdlib>

#include "io/file_size_limit.hpp"
#include "io/sample_tree.hpp"
#include "io/temporary_directory.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/errors.hpp"
#include "kolmo/io/manifest.hpp"
#include "kolmo/io/result_file.hpp"
#include "kolmo/io/sha256.hpp"

namespace kolmo::io {
namespace {

class Generations : public testing::Test {
 protected:
  void SetUp() override {
    ResultFile file(directory.path());
    for (const char* name : {"first", "second"}) {
      file.group(name).attribute("value", 1.0);
      file.commit();
    }
  }
  std::vector<std::string> groups() { return ResultFile::finished_groups(directory.path()); }
  void damage(const std::string& name) {
    std::string bytes = slurp(directory / name);
    bytes[bytes.size() / 2] ^= 1;
    spit(directory / name, bytes);
  }
  const TemporaryDirectory directory;
  const std::vector<std::string> one{"first"}, both{"first", "second"};
};

TEST_F(Generations, TheNewestGoodOneIsRead) {
  EXPECT_EQ(groups(), both);
  damage("result.h5");
  EXPECT_EQ(groups(), one) << "one flipped bit: the previous generation";
  damage("result.previous.h5");
  const std::string message = message_of<InvalidData>([&] { groups(); });
  EXPECT_NE(message.find("SHA-256"), std::string::npos) << message;
}

TEST_F(Generations, ATruncatedOrForeignFileIsNotRead) {
  spit(directory / "result.h5", slurp(directory / "result.h5").substr(0, 1000));
  EXPECT_EQ(groups(), one);
  spit(directory / "result.h5", "not HDF5 at all");
  spit(directory / "result.previous.h5", "");
  EXPECT_THROW(groups(), InvalidData);
  std::filesystem::remove(directory / "manifest.txt");
  EXPECT_THROW(groups(), InvalidData) << "nothing to verify it with";
  std::filesystem::remove(directory / "result.h5");
  EXPECT_TRUE(groups().empty()) << "nothing was committed";
  EXPECT_THROW(ResultFile::finished_groups(directory / "absent"), MissingInput);
  ResultFile file(directory.path());
  EXPECT_THROW(file.load_group(directory.path(), "first"), MissingInput);
}

TEST_F(Generations, AForeignFileWithAGoodManifestIsRefusedByTheReader) {
  spit(directory / "result.h5", "not HDF5 at all");
  // sha256("not HDF5 at all"), as sha256sum prints it, would pass the manifest.
  const std::string digest_line = [&] {
    const std::string command = "cd " + directory.path().string() + " && sha256sum result.h5 > manifest.txt";
    return std::system(command.c_str()) == 0 ? slurp(directory / "manifest.txt") : std::string();
  }();
  ASSERT_FALSE(digest_line.empty());
  EXPECT_THROW(groups(), InvalidData);
}

// The steps of commit(), each with a kill after it: the directory is always readable.
TEST_F(Generations, AKillBetweenTheStepsOfACommitLosesNothing) {
  const std::string old_file = slurp(directory / "result.h5"),
                    old_manifest = slurp(directory / "manifest.txt"),
                    old_previous = slurp(directory / "result.previous.h5");
  ResultFile file(directory.path());
  for (const char* name : {"first", "second", "third"}) file.group(name).attribute("value", 1.0);
  file.commit();
  const std::string new_file = slurp(directory / "result.h5"),
                    new_manifest = slurp(directory / "manifest.txt");
  EXPECT_EQ(slurp(directory / "result.previous.h5"), old_file);

  spit(directory / "result.h5", old_file);  // after the part was written: all old
  spit(directory / "manifest.txt", old_manifest);
  spit(directory / "result.previous.h5", old_previous);
  spit(directory / "result.h5.part", new_file.substr(0, 100));
  EXPECT_EQ(groups(), both);
  spit(directory / "result.previous.h5", old_file);  // after the previous one was kept
  EXPECT_EQ(groups(), both);
  spit(directory / "manifest.txt", new_manifest);  // after the manifest
  EXPECT_EQ(groups(), both);
  spit(directory / "result.h5", new_file);  // after the rename
  EXPECT_EQ(groups(), (std::vector<std::string>{"first", "second", "third"}));
}

TEST_F(Generations, ADamagedFileIsNeverKeptAsAGoodPreviousOne) {
  damage("result.h5");
  ResultFile file(directory.path());
  file.load_group(directory.path(), "first");
  file.group("other").attribute("value", 2.0);
  file.commit();
  EXPECT_EQ(groups(), (std::vector<std::string>{"first", "other"}));
  damage("result.h5");
  EXPECT_EQ(groups(), one);
}

TEST_F(Generations, AFullDiskLeavesTheFileBefore) {
  const std::string before = slurp(directory / "result.h5");
  ResultFile file(directory.path());
  fill_sample_tree(file);
  {
    const FileSizeLimit limit(20000);
    const std::string message = message_of<WriteError>([&] { file.commit(); });
    EXPECT_NE(message.find("result.h5.part: cannot write"), std::string::npos) << message;
  }
  EXPECT_EQ(slurp(directory / "result.h5"), before);
  EXPECT_FALSE(std::filesystem::exists(directory / "result.h5.part"));
  EXPECT_EQ(groups(), both);
  EXPECT_NO_THROW(file.commit()) << "and once there is room again it is written";
}

TEST_F(Generations, OtherLinesOfTheManifestAreKept) {
  Manifest manifest = Manifest::read(directory.path());
  const std::string digest(64, 'a');
  manifest.set("config.resolved.toml", digest);
  manifest.write(directory.path());
  ResultFile file(directory.path());
  file.group("other").attribute("value", 2.0);
  file.commit();
  EXPECT_EQ(Manifest::read(directory.path()).digest_of("config.resolved.toml"), digest);
  EXPECT_EQ(groups(), std::vector<std::string>{"other"});
  EXPECT_EQ(std::system(("cd " + directory.path().string() +
                         " && grep -v config manifest.txt | sha256sum --check --status --strict -")
                            .c_str()),
            0);
}

TEST_F(Generations, TheManifestVouchesForNoFileOfAnotherName) {
  // A data file's digest, listed under its own name, does not make the same bytes a result.
  const TemporaryDirectory elsewhere;
  ResultFile other(elsewhere.path());
  other.group("first").attribute("value", 5.0);
  other.commit();
  spit(directory / "result.h5", slurp(elsewhere / "result.h5"));
  Manifest manifest = Manifest::read(directory.path());
  manifest.set("/data/points.csv", sha256(slurp(directory / "result.h5")));
  manifest.write(directory.path());
  EXPECT_EQ(groups(), one) << "the previous generation";
}

TEST_F(Generations, AFileOfTheSameNameInTheWorkingDirectoryIsOfNoConcern) {
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(directory.path());
  EXPECT_EQ(ResultFile::finished_groups("."), both);
  spit("result.h5", "rubbish");
  EXPECT_EQ(ResultFile::finished_groups("."), one);
  std::filesystem::current_path(before);
}

TEST_F(Generations, AttributesOfTheRootComeBack) {
  ResultFile file(directory.path());
  file.root().attribute("experiment", "toy");
  file.group("first").attribute("value", 1.0);
  file.commit();
  ResultFile again(directory.path());
  again.load_attributes(directory.path());
  ASSERT_NE(again.root().find_attribute("experiment"), nullptr);
  EXPECT_EQ(std::get<std::string>(*again.root().find_attribute("experiment")), "toy");
  EXPECT_EQ(again.root().find_attribute("seed"), nullptr);
}

TEST_F(Generations, NoLinkIsFollowedWhenAFileIsWritten) {
  spit(directory / "precious", "untouched");
  for (const char* link : {"result.h5.part", "manifest.txt.part", "result.previous.h5.part"})
    std::filesystem::create_symlink(directory / "precious", directory / link);
  ResultFile file(directory.path());
  file.group("other").attribute("value", 2.0);
  file.commit();
  EXPECT_EQ(groups(), std::vector<std::string>{"other"});
  EXPECT_EQ(slurp(directory / "precious"), "untouched");
  EXPECT_FALSE(std::filesystem::is_symlink(directory / "result.h5"));
}

}  // namespace
}  // namespace kolmo::io
