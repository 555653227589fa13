// "did you mean …?".

#include <gtest/gtest.h>

#include "io/temporary_directory.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::io {
namespace {

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

}  // namespace
}  // namespace kolmo::io
