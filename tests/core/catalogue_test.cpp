#include "kolmo/core/catalogue.hpp"

#include <gtest/gtest.h>

namespace kolmo {
namespace {

Catalogue<std::string> colours() {
  return {"colour", [](const std::string& one) { return one; }, {"red", "green"}};
}

std::string message_of(const std::function<void()>& run) {
  try {
    run();
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return "";
}

TEST(Catalogue, FindsByNameAndSaysWhatThereIs) {
  const auto all = colours();
  EXPECT_EQ(all.find("green"), "green");
  EXPECT_EQ(all.names(), (std::vector<std::string>{"red", "green"}));
  EXPECT_EQ(message_of([&] { all.find("blue"); }), "colour = 'blue': must be one of red, green");
}

TEST(Catalogue, TakesWhatAProgramAddsUnderANewName) {
  auto all = colours();
  all.append("blue");
  EXPECT_EQ(all.find("blue"), "blue");
  EXPECT_EQ(all.all().back(), "blue");
  EXPECT_EQ(message_of([&] { all.append("red"); }),
            "colour = 'red': a new name is needed, and this one is taken");
  EXPECT_NE(message_of([&] { all.append(""); }), "");
  EXPECT_EQ(all.all().size(), 3u);
}

}  // namespace
}  // namespace kolmo
