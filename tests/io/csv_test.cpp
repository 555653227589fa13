#include "kolmo/io/csv.hpp"

#include <gtest/gtest.h>

#include "io/temporary_directory.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::io {
namespace {

class Csv : public testing::Test {
 protected:
  Points read(const std::string& text, const std::vector<std::string>& columns = {},
              const CsvLimits& limits = {}) {
    spit(path, text);
    return read_csv(path, columns, limits).points;
  }
  std::string error(const std::string& text, const std::vector<std::string>& columns = {}) {
    const std::string message = message_of<InvalidData>([&] { read(text, columns); });
    EXPECT_EQ(message.rfind(path.string() + ":", 0), 0u) << message;
    return message.substr(std::min(message.size(), path.string().size() + 1));
  }
  const TemporaryDirectory directory;
  const std::filesystem::path path = directory / "data.csv";
};

TEST_F(Csv, ReadsColumnsInTheOrderAskedFor) {
  const Points points = read("a,b,c\n1,2,3\n4.5,-5e-1,+6\n", {"c", "a"});
  ASSERT_EQ(points.rows(), 2);
  ASSERT_EQ(points.cols(), 2);
  EXPECT_EQ(points(0, 0), 3);
  EXPECT_EQ(points(0, 1), 1);
  EXPECT_EQ(points(1, 0), 6);
  EXPECT_EQ(points(1, 1), 4.5);
}

TEST_F(Csv, ToleratesWhatIsUsual) {
  const Points points = read("\xEF\xBB\xBF\"first, really\", b\r\n# a remark\r\n\r\n \"1\" , 2 \r\n3,4",
                             {"first, really", "b"});
  ASSERT_EQ(points.rows(), 2);
  EXPECT_EQ(points(0, 0), 1);
  EXPECT_EQ(points(1, 1), 4);
}

TEST_F(Csv, PointsToTheLineAndColumnOfWhatIsWrong) {
  EXPECT_EQ(error("a,b\n1,2\n3,x4\n").substr(0, 12), "3:3: 'x4' is");
  EXPECT_EQ(error("a,b\n1,nan\n3,4\n").substr(0, 5), "2:3: ");
  EXPECT_EQ(error("a,b\n1,2\n\n3,inf\n").substr(0, 5), "4:3: ");
  EXPECT_EQ(error("a,b\n1,1e999\n3,4\n").substr(0, 5), "2:3: ");
  EXPECT_EQ(error("a,b\n1,\n3,4\n").substr(0, 5), "2:3: ");
  EXPECT_EQ(error("a,b\n1,2 3\n3,4\n").substr(0, 5), "2:3: ");
  EXPECT_EQ(error("a,b\n1,0x10\n3,4\n").substr(0, 5), "2:3: ");
  EXPECT_EQ(error("a,b\n1,2,3\n3,4\n"), "2:5: 3 cells, the first row has 2");
  EXPECT_EQ(error("a,b\n1,2\n3\n"), "3:2: 1 cells, the first row has 2");
  EXPECT_NE(error("a,b\n1,2\n3,4\n", {"d"}).find("no column 'd'; there are: a, b"), std::string::npos);
}

TEST_F(Csv, RefusesANameThatTwoColumnsHave) {
  const std::string twice = "1:5: column 3 is called 'a' as column 1 is: which of them is meant?";
  EXPECT_EQ(error("a,b,a\n1,2,3\n4,5,6\n", {"a"}), twice);
  EXPECT_EQ(error("a,b,a\n1,2,3\n4,5,6\n"), twice);
  EXPECT_EQ(read("a,b,a\n1,2,3\n4,5,6\n", {"b"})(1, 0), 5) << "of no concern";
}

TEST_F(Csv, SaysWhatItsColumnsAreCalled) {
  spit(path, "a,b\n1,2\n3,4\n");
  EXPECT_EQ(read_csv(path).columns, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(read_csv(path, {"b", "a"}).columns, (std::vector<std::string>{"b", "a"}));
}

TEST_F(Csv, RefusesTooLittleAndTooMuch) {
  EXPECT_NE(error("").find("empty"), std::string::npos);
  EXPECT_NE(error("a,b\n").find("0 rows, at least 2"), std::string::npos);
  EXPECT_NE(error("a,b\n1,2\n").find("1 rows, at least 2"), std::string::npos);
  EXPECT_THROW(read("a\n1\n2\n", {}, {.min_rows = 2, .max_bytes = 4}), InvalidData);
  EXPECT_NO_THROW(read("a\n1\n", {}, {.min_rows = 1, .max_bytes = 4}));
  EXPECT_THROW(read_csv(directory / "absent.csv"), MissingInput);
  EXPECT_THROW(read_csv(directory.path()), InvalidData);
}

}  // namespace
}  // namespace kolmo::io
