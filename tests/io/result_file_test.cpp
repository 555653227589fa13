#include "kolmo/io/result_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <limits>

#include "io/file_size_limit.hpp"
#include "io/sample_tree.hpp"
#include "io/temporary_directory.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/io/errors.hpp"
#include "kolmo/io/manifest.hpp"
#include "kolmo/io/sha256.hpp"

namespace kolmo::io {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
const Labels labels{.long_name = "a", .units = "1"};

TEST(Group, RefusesADimensionOfASibling) {
  Group root("");
  root.group("a").dimension("x", 3);
  root.dimension("above", 2);
  const std::string message = message_of<InvalidArgument>([&] {
    root.group("b").variable("v", {"x"}, std::vector<double>{1, 2, 3}, labels);
  });
  EXPECT_NE(message.find("/b: variable 'v': dimension 'x'"), std::string::npos) << message;
  EXPECT_NO_THROW(root.group("b").variable("v", {"above"}, std::vector<double>{1, 2}, labels));
  EXPECT_NO_THROW(root.group("a/deep").variable("v", {"x", "above"}, std::vector<double>(6), labels));
}

TEST(Group, RefusesDataThatDoesNotFitItsDimensions) {
  Group root("");
  root.dimension("x", 3);
  root.dimension("y", 2);
  EXPECT_THROW(root.variable("v", {"x", "y"}, std::vector<double>(5), labels), InvalidArgument);
  EXPECT_THROW(root.variable("v", {"x", "y"}, Eigen::ArrayXXd(Eigen::ArrayXXd::Zero(2, 3)), labels),
               InvalidArgument);
  EXPECT_EQ(root.find_dataset("v"), nullptr);
  EXPECT_THROW(root.dimension("x", 4), InvalidArgument);
  EXPECT_THROW(root.dimension("empty", 0), InvalidArgument);
  EXPECT_THROW(root.group("x"), InvalidArgument);
  EXPECT_THROW(root.group("a b"), InvalidArgument);
  EXPECT_THROW(root.flags("f", {"x"}, {0, 1, 2}, "pass fail", labels), InvalidArgument);
}

TEST(Group, LetsNoInfinityOrUnannouncedNanIn) {
  Group root("");
  Group& group = root.group("double_well");
  group.dimension("x", 2);
  const std::string message = message_of<NumericalFailure>([&] {
    group.variable("v", {"x"}, std::vector<double>{1, nan}, labels);
  });
  EXPECT_NE(message.find("/double_well/v: entry 1"), std::string::npos) << message;
  Labels missing = labels;
  missing.missing_allowed = true;
  EXPECT_NO_THROW(group.variable("v", {"x"}, std::vector<double>{1, nan}, missing));
  EXPECT_THROW(group.variable("w", {"x"}, std::vector<double>{1, HUGE_VAL}, missing), NumericalFailure);
  EXPECT_THROW(group.scale("s", std::vector<double>{1, nan}, missing), NumericalFailure);
  EXPECT_THROW(group.attribute("order", nan), NumericalFailure);
}

TEST(Group, NamesAreThoseOfNetcdf) {
  Group root("");
  for (const char* name : {"-p", "+p", "~p", ".p", "@p", "", "p q", "p:q"}) {
    EXPECT_THROW(root.group(name), InvalidArgument) << name;
    EXPECT_THROW(root.dimension(name, 2), InvalidArgument) << name;
    EXPECT_THROW(root.attribute(name, "x"), InvalidArgument) << name;
  }
  for (const char* name : {"p", "_p", "1p", "p-q", "p~q", "p.q@2+"})
    EXPECT_NO_THROW(root.group(name)) << name;
}

TEST(Digest, SeesEveryKindOfChange) {
  const auto digest_of = [](const std::function<void(Group&)>& change) {
    Group root("");
    Group& group = root.group("g");
    group.scale("x", std::vector<double>{1, 2}, labels);
    group.variable("v", {"x"}, std::vector<double>{3, 4}, labels);
    change(group);
    return digest(root);
  };
  const std::string plain = digest_of([](Group&) {});
  EXPECT_EQ(plain, digest_of([](Group&) {}));
  EXPECT_NE(plain, digest_of([](Group& g) { g.attribute("a", 1.0); }));
  EXPECT_NE(digest_of([](Group& g) { g.attribute("a", 1.0); }),
            digest_of([](Group& g) { g.attribute("a", 1.0 + 1e-15); }));
  EXPECT_NE(plain, digest_of([](Group& g) { g.annotate("v", "a", 1.0); }));
  EXPECT_NE(plain, digest_of([](Group& g) { g.group("empty"); }));
  EXPECT_NE(plain, digest_of([](Group& g) { g.dimension("y", 2); }));
  EXPECT_NE(digest_of([](Group& g) {
              g.variable("w", {"x"}, std::vector<std::string>{"a", "bc"}, labels);
            }),
            digest_of([](Group& g) {
              g.variable("w", {"x"}, std::vector<std::string>{"ab", "c"}, labels);
            }));
  EXPECT_NE(digest_of([](Group& g) {
              g.variable("w", {"x"}, std::vector<double>{0.0, 1}, labels);
            }),
            digest_of([](Group& g) {
              g.variable("w", {"x"}, std::vector<double>{-0.0, 1}, labels);
            }));
}

TEST(Digest, LeavesProvenanceOut) {
  ResultFile file("unused");
  fill_sample_tree(file);
  const std::string before = file.numbers_sha256();
  file.group("provenance").attribute("threads", std::int64_t{7});
  EXPECT_EQ(file.numbers_sha256(), before);
  file.group("double_well").attribute("threads", std::int64_t{7});
  EXPECT_NE(file.numbers_sha256(), before);
}

TEST(ResultFile, EqualTreesGiveEqualBytes) {
  const TemporaryDirectory one, two;
  for (const TemporaryDirectory* directory : {&one, &two}) {
    ResultFile file(directory->path());
    fill_sample_tree(file);
    file.commit();
  }
  const std::string bytes = slurp(one / "result.h5");
  EXPECT_GT(bytes.size(), 10000u);
  EXPECT_TRUE(bytes == slurp(two / "result.h5"));
}

TEST(ResultFile, ReadsBackWhatItWrote) {
  const TemporaryDirectory directory, other;
  ResultFile file(directory.path());
  fill_sample_tree(file);
  file.commit();
  EXPECT_EQ(ResultFile::finished_groups(directory.path()), std::vector<std::string>{"double_well"});
  ResultFile again(other.path());
  again.load_group(directory.path(), "double_well");
  EXPECT_EQ(digest(*again.root().find_group("double_well")), digest(*file.root().find_group("double_well")));
  // Root attributes and provenance are the frame's; the rest must give the same bytes when it is written
  // again.
  for (const auto& [name, value] : file.root().attributes()) again.root().attribute(name, value);
  again.group("provenance").attribute("threads", std::int64_t{2});
  again.commit();
  EXPECT_TRUE(slurp(directory / "result.h5") == slurp(other / "result.h5"));
}

TEST(ResultFile, LoadsAGroupThatUsesScalesOfTheRoot) {
  const TemporaryDirectory directory;
  ResultFile file(directory.path());
  file.root().dimension("x", 2);
  file.group("a").variable("v", {"x"}, std::vector<double>{1, 2}, labels);
  file.commit();
  ResultFile again(directory.path());
  again.load_group(directory.path(), "a");
  EXPECT_THROW(again.commit(), InvalidArgument) << "the root's dimension was not defined again";
  again.root().dimension("x", 2);
  EXPECT_NO_THROW(again.commit());
}

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

TEST(Manifest, RefusesLinesThatAreNone) {
  const TemporaryDirectory directory;
  EXPECT_TRUE(Manifest::read(directory.path()).lines().empty()) << "there is none";
  for (const char* text : {"rubbish\n", "\n", "0123  result.h5\n"}) {
    spit(directory / "manifest.txt", text);
    const std::string message = message_of<InvalidData>([&] { Manifest::read(directory.path()); });
    EXPECT_NE(message.find("manifest.txt:1: not"), std::string::npos) << message;
  }
  EXPECT_THROW(Manifest().set("two\nlines", std::string(64, 'a')), InvalidArgument);
}

TEST(AtomicFile, FailsWithAWriteErrorWhereItCannotWrite) {
  EXPECT_THROW(write_atomically("/dev/full/x", "a"), WriteError);
  EXPECT_THROW(write_atomically("/nowhere/at/all", "a"), WriteError);
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory / "taken");
  std::filesystem::create_directory(directory / "taken" / "inside");
  EXPECT_THROW(write_atomically(directory / "taken", "a"), WriteError);
  EXPECT_FALSE(std::filesystem::exists(directory / "taken.part"));
}

TEST(AtomicFile, ReadsOnlyRegularFilesWithinTheLimit) {
  const TemporaryDirectory directory;
  spit(directory / "file", "12345");
  EXPECT_EQ(read_file(directory / "file", 5), "12345");
  EXPECT_THROW(read_file(directory / "file", 4), InvalidData);
  EXPECT_THROW(read_file(directory.path(), 100), InvalidData);
  EXPECT_THROW(read_file("/dev/zero", 100), InvalidData);
  EXPECT_THROW(read_file(directory / "absent", 100), MissingInput);
}

}  // namespace
}  // namespace kolmo::io
