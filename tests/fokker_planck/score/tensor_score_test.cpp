#include "kolmo/fokker_planck/score/tensor_score.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <thread>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/process/derived/probability_flow.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

Grid cube(Index d, double half, Index n) {
  std::vector<Axis> axes;
  for (Index k = 0; k < d; ++k) axes.push_back({-half, half + 0.1 * static_cast<double>(k), n + k});
  return Grid(axes);
}

// The same density at both times, exact at the centres, so that the interpolation alone is tested.
Recording still(const density::Density& p, const Grid& grid) {
  Recording recording{grid, {0, 1}, Eigen::ArrayXXd(grid.cells(), 2)};
  recording.densities.col(0) = recording.densities.col(1) = on_grid(p, grid);
  return recording;
}

density::GaussianMixture tilted_gaussian(Index d) {
  Eigen::MatrixXd covariance = 0.4 * Eigen::MatrixXd::Identity(d, d);
  covariance(0, 1) = covariance(1, 0) = 0.15;
  return density::gaussian(Eigen::VectorXd::LinSpaced(d, 0.3, -0.2), covariance);
}

/// Scattered evenly (the fractional parts of multiples of irrational numbers) over (−half, half)^d.
Points scattered(Index n, Index d, double half) {
  const double steps[] = {0.618033988749895, 0.414213562373095, 0.732050807568877};
  Points x(n, d);
  for (Index i = 0; i < n; ++i) {
    for (Index k = 0; k < d; ++k) {
      const double place = static_cast<double>(i) * steps[k];
      x(i, k) = half * (2 * (place - std::floor(place)) - 1);
    }
  }
  return x;
}

struct Errors {
  double score, divergence;  // p-weighted RMS
};

Errors errors_at(const TensorScore& field, const density::GaussianMixture& exact, double t) {
  const Index n = 8000, d = field.dimension();
  const Points x = scattered(n, d, 3);
  Points s(n, d), s_exact(n, d);
  Eigen::ArrayXd ds(n), ds_exact(n), log_p(n);
  field.score_and_divergence(t, x, s, ds);
  exact.score_and_laplacian(x, s_exact, ds_exact);
  exact.log_density(x, log_p);
  double mass = 0, score = 0, divergence = 0;
  for (Index i = 0; i < n; ++i) {
    const double p = std::exp(log_p(i));
    mass += p;
    score += p * (s.row(i) - s_exact.row(i)).square().sum();
    divergence += p * std::pow(ds(i) - ds_exact(i), 2);
  }
  return {std::sqrt(score / mass), std::sqrt(divergence / mass)};
}

TEST(TensorScore, IsExactForGaussiansInsideAndOutsideTheGrid) {
  for (const Index d : {2, 3}) {
    const density::GaussianMixture p = tilted_gaussian(d);
    const TensorScore field(still(p, cube(d, 2, 14)));
    const Points x = scattered(200, d, 4);
    Points s(200, d), exact(200, d);
    Eigen::ArrayXd ds(200), ds_exact(200);
    field.score_and_divergence(0.4, x, s, ds);
    p.score_and_laplacian(x, exact, ds_exact);
    // Rounding of log p (1e−15 |log p| by second differences of 14 cells, squared distances of as many).
    EXPECT_LE((s - exact).abs().maxCoeff(), 1e-7);
    EXPECT_LE((ds - ds_exact).abs().maxCoeff(), 1e-6);
    field.score(0.4, x, exact);
    EXPECT_TRUE((s == exact).all());
  }
}

TEST(TensorScore, ContinuesGaussianTailsExactlyWherePIsNotResolvedAndTellsWhere) {
  const density::GaussianMixture p =
      density::gaussian(Eigen::Vector2d(0.5, -0.3), 0.04 * Eigen::Matrix2d::Identity());
  const TensorScore field(still(p, cube(2, 10, 200)));
  Points x(5, 2), s(5, 2);
  x << 0.5, 0, 0.5, 6.8, 7, 5, -9, -9, 11, 0;
  field.score(0, x, s);
  const auto resolved = field.resolved(0, x);
  // log p falls to log 1e-290 at 7.3 from the mean.
  EXPECT_TRUE(resolved(0) && resolved(1));
  EXPECT_FALSE(resolved(2) || resolved(3) || resolved(4));
  for (Index i = 0; i < 5; ++i) {
    EXPECT_NEAR(s(i, 0), -(x(i, 0) - 0.5) / 0.04, 1e-4);
    EXPECT_NEAR(s(i, 1), -(x(i, 1) + 0.3) / 0.04, 1e-4);
  }
}

