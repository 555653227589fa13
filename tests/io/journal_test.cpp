// The journal of a run: what was appended is there, whatever cut or changed the file behind it.

#include "kolmo/io/journal.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "io/file_size_limit.hpp"
#include "io/temporary_directory.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/errors.hpp"

namespace kolmo::io {
namespace {

namespace fs = std::filesystem;

class Journals : public testing::Test {
 protected:
  TemporaryDirectory directory;
  fs::path path = directory / "journal";

  void write_three() {
    Journal journal(path, "owner");
    journal.append("first", "one");
    journal.append("second", std::string("\0\1\2", 3));
    journal.append("third", "");
  }
};

TEST_F(Journals, AreNoFileBeforeTheFirstRecordAndNoneAfterClear) {
  Journal journal(path, "owner");
  EXPECT_FALSE(fs::exists(path));
  journal.append("first", "one");
  EXPECT_TRUE(fs::exists(path));
  journal.clear();
  EXPECT_FALSE(fs::exists(path));
  EXPECT_FALSE(journal.find("first"));
  journal.append("second", "two");
  EXPECT_EQ(Journal(path, "owner").find("second"), "two");
  EXPECT_FALSE(Journal(path, "owner").find("first"));
}

TEST_F(Journals, GiveBackWhatWasAppendedTheLastOfAName) {
  write_three();
  Journal again(path, "owner");
  EXPECT_EQ(again.records(), 3u);
  EXPECT_EQ(again.find("second"), std::string("\0\1\2", 3));
  EXPECT_EQ(again.find("third"), "");
  EXPECT_EQ(again.find("fourth"), std::nullopt);
  again.append("first", "another");
  EXPECT_EQ(again.find("first"), "another");
  EXPECT_EQ(Journal(path, "owner").find("first"), "another");
}

TEST_F(Journals, OfAnotherOwnerOrForeignFilesAreNotUsed) {
  write_three();
  {
    Journal other(path, "another");
    EXPECT_TRUE(other.was_foreign());
    EXPECT_FALSE(other.find("first"));
    other.append("first", "new");
  }
  EXPECT_EQ(Journal(path, "another").find("first"), "new");
  EXPECT_EQ(Journal(path, "another").records(), 1u);
  for (const std::string& rubbish : {std::string(), std::string("rubbish"), std::string(5000, 'x')}) {
    spit(path, rubbish);
    EXPECT_TRUE(Journal(path, "owner").was_foreign());
  }
}

// A kill leaves a prefix of what was written: at every length the whole records are there, and go on.
TEST_F(Journals, CutAtAnyPlaceKeepWhatIsWholeAndGoOn) {
  write_three();
  const std::string whole = slurp(path);
  std::size_t records = 0;
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    spit(path, whole.substr(0, size));
    Journal journal(path, "owner");
    EXPECT_GE(journal.records(), records) << "a longer file holds no less";
    records = journal.records();
    if (records >= 2) {
      EXPECT_EQ(journal.find("second"), std::string("\0\1\2", 3));
    }
    journal.append("next", "goes on");
    const Journal again(path, "owner");
    EXPECT_EQ(again.records(), records + 1) << size;
    EXPECT_EQ(again.find("next"), "goes on") << size;
    EXPECT_EQ(again.torn_bytes(), 0u);
  }
  EXPECT_EQ(records, 3u);
}

TEST_F(Journals, AFlippedBitDropsItsRecordAndThoseBehindIt) {
  write_three();
  const std::string whole = slurp(path);
  const std::size_t second = whole.find("second");
  for (std::size_t at = second - 20; at < second + 9; ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 4);
    spit(path, changed);
    const Journal journal(path, "owner");
    EXPECT_EQ(journal.records(), 1u) << at;
    EXPECT_EQ(journal.find("first"), "one");
  }
}

TEST_F(Journals, AFullDiskIsAnErrorThatNamesTheFileAndLosesNothing) {
  write_three();
  Journal journal(path, "owner");
  {
    const FileSizeLimit limit(fs::file_size(path) + 100);
    const std::string message =
        message_of<WriteError>([&] { journal.append("big", std::string(1000, 'x')); });
    EXPECT_NE(message.find(path.string() + ": cannot write: File too large"), std::string::npos) << message;
    EXPECT_FALSE(journal.find("big"));
  }
  journal.append("big", std::string(1000, 'x'));
  EXPECT_EQ(Journal(path, "owner").records(), 4u);
}

TEST_F(Journals, FollowNoLinkAndNeedPermission) {
  spit(directory / "precious", "kept");
  fs::create_symlink(directory / "precious", path);
  Journal journal(path, "owner");
  EXPECT_EQ(journal.records(), 0u);
  journal.append("first", "one");
  EXPECT_EQ(slurp(directory / "precious"), "kept");
  EXPECT_EQ(Journal(path, "owner").find("first"), "one");
  EXPECT_THROW(Journal(directory / "nowhere/journal", "owner").append("first", "one"), WriteError);
  fs::create_directory(directory / "folder");
  EXPECT_THROW(Journal(directory / "folder", "owner").append("first", "one"), WriteError);
}

}  // namespace
}  // namespace kolmo::io
