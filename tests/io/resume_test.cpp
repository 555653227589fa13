// Runs that are stopped or killed go on to the same bytes.

#include <cstdlib>
#include <random>

#include "io/toy_program.hpp"
#include "kolmo/io/sha256.hpp"

namespace kolmo::toy {
namespace {

TEST_F(Interrupted, StopsOnSignalsWithACheckpointAndResumesToTheSameBytes) {
  ASSERT_EQ(run(with({"--output", "whole", "--threads", "1"}, 2)).status, 0);
  for (const int signal : {SIGINT, SIGTERM}) {
    const std::string name = "stopped" + std::to_string(signal);
    const pid_t child = start(with({"--output", name, "--threads", "3"}, 2));
    wait_for(directory / name / "result.h5");
    ::kill(child, signal);
    const Outcome outcome = wait(child);
    EXPECT_EQ(outcome.status, 75) << outcome.error;
    EXPECT_NE(outcome.error.find("--resume " + name), std::string::npos) << outcome.error;
    EXPECT_LT(kolmo::io::ResultFile::finished_groups(directory / name).size(), 3u);
    const Outcome resumed = run({"--resume", name, "--threads", "2"});
    EXPECT_EQ(resumed.status, 0) << resumed.error;
    EXPECT_NE(resumed.out.find("first: 2 checks, 2 passed"), std::string::npos);
    EXPECT_EQ(numbers(name), numbers("whole"));
    kolmo::io::ResultFile file(directory / name);
    file.load_group(directory / name, "provenance");
    const kolmo::io::Group* timings = file.group("provenance").find_group("timings");
    ASSERT_NE(timings, nullptr);
    const std::vector<std::string> timed{"first/steps", "second/steps", "third/steps"};
    EXPECT_EQ(timings->texts("timing"), timed) << "those of the parts before the stop are kept";
  }
}

/// How many runs are killed: KOLMO_KILLS, or 10.
int kills() {
  const char* asked = std::getenv("KOLMO_KILLS");
  return asked == nullptr ? 10 : std::stoi(asked);
}

// Killed twice at random moments (fixed seed), inside of parts and between them, resumed with other numbers
// of threads.
TEST_F(Interrupted, AKillAtAnyMomentLeavesAFileThatResumesToTheSameBytes) {
  ASSERT_EQ(run(with({"--output", "whole", "--threads", "1"}, 1)).status, 0);
  std::mt19937 random(20260131);
  std::uniform_int_distribution<int> milliseconds(0, 180), threads(1, 4);
  const auto killed = [&](const std::vector<std::string>& arguments, const fs::path& begun) {
    const pid_t child = start(arguments);
    wait_for(begun);
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds(random)));
    ::kill(child, SIGKILL);
    wait(child);
  };
  int inside = 0;
  for (int i = 0; i < kills(); ++i) {
    const std::string name = "killed" + std::to_string(i);
    const auto with_threads = [&] { return std::to_string(threads(random)); };
    killed(with({"--output", name, "--quiet", "--threads", with_threads()}, 1),
           directory / name / "config.resolved.toml");
    killed({"--resume", name, "--quiet", "--threads", with_threads()}, directory / name);
    const Outcome resumed = run({"--resume", name, "--threads", with_threads()});
    EXPECT_EQ(resumed.status, 0) << resumed.error;
    EXPECT_EQ(numbers(name), numbers("whole"));
    inside += slurp(directory / name / "run.log").find("were finished before") != std::string::npos ? 1 : 0;
    EXPECT_EQ(
        std::system(
            ("cd " + (directory / name).string() + " && sha256sum --check --status manifest.txt").c_str()),
        0);
  }
  EXPECT_GE(inside, kills() / 3) << "too few kills fell inside of a part";
}

