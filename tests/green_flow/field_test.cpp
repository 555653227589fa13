// Superpositions: against references, the vector kernel against the plain sum, ∇·f against differences,
// samples.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/green_flow/conditional_sample.hpp"
#include "kolmo/green_flow/expression_kernel.hpp"
#include "kolmo/green_flow/green_field.hpp"
#include "kolmo/green_flow/log_time.hpp"
#include "kolmo/green_flow/power_kernel.hpp"
#include "kolmo/green_flow/radial_profile.hpp"

namespace kolmo::green_flow {
namespace {

/// Points −1 and 1 with weights 0.3 and 0.7.
PointCloud pair() {
  Points points(2, 1);
  points << -1, 1;
  return {points, Eigen::Array2d(0.3, 0.7)};
}

double velocity_at(const GreenField& field, double t, double x) {
  Points place = Points::Constant(1, 1, x), out(1, 1);
  field.velocity(t, place, out);
  return out(0, 0);
}

/// The points of data/reference/f_pfgm.json, key psi_not_equivalent.
PointCloud three() {
  Points points(3, 1);
  points << -2, 0.5, 3;
  return {points, Eigen::Array3d(0.2, 0.5, 0.3)};
}

TEST(GreenField, ReferenceVelocitiesDifferFromKernelToKernel) {
  EXPECT_NEAR(velocity_at({std::make_shared<PowerKernel>(1, 1), three()}, 1, 0.3), -0.22000749356913993,
              1e-14);
  const auto profile = [](const char* name) {
    return GreenField(std::make_shared<ProfileKernel>(1, find_profile(name)), three());
  };
  EXPECT_NEAR(velocity_at(profile("tanh"), 1, 0.3), -0.18728700860798408, 1e-14);
  EXPECT_NEAR(velocity_at(profile("exponential"), 1, 0.3), -0.200611044590975, 1e-14);
  EXPECT_NEAR(velocity_at({std::make_shared<PowerKernel>(1, 1), pair()}, 1, 0.2), -0.3527272727272727, 1e-14);
}

Points scattered(Index n, Index d, std::uint32_t purpose) {
  Points x(n, d);
  RandomStream(5, purpose).normals(0, 0, x);
  return x;
}

/// The same kernel under another class: the plain sum.
class Plain final : public GreenKernel {
 public:
  explicit Plain(PowerKernel kernel) : kernel_(std::move(kernel)) {}
  const std::string& name() const override { return kernel_.name(); }
  Index dimension() const override { return kernel_.dimension(); }
  void terms(double t, const ConstValues& r, bool second, RadialTerms& out) const override {
    kernel_.terms(t, r, second, out);
  }
  double radial_distribution(double t, double r) const override { return kernel_.radial_distribution(t, r); }
  double radius(double t, double u) const override { return kernel_.radius(t, u); }
  double finite_moments_below() const override { return kernel_.finite_moments_below(); }

