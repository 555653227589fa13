#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/grid.hpp"

namespace kolmo {
namespace {

TEST(Grid, NumbersItsCellsWithTheFirstAxisContiguous) {
  const Grid grid({{0, 1, 2}, {10, 13, 3}, {-1, 1, 4}});
  EXPECT_EQ(grid.dimension(), 3);
  EXPECT_EQ(grid.cells(), 24);
  EXPECT_DOUBLE_EQ(grid.cell_volume(), 0.5 * 1 * 0.5);
  const Points centres = grid.centres();
  ASSERT_EQ(centres.rows(), 24);
  ASSERT_EQ(centres.cols(), 3);
  for (Index k = 0; k < 4; ++k)
    for (Index j = 0; j < 3; ++j)
      for (Index i = 0; i < 2; ++i) {
        const Index cell = i + 2 * (j + 3 * k);
        EXPECT_DOUBLE_EQ(centres(cell, 0), 0.25 + 0.5 * static_cast<double>(i));
        EXPECT_DOUBLE_EQ(centres(cell, 1), 10.5 + static_cast<double>(j));
        EXPECT_DOUBLE_EQ(centres(cell, 2), -0.75 + 0.5 * static_cast<double>(k));
      }
}

TEST(Grid, FacesEncloseCentres) {
  const Axis axis{-3, 3, 800};
  EXPECT_EQ(axis.face(0), -3);
  EXPECT_DOUBLE_EQ(axis.face(800), 3);
  for (Index i = 0; i < 800; ++i) {
    EXPECT_LT(axis.face(i), axis.centre(i));
    EXPECT_LT(axis.centre(i), axis.face(i + 1));
  }
}

TEST(Grid, CoarsensEveryAxisOnTheSameDomain) {
  const Grid coarse = Grid({{0, 1, 8}, {-2, 2, 12}}).coarsened(4);
  EXPECT_EQ(coarse.axis(0).cells, 2);
  EXPECT_EQ(coarse.axis(1).cells, 3);
  EXPECT_EQ(coarse.axis(1).lower, -2);
  EXPECT_EQ(coarse.axis(1).upper, 2);
  EXPECT_DOUBLE_EQ(coarse.cell_volume(), 0.5 * 4.0 / 3);
  EXPECT_THROW(Grid({{0, 1, 8}}).coarsened(3), InvalidArgument);
  EXPECT_THROW(Grid({{0, 1, 8}}).coarsened(8), InvalidArgument);  // one cell is no grid
  EXPECT_THROW(Grid({{0, 1, 8}}).coarsened(0), InvalidArgument);
}

TEST(Grid, RefusesWhatIsNoGrid) {
  EXPECT_THROW(Grid({}), InvalidArgument);
  EXPECT_THROW(Grid({{0, 1, 2}, {0, 1, 2}, {0, 1, 2}, {0, 1, 2}}), InvalidArgument);
  EXPECT_THROW(Grid({{1, 1, 2}}), InvalidArgument);
  EXPECT_THROW(Grid({{0, std::nan(""), 2}}), InvalidArgument);
  EXPECT_THROW(Grid({{-INFINITY, 1, 2}}), InvalidArgument);
  EXPECT_THROW(Grid({{0, 1, 1}}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo
