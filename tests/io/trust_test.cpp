// What a run finds where it goes on, and does not take for its own.

#include "io/toy_program.hpp"
#include "kolmo/io/result_file.hpp"
#include "kolmo/io/sha256.hpp"

namespace kolmo::toy {
namespace {

TEST_F(Interrupted, DoesNotGoOnWithTheBitsOfAnotherProgram) {
  ASSERT_EQ(run({"--output", "a", "--set", "run.problems=[\"first\"]"}).status, 0);
  forge("a", {{"instruction_set", "abacus"}});
  expect(64, "computed on abacus", {"--resume", "a"});
  ASSERT_EQ(run({"--output", "b"}).status, 0);
  forge("b", {{"git_commit", std::string(40, '0')}, {"program_sha256", std::string(64, '0')}});
  expect(64, "computed by another program (commit " + std::string(40, '0'), {"--resume", "b"});
  forge("b", {{"git_commit", std::string(40, '0')}, {"program_sha256", "unknown"}});
  expect(64, "computed by another program", {"--resume", "b"});
}

TEST_F(Interrupted, DoesNotGoOnWithAConfigurationThatWasChanged) {
  ASSERT_EQ(run({"--output", "a"}).status, 0);
  const fs::path resolved = directory / "a/config.resolved.toml";
  const std::string good = slurp(resolved);
  std::string flipped = good;
  flipped[flipped.find("seed = 1") + 7] ^= 2;  // '1' becomes '3'
  ASSERT_NE(flipped.find("seed = 3"), std::string::npos);
  for (const std::string& text : {flipped, std::string(), std::string("rubbish"), good + "\n"}) {
    spit(resolved, text);
    expect(65, "config.resolved.toml: its SHA-256 is not the one in manifest.txt", {"--resume", "a"});
  }
  spit(directory / "other.toml", flipped);
  expect(65, "config.resolved.toml: its SHA-256", {"--resume", "a", "--config", "other.toml"});
  spit(resolved, good);
  const std::string manifest = slurp(directory / "a/manifest.txt");
  fs::remove(directory / "a/manifest.txt");
  expect(65, "manifest.txt does not list it", {"--resume", "a"});
  spit(directory / "a/manifest.txt", manifest);
  expect(0, "toy: pass", {"--resume", "a"});
  fs::remove(resolved);
  expect(66, "there is no run to resume", {"--resume", "a"});
}

TEST_F(Interrupted, DoesNotTakeTheResultOfAnotherRunForItsOwn) {
  ASSERT_EQ(run({"--output", "a"}).status, 0);
  ASSERT_EQ(run({"--output", "b", "--seed", "2"}).status, 0);
  fs::copy_file(directory / "b/result.h5", directory / "a/result.h5", fs::copy_options::overwrite_existing);
  kolmo::io::Manifest manifest = kolmo::io::Manifest::read(directory / "a");
  manifest.set("result.h5", kolmo::io::Manifest::read(directory / "b").digest_of("result.h5").value());
  manifest.write(directory / "a");
  expect(65, "a/result.h5: it belongs to another run: its attribute 'configuration'", {"--resume", "a"});
  fs::copy_file(directory / "b/manifest.txt", directory / "a/manifest.txt",
                fs::copy_options::overwrite_existing);
  expect(65, "config.resolved.toml: its SHA-256", {"--resume", "a"});
}

TEST_F(Interrupted, SaysWhatExperimentADirectoryIsOf) {
  ASSERT_EQ(run({"--output", "a"}).status, 0);
  kolmo::io::ResultFile other(directory / "a");
  other.root().attribute("experiment", "relaxation");
  other.group("first");
  other.commit();
  expect(65, "a/result.h5: it is a run of relaxation, not of toy", {"--resume", "a"});
}

TEST_F(Interrupted, FollowsNoLink) {
  ASSERT_EQ(run({"--output", "a", "--set", "run.problems=[\"first\"]"}).status, 0);
  spit(directory / "precious", "untouched");
  for (const char* name : {"result.h5.part", "manifest.txt.part"})
    fs::create_symlink(directory / "precious", directory / "a" / name);
  // As if nothing was finished: the part is computed and written again.
  fs::remove(directory / "a/result.h5");
  expect(0, "toy: pass", {"--resume", "a"});
  EXPECT_EQ(slurp(directory / "precious"), "untouched");
  fs::remove(directory / "a/run.log");
  fs::create_symlink(directory / "precious", directory / "a/run.log");
  expect(74, "run.log: is a link", {"--resume", "a"});
  EXPECT_EQ(slurp(directory / "precious"), "untouched");
}

TEST_F(Interrupted, ADamagedCheckpointIsRefusedOrReplacedByThePreviousOne) {
  ASSERT_EQ(run({"--output", "a"}).status, 0);
  const std::string whole = numbers("a");
  spit(directory / "a/result.h5", "rubbish");
  expect(0, "toy: pass", {"--resume", "a"});
  EXPECT_EQ(numbers("a"), whole);
  spit(directory / "a/result.h5", "rubbish");
  spit(directory / "a/result.previous.h5", "rubbish");
  expect(65, "SHA-256", {"--resume", "a"});
}

}  // namespace
}  // namespace kolmo::toy