 private:
  PowerKernel kernel_;
};

TEST(GreenField, VectorKernelIsThePlainSum) {
  for (const Index d : {1, 2, 3}) {
    for (const double further : {1.0, 2.0, 2.5, 8.0, 2048.0}) {
      const PointCloud cloud(scattered(37, d, 1), scattered(37, 1, 2).col(0).square() + 0.01);
      const PowerKernel kernel(d, further);
      const GreenField fast(std::make_shared<PowerKernel>(kernel), cloud),
          plain(std::make_shared<Plain>(kernel), cloud);
      const Points x = 2 * scattered(53, d, 3);
      for (const double t : {0.1, 1.0, 50.0}) {
        Points v(53, d), w(53, d);
        Eigen::ArrayXd a(53), b(53), p(53), q(53);
        fast.velocity_and_divergence(t, x, v, a);
        plain.velocity_and_divergence(t, x, w, b);
        fast.log_density(t, x, p);
        plain.log_density(t, x, q);
        // Rounding of (d + D) terms of size r²/t² at most.
        const double size = 1e-14 * (static_cast<double>(d) + further) * (1 + 100 / (t * t));
        EXPECT_LT((v - w).abs().maxCoeff(), size / t) << d << " " << further << " " << t;
        EXPECT_LT((a - b).abs().maxCoeff(), size / t * (1 + 10 / t)) << d << " " << further << " " << t;
        EXPECT_LT((p - q).abs().maxCoeff(), size) << d << " " << further << " " << t;
      }
    }
  }
}

TEST(GreenField, DivergenceIsThatOfTheVelocity) {
  const PointCloud cloud(scattered(5, 2, 1));
  std::vector<std::shared_ptr<const GreenKernel>> kernels{
      std::make_shared<PowerKernel>(2, 3),
      std::make_shared<ExpressionKernel>(2, "1 - exp(-(r/t^2)^3)", std::map<std::string, double>{}, 0.5, 2)};
  for (const RadialProfile& profile : radial_profiles())
    kernels.push_back(std::make_shared<ProfileKernel>(2, profile));
  const double h = 1e-4, t = 1.2;
  for (const auto& kernel : kernels) {
    const GreenField field(kernel, cloud);
    Points x = scattered(7, 2, 9), v(7, 2), up(7, 2), down(7, 2);
    Eigen::ArrayXd divergence(7), slope = Eigen::ArrayXd::Zero(7);
    field.velocity_and_divergence(t, x, v, divergence);
    for (Index j = 0; j < 2; ++j) {
      Points moved = x;
      moved.col(j) += h;
      field.velocity(t, moved, up);
      moved.col(j) -= 2 * h;
      field.velocity(t, moved, down);
      slope += (up.col(j) - down.col(j)) / (2 * h);
    }
    EXPECT_LT((slope - divergence).abs().maxCoeff(), 1e-5)
        << kernel->name();  // h² v‴/6, v‴ up to 10³ near a point
  }
}

TEST(GreenField, SourcesThatUnderflowHaveNoShare) {
  Points points(2, 1);
  points << 0, 100;
  const auto kernel =
      std::make_shared<ExpressionKernel>(1, "1 - exp(-r/t)", std::map<std::string, double>{}, 0.01, 2);
  EXPECT_NEAR(velocity_at({kernel, PointCloud(points)}, 0.05, 0.3), 0.3 / 0.05,
              1e-12);  // e^{-1994} of the other one
}

TEST(GreenField, BlocksMayBeRowsOfAnEnsemble) {
  const GreenField field(std::make_shared<PowerKernel>(2, 1), PointCloud(scattered(11, 2, 1)));
  const Points x = scattered(40, 2, 2);
  Points whole(40, 2), rows = Points::Zero(40, 2);
  field.velocity(0.7, x, whole);
  field.velocity(0.7, x.middleRows(3, 20), rows.middleRows(3, 20));
  EXPECT_TRUE((rows.middleRows(3, 20) == whole.middleRows(3, 20)).all());
  EXPECT_TRUE((rows.row(0) == 0).all());
}

TEST(GreenField, PowersOfTwoAsUnitsKeepTheBits) {
  const double unit = 0x1p-40;
  const Points points = scattered(9, 2, 1), x = scattered(21, 2, 2);
  const GreenField a(std::make_shared<PowerKernel>(2, 3), PointCloud(points)),
      b(std::make_shared<PowerKernel>(2, 3), PointCloud(Points(points * unit)));
  Points v(21, 2), w(21, 2);
  Eigen::ArrayXd p(21), q(21);
  a.velocity_and_divergence(0.3, x, v, p);
  b.velocity_and_divergence(0.3 * unit, Points(x * unit), w, q);
  EXPECT_TRUE((v == w).all());
  EXPECT_TRUE((p == q * unit).all());
}

std::string error_of(const std::function<void()>& what) {
  try {
    what();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

TEST(GreenField, SaysWhatIsWrong) {
  EXPECT_NE(error_of([] { PointCloud(Points(0, 2)); }).find("at least one point"), std::string::npos);
  EXPECT_NE(error_of([] { PointCloud(Points::Zero(2, 1), Eigen::Array2d(1, -0.2)); }).find("weight 2"),
            std::string::npos);
  Points bad = Points::Zero(3, 1);
  bad(1, 0) = std::nan("");
  EXPECT_NE(error_of([&] { PointCloud{bad}; }).find("point 2"), std::string::npos);
  EXPECT_NE(error_of([] { GreenField(std::make_shared<PowerKernel>(2, 1), pair()); }).find("1"),
            std::string::npos);
  EXPECT_NE(error_of([] {
              velocity_at({std::make_shared<PowerKernel>(1, 1), pair()}, 0, 0.3);
            }).find("positive"),
            std::string::npos);
  const GreenField singular(std::make_shared<ProfileKernel>(2, find_profile("tanh")),
                            PointCloud(Points::Ones(1, 2)));
  Points out(1, 2);
  EXPECT_NE(error_of([&] { singular.velocity(1, Points::Ones(1, 2), out); }).find("data point 1"),
            std::string::npos);
  const GreenField narrow(std::make_shared<ProfileKernel>(2, find_profile("gaussian")),
                          PointCloud(Points::Zero(1, 2)));
  EXPECT_EQ(error_of([&] { narrow.velocity(1e-3, Points::Ones(1, 2), out); }), "");  // logarithms reach far
  narrow.velocity(1e-200, Points::Ones(1, 2), out);
  EXPECT_TRUE(std::isnan(out(0, 0)));
  Eigen::ArrayXd log(1);
  narrow.log_density(1e-200, Points::Ones(1, 2), log);
  EXPECT_EQ(log(0), -std::numeric_limits<double>::infinity());
}

TEST(ConditionalSamples, DoNotDependOnBlocksAndFollowTheWeights) {
  const GreenField field(std::make_shared<PowerKernel>(1, 1), pair());
  const Points x = sample_marginal(field, 1e-6, 20000, RandomStream(1));
  EXPECT_NEAR((x.col(0) < 0).cast<double>().mean(), 0.3, 4 * std::sqrt(0.21 / 20000));
  const Points again = sample_marginal(field, 1e-6, 3000, RandomStream(1));
  EXPECT_TRUE((x.topRows(3000) == again).all());
}

}  // namespace
}  // namespace kolmo::green_flow
