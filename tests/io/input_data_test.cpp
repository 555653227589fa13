// The data that a run reads are those that its file names.

#include "io/toy_program.hpp"
#include "kolmo/io/sha256.hpp"

namespace kolmo::toy {
namespace {

class WithData : public Interrupted {
 protected:
  void SetUp() override {
    fs::create_directory(directory / "folder");
    spit(data, "a\n1\n2\n");
    spit(directory / "folder/run.toml",
         "[problem.first]\nfile = \"data.csv\"\n[problem.second]\nfile = \"data.csv\"\n"
         "[problem.fourth]\ntimes = [1]\nfile = \"absent.csv\"\n");
  }
  const fs::path data = directory / "folder/data.csv";
};

TEST_F(WithData, TheFileOfTheResultHasTheDigestOfTheData) {
  ASSERT_EQ(run({"--output", "a", "--config", "folder/run.toml"}).status, 0);
  const std::string digest = kolmo::io::sha256("a\n1\n2\n");
  kolmo::io::ResultFile file(directory / "a");
  file.load_attributes(directory / "a");
  ASSERT_NE(file.root().find_attribute("input_files"), nullptr);
  EXPECT_EQ(std::get<std::string>(*file.root().find_attribute("input_files")), digest + "  data.csv");
  EXPECT_EQ(kolmo::io::Manifest::read(directory / "a").digest_of(data.string()), digest);
}

TEST_F(WithData, AResumedRunReadsTheSameBytesOrRefuses) {
  ASSERT_EQ(run({"--output", "a", "--config", "folder/run.toml"}).status, 0);
  fs::create_directory(directory / "elsewhere");
  folder = directory / "elsewhere";
  expect(0, "toy: pass", {"--resume", "../a"});
  folder = directory.path();
  spit(data, "a\n1\n3\n");
  expect(65, "folder/data.csv: the file has changed since the run began", {"--resume", "a"});
  expect(65, "folder/data.csv: the file has changed", {"--resume", "a", "--config", "folder/run.toml"});
  fs::remove(data);
  expect(66, "data.csv", {"--resume", "a"});
  // The same bytes found elsewhere will do.
  spit(directory / "data.csv", "a\n1\n2\n");
  expect(0, "toy: pass", {"--resume", "a"});
}

TEST_F(WithData, DataThatChangeWhileTheRunIsOnEndIt) {
  ASSERT_EQ(run(with({"--output", "whole", "--config", "folder/run.toml"}, 5)).status, 0);
  const pid_t child = start(with({"--output", "a", "--config", "folder/run.toml"}, 5));
  wait_for(directory / "a/result.h5");
  spit(data, "a\n1\n3\n");
  const Outcome outcome = wait(child);
  EXPECT_EQ(outcome.status, 65) << outcome.error;
  EXPECT_NE(outcome.error.find("data.csv: the file has changed while it was in use"), std::string::npos);
  EXPECT_EQ(kolmo::io::ResultFile::finished_groups(directory / "a"), std::vector<std::string>{"first"});
  spit(data, "a\n1\n2\n");
  EXPECT_EQ(run({"--resume", "a"}).status, 0);
  EXPECT_EQ(numbers("a"), numbers("whole"));
}

}  // namespace
}  // namespace kolmo::toy