/// (x² − 1)² + y⁴/4.
class Quartic final : public density::Potential {
 public:
  std::string name() const override { return "quartic"; }
  Index dimension() const override { return 2; }
  void value(const ConstBlock& x, Values out) const override {
    out = (x.col(0).square() - 1).square() + x.col(1).square().square() / 4;
  }
  void gradient(const ConstBlock& x, Block out) const override {
    out.col(0) = 4 * x.col(0) * (x.col(0).square() - 1);
    out.col(1) = x.col(1).cube();
  }
  void laplacian(const ConstBlock& x, Values out) const override {
    out = 12 * x.col(0).square() - 4 + 3 * x.col(1).square();
  }
};

// p = e^{−V/T} times a Gaussian: what is splined is a parabola, and all else is V's own.
TEST(TensorScore, WithAReferenceHasWhatTheReferenceHasExactly) {
  const process::GradientStructure reference{std::make_shared<Quartic>(), 0.4};
  const Grid grid({{-2.2, 2.2, 16}, {-2.4, 2.4, 14}});
  const Points centres = grid.centres();
  Eigen::ArrayXd v(grid.cells());
  reference.potential->value(centres, v);
  Recording recording{grid, {0, 1}, Eigen::ArrayXXd(grid.cells(), 2)};
  recording.densities.col(0) = recording.densities.col(1) =
      (-v / 0.4 - centres.col(0).square() / 2 + centres.col(1) / 3).exp();
  const TensorScore field(recording, 1e-290, reference);
  const Points x = scattered(100, 2, 2.5);
  Points s(100, 2), only(100, 2), gradient(100, 2);
  Eigen::ArrayXd ds(100), laplacian(100);
  field.score_and_divergence(0.4, x, s, ds);
  field.score(0.4, x, only);
  reference.potential->gradient(x, gradient);
  reference.potential->laplacian(x, laplacian);
  EXPECT_LE((s.col(0) + gradient.col(0) / 0.4 + x.col(0)).abs().maxCoeff(), 1e-7);
  EXPECT_LE((s.col(1) + gradient.col(1) / 0.4 - 1.0 / 3).abs().maxCoeff(), 1e-7);
  EXPECT_LE((ds + laplacian / 0.4 + 1).abs().maxCoeff(), 1e-6);
  EXPECT_TRUE((s == only).all());
  EXPECT_THROW(TensorScore(recording, 1e-290, process::GradientStructure{nullptr, 1}), InvalidArgument);
  EXPECT_THROW(TensorScore(recording, 1e-290, process::GradientStructure{reference.potential, 0}),
               InvalidArgument);
}

TEST(TensorScore, InterpolatesInSpaceWithOrderThreeAndTwoOrBetter) {
  for (const Index d : {2, 3}) {
    const density::GaussianMixture p = d == 2 ? lopsided_mixture_2d() : lopsided_mixture_3d();
    std::vector<double> score, divergence;
    for (const Index n : {25, 50, 100}) {
      const Errors e = errors_at(TensorScore(still(p, cube(d, 4, n))), p, 0);
      score.push_back(e.score);
      divergence.push_back(e.divergence);
    }
    EXPECT_GE(last_order(score), 2.9) << d;
    EXPECT_NEAR(last_order(divergence), 2, 0.35) << d;
  }
}

