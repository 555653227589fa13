// Values as bytes and back.

#include "frame/run/packing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "frame/run/packed_group.hpp"
#include "frame/run/packed_studies.hpp"
#include "io/sample_tree.hpp"

namespace kolmo::frame {
namespace {

template <class T>
T there_and_back(const T& value) {
  return unpacked<T>(packed(value));
}

TEST(Packing, KeepsEveryBit) {
  const double odd[] = {-0.0, 5e-324, 0.1, std::numeric_limits<double>::infinity()};
  for (const double x : odd) EXPECT_EQ(std::signbit(there_and_back(x)), std::signbit(x));
  for (const double x : odd) EXPECT_EQ(there_and_back(x), x);
  EXPECT_TRUE(std::isnan(there_and_back(std::nan(""))));
  EXPECT_EQ(there_and_back(std::vector<bool>{true, false, true}), (std::vector<bool>{true, false, true}));
  EXPECT_EQ(there_and_back(std::string("a\0b", 3)), std::string("a\0b", 3));
  using Nested = std::map<std::string, std::vector<std::pair<int, std::optional<double>>>>;
  const Nested nested{{"one", {{1, 0.5}, {2, std::nullopt}}}, {"two", {}}};
  EXPECT_EQ(there_and_back(nested), nested);
  using Either = std::variant<std::string, std::vector<double>>;
  EXPECT_EQ(there_and_back(Either(std::vector<double>{1, 2})), Either(std::vector<double>{1, 2}));
  const Eigen::ArrayXXd array = Eigen::ArrayXXd::Random(3, 5);
  EXPECT_TRUE((there_and_back(array) == array).all());
  EXPECT_EQ(there_and_back(Eigen::ArrayXXd(0, 5)).cols(), 5);
  EXPECT_EQ(there_and_back(std::shared_ptr<const int>()), nullptr);
  EXPECT_EQ(*there_and_back(std::make_shared<const int>(7)), 7);
}

TEST(Packing, KeepsStudiesAndChecksWhole) {
  verify::OrderStudy study{.name = "a", .long_name = "b", .claimed = 2, .source = "c"};
  study.add(0.5, 0.25, 0.01);
  study.add(0.25, 0.0625);
  study.options.curvature = true;
  study.fit = verify::OrderFit{.order = 2, .used = {true, false}, .note = "d"};
  const verify::OrderStudy again = there_and_back(study);
  EXPECT_EQ(packed(again), packed(study));
  EXPECT_EQ(again.errors[0].standard_error, 0.01);
  EXPECT_EQ(again.fit->used, study.fit->used);
  const verify::Check check{.id = "a/b", .observed = 3, .verdict = verify::Verdict::fail, .note = "e"};
  EXPECT_EQ(packed(there_and_back(check)), packed(check));
  EXPECT_EQ(there_and_back(check).verdict, verify::Verdict::fail);
  EXPECT_TRUE(std::isnan(there_and_back(check).effect_of_2_percent));
}

TEST(Packing, KeepsAGroupToItsDigest) {
  io::ResultFile file("nowhere");
  fill_sample_tree(file);
  const io::Group& root = file.root();
  Packer packer;
  pack_group(packer, root);
  io::Group again("");
  Unpacker unpacker(packer.bytes());
  unpack_group(unpacker, again);
  EXPECT_TRUE(unpacker.empty());
  EXPECT_EQ(io::digest(again), io::digest(root));
  EXPECT_EQ(again.groups().front()->name(), root.groups().front()->name()) << "in the same order";
}

TEST(Packing, RefusesBytesThatAreTooFewOrTooMany) {
  const std::vector<std::string> value{"one", "two"};
  const std::string bytes = packed(value);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_THROW(unpacked<std::vector<std::string>>(bytes.substr(0, size)), InvalidData) << size;
  EXPECT_THROW(unpacked<std::vector<std::string>>(bytes + "x"), InvalidData);
  Packer huge;
  huge(Eigen::Index{1} << 40, Eigen::Index{1} << 40);
  EXPECT_THROW(unpacked<Eigen::ArrayXXd>(huge.bytes()), InvalidData);
}

}  // namespace
}  // namespace kolmo::frame
