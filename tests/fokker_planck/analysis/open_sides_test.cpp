// Whether a law at rest lies behind open sides, and how wide a domain holds it.

#include "kolmo/fokker_planck/analysis/open_sides.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"

namespace kolmo::fokker_planck {
namespace {

using Holds = AtOpenSides::Holds;

/// Student's law with exponent ν: f = −ν x/(2(1 + x²)), g = 1, p ∝ (1 + x²)^(−ν/2), in units of length L.
class Student final : public process::Process, public process::ConstantCoefficients {
 public:
  Student(double nu, double length) : nu_(nu), length_(length) {}
  std::string name() const override { return "student"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override {
    out = -nu_ * x / (2 * (1 + (x / length_).square()));
  }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::scalar; }
  double diffusion(double) const override { return length_; }
  std::optional<bool> constant_coefficients() const override { return true; }

 private:
  double nu_, length_;
};

AtOpenSides of(double nu, double length, double largest, const std::vector<Side>& open = {{0, 0}, {0, 1}}) {
  return at_open_sides(Student(nu, length), Grid({{-5 * length, 5 * length, 200}}), {}, open, largest);
}

TEST(OpenSides, TellALawWithTailsFromNone) {
  for (const double length : {1.0, 1e-7, 1e5}) {
    EXPECT_EQ(of(9, length, 1e-3).holds, Holds::here);
    // (1 + 25)^−2 = 1.5e−3, and a sixteenth of it for each doubling.
    EXPECT_NEAR(of(4, length, 1e-5).share, 1.5e-3, 1e-4);
    EXPECT_EQ(of(4, length, 1e-5).holds, Holds::wider);
    EXPECT_EQ(of(4, length, 1e-5).doublings, 2);
    EXPECT_EQ(of(1.4, length, 1e-5).holds, Holds::slowly);
    EXPECT_EQ(of(0.6, length, 1e-5).holds, Holds::nowhere);
    EXPECT_EQ(of(0, length, 1e-5).holds, Holds::nowhere);
    EXPECT_EQ(of(-1, length, 1e-5).holds, Holds::nowhere);
  }
}

TEST(OpenSides, AskThoseAlone) {
  EXPECT_EQ(of(0, 1, 1e-5, {}).holds, Holds::here);
  const Grid wide = widened(Grid({{0, 3, 10}, {-1, 1, 10}}), {{0, 1}, {1, 0}, {1, 1}}, 2);
  EXPECT_EQ(wide.axis(0).lower, 0);
  EXPECT_EQ(wide.axis(0).upper, 12);
  EXPECT_EQ(wide.axis(1).lower, -4);
  EXPECT_EQ(wide.axis(1).upper, 4);
}

}  // namespace
}  // namespace kolmo::fokker_planck
