#include "kolmo/io/atomic_file.hpp"

#include <gtest/gtest.h>

#include "io/temporary_directory.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/errors.hpp"
#include "kolmo/io/manifest.hpp"

namespace kolmo::io {
namespace {

TEST(Manifest, RefusesLinesThatAreNone) {
  const TemporaryDirectory directory;
  EXPECT_TRUE(Manifest::read(directory.path()).lines().empty()) << "there is none";
  for (const char* text : {"rubbish\n", "\n", "0123  result.h5\n"}) {
    spit(directory / "manifest.txt", text);
    const std::string message = message_of<InvalidData>([&] { Manifest::read(directory.path()); });
    EXPECT_NE(message.find("manifest.txt:1: not"), std::string::npos) << message;
  }
  EXPECT_THROW(Manifest().set("two\nlines", std::string(64, 'a')), InvalidArgument);
}

TEST(AtomicFile, FailsWithAWriteErrorWhereItCannotWrite) {
  EXPECT_THROW(write_atomically("/dev/full/x", "a"), WriteError);
  EXPECT_THROW(write_atomically("/nowhere/at/all", "a"), WriteError);
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory / "taken");
  std::filesystem::create_directory(directory / "taken" / "inside");
  EXPECT_THROW(write_atomically(directory / "taken", "a"), WriteError);
  EXPECT_FALSE(std::filesystem::exists(directory / "taken.part"));
}

TEST(AtomicFile, ReadsOnlyRegularFilesWithinTheLimit) {
  const TemporaryDirectory directory;
  spit(directory / "file", "12345");
  EXPECT_EQ(read_file(directory / "file", 5), "12345");
  EXPECT_THROW(read_file(directory / "file", 4), InvalidData);
  EXPECT_THROW(read_file(directory.path(), 100), InvalidData);
  EXPECT_THROW(read_file("/dev/zero", 100), InvalidData);
  EXPECT_THROW(read_file(directory / "absent", 100), MissingInput);
}

}  // namespace
}  // namespace kolmo::io
