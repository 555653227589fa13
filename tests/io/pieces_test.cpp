// Finished pieces of a part: found again, never mixed up.

#include "frame/run/pieces.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "io/temporary_directory.hpp"

namespace kolmo::frame {
namespace {

using namespace std::chrono_literals;

class KeptPieces : public testing::Test {
 protected:
  TemporaryDirectory directory;
  int made = 0, kept = 0;

  std::vector<double> slow() {
    ++made;
    std::this_thread::sleep_for(5ms);
    return {0.1, 0.2};
  }

  io::Journal journal() { return io::Journal(directory / "journal", "owner"); }
};

TEST_F(KeptPieces, AreComputedOnceAndFoundByTheNextCall) {
  for (int call = 0; call < 3; ++call) {
    io::Journal file(directory / "journal", "owner");
    Pieces pieces(file, "part", [&] { ++kept; });
    EXPECT_EQ(pieces.piece("slow", "h = 1", [&] { return slow(); }), (std::vector<double>{0.1, 0.2}));
    EXPECT_EQ(pieces.found(), call == 0 ? 0u : 1u);
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(kept, 1);
}

TEST_F(KeptPieces, OfAnotherNameFingerprintOrPartAreNotTaken) {
  const auto ask = [&](const std::string& part, const std::string& name, const std::string& depends_on) {
    io::Journal file(directory / "journal", "owner");
    Pieces(file, part, {}).piece(name, depends_on, [&] { return slow(); });
    return made;
  };
  EXPECT_EQ(ask("part", "slow", "h = 1"), 1);
  EXPECT_EQ(ask("part", "slow", "h = 2"), 2);
  EXPECT_EQ(ask("part", "other", "h = 1"), 3);
  EXPECT_EQ(ask("another", "slow", "h = 1"), 4);
  EXPECT_EQ(ask("part", "slow", "h = 1"), 4);
}

TEST_F(KeptPieces, AskedForTwiceAreComputedEachTime) {
  Pieces pieces;
  EXPECT_EQ(pieces.piece("a", "h = 1", [] { return 1; }), 1);
  EXPECT_EQ(pieces.piece("a", "h = 2", [] { return 2; }), 2);
  for (int more = 0; more < 2; ++more) EXPECT_EQ(pieces.piece("a", "h = 1", [] { return 3; }), 3);
}

/// The first value stands in the journal when the second is asked for; after a resume either may be asked for
/// first.
TEST_F(KeptPieces, AskedForTwiceAreNotTakenForEachOtherByTheNextCall) {
  const auto ask = [&](int value) { return [&, value] { return slow(), value; }; };
  {
    io::Journal file(directory / "journal", "owner");
    Pieces pieces(file, "part", [&] { ++kept; });
    EXPECT_EQ(pieces.piece("a", "", ask(1)), 1);
    EXPECT_EQ(pieces.piece("a", "", ask(2)), 2);
    EXPECT_EQ(kept, 1);
  }
  io::Journal file(directory / "journal", "owner");
  Pieces pieces(file, "part", [&] { ++kept; });
  EXPECT_EQ(pieces.piece("a", "", ask(2)), 2);
  EXPECT_EQ(pieces.piece("a", "", ask(1)), 1);
  EXPECT_EQ(pieces.found(), 0u);
  EXPECT_EQ(kept, 1);
}

TEST_F(KeptPieces, ThatAreFasterComputedThanWrittenAreNotKept) {
  io::Journal file(directory / "journal", "owner");
  Pieces pieces(file, "part", [&] { ++kept; });
  pieces.piece("quick", "", [] { return 1; });
  pieces.piece("large", "", [] {
    std::this_thread::sleep_for(2ms);
    return std::string(10'000'000, 'x');
  });
  EXPECT_EQ(kept, 0);
  EXPECT_EQ(file.records(), 0u);
}

TEST_F(KeptPieces, AnExceptionKeepsNothing) {
  io::Journal file(directory / "journal", "owner");
  Pieces pieces(file, "part", [&] { ++kept; });
  const auto fails = [&]() -> int { throw std::runtime_error("no"); };
  EXPECT_THROW(pieces.piece("a", "", fails), std::runtime_error);
  EXPECT_EQ(file.records(), 0u);
}

}  // namespace
}  // namespace kolmo::frame