// 5, 20 and 5 pieces of four steps each: no call ends without one more, and none goes on far beyond its time.
TEST_F(Interrupted, TheWallTimeStopsOnceAPieceIsFinishedSoThatEveryCallMakesProgress) {
  ASSERT_EQ(run(with({"--output", "whole"}, 1)).status, 0);
  Outcome outcome = run(with({"--output", "a", "--max-wall-time", "0.001"}, 1));
  int calls = 1;
  for (; outcome.status == 75 && calls < 40; ++calls)
    outcome = run({"--resume", "a", "--max-wall-time", "0.001", "--threads", std::to_string(1 + calls % 3)});
  EXPECT_EQ(outcome.status, 0) << outcome.error;
  EXPECT_LE(calls, 31);
  EXPECT_GE(calls, 10) << "it went on though the time was over";
  EXPECT_NE(slurp(directory / "a/run.log").find("the wall time was over before the first piece of this call"),
            std::string::npos);
  EXPECT_EQ(numbers("a"), numbers("whole"));
  EXPECT_FALSE(fs::exists(directory / "a/unfinished.journal"));
}

// What a kill may take is the piece in hand.
TEST_F(Interrupted, AKillInsideAPartLosesNoFinishedPiece) {
  ASSERT_EQ(run(with({"--output", "whole"}, 10)).status, 0);
  const pid_t child = start(with({"--output", "a", "--threads", "1"}, 10));
  const fs::path journal = directory / "a/unfinished.journal";
  wait_for(journal);
  const auto size = [&] { return fs::exists(journal) ? fs::file_size(journal) : 0; };
  while (size() < 600) std::this_thread::sleep_for(1ms);  // three pieces or more
  ::kill(child, SIGKILL);
  wait(child);
  spit(journal, slurp(journal) + "torn");
  EXPECT_EQ(run({"--resume", "a", "--threads", "2"}).status, 0);
  const std::string log = slurp(directory / "a/run.log");
  EXPECT_NE(log.find("finished pieces stand in unfinished.journal; the last 4 bytes"), std::string::npos)
      << log;
  const std::size_t found = log.find(" pieces of part first were finished before");
  ASSERT_NE(found, std::string::npos) << log;
  EXPECT_GE(log[found - 1], '3') << log;
  EXPECT_EQ(numbers("a"), numbers("whole"));
}

// Pieces of another configuration are not taken, whatever directory they lie in.
TEST_F(Interrupted, PiecesOfAnotherRunAreNotUsed) {
  ASSERT_EQ(run(with({"--output", "whole"}, 1)).status, 0);
  EXPECT_EQ(run(with({"--output", "other", "--seed", "2", "--max-wall-time", "0.001"}, 1)).status, 75);
  EXPECT_EQ(run(with({"--output", "a", "--max-wall-time", "0.001"}, 1)).status, 75);
  fs::copy_file(directory / "other/unfinished.journal", directory / "a/unfinished.journal",
                fs::copy_options::overwrite_existing);
  EXPECT_EQ(run({"--resume", "a"}).status, 0);
  EXPECT_NE(slurp(directory / "a/run.log").find("another program's, or of another configuration"),
            std::string::npos);
  EXPECT_EQ(numbers("a"), numbers("whole"));
}

TEST_F(Interrupted, ASecondSignalKills) {
  const pid_t child = start(with({"--output", "a"}, 1000));
  wait_for(directory / "a/run.log");
  std::this_thread::sleep_for(100ms);
  ::kill(child, SIGINT);
  std::this_thread::sleep_for(100ms);
  ::kill(child, SIGINT);
  EXPECT_EQ(wait(child).status, -SIGINT);
}

TEST_F(Interrupted, ResumesOnlyWithTheSameConfiguration) {
  ASSERT_EQ(run({"--output", "a"}).status, 0);
  const std::string before = slurp(directory / "a/result.h5");
  expect(78, "another configuration", {"--resume", "a", "--seed", "2"});
  expect(78, "another configuration", {"--resume", "a", "--scale", "quick"});
  expect(0, "toy: pass", {"--resume", "a", "--threads", "3"});
  EXPECT_TRUE(slurp(directory / "a/result.h5") == before) << "nothing was left to do";
}

TEST_F(Interrupted, ResumesInTheWorkingDirectoryWhateverStandsThere) {
  folder = directory / "here";
  fs::create_directory(folder);
  EXPECT_EQ(run({"--output", "."}).status, 0);
  expect(0, "toy: pass", {"--resume", "."});
  fs::create_directory(folder / "other");
  folder /= "other";
  spit(folder / "result.h5", "rubbish");
  expect(0, "toy: pass", {"--resume", ".."});
}

}  // namespace
}  // namespace kolmo::toy
