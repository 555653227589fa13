// What a configuration refuses, where, and with which words.

#include <gtest/gtest.h>

#include <ctime>

#include "io/resolved.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::io {
namespace {

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

}  // namespace
}  // namespace kolmo::io
