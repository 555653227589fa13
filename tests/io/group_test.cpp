#include "kolmo/io/group.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "io/sample_tree.hpp"
#include "io/temporary_directory.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/result_file.hpp"

namespace kolmo::io {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
const Labels labels{.long_name = "a", .units = "1"};

TEST(Group, RefusesADimensionOfASibling) {
  Group root("");
  root.group("a").dimension("x", 3);
  root.dimension("above", 2);
  const std::string message = message_of<InvalidArgument>([&] {
    root.group("b").variable("v", {"x"}, std::vector<double>{1, 2, 3}, labels);
  });
  EXPECT_NE(message.find("/b: variable 'v': dimension 'x'"), std::string::npos) << message;
  EXPECT_NO_THROW(root.group("b").variable("v", {"above"}, std::vector<double>{1, 2}, labels));
  EXPECT_NO_THROW(root.group("a/deep").variable("v", {"x", "above"}, std::vector<double>(6), labels));
}

TEST(Group, RefusesDataThatDoesNotFitItsDimensions) {
  Group root("");
  root.dimension("x", 3);
  root.dimension("y", 2);
  EXPECT_THROW(root.variable("v", {"x", "y"}, std::vector<double>(5), labels), InvalidArgument);
  EXPECT_THROW(root.variable("v", {"x", "y"}, Eigen::ArrayXXd(Eigen::ArrayXXd::Zero(2, 3)), labels),
               InvalidArgument);
  EXPECT_EQ(root.find_dataset("v"), nullptr);
  EXPECT_THROW(root.dimension("x", 4), InvalidArgument);
  EXPECT_THROW(root.dimension("empty", 0), InvalidArgument);
  EXPECT_THROW(root.group("x"), InvalidArgument);
  EXPECT_THROW(root.group("a b"), InvalidArgument);
  EXPECT_THROW(root.flags("f", {"x"}, {0, 1, 2}, "pass fail", labels), InvalidArgument);
}

TEST(Group, LetsNoInfinityOrUnannouncedNanIn) {
  Group root("");
  Group& group = root.group("double_well");
  group.dimension("x", 2);
  const std::string message = message_of<NumericalFailure>([&] {
    group.variable("v", {"x"}, std::vector<double>{1, nan}, labels);
  });
  EXPECT_NE(message.find("/double_well/v: entry 1"), std::string::npos) << message;
  Labels missing = labels;
  missing.missing_allowed = true;
  EXPECT_NO_THROW(group.variable("v", {"x"}, std::vector<double>{1, nan}, missing));
  EXPECT_THROW(group.variable("w", {"x"}, std::vector<double>{1, HUGE_VAL}, missing), NumericalFailure);
  EXPECT_THROW(group.scale("s", std::vector<double>{1, nan}, missing), NumericalFailure);
  EXPECT_THROW(group.attribute("order", nan), NumericalFailure);
}

TEST(Group, NamesAreThoseOfNetcdf) {
  Group root("");
  for (const char* name : {"-p", "+p", "~p", ".p", "@p", "", "p q", "p:q"}) {
    EXPECT_THROW(root.group(name), InvalidArgument) << name;
    EXPECT_THROW(root.dimension(name, 2), InvalidArgument) << name;
    EXPECT_THROW(root.attribute(name, "x"), InvalidArgument) << name;
  }
  for (const char* name : {"p", "_p", "1p", "p-q", "p~q", "p.q@2+"})
    EXPECT_NO_THROW(root.group(name)) << name;
}

TEST(Digest, SeesEveryKindOfChange) {
  const auto digest_of = [](const std::function<void(Group&)>& change) {
    Group root("");
    Group& group = root.group("g");
    group.scale("x", std::vector<double>{1, 2}, labels);
    group.variable("v", {"x"}, std::vector<double>{3, 4}, labels);
    change(group);
    return digest(root);
  };
  const std::string plain = digest_of([](Group&) {});
  EXPECT_EQ(plain, digest_of([](Group&) {}));
  EXPECT_NE(plain, digest_of([](Group& g) { g.attribute("a", 1.0); }));
  EXPECT_NE(digest_of([](Group& g) { g.attribute("a", 1.0); }),
            digest_of([](Group& g) { g.attribute("a", 1.0 + 1e-15); }));
  EXPECT_NE(plain, digest_of([](Group& g) { g.annotate("v", "a", 1.0); }));
  EXPECT_NE(plain, digest_of([](Group& g) { g.group("empty"); }));
  EXPECT_NE(plain, digest_of([](Group& g) { g.dimension("y", 2); }));
  EXPECT_NE(digest_of([](Group& g) {
              g.variable("w", {"x"}, std::vector<std::string>{"a", "bc"}, labels);
            }),
            digest_of([](Group& g) {
              g.variable("w", {"x"}, std::vector<std::string>{"ab", "c"}, labels);
            }));
  EXPECT_NE(digest_of([](Group& g) {
              g.variable("w", {"x"}, std::vector<double>{0.0, 1}, labels);
            }),
            digest_of([](Group& g) {
              g.variable("w", {"x"}, std::vector<double>{-0.0, 1}, labels);
            }));
}

TEST(Digest, LeavesProvenanceOut) {
  ResultFile file("unused");
  fill_sample_tree(file);
  const std::string before = file.numbers_sha256();
  file.group("provenance").attribute("threads", std::int64_t{7});
  EXPECT_EQ(file.numbers_sha256(), before);
  file.group("double_well").attribute("threads", std::int64_t{7});
  EXPECT_NE(file.numbers_sha256(), before);
}

}  // namespace
}  // namespace kolmo::io
