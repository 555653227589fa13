// The choices of a key and what they mean are one list: no name falls through to another's meaning.

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

#include "kolmo/io/keys.hpp"

namespace kolmo::io::keys {
namespace {

struct Entry {
  const char* name;
  int meaning;
};
constexpr std::array<Entry, 3> list = {{{"first", 1}, {"second", 2}, {"third", 3}}};

TEST(Choices, AreTheNamesOfTheirListAndEachHasItsOwnEntry) {
  const Key key = text("a", "", "", names_of(list));
  EXPECT_EQ(describe_allowed(key), "one of \"first\", \"second\", \"third\"");
  int meaning = 0;
  for (const std::string& name : names_of(list)) EXPECT_EQ(entry_of(list, name).meaning, ++meaning) << name;
}

TEST(Choices, WithoutAnEntryAreAnErrorAndNotTheFirstOrTheLast) {
  for (const char* name : {"fourth", "", "firs", "First"})
    EXPECT_THROW(entry_of(list, name), std::logic_error) << name;
}

}  // namespace
}  // namespace kolmo::io::keys
