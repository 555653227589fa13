// Short parts in the run's journal: found by the same run, by no other, and whole.

#include "frame/run/run_journal.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "io/temporary_directory.hpp"
#include "kolmo/io/group.hpp"

namespace kolmo::frame {
namespace {

/// What the journal of a run holds good for.
struct Owner {
  std::string configuration = "the hash";
  std::vector<InputFile> inputs = {{"points.csv", "/data/points.csv", "the digest"}};
  io::Provenance provenance = [] {
    io::Provenance facts;
    facts.program_sha256 = "the program";
    facts.instruction_set = "AVX2";
    facts.start_time = "the first call";
    return facts;
  }();
};

class JournalOfARun : public testing::Test {
 protected:
  TemporaryDirectory directory;
  Owner owner;

  RunJournal journal() {
    return RunJournal(directory.path(), owner.configuration, owner.inputs, owner.provenance);
  }

  static void fill(io::Group& group) {
    group.attribute("title", std::string("A part"));
    group.scale("time", std::vector<double>{0, 0.1}, {"time", "s"});
    group.group("moments").variable("mean", {"time"}, std::vector<double>{-0.0, 1e-300}, {"mean", "1", "it"});
  }

  void keep_one() {
    io::Group root("");
    fill(root.group("first"));
    journal().keep("first", root.group("first"), {{"first/steps", 0.5, 20}});
  }

  bool finds_it() {
    io::Group root("");
    std::vector<Timing> timings;
    return journal().restore("first", root, timings);
  }
};

TEST_F(JournalOfARun, GivesBackAPartWithItsTimingsBitForBit) {
  keep_one();
  io::Group root(""), expected("");
  fill(expected.group("first"));
  std::vector<Timing> timings = {{"before", 1, 1}};
  ASSERT_TRUE(journal().restore("first", root, timings));
  EXPECT_EQ(io::digest(root, ""), io::digest(expected, ""));
  ASSERT_EQ(timings.size(), 2u);
  EXPECT_EQ(timings[1].what, "first/steps");
  EXPECT_EQ(timings[1].seconds, 0.5);
  EXPECT_EQ(timings[1].count, 20);
  EXPECT_EQ(journal().found_in_words(), "1 finished pieces stand in unfinished.journal");
}

TEST_F(JournalOfARun, LeavesTheTreeAsItIsWhereThePartIsNotThere) {
  keep_one();
  io::Group root("");
  std::vector<Timing> timings;
  EXPECT_FALSE(journal().restore("second", root, timings));
  EXPECT_TRUE(root.groups().empty());
  EXPECT_TRUE(timings.empty());
}

TEST_F(JournalOfARun, IsNoneForAnotherConfigurationProgramProcessorOrData) {
  const Owner same = owner;
  const std::vector<std::function<void(Owner&)>> others = {
      [](Owner& it) { it.configuration = "another hash"; },
      [](Owner& it) { it.provenance.program_sha256 = "another program"; },
      [](Owner& it) { it.provenance.instruction_set = "AVX-512"; },
      [](Owner& it) { it.inputs[0].sha256 = "another digest"; }, [](Owner& it) { it.inputs.clear(); }};
  for (const auto& change : others) {
    owner = same;
    keep_one();
    EXPECT_TRUE(finds_it());
    change(owner);
    EXPECT_FALSE(finds_it());
    EXPECT_NE(journal().found_in_words().find("another program's"), std::string::npos);
  }
}

/// A program that cannot be hashed could be any: not even the next call of it goes on from there.
TEST_F(JournalOfARun, OfAProgramThatCannotBeReadIsForOneCall) {
  owner.provenance.program_sha256 = "unknown";
  keep_one();
  EXPECT_TRUE(finds_it());
  owner.provenance.start_time = "the second call";
  EXPECT_FALSE(finds_it());
}

TEST_F(JournalOfARun, DropsAPartThatAKillCutAndSaysSo) {
  keep_one();
  const auto path = directory / journal_name;
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 1);
  EXPECT_FALSE(finds_it());
  EXPECT_NE(journal().found_in_words().find("0 finished pieces"), std::string::npos);
  EXPECT_NE(journal().found_in_words().find("are no whole piece and are dropped"), std::string::npos);
}

TEST_F(JournalOfARun, ClearedLeavesNoFile) {
  keep_one();
  EXPECT_TRUE(std::filesystem::exists(directory / journal_name));
  RunJournal it = journal();
  it.clear();
  EXPECT_FALSE(std::filesystem::exists(directory / journal_name));
  EXPECT_EQ(it.found_in_words(), "");
}

}  // namespace
}  // namespace kolmo::frame
