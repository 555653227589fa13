#include "kolmo/core/linear/fourier_transform.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo {
namespace {

// Numbers without symmetry, of order 1.
Eigen::ArrayXd numbers(Index n) {
  Eigen::ArrayXd x(n);
  for (Index i = 0; i < n; ++i) x(i) = std::sin(1.7 * static_cast<double>(i * i % 101)) + 0.3;
  return x;
}

// The defining sum, term by term.
std::complex<double> coefficient(const FourierTransform& transform, const Eigen::ArrayXd& x, Index mode) {
  std::complex<double> sum = 0;
  for (Index j = 0; j < x.size(); ++j) {
    double turns = 0;
    for (Index axis = 0; axis < transform.dimension(); ++axis) {
      const Index n = transform.size(axis), place = axis == 0 ? j % transform.size(0) : j / transform.size(0);
      turns += static_cast<double>(transform.wave_number(mode, axis) * place % n) / static_cast<double>(n);
    }
    sum += x(j) * std::polar(1.0, -2 * std::numbers::pi * turns);
  }
  return sum / static_cast<double>(x.size());
}

const std::vector<std::vector<Index>> shapes{{2}, {3}, {16}, {15}, {31}, {4, 6}, {5, 8}, {7, 3}, {2, 9}};

// The sum of at most 48 terms of order 1, divided by their number: an error of some 1e-15.
TEST(FourierTransform, GivesTheDefiningSumsForOddAndEvenSizesInOneAndTwoDimensions) {
  for (const auto& shape : shapes) {
    const FourierTransform transform(shape);
    const Eigen::ArrayXd x = numbers(transform.points());
    Eigen::ArrayXcd c(transform.modes());
    transform.to_coefficients(x.data(), c.data());
    for (Index k = 0; k < c.size(); ++k) {
      EXPECT_LE(std::abs(c(k) - coefficient(transform, x, k)), 4e-15) << shape.size() << "-D, mode " << k;
    }
    EXPECT_EQ(c(0).imag(), 0);
  }
}

TEST(FourierTransform, ReturnsToTheValuesItCameFrom) {
  for (auto shape : shapes) {
    for (Index& n : shape) n *= 10;
    const FourierTransform transform(shape);
    const Eigen::ArrayXd x = numbers(transform.points());
    Eigen::ArrayXd back(x.size());
    Eigen::ArrayXcd c(transform.modes());
    transform.to_coefficients(x.data(), c.data());
    transform.to_values(c.data(), back.data());
    EXPECT_LE((back - x).abs().maxCoeff(), 1e-14);
  }
}

TEST(FourierTransform, NumbersItsModes) {
  const FourierTransform even({6, 4}), odd({5, 3});
  EXPECT_EQ(even.modes(), 4 * 4);
  EXPECT_EQ(odd.modes(), 3 * 3);
  const Index expected_even[] = {0, 1, -2, -1}, expected_odd[] = {0, 1, -1};
  for (Index k = 0; k < 16; ++k) {
    EXPECT_EQ(even.wave_number(k, 0), k % 4);
    EXPECT_EQ(even.wave_number(k, 1), expected_even[k / 4]);
  }
  for (Index k = 0; k < 9; ++k) EXPECT_EQ(odd.wave_number(k, 1), expected_odd[k / 3]);
}

TEST(FourierTransform, TakesArraysAtAnyAddressAndGivesTheSameBitsInEveryThread) {
  const Index n = 96;
  const Eigen::ArrayXd x = numbers(n);
  Eigen::ArrayXXcd c(n / 2 + 1, 8);
  for_each_task(c.cols(), [&](Index task) {
    const FourierTransform transform({n});  // planned by several threads at once
    Eigen::ArrayXd shifted(n + 8);
    shifted.segment(task, n) = x;
    transform.to_coefficients(shifted.data() + task, c.col(task).data());
  });
  for (Index task = 1; task < c.cols(); ++task) EXPECT_TRUE((c.col(task) == c.col(0)).all());
}

TEST(FourierTransform, RefusesSizesItCannotTake) {
  EXPECT_THROW(FourierTransform({}), InvalidArgument);
  EXPECT_THROW(FourierTransform({4, 4, 4}), InvalidArgument);
  EXPECT_THROW(FourierTransform({1}), InvalidArgument);
  EXPECT_THROW(FourierTransform({8, 0}), InvalidArgument);
  EXPECT_THROW(FourierTransform({Index{1} << 40}), InvalidArgument);
  EXPECT_THROW(FourierTransform({Index{1} << 30, Index{1} << 30}), InvalidArgument);  // 2⁶³ bytes
}

}  // namespace
}  // namespace kolmo