TEST(TensorScore, OfAMarchedDensityIsOfSecondOrderInTheCellWidth) {
  const process::OrnsteinUhlenbeck ou(1, 0.2, 1.1, 2);
  const density::GaussianMixture p0 = lopsided_mixture_2d();
  std::vector<double> score, divergence;
  for (const Index n : {48, 96, 192}) {
    const Grid grid({{-6, 6, n}, {-6, 6, n}});
    const RecordedMarch m = march_recording(scharfetter_gummel(ou, grid), stepper("tr_bdf2"),
                                            initial_density(p0, grid).density, {{0, 0.4}, {n / 4}});
    EXPECT_EQ(static_cast<Index>(m.recording.times.size()), n / 4 + 1);
    const Errors e = errors_at(TensorScore(m.recording), process::marginal(ou, p0, 0.3111), 0.3111);
    score.push_back(e.score);
    divergence.push_back(e.divergence);
  }
  EXPECT_NEAR(last_order(score), 2, 0.2);
  EXPECT_NEAR(last_order(divergence), 2, 0.25);
  EXPECT_LE(score.back(), 2e-3);
}

TEST(TensorScore, HasTheDivergenceOfItsScore) {
  const TensorScore field(still(lopsided_mixture_2d(), cube(2, 4, 40)));
  const double step = 1e-5;
  const Points x = scattered(300, 2, 5);
  Points s(300, 2), moved(300, 2);
  Eigen::ArrayXd ds(300), quotient = Eigen::ArrayXd::Zero(300);
  field.score_and_divergence(0.5, x, s, ds);
  for (Index k = 0; k < 2; ++k) {
    for (const double sign : {-0.5, 0.5}) {
      Points y = x;
      y.col(k) += sign * step;
      field.score(0.5, y, moved);
      quotient += 2 * sign * moved.col(k) / step;
    }
  }
  for (Index i = 0; i < 300; ++i) EXPECT_NEAR(quotient(i), ds(i), 1e-4);
}

// The roads meet: points carried by the probability flow of the grid's score and of the exact one.
TEST(TensorScore, DrivesTheProbabilityFlowWithSecondOrder) {
  const auto ou = std::make_shared<process::OrnsteinUhlenbeck>(1, 0.2, 1.1, 2);
  const density::GaussianMixture p0 = lopsided_mixture_2d();
  const Points start = scattered(64, 2, 1.5);
  const auto carried = [&](std::shared_ptr<const process::ScoreField> score) {
    Points end(start.rows(), 2);
    ode::FlowPlan plan;
    plan.times = {0, 0.4};
    ode::flow(process::ProbabilityFlow(ou, std::move(score)), plan, start,
              [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues*) {
                if (snapshot == 1) end.middleRows(first, x.rows()) = x;
              });
    return end;
  };
  const Points exact = carried(std::make_shared<process::MarginalScore>(ou, p0));
  std::vector<double> errors;
  for (const Index n : {48, 96, 192}) {
    const Grid grid({{-6, 6, n}, {-6, 6, n}});
    const RecordedMarch m = march_recording(scharfetter_gummel(*ou, grid), stepper("tr_bdf2"),
                                            initial_density(p0, grid).density, {{0, 0.4}, {n / 2}});
    errors.push_back((carried(std::make_shared<TensorScore>(m.recording)) - exact).abs().maxCoeff());
  }
  EXPECT_NEAR(last_order(errors), 2, 0.25);
  EXPECT_LE(errors.back(), 5e-3);  // 4.1e−3 at the worst of the points, h = 1/16
}

TEST(TensorScore, IsNotLedAstrayByNegativeDensities) {
  const density::GaussianMixture p = lopsided_mixture_2d();
  const Grid grid = cube(2, 6, 80);
  Recording recording = still(p, grid);
  for (Index i = 0; i < grid.cells(); i += 3) recording.densities(i, 0) += (i % 2 == 0 ? -1 : 1) * 1e-9;
  recording.densities.col(1) = recording.densities.col(0);
  const TensorScore field(recording);
  const Points x = scattered(400, 2, 6);
  Points s(400, 2), exact(400, 2);
  field.score(0, x, s);
  p.score(x, exact);
  const auto resolved = field.resolved(0, x);
  EXPECT_GT(resolved.count(), 100);
  EXPECT_LT(resolved.count(), 300);
  for (Index i = 0; i < 400; ++i) {
    EXPECT_LE(s.row(i).abs().maxCoeff(), 100);
    if (!resolved(i)) continue;
    // Beside cells of 1e-7 a noise of 1e-9 is 0.01 of log p, and h = 0.15.
    EXPECT_LE((s.row(i) - exact.row(i)).abs().maxCoeff(), 1);
  }
}

