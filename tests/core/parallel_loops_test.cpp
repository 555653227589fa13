#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/uneven.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <stdexcept>
#include <string>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo {
namespace {

class Parallel : public testing::TestWithParam<int> {
 protected:
  void SetUp() override { set_threads(GetParam()); }
  void TearDown() override {
    clear_stop();
    set_threads(threads_before_);
  }

 private:
  int threads_before_ = threads();
};

INSTANTIATE_TEST_SUITE_P(Threads, Parallel, testing::Values(1, 2, 3, 7));

TEST_P(Parallel, TasksRunOnceEach) {
  for (const Index n : {0, 1, 2, 5, 100}) {
    std::vector<std::atomic<int>> runs(static_cast<std::size_t>(n));
    for_each_task(n, [&](Index i) { ++runs[static_cast<std::size_t>(i)]; });
    for (const auto& count : runs) EXPECT_EQ(count, 1);
  }
}

TEST_P(Parallel, BlocksCoverTheRowsOnce) {
  for (const Index n :
       {Index{0}, Index{1}, block_rows - 1, block_rows, block_rows + 1, 5 * block_rows + 37}) {
    std::vector<int> covered(static_cast<std::size_t>(n));
    std::atomic<Index> blocks = 0;
    const auto body = [&](Index block, Index first, Index rows) {
      EXPECT_EQ(first, block * block_rows);
      EXPECT_GE(rows, 1);
      for (Index i = first; i < first + rows; ++i) ++covered[static_cast<std::size_t>(i)];
      ++blocks;
    };
    for_each_block(n, body);
    EXPECT_EQ(blocks, block_count(n));
    for (const int count : covered) EXPECT_EQ(count, 1);
    for_each_uneven_block(n, body);
    EXPECT_EQ(blocks, 2 * block_count(n));
    for (const int count : covered) EXPECT_EQ(count, 2);
  }
}

TEST_P(Parallel, TheExceptionOfTheLowestBlockIsCarriedOut) {
  const auto body = [](Index block, Index, Index) {
    if (block % 3 == 2) throw NumericalFailure("block " + std::to_string(block));
  };
  for (const auto loop : {for_each_block, for_each_uneven_block}) {
    try {
      loop(20 * block_rows, body);
      FAIL() << "nothing was thrown";
    } catch (const NumericalFailure& error) {
      EXPECT_STREQ(error.what(), "block 2");
    }
  }
}

TEST_P(Parallel, ExceptionsKeepTheirType) {
  EXPECT_THROW(for_each_task(9,
                             [](Index i) {
                               if (i == 8) throw InvalidArgument("x", 1, "must be 0");
                             }),
               InvalidArgument);
  EXPECT_THROW(for_each_task(9,
                             [](Index i) {
                               if (i == 0) throw 3;
                             }),
               int);
}

TEST_P(Parallel, ALoopCanRunAgainAfterAnException) {
  EXPECT_THROW(for_each_task(9, [](Index) { throw std::runtime_error("once"); }), std::runtime_error);
  std::atomic<int> runs = 0;
  for_each_task(9, [&](Index) { ++runs; });
  EXPECT_EQ(runs, 9);
}

TEST_P(Parallel, NestedLoopsRunAndCarryExceptionsOut) {
  std::atomic<int> runs = 0;
  for_each_task(4, [&](Index) { for_each_task(5, [&](Index) { ++runs; }); });
  EXPECT_EQ(runs, 20);
  const auto throws = [](Index i) {
    for_each_task(5, [i](Index j) {
      if (i == 1 && j >= 3) throw std::runtime_error(std::to_string(i) + "," + std::to_string(j));
    });
  };
  try {
    for_each_task(4, throws);
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "1,3");
  }
}

TEST_P(Parallel, ARequestedStopEndsTheLoopBeforeItsNextTask) {
  std::atomic<int> runs = 0;
  const auto stop_at_once = [&](Index) {
    ++runs;
    request_stop();
  };
  EXPECT_THROW(for_each_task(1000, stop_at_once), Stopped);
  EXPECT_GE(runs, 1);
  EXPECT_LE(runs, GetParam());  // each thread finishes at most the task it was in
  EXPECT_THROW(for_each_block(1, [](Index, Index, Index) {}), Stopped);
}

TEST_P(Parallel, AClearedStopIsForgotten) {
  request_stop();
  EXPECT_TRUE(stop_requested());
  EXPECT_THROW(throw_if_stopped(), Stopped);
  clear_stop();
  EXPECT_FALSE(stop_requested());
  EXPECT_NO_THROW(throw_if_stopped());
  EXPECT_NO_THROW(for_each_task(3, [](Index) {}));
}

TEST(ParallelThreads, AtLeastOneIsDemanded) {
  const int before = threads();
  EXPECT_GE(before, 1);
  EXPECT_THROW(set_threads(0), InvalidArgument);
  EXPECT_THROW(set_threads(-2), InvalidArgument);
  EXPECT_EQ(threads(), before);
}

TEST(ParallelStop, ASignalHandlerMayRequestIt) {
  const auto before = std::signal(SIGUSR1, [](int) { request_stop(); });
  std::raise(SIGUSR1);
  EXPECT_TRUE(stop_requested());
  clear_stop();
  std::signal(SIGUSR1, before);
}

}  // namespace
}  // namespace kolmo
