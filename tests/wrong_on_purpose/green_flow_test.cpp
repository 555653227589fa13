// Classical mistakes in flows of Green's functions, each seen by a measurement that passes the right kernel.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/statistics/kolmogorov.hpp"
#include "kolmo/green_flow/conditional_sample.hpp"
#include "kolmo/green_flow/power_kernel.hpp"
#include "kolmo/green_flow/radial_integrals.hpp"
#include "kolmo/green_flow/radial_profile.hpp"
#include "kolmo/verify/order_study.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace green_flow;
using verify::Verdict;

/// A kernel with a mistake in its terms.
class Planted final : public GreenKernel {
 public:
  using Mistake = std::function<void(double t, const ConstValues& r, RadialTerms& terms)>;
  Planted(std::shared_ptr<const GreenKernel> right, Mistake mistake)
      : right_(std::move(right)), mistake_(std::move(mistake)) {}
  const std::string& name() const override { return right_->name(); }
  Index dimension() const override { return right_->dimension(); }
  void terms(double t, const ConstValues& r, bool second, RadialTerms& out) const override {
    right_->terms(t, r, second, out);
    mistake_(t, r, out);
  }
  double radial_distribution(double t, double r) const override { return right_->radial_distribution(t, r); }
  double radius(double t, double u) const override { return right_->radius(t, u); }
  double finite_moments_below() const override { return right_->finite_moments_below(); }

 private:
  std::shared_ptr<const GreenKernel> right_;
  Mistake mistake_;
};

using Kernel = std::shared_ptr<const GreenKernel>;

Kernel planted(const Kernel& right, Planted::Mistake mistake) {
  return std::make_shared<Planted>(right, std::move(mistake));
}

Verdict mass_verdict(const Kernel& kernel) { return verify::judge(1, mass(*kernel, 2), 1e-9); }

TEST(WrongGreenKernels, AMissingPowerOfTimeIsSeen) {
  const Kernel right = std::make_shared<PowerKernel>(1, 3);
  EXPECT_EQ(mass_verdict(right), Verdict::pass);
  EXPECT_EQ(mass_verdict(planted(right, [](double t, const ConstValues&,
                                           RadialTerms& out) { out.log_density -= 2 * std::log(t); })),
            Verdict::fail);
}

PointCloud pair() {
  Points points(2, 2);
  points << -1, 0, 1, 0.3;
  return {points, Eigen::Array2d(0.3, 0.7)};
}

Verdict continuity_verdict(const Kernel& kernel) {
  const GreenField field(kernel, pair());
  Points places(2, 2);
  places << 0.4, 0.9, -0.7, -1.1;
  verify::OrderStudy study;
  study.name = "continuity";
  study.claimed = 2;
  study.next_term = 2;
  for (int k = 4; k <= 8; ++k)
    study.add(std::ldexp(1.0, -k), continuity_residual(field, 0.9, places, std::ldexp(1.0, -k)));
  return verify::judge(study, "continuity").check.verdict;
}

TEST(WrongGreenKernels, AWrongExponentIsSeen) {
  const Kernel right = std::make_shared<PowerKernel>(2, 1);
  EXPECT_EQ(continuity_verdict(planted(right, [](double, const ConstValues&, RadialTerms&) {})),
            Verdict::pass);
  EXPECT_EQ(continuity_verdict(planted(right,
                                       [](double t, const ConstValues& r, RadialTerms& out) {
                                         out.log_density +=
                                             0.5 * (t * t + r.square()).log();  // (t² + r²)^{−d/2}
                                       })),
            Verdict::fail);
}

TEST(WrongGreenKernels, TheSignOfTheDerivativeInTimeIsSeen) {
  const Kernel right = std::make_shared<ProfileKernel>(2, find_profile("tanh"));
  EXPECT_EQ(continuity_verdict(right), Verdict::pass);
  EXPECT_EQ(continuity_verdict(
                planted(right, [](double, const ConstValues&, RadialTerms& out) { out.rate *= -1; })),
            Verdict::fail);
}

TEST(WrongGreenKernels, AnotherScalingOfTimeIsSeen) {
  Points points(2, 1);
  points << -1, 1;
  const PointCloud cloud(points, Eigen::Array2d(0.3, 0.7));
  const auto velocity = [&](const Kernel& kernel, double t) {
    Points out(1, 1);
    GreenField(kernel, cloud).velocity(t, Points::Constant(1, 1, 0.3), out);
    return out(0, 0);
  };
  const double gauss = velocity(std::make_shared<ProfileKernel>(1, find_profile("gaussian")), 0.8);
  const auto difference = [&](double further, double scale) {
    return std::abs(scale * velocity(std::make_shared<PowerKernel>(1, further), 0.8 * scale) - gauss);
  };
  // Acceptance: 1.5613e-3 at D = 128 with t = σ√D; with √(D + d) the velocity differs by another share of
  // 1/D.
  EXPECT_EQ(verify::judge(1.5613e-3, difference(128, std::sqrt(128.0)), 5e-8), Verdict::pass);
  EXPECT_EQ(verify::judge(1.5613e-3, difference(128, std::sqrt(129.0)), 5e-8), Verdict::fail);
}

TEST(WrongGreenKernels, TheLawOfOneFurtherDimensionIsNotThatOfThree) {
  const Index n = 20000;
  const Points x = sample_prior(PowerKernel(2, 3), 1, n, RandomStream(3));
  std::vector<double> distance(static_cast<std::size_t>(n));
  for (Index i = 0; i < n; ++i) distance[static_cast<std::size_t>(i)] = std::sqrt(x.row(i).square().sum());
  std::sort(distance.begin(), distance.end());
  const auto verdict = [&](double further) {
    const PowerKernel law(2, further);
    return verify::judge(0, ks_statistic(distance, [&](double r) { return law.radial_distribution(1, r); }),
                         std::sqrt(std::log(2e6) / (2 * static_cast<double>(n))));
  };
  EXPECT_EQ(verdict(3), Verdict::pass);
  EXPECT_EQ(verdict(1), Verdict::fail);
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
