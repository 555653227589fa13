#include "kolmo/io/result_file.hpp"

#include <gtest/gtest.h>

#include "io/sample_tree.hpp"
#include "io/temporary_directory.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::io {
namespace {

const Labels labels{.long_name = "a", .units = "1"};

TEST(ResultFile, EqualTreesGiveEqualBytes) {
  const TemporaryDirectory one, two;
  for (const TemporaryDirectory* directory : {&one, &two}) {
    ResultFile file(directory->path());
    fill_sample_tree(file);
    file.commit();
  }
  const std::string bytes = slurp(one / "result.h5");
  EXPECT_GT(bytes.size(), 10000u);
  EXPECT_TRUE(bytes == slurp(two / "result.h5"));
}

TEST(ResultFile, ReadsBackWhatItWrote) {
  const TemporaryDirectory directory, other;
  ResultFile file(directory.path());
  fill_sample_tree(file);
  file.commit();
  EXPECT_EQ(ResultFile::finished_groups(directory.path()), std::vector<std::string>{"double_well"});
  ResultFile again(other.path());
  again.load_group(directory.path(), "double_well");
  EXPECT_EQ(digest(*again.root().find_group("double_well")), digest(*file.root().find_group("double_well")));
  // Root attributes and provenance are the frame's; the rest must give the same bytes when it is written
  // again.
  for (const auto& [name, value] : file.root().attributes()) again.root().attribute(name, value);
  again.group("provenance").attribute("threads", std::int64_t{2});
  again.commit();
  EXPECT_TRUE(slurp(directory / "result.h5") == slurp(other / "result.h5"));
}

TEST(ResultFile, LoadsAGroupThatUsesScalesOfTheRoot) {
  const TemporaryDirectory directory;
  ResultFile file(directory.path());
  file.root().dimension("x", 2);
  file.group("a").variable("v", {"x"}, std::vector<double>{1, 2}, labels);
  file.commit();
  ResultFile again(directory.path());
  again.load_group(directory.path(), "a");
  EXPECT_THROW(again.commit(), InvalidArgument) << "the root's dimension was not defined again";
  again.root().dimension("x", 2);
  EXPECT_NO_THROW(again.commit());
}

}  // namespace
}  // namespace kolmo::io
