// The toy experiment as a program: exit statuses, files, messages, threads.

#include "frame/ending.hpp"
#include "io/toy_program.hpp"

namespace kolmo::toy {
namespace {

TEST_F(Frame, ExitStatusFollowsTheVerdicts) {
  expect(0, "toy: pass", {"--output", "a"});
  expect(1, "toy: fail",
         {"--output", "b", "--set", "problem.second.mode=fail", "--set", "problem.third.mode=unresolved"});
  expect(2, "toy: unresolved", {"--output", "c", "--set", "problem.second.mode=unresolved"});
  expect(2, "inf ± 0.001", {"--output", "d", "--set", "problem.first.mode=infinite_check"});
  for (const char* name : {"result.h5", "manifest.txt", "config.resolved.toml", "run.log"})
    EXPECT_TRUE(fs::exists(directory / "b" / name)) << name;
  EXPECT_NE(slurp(directory / "b/run.log").find("second/mean/0  1         2 ± 0.001"), std::string::npos);
}

TEST_F(Frame, WrongUseIs64) {
  expect(64, "--sead", {"--sead", "3"});
  expect(64, "did you mean '--output'?", {"--ouput", "a"});
  expect(64, "did you mean '--max-wall-time'?", {"--max-walltime=3"});
  expect(64, "--seed abc: an integer", {"--seed", "abc"});
  expect(64, "--seed 1.5", {"--seed", "1.5"});
  expect(64, "--seed -3: an integer from 0", {"--seed", "-3"});
  expect(64, "--seed 99999999999999999999", {"--seed=99999999999999999999"});
  expect(64, "--threads 0", {"--threads", "0"});
  expect(64, "--threads -2", {"--threads=-2"});
  expect(64, "--max-wall-time nan", {"--max-wall-time", "nan"});
  expect(64, "--max-wall-time -1", {"--max-wall-time", "-1"});
  expect(64, "--set: the value is empty", {"--set", ""});
  expect(64, "--set steps: KEY=VALUE", {"--set", "steps"});
  expect(64, "--config: a value is wanted", {"--config"});
  expect(64, "--output", {"--output", "a", "--output", "b"});
  expect(64, "extra", {"extra"});
  expect(64, "leave out --output", {"--resume", "a", "--output", "b"});
  EXPECT_FALSE(fs::exists(directory / "results"));
}

TEST_F(Frame, BadConfigurationIs78AndNothingIsComputed) {
  spit(directory / "run.toml", "[problem.first.sde]\n\nstpes = 3\n");
  expect(78, "run.toml:3:1: unknown key 'problem.first.sde.stpes'; did you mean 'problem.first.sde.steps'?",
         {"--config", "run.toml"});
  expect(78, "--set problem.first.sde.steps: 'problem.first.sde.steps' = 0",
         {"--set", "problem.first.sde.steps=0"});
  expect(78, "unknown scale 'qick'", {"--scale", "qick"});
  expect(78, "no problem 'fourth'", {"--set", "run.problems=[\"fourth\"]"});
  expect(78, "asked for twice", {"--set", "run.problems=[\"first\", \"first\"]"});
  expect(78, "one row [lower, upper] is wanted",
         {"--check-config", "--set", "problem.first.domain=[[1, 0]]"});
  spit(directory / "early.toml", "problem.first.mode = \"early_argument\"\n");
  expect(78, "toy: early.toml: dimension = 0", {"--config", "early.toml"});
  EXPECT_FALSE(fs::exists(directory / "results"));
}

TEST_F(Frame, FilesThatAreMissingOrWrongAre66And65) {
  expect(66, "absent.toml", {"--config", "absent.toml"});
  expect(66, "absent.csv", {"--output", "a", "--set", "problem.first.file=absent.csv"});
  spit(directory / "data.csv", "a,b\n1,2\n3,oops\n");
  expect(65, "data.csv:3:3: 'oops'", {"--output", "b", "--set", "problem.first.file=data.csv"});
  expect(66, "there is no run to resume", {"--resume", "nowhere"});
}

TEST_F(Frame, WhatGoesWrongWhileComputingHasItsStatusAndKeepsWhatWasFinished) {
  expect(76, "/second/ensembles/mean: entry 1 of 10 is nan",
         {"--output", "a", "--set", "problem.second.mode=nan"});
  EXPECT_EQ(kolmo::io::ResultFile::finished_groups(directory / "a"), std::vector<std::string>{"first"});
  expect(76, "part second: the computation came to an argument that is not allowed: temperature = -1",
         {"--output", "d", "--set", "problem.second.mode=argument"});
  expect(70, "internal error: planted", {"--output", "b", "--set", "problem.second.mode=internal"});
  expect(70, "memory", {"--output", "c", "--set", "problem.second.mode=memory"});
  EXPECT_NE(slurp(directory / "b/run.log").find("error internal error: planted"), std::string::npos);
}

TEST_F(Frame, OutputThatCannotBeMadeIs73AndWrittenIs74) {
  fs::create_directory(directory / "full");
  spit(directory / "full/precious", "x");
  expect(73, "it is not empty", {"--output", "full"});
  expect(73, "/proc/kolmo", {"--output", "/proc/kolmo"});
  const Outcome outcome = run({"--output", "limited"}, 8000);
  EXPECT_EQ(outcome.status, 74) << outcome.error;
  EXPECT_NE(outcome.error.find("result.h5.part: cannot write"), std::string::npos) << outcome.error;
  EXPECT_FALSE(fs::exists(directory / "limited/result.h5"));
}

TEST_F(Frame, AFileSizeLimitIsAnErrorFromTheFirstFileOn) {
  const Outcome outcome = run({"--output", "limited"}, 400);
  EXPECT_EQ(outcome.status, 74) << outcome.error;
  EXPECT_NE(outcome.error.find("limited/config.resolved.toml.part: cannot write: File too large"),
            std::string::npos)
      << outcome.error;
  for (const auto& entry : fs::directory_iterator(directory / "limited"))
    EXPECT_NE(entry.path().extension(), ".part") << entry.path();
}

TEST_F(Frame, AStandardOutputThatTakesNothingIs74) {
  output = "/dev/full";
  for (const char* option : {"--check-config", "--list-checks", "--help", "--version"}) {
    const Outcome outcome = run({option});
    EXPECT_EQ(outcome.status, 74) << option;
    EXPECT_NE(outcome.error.find("standard output: cannot write: No space left"), std::string::npos)
        << outcome.error;
  }
  EXPECT_EQ(run({"--output", "a"}).status, 74);
  EXPECT_EQ(kolmo::io::ResultFile::finished_groups(directory / "a").size(), 3u) << "the result is whole";
}

TEST_F(Frame, ErrorsOfTheFileSystemAre74AndNameThePath) {
  const kolmo::frame::Ending ending = kolmo::frame::ending_of(fs::filesystem_error(
      "cannot look at", "/some/path", std::make_error_code(std::errc::permission_denied)));
  EXPECT_EQ(ending.status, kolmo::frame::write_error);
  EXPECT_NE(ending.message.find("/some/path"), std::string::npos) << ending.message;
  const std::string long_name(3000, 'a');
  expect(66, "there is no run to resume", {"--resume", long_name});
  expect(73, "File name too long", {"--output", long_name});
  expect(66, "", {"--config", "absent/" + std::string(200, 'a')});
}

TEST_F(Frame, ThreadsThatCannotBeStartedAre64) {
  expect(64, "--threads 2000: an integer from 1 to 1024", {"--threads", "2000"});
  environment = {{"OMP_NUM_THREADS", "100000"}};
  expect(64, "100000 threads (OMP_NUM_THREADS, or the processors there are): at most 1024",
         {"--check-config"});
  expect(0, "toy: pass", {"--threads", "2", "--output", "a"});
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer's shadow does not fit under a limit of memory";
#endif
  environment = {};
  memory_limit = rlim_t{1} << 30;
  expect(64, "1000 threads cannot be started here", {"--output", "b", "--threads", "1000"});
  EXPECT_FALSE(fs::exists(directory / "b"));
}

TEST_F(Frame, HelpVersionAndDryRunsTouchNothing) {
  expect(0, "problem.NAME.sde.steps", {"--help"});
  expect(0, "default quick 10, standard 20, full 40", {"--help"});
  expect(0, "a number > 0; unit s; default 0.01", {"--help"});
  expect(0, "toy ", {"--version"});
  expect(0, "third/mean/1", {"--list-checks"});
  const Outcome resolved = run({"--check-config", "--seed", "5", "--scale", "quick"});
  EXPECT_NE(resolved.out.find("seed = 5\nscale = \"quick\"\n"), std::string::npos) << resolved.out;
  spit(directory / "again.toml", resolved.out);
  EXPECT_EQ(run({"--check-config", "--config", "again.toml"}).out, resolved.out);
  for (const auto& entry : fs::directory_iterator(directory.path()))
    EXPECT_TRUE(entry.path().filename() != "results") << entry.path();
}

TEST_F(Frame, RunsGoToADirectoryOfTheirOwn) {
  EXPECT_EQ(run({"--scale", "quick"}).status, 0);
  EXPECT_EQ(run({"--scale", "quick"}).status, 0);
  int runs = 0;
  for (const auto& entry : fs::directory_iterator(directory / "results/toy"))
    runs += fs::exists(entry.path() / "result.h5");
  EXPECT_EQ(runs, 2);
}

TEST_F(Frame, QuietSaysTheVerdictOnly) {
  const Outcome outcome = run({"--quiet", "--output", "a"});
  EXPECT_EQ(outcome.out, "toy: pass\n");
  EXPECT_EQ(outcome.error, "");
}

TEST_F(Frame, ManyChecksGoToTheLogInFull) {
  const Outcome outcome = run({"--output", "a", "--set", "problem.first.mode=many"});
  EXPECT_NE(outcome.out.find("first: 50 checks, 50 passed"), std::string::npos);
  EXPECT_EQ(outcome.out.find("first/mean/44"), std::string::npos);
  EXPECT_NE(slurp(directory / "a/run.log").find("first/mean/44"), std::string::npos);
}

TEST_F(Frame, NumbersDoNotDependOnThreads) {
  ASSERT_EQ(run({"--output", "one", "--threads", "1"}).status, 0);
  ASSERT_EQ(run({"--output", "three", "--threads", "3"}).status, 0);
  ASSERT_EQ(run({"--output", "seed", "--seed", "2"}).status, 0);
  EXPECT_EQ(numbers("one").size(), 64u);
  EXPECT_EQ(numbers("one"), numbers("three"));
  EXPECT_NE(numbers("one"), numbers("seed"));
}

TEST_F(Frame, StartsInLessThanFiftyMilliseconds) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "a sanitized program takes longer to start";
#endif
  // The best of several, as others use the machine; processor time of the child, not the clock.
  double best = 1;
  for (int i = 0; i < 5; ++i) {
    rusage before{}, after{};
    ::getrusage(RUSAGE_CHILDREN, &before);
    run({"--version"});
    ::getrusage(RUSAGE_CHILDREN, &after);
    const auto seconds = [](const rusage& r) {
      return static_cast<double>(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
             1e-6 * static_cast<double>(r.ru_utime.tv_usec + r.ru_stime.tv_usec);
    };
    best = std::min(best, seconds(after) - seconds(before));
  }
  EXPECT_LT(best, 0.05);
}

}  // namespace
}  // namespace kolmo::toy
