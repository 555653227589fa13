#include "kolmo/io/configuration.hpp"

#include <gtest/gtest.h>

#include <ctime>

#include "io/temporary_directory.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/keys.hpp"

namespace kolmo::io {
namespace {

const Schema schema = {
    {.path = "run.seed", .type = Type::integer, .default_value = "1", .lower = 0},
    {.path = "run.scale", .type = Type::text, .choices = {"quick", "standard", "full"}},
    {.path = "run.problems", .type = Type::texts},
    {.path = "run.verbose", .type = Type::boolean, .default_value = "false"},
    {.path = "accuracy.particles",
     .type = Type::integer,
     .default_value = "100_000",
     .lower = 16,
     .upper = 1e9,
     .scaling = Scaling::particles,
     .multiple_of = 16},
    {.path = "sde.steps",
     .type = Type::integer,
     .default_value = "101",
     .lower = 1,
     .scaling = Scaling::steps},
    {.path = "sde.scheme",
     .type = Type::text,
     .default_value = "\"heun\"",
     .choices = {"euler_maruyama", "heun"}},
    {.path = "problem.*.times", .type = Type::numbers, .unit = "s", .lower = 0},
    {.path = "problem.*.levels", .type = Type::numbers, .increasing = true},
    {.path = "problem.*.file", .type = Type::text, .input_file = true},
    {.path = "problem.*.domain", .type = Type::matrix},
    {.path = "problem.*.process.temperature",
     .type = Type::number,
     .default_value = "0.5",
     .lower = 0,
     .lower_excluded = true},
    {.path = "problem.*.process.potential", .type = Type::text},
    {.path = "problem.*.cells",
     .type = Type::integer,
     .default_value = "800",
     .lower = 4,
     .upper = 1600,
     .scaling = Scaling::cells,
     .multiple_of = 4},
};

constexpr char defaults[] = R"(
run.problems = ["well"]
[problem.well]
times = [0.1, 1]
cells = 400
process.potential = "(x^2-1)^2"
[problem.another]
times = [2]
)";

class Resolve : public testing::Test {
 protected:
  Configuration resolve(const std::string& text, const std::vector<std::string>& sets = {},
                        const std::string& scale = "") {
    spit(path, text);
    return Configuration::resolve(schema, defaults, standard_scales(), path, sets, scale);
  }
  /// The message without the directory of the file.
  std::string error(const std::string& text, const std::vector<std::string>& sets = {},
                    const std::string& scale = "") {
    std::string message = message_of<ConfigurationError>([&] { resolve(text, sets, scale); });
    const std::string folder = directory.path().string() + "/";
    if (message.rfind(folder, 0) == 0) message.erase(0, folder.size());
    return message;
  }
  const TemporaryDirectory directory;
  const std::filesystem::path path = directory / "run.toml";
};

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

TEST_F(Resolve, UnknownKeysNameTheirPlaceAndTheNearestKey) {
  EXPECT_EQ(error("\n\n# seven\nrun.seed = 1\n\n\nsde.tsep = 3\n"),
            "run.toml:7:1: unknown key 'sde.tsep'; did you mean 'sde.steps'?");
  EXPECT_EQ(error("sde = { tsep = 3 }"), "run.toml:1:1: unknown key 'sde.tsep'; did you mean 'sde.steps'?");
  EXPECT_EQ(error("[sde]\ntsep = 3\n"), "run.toml:2:1: unknown key 'sde.tsep'; did you mean 'sde.steps'?");
  EXPECT_EQ(error("[problem.well.process]\ntemprature = 3\n"),
            "run.toml:2:1: unknown key 'problem.well.process.temprature'; did you mean "
            "'problem.well.process.temperature'?");
  EXPECT_EQ(error("[problm.well]\ncells = 3\n"),
            "run.toml:1:2: unknown table 'problm.well'; did you mean 'problem.well'?");
  EXPECT_EQ(error("[problem.well.proces]\n"),
            "run.toml:1:2: unknown table 'problem.well.proces'; did you mean 'problem.well.process'?");
  EXPECT_EQ(error("", {"sde.tsep=3"}), "--set sde.tsep: unknown key 'sde.tsep'; did you mean 'sde.steps'?");
  EXPECT_EQ(error("", {"process.temperature=3"}),
            "--set process.temperature: unknown key 'process.temperature'; did you mean "
            "'problem.NAME.process.temperature'?");
  EXPECT_EQ(error("zzzzzzzzzzzzzzzzzzzzzzzz = 1"), "run.toml:1:1: unknown key 'zzzzzzzzzzzzzzzzzzzzzzzz'");
}

TEST(Nearest, PartsAreProblemsElsewhereAndTheOtherWayRound) {
  for (const std::string key : {"run.problems", "run.parts"}) {
    const Schema words = {{.path = key, .type = Type::texts}, {.path = "run.seed", .type = Type::integer}};
    const auto error = [&](const std::string& set) {
      return message_of<ConfigurationError>(
          [&] { Configuration::resolve(words, "", standard_scales(), std::nullopt, {set}); });
    };
    for (const std::string other : {"run.parts", "run.problems", "run.part", "run.problem"}) {
      if (other == key) continue;
      EXPECT_EQ(error(other + "=['heat']"),
                "--set " + other + ": unknown key '" + other + "'; did you mean '" + key + "'?");
    }
    EXPECT_EQ(error(key + "='heat'"),
              "--set " + key + ": '" + key +
                  "' must be an array of texts, not the text \"heat\" (write [\"heat\"])");
  }
}

TEST(Nearest, CountsASwapOfNeighboursOnce) {
  const Schema words = {{.path = "word", .type = Type::text, .choices = {"stab", "setp"}}};
  const std::string message = message_of<ConfigurationError>(
      [&] { Configuration::resolve(words, "", standard_scales(), std::nullopt, {"word=step"}); });
  EXPECT_NE(message.find("did you mean 'setp'?"), std::string::npos)
      << message << " (with two changes, stab is as near)";
}

TEST_F(Resolve, WrongTypesAreErrors) {
  EXPECT_EQ(error("[sde]\nsteps = 1e3\n"),
            "run.toml:2:9: 'sde.steps' must be an integer, not the number 1000.0 (write 1000)");
  EXPECT_NE(error("sde.steps = '3'").find("must be an integer, not the text \"3\""), std::string::npos);
  EXPECT_NE(error("sde.steps = true").find("must be an integer, not true"), std::string::npos);
  EXPECT_NE(error("sde.steps = 1979-05-27").find("not a date or time"), std::string::npos);
  EXPECT_NE(error("sde.steps = [1]").find("not an array"), std::string::npos);
  EXPECT_NE(error("[sde.steps]\na = 1").find("'sde.steps' must be an integer ≥ 1, not a table"),
            std::string::npos);
  EXPECT_NE(error("sde = 3").find("'sde' must be a table of keys, not the integer 3"), std::string::npos);
  EXPECT_NE(error("run.verbose = 1").find("must be true or false"), std::string::npos);
  EXPECT_NE(error("[problem.well]\ntimes = 1").find("an array of numbers"), std::string::npos);
  EXPECT_NE(error("[problem.well]\ntimes = [1, 'a']").find("not the text \"a\""), std::string::npos);
  EXPECT_NE(error("[problem.well]\ndomain = [[1, 2], [3]]").find("row 2 has 1 numbers, the first has 2"),
            std::string::npos);
  EXPECT_NE(error("[[problem]]\nname = 'a'").find("table of keys"), std::string::npos);
}

TEST_F(Resolve, ValuesOutOfRangeAreErrors) {
  EXPECT_EQ(error("[sde]\nsteps = 0"), "run.toml:2:9: 'sde.steps' = 0: must be an integer ≥ 1");
  EXPECT_NE(error("", {"problem.well.process.temperature=0"}).find("must be a number > 0"),
            std::string::npos);
  EXPECT_NE(error("", {"problem.well.process.temperature=nan"}).find("= nan"), std::string::npos);
  EXPECT_NE(error("", {"problem.well.process.temperature=inf"}).find("= inf"), std::string::npos);
  EXPECT_NE(error("", {"problem.well.times=[1, -1]"}).find("= -1"), std::string::npos);
  EXPECT_EQ(error("[sde]\nscheme = 'huen'"),
            "run.toml:2:10: 'sde.scheme' = \"huen\": must be one of \"euler_maruyama\", \"heun\"; did you "
            "mean 'heun'?");
  EXPECT_NE(error("", {}, "qick").find("unknown scale 'qick' (quick, standard, full); did you mean 'quick'?"),
            std::string::npos);
  EXPECT_NE(error("[problem.'a b']\ncells = 8").find("a name begins with"), std::string::npos);
}

TEST_F(Resolve, WrongTomlIsAnErrorWithItsPlace) {
  EXPECT_EQ(error("[run]\nseed = \n").substr(0, 11), "run.toml:2:");
  EXPECT_EQ(error("[run]\nseed = 1\nseed = 2\n").substr(0, 11), "run.toml:3:");
  EXPECT_EQ(error("a = \"\xff\"").substr(0, 9), "run.toml:");
  EXPECT_THROW(Configuration::resolve(schema, defaults, standard_scales(), directory / "absent.toml"),
               MissingInput);
  EXPECT_THROW(Configuration::resolve(schema, defaults, standard_scales(), directory.path()),
               ConfigurationError);
}

// toml++ 3.3 recurses once a dot: 10⁵ of them overflow its stack. Every shape is refused before it parses.
TEST_F(Resolve, DepthAndSizeAreLimitedBeforeParsing) {
  const auto repeated = [](const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  };
  const std::string dots = repeated("a.", 100000) + "a";
  for (const std::string& text :
       {dots + " = 1", "[" + dots + "]", "\"x\" = { " + dots + " = 1 }", "x = " + repeated("[", 100000),
        "x = " + repeated("{a=", 100000), "s = \"# no comment \\\" [\" \n" + dots + " = 1",
        "s = '\\'\n" + dots + " = 1", "s = '''\n\"'''\n" + dots + " = 1", repeated("[", 100000)})
    EXPECT_NE(error(text).find("too deep"), std::string::npos) << text.substr(0, 40);
  EXPECT_NE(error("", {dots + "=1"}).find("too deep"), std::string::npos);
  EXPECT_NE(error("", {"sde.steps=" + repeated("[", 100000)}).find("too deep"), std::string::npos);
  EXPECT_NE(error("#" + std::string(2 << 20, 'x')).find("bytes"), std::string::npos);
  EXPECT_NO_THROW(resolve("# " + repeated("[.", 1000) + "\n[problem.well]\nprocess.potential = '" +
                          repeated("[.", 1000) + "'"));
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

TEST_F(Resolve, ADefaultThatAScaleCarriesOutOfRangeIsAnError) {
  const Schema narrow = {{.path = "steps",
                          .type = Type::integer,
                          .default_value = "100",
                          .upper = 150,
                          .scaling = Scaling::steps}};
  EXPECT_EQ(Configuration::resolve(narrow, "", standard_scales()).integer("steps"), 100);
  const std::string message = message_of<ConfigurationError>(
      [&] { Configuration::resolve(narrow, "", standard_scales(), std::nullopt, {}, "full"); });
  EXPECT_EQ(message, "default: 'steps' = 200 at scale full: must be an integer ≤ 150");
}

// Each of these took from 20 seconds to minutes: the work grew with the square of what a file may hold.
TEST_F(Resolve, LongKeysAndManyNamesAreRefusedAtOnce) {
  const std::clock_t start = std::clock();
  const std::string key(1'000'000, 'k');
  EXPECT_EQ(error(key + " = 1").substr(0, 70),
            "run.toml:1:1: a key of 1000000 bytes ('" + std::string(31, 'k'));
  EXPECT_NE(error("[problem." + key + "]").find("at most 256"), std::string::npos);
  EXPECT_NE(error("", {std::string(100'000, 'k') + "=1"}).find("at most 256"), std::string::npos);
  std::string many, list;
  for (int i = 0; i < 20'000; ++i) {
    many += "[problem.p" + std::to_string(i) + "]\ntimes = [1]\n";
    list += (i > 0 ? ", 'p" : "'p") + std::to_string(i) + "'";
  }
  EXPECT_NE(error(many).find("more than 1000 names in 'problem'"), std::string::npos);
  EXPECT_EQ(resolve("run.problems = [" + list + "]").texts("run.problems").size(), 20'000u);
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 1.0) << "seconds of processor time";
}

TEST_F(Resolve, NamesBeginAsThoseOfNetcdf) {
  for (const char* name : {"-p", "\"a.b\"", "\"\"", "\"a b\"", "\"\u00e9\""})
    EXPECT_NE(
        error(std::string("[problem.") + name + "]").find("a name begins with a letter, a digit or '_'"),
        std::string::npos)
        << name;
  for (const char* name : {"p-q", "_p", "1"}) EXPECT_NO_THROW(resolve(std::string("[problem.") + name + "]"));
}

TEST_F(Resolve, NumbersThatMustIncreaseDoSoByMoreThanRounding) {
  const auto levels = [&](const std::string& list) { return "[problem.well]\nlevels = " + list + "\n"; };
  EXPECT_EQ(error(levels("[0.5, 0.5000000000000001, 1.0]")),
            "run.toml:2:10: 'problem.well.levels': entry 2 = 0.5000000000000001 after 0.5: too close, two "
            "neighbours must differ by more than 6e-8 of their size");
  EXPECT_NE(error(levels("[1, 2, 2]")).find("entry 3 = 2 after 2: the numbers must increase"),
            std::string::npos);
  EXPECT_NE(error(levels("[1, 0.5]")).find("must increase"), std::string::npos);
  // Not a matter of units, and nothing is too close to 0.
  for (const char* list : {"[0, 1e-300, 2e-300]", "[-2, -1, 0, 1e-30]", "[1e200, 1.0000001e200]", "[]"})
    EXPECT_NO_THROW(resolve(levels(list))) << list;
  EXPECT_NE(error(levels("[1e200, 1.00000005e200]")).find("too close"), std::string::npos);
}

TEST_F(Resolve, AnEmptyRowIsAnErrorAtItsKey) {
  EXPECT_EQ(error("[problem.well]\ndomain = [[]]\n"),
            "run.toml:2:10: 'problem.well.domain': row 1 is empty: every row must hold at least one number");
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

TEST(Keys, SayWhatIsAllowed) {
  EXPECT_EQ(describe_allowed(keys::number("a", "", "1", "", keys::positive)), "a number > 0");
  EXPECT_EQ(describe_allowed(keys::number("a", "", "1", "", keys::positive_up_to(2))), "a number in (0, 2]");
  EXPECT_EQ(describe_allowed(keys::count("a", "", "", keys::at_least(3))), "an integer ≥ 3");
  EXPECT_EQ(describe_allowed(keys::increasing("a", "", "s", "", {0, 1})),
            "an array of numbers that increase, in [0, 1]");
  EXPECT_EQ(describe_allowed(keys::text("a", "", "", {"b", "c"})), "one of \"b\", \"c\"");
  EXPECT_EQ(keys::cells("a", "8", "", {4, 16}, 4).scaling, Scaling::cells);
  EXPECT_EQ(keys::cells("a", "8", "", {4, 16}, 4).multiple_of, 4);
}

}  // namespace
}  // namespace kolmo::io