TEST(TensorScore, GivesTheSameFromManyThreadsAndForOtherFields) {
  const TensorScore a(still(lopsided_mixture_2d(), cube(2, 4, 30))),
      b(still(tilted_gaussian(2), cube(2, 4, 30)));
  const Points x = scattered(64, 2, 4);
  Points sa(64, 2), sb(64, 2), again(64, 2), other(64, 2);
  a.score(0.33, x, sa);
  b.score(0.33, x, sb);
  EXPECT_GT((sa - sb).abs().maxCoeff(), 0.1);
  a.score(0.33, x, again);
  std::thread([&] { a.score(0.33, x, other); }).join();
  EXPECT_TRUE((sa == again).all());
  EXPECT_TRUE((sa == other).all());
}

TEST(TensorScore, RefusesWhatItCannotInterpolate) {
  const Grid grid = cube(2, 4, 30);
  const TensorScore field(still(tilted_gaussian(2), grid));
  Points x = Points::Zero(1, 2), s(1, 2);
  EXPECT_THROW(field.score(1.01, x, s), InvalidArgument);
  EXPECT_THROW(TensorScore(still(tilted_gaussian(2), grid), 0), InvalidArgument);
  EXPECT_THROW(TensorScore({grid, {0, 1}, Eigen::ArrayXXd::Zero(grid.cells(), 2)}), InvalidArgument);
  EXPECT_THROW(TensorScore({grid, {0}, Eigen::ArrayXXd::Ones(grid.cells(), 1)}), InvalidArgument);
  const Grid thin({{0, 1, 3}, {0, 1, 9}});
  EXPECT_THROW(TensorScore({thin, {0, 1}, Eigen::ArrayXXd::Ones(thin.cells(), 2)}), InvalidArgument);
  EXPECT_THROW(TensorScore({line(0, 1, 10), {0, 1}, Eigen::ArrayXXd::Ones(10, 2)}), InvalidArgument);
}

// Inside, outside and where p is not resolved: s is the gradient of log p, its Jacobian that of s. Splines
// have jumps in their third derivative only, so that central differences over h are off by h times that.
TEST(TensorScore, IsTheGradientOfItsLogDensityAndHasItsJacobian) {
  for (const Index d : {2, 3}) {
    const density::GaussianMixture law = tilted_gaussian(d);
    const TensorScore field(still(law, cube(d, 4, 40)), 1e-8);
    const Points x = scattered(200, d, 4.5);
    Points s(200, d), jacobian(200, d * d), before(200, d), after(200, d);
    Eigen::ArrayXd divergence(200), trace = Eigen::ArrayXd::Zero(200), low(200), high(200);
    field.score_and_divergence(0.5, x, before, divergence);
    field.score_and_jacobian(0.5, x, s, jacobian);
    EXPECT_LT((s - before).abs().maxCoeff(), 1e-12 * s.abs().maxCoeff());
    const double h = 1e-4, largest = s.abs().maxCoeff(), bent = jacobian.abs().maxCoeff();
    for (Index k = 0; k < d; ++k) {
      trace += jacobian.col(k * d + k);
      Points minus = x, plus = x;
      minus.col(k) -= h;
      plus.col(k) += h;
      field.log_density(0.5, minus, low);
      field.log_density(0.5, plus, high);
      EXPECT_LT(((high - low) / (2 * h) - s.col(k)).abs().maxCoeff(), 1e-5 * largest) << d << k;
      field.score(0.5, minus, before);
      field.score(0.5, plus, after);
      for (Index j = 0; j < d; ++j)
        EXPECT_LT(((after.col(j) - before.col(j)) / (2 * h) - jacobian.col(k * d + j)).abs().maxCoeff(),
                  5e-3 * bent)
            << d << k << j;
    }
    EXPECT_LT((trace - divergence).abs().maxCoeff(), 1e-10 * bent);
    // In the middle log p itself.
    Eigen::ArrayXd log_p(1), exact(1);
    const Points middle = Points::Constant(1, d, 0.1);
    field.log_density(0, middle, log_p);
    law.log_density(middle, exact);
    EXPECT_NEAR(log_p(0), exact(0), 1e-10);
  }
}

}  // namespace
}  // namespace kolmo::fokker_planck
