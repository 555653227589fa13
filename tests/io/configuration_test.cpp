// What a configuration holds: defaults, scales, the file, --set, tables of names, files beside it.

#include "kolmo/io/configuration.hpp"

#include <gtest/gtest.h>

#include "io/resolved.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::io {
namespace {

TEST_F(Resolve, DefaultsThenScaleThenFileThenSet) {
  EXPECT_EQ(resolve("").integer("sde.steps"), 101);
  EXPECT_EQ(resolve("", {}, "quick").integer("sde.steps"), 51) << "50.5 is rounded away from zero";
  EXPECT_EQ(resolve("run.scale = 'full'").integer("sde.steps"), 202);
  EXPECT_EQ(resolve("run.scale = 'full'", {"run.scale=quick"}).integer("sde.steps"), 51);
  EXPECT_EQ(resolve("run.scale = 'full'", {"run.scale=full"}, "quick").integer("sde.steps"), 51);
  EXPECT_EQ(resolve("sde.steps = 7", {}, "full").integer("sde.steps"), 7) << "said values are not scaled";
  EXPECT_EQ(resolve("sde.steps = 7", {"sde.steps=9", "sde.steps = 8"}, "full").integer("sde.steps"), 8);
  EXPECT_EQ(resolve("", {}, "quick").scale(), "quick");
  EXPECT_EQ(resolve("", {}, "quick").text("run.scale"), "quick");
  EXPECT_EQ(resolve("").text("run.scale"), "standard");
}

TEST_F(Resolve, ScalesKeepIntegersDivisible) {
  EXPECT_EQ(resolve("", {}, "quick").integer("accuracy.particles"),
            5008);  // 5000 / 16 = 312.5, rounded to 313
  EXPECT_EQ(resolve("", {}, "full").integer("accuracy.particles"), 400000);
  EXPECT_EQ(resolve("", {}, "quick").integer("problem.well.cells"), 200) << "the default text is scaled";
  EXPECT_EQ(resolve("", {}, "quick").integer("problem.another.cells"), 400) << "and so is the key's default";
  EXPECT_EQ(resolve("", {}, "quick").number("problem.well.process.temperature"), 0.5) << "never the problem";
}

TEST_F(Resolve, TablesOfKnownNamesAreMergedAndNewOnesStartFromKeyDefaults) {
  const auto c = resolve("[problem.new]\ntimes=[3]\n[problem.well.process]\ntemperature=2\n");
  EXPECT_EQ(c.names("problem"), (std::vector<std::string>{"well", "another", "new"}));
  EXPECT_EQ(c.number("problem.well.process.temperature"), 2);
  EXPECT_EQ(c.numbers("problem.well.times"), (std::vector<double>{0.1, 1}));
  EXPECT_EQ(c.integer("problem.well.cells"), 400);
  EXPECT_EQ(c.integer("problem.new.cells"), 800);
  EXPECT_FALSE(c.has("problem.new.process.potential"));
  EXPECT_TRUE(c.given("problem.well.process.temperature"));
  EXPECT_FALSE(c.given("problem.well.times"));
}

TEST_F(Resolve, NamesStandInTheOrderOfTheFile) {
  const auto c =
      resolve("[problem.zeta]\n[problem.alpha.process]\ntemperature=1\n", {"problem.middle.times=[1]"});
  EXPECT_EQ(c.names("problem"), (std::vector<std::string>{"well", "another", "zeta", "alpha", "middle"}));
  EXPECT_EQ(c.own_names("problem"), (std::vector<std::string>{"zeta", "alpha", "middle"}));
}

TEST_F(Resolve, SetTakesTextsWithAndWithoutQuotes) {
  const auto potential = [&](const std::string& value) {
    return resolve("", {"problem.well.process.potential=" + value}).text("problem.well.process.potential");
  };
  EXPECT_EQ(potential("x^2"), "x^2");
  EXPECT_EQ(potential("\"x^2 # = \""), "x^2 # = ");
  EXPECT_EQ(potential("a=b"), "a=b");
  EXPECT_EQ(resolve("", {"problem.new.times=[1, 2.5]"}).numbers("problem.new.times"),
            (std::vector<double>{1, 2.5}));
  EXPECT_NE(error("", {"sde.steps"}).find("key=value"), std::string::npos);
  EXPECT_NE(error("", {"=3"}).find("key=value"), std::string::npos);
  EXPECT_NE(error("", {"sde.steps="}).find("no value"), std::string::npos);
  EXPECT_NE(error("", {"sde.steps=3\nrun.seed=4"}).find("one line"), std::string::npos);
  EXPECT_NE(error("", {"sde.steps={a=1}"}).find("not a table"), std::string::npos);
}

TEST_F(Resolve, TheResolvedTextGivesTheSameConfigurationAgain) {
  const auto c =
      resolve("[problem.zeta]\ndomain = [[-1, 0.1], [1e-300, 1e300]]\n[problem.alpha]\ntimes = []\n",
              {"problem.well.process.potential=\"a\\\"\\\\\\n\\t\\u0001é\""}, "quick");
  const auto again = resolve(c.resolved_toml());
  EXPECT_EQ(again.resolved_toml(), c.resolved_toml());
  EXPECT_EQ(again.hash(), c.hash());
  EXPECT_EQ(again.names("problem"), c.names("problem"));
  EXPECT_EQ(again.scale(), "quick");
  EXPECT_EQ(again.text("problem.well.process.potential"), "a\"\\\n\t\x01é");
  EXPECT_EQ(again.matrix("problem.zeta.domain"), (Matrix{{-1, 0.1}, {1e-300, 1e300}}));
  EXPECT_NE(c.hash(), resolve("").hash());
}

TEST_F(Resolve, AColumnOfNumbersIsAMatrix) {
  EXPECT_EQ(resolve("[problem.well]\ndomain = [1, 2]").matrix("problem.well.domain"), (Matrix{{1}, {2}}));
}

TEST_F(Resolve, ErrorsOfTheExperimentPointToTheKey) {
  const auto c = resolve("[problem.well]\n\ncells = 8\n", {"sde.steps=3"});
  EXPECT_EQ(std::string(c.error_at("problem.well.cells", "too few").what()),
            path.string() + ":3:1: 'problem.well.cells': too few");
  EXPECT_EQ(std::string(c.error_at("problem.well", "bad").what()),
            path.string() + ":1:2: 'problem.well': bad");
  EXPECT_EQ(std::string(c.error_at("sde.steps", "bad").what()), "--set sde.steps: 'sde.steps': bad");
  EXPECT_EQ(std::string(c.error_at("sde.scheme", "bad").what()), "default: 'sde.scheme': bad");
}

TEST_F(Resolve, AskingForWhatIsNotThereIsAProgramError) {
  const auto c = resolve("");
  EXPECT_THROW(c.number("sde.nothing"), std::logic_error);
  EXPECT_THROW(c.text("sde.steps"), std::logic_error);
  EXPECT_EQ(c.number("sde.steps"), 101) << "an integer is a number";
  EXPECT_TRUE(c.names("nothing").empty());
  EXPECT_TRUE(c.own_names("nothing").empty());
}

TEST_F(Resolve, FilesAreFoundBesideTheConfigurationThatNamesThem) {
  spit(directory / "data.csv", "x");
  const std::string key = "problem.well.file";
  auto c = resolve("[problem.well]\nfile = 'data.csv'\n");
  EXPECT_EQ(c.input_file(key), directory / "data.csv");
  EXPECT_EQ(resolve("", {key + "='" + (directory / "data.csv").string() + "'"}).input_file(key),
            directory / "data.csv");
  EXPECT_TRUE(std::filesystem::is_regular_file(resolve("", {key + "=data/old_faithful.csv"}).input_file(key)))
      << "in Kolmo's own directory";
  const std::string message =
      message_of<MissingInput>([&] { resolve("", {key + "=data.csv"}).input_file(key); });
  EXPECT_EQ(
      message.rfind("--set problem.well.file: 'problem.well.file' = \"data.csv\": there is no such file", 0),
      0u)
      << message;
  c.locate(key, "/elsewhere");
  EXPECT_EQ(c.input_file(key), "/elsewhere");
  EXPECT_THROW(c.input_file("problem.another.file"), std::logic_error);
}

}  // namespace
}  // namespace kolmo::io
