#include "kolmo/fokker_planck/score/grid_score.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

// Densities given exactly at the cell centres, so that the interpolation alone is tested.
Recording exact_recording(const process::Process& process, const density::GaussianMixture& p0,
                          const Grid& grid, const std::vector<double>& times) {
  Recording recording{grid, times, Eigen::ArrayXXd(grid.cells(), static_cast<Index>(times.size()))};
  for (std::size_t k = 0; k < times.size(); ++k) {
    recording.densities.col(static_cast<Index>(k)) = on_grid(process::marginal(process, p0, times[k]), grid);
  }
  return recording;
}

std::vector<double> equal_times(double t, Index steps) {
  std::vector<double> times;
  for (Index k = 0; k <= steps; ++k) times.push_back(t * static_cast<double>(k) / static_cast<double>(steps));
  return times;
}

struct Errors {
  double score, divergence;  // p-weighted RMS
};

Errors errors_at(const GridScore& field, const density::GaussianMixture& exact, double t) {
  const Index n = 5003;  // prime, so that the places within the cells are spread evenly
  Points x(n, 1), s(n, 1), s_exact(n, 1);
  Eigen::ArrayXd ds(n), ds_exact(n), log_p(n);
  for (Index i = 0; i < n; ++i) x(i) = -5 + 10 * (static_cast<double>(i) + 0.37) / n;
  field.score_and_divergence(t, x, s, ds);
  exact.score_and_laplacian(x, s_exact, ds_exact);
  exact.log_density(x, log_p);
  double mass = 0, score = 0, divergence = 0;
  for (Index i = 0; i < n; ++i) {
    const double p = std::exp(log_p(i));
    mass += p;
    score += p * std::pow(s(i) - s_exact(i), 2);
    divergence += p * std::pow(ds(i) - ds_exact(i), 2);
  }
  return {std::sqrt(score / mass), std::sqrt(divergence / mass)};
}

TEST(GridScore, IsExactForGaussiansAtRecordedTimes) {
  const process::OrnsteinUhlenbeck ou(1, 0.2, 1.1, 1);
  const density::GaussianMixture p0 = density::gaussian_1d(1, 0.6);
  const auto times = equal_times(1, 8);
  const GridScore field(exact_recording(ou, p0, line(-6, 6, 200), times));
  for (const std::size_t k : {0u, 3u, 8u}) {
    // log p is a parabola: only rounding remains, about |log p| ε/h and /h².
    const Errors e = errors_at(field, process::marginal(ou, p0, times[k]), times[k]);
    EXPECT_LE(e.score, 1e-11);
    EXPECT_LE(e.divergence, 1e-9);
  }
}

TEST(GridScore, InterpolatesInSpaceWithOrderThreeAndTwoOrBetter) {
  const process::OrnsteinUhlenbeck ou(1, 0.2, 1.1, 1);
  const density::GaussianMixture p0 = lopsided_mixture_1d();
  std::vector<double> score, divergence;
  for (const Index n : {200, 400, 800}) {
    const GridScore field(exact_recording(ou, p0, line(-6, 6, n), {0, 0.5}));
    const Errors e = errors_at(field, p0, 0);
    score.push_back(e.score);
    divergence.push_back(e.divergence);
  }
  EXPECT_GE(last_order(score), 2.9);
  EXPECT_NEAR(last_order(divergence), 2, 0.2);
}

TEST(GridScore, InterpolatesInTimeWithOrderThree) {
  const process::OrnsteinUhlenbeck ou(1, 0.2, 1.1, 1);
  const density::GaussianMixture p0 = density::gaussian_1d(1, 0.6);
  std::vector<double> inside, at_the_start;
  for (const Index steps : {20, 40, 80}) {
    const GridScore field(exact_recording(ou, p0, line(-6, 6, 200), equal_times(1, steps)));
    const double dt = 1 / static_cast<double>(steps);
    inside.push_back(errors_at(field, process::marginal(ou, p0, 0.5 + 0.3 * dt), 0.5 + 0.3 * dt).score);
    at_the_start.push_back(errors_at(field, process::marginal(ou, p0, 0.3 * dt), 0.3 * dt).score);
  }
  EXPECT_NEAR(last_order(inside), 3, 0.25);
  EXPECT_NEAR(last_order(at_the_start), 3, 0.3);
}

TEST(GridScore, OfAMarchedDensityIsOfSecondOrderInTheCellWidth) {
  const process::OrnsteinUhlenbeck ou(1, 0.2, 1.1, 1);
  const density::GaussianMixture p0 = density::gaussian_1d(1, 0.6);
  std::vector<double> score, divergence;
  for (const Index n : {100, 200, 400}) {
    const Grid grid = line(-6, 6, n);
    const RecordedMarch m = march_recording(scharfetter_gummel(ou, grid), stepper("tr_bdf2"),
                                            initial_density(p0, grid).density, {{0, 0.4}, {n}});
    const Errors e = errors_at(GridScore(m.recording), process::marginal(ou, p0, 0.3111), 0.3111);
    score.push_back(e.score);
    divergence.push_back(e.divergence);
  }
  EXPECT_NEAR(last_order(score), 2, 0.15);
  EXPECT_NEAR(last_order(divergence), 2, 0.2);
  EXPECT_LE(score.back(), 2e-4);  // 1.5e−4 and 2.6e−4 with the score itself up to 3
  EXPECT_LE(divergence.back(), 4e-4);
}

TEST(GridScore, IsContinuousInSpaceAndTimeAndConsistentWithItsDivergence) {
  const process::OrnsteinUhlenbeck ou(1, 0.2, 1.1, 1);
  const auto times = equal_times(1, 10);
  const GridScore field(exact_recording(ou, lopsided_mixture_1d(), line(-6, 6, 120), times));
  const double step = 1e-6;
  for (const double t : {0.0, 0.07, 0.1, 0.55, 1.0}) {
    Points x(401, 1), s(401, 1), right(401, 1);
    Eigen::ArrayXd ds(401);
    for (Index i = 0; i < 401; ++i) x(i) = -7 + 14 * static_cast<double>(i) / 400;  // beyond the domain too
    field.score_and_divergence(t, x, s, ds);
    field.score(t, x + step, right);
    // Centre to difference quotient: ½ step s″, |s″| < 200, and rounding/step.
    for (Index i = 0; i < 401; ++i) EXPECT_NEAR((right(i) - s(i)) / step, ds(i), 1e-3) << "x = " << x(i);
    if (t > 0 && t < 1) {
      Points before(401, 1), after(401, 1);
      field.score(t - step, x, before);
      field.score(t + step, x, after);
      // Differentiable in time: the two one-sided quotients agree.
      for (Index i = 0; i < 401; ++i) {
        EXPECT_NEAR((after(i) - s(i)) / step, (s(i) - before(i)) / step, 1e-2) << "x = " << x(i);
      }
    }
  }
}

TEST(GridScore, ContinuesLinearlyWherePIsNotResolvedAndTellsWhere) {
  const process::OrnsteinUhlenbeck ou(1, 0.5, std::sqrt(2.0) * 0.2, 1);
  const density::GaussianMixture p0 =
      density::gaussian_1d(0.5, 0.2);  // stationary: log p at 0.5 ± 7.3 is −667
  const Grid grid = line(-12, 12, 600);
  const GridScore field(exact_recording(ou, p0, grid, {0, 0.5}), 1e-290);
  const GridScore::Stretch where = field.resolved(0);
  EXPECT_NEAR(where.lower, 0.5 - 7.3, 0.15);
  EXPECT_NEAR(where.upper, 0.5 + 7.3, 0.15);
  Points x(4, 1), s(4, 1);
  x << -30, -10, 9, 1000;
  field.score(0, x, s);
  for (Index i = 0; i < 4; ++i) EXPECT_NEAR(s(i) / (-(x(i) - 0.5) / 0.04), 1, 1e-7) << x(i);
}

TEST(GridScore, JoinsTwoResolvedStretchesLinearly) {
  const Grid grid = line(-20, 20, 1000);
  const density::GaussianMixture p =
      density::mixture_1d(Eigen::Array2d(0.5, 0.5), Eigen::Array2d(-14, 14), Eigen::Array2d(0.3, 0.3));
  Recording recording{grid, {0, 1}, Eigen::ArrayXXd(1000, 2)};
  recording.densities.col(0) = recording.densities.col(1) = on_grid(p, grid);
  ASSERT_EQ(recording.densities(500, 0), 0);
  const GridScore field(recording);
  Points x(5, 1), s(5, 1);
  x << -14.1, 13.8, 0, -2, 2;
  field.score(0.3, x, s);
  EXPECT_NEAR(s(0), 0.1 / 0.09, 1e-9);
  EXPECT_NEAR(s(1), 0.2 / 0.09, 1e-9);
  EXPECT_NEAR(s(2), 0, 1e-6);
  EXPECT_NEAR(s(3) + s(4), 0, 1e-6);
  EXPECT_LT(s(3), 0);  // towards the nearer well
}

// The first TR-BDF2 steps leave −1.6e−9 beside the steep walls of the double well.
TEST(GridScore, IsNotLedAstrayByNegativeDensities) {
  const Grid coarse = line(-3, 3, 800), fine = line(-3, 3, 1600);
  const auto field = [](const Grid& grid, Index steps) {
    const RecordedMarch m =
        march_recording(scharfetter_gummel(double_well(0.5), grid), stepper("tr_bdf2"),
                        initial_density(density::gaussian_1d(-0.5, 0.3), grid).density, {{0, 0.1}, {steps}});
    EXPECT_EQ(m.result.minimum < -1e-10, grid.cells() == 800);
    return GridScore(m.recording);
  };
  const GridScore a = field(coarse, 20), b = field(fine, 320);
  for (const double t : {0.002, 0.005, 0.0075, 0.01, 0.03}) {
    Points x(51, 1), s(51, 1), reference(51, 1);
    for (Index i = 0; i < 51; ++i) x(i) = -2.5 + 0.09 * static_cast<double>(i);
    a.score(t, x, s);
    b.score(t, x, reference);
    for (Index i = 0; i < 51; ++i) {
      EXPECT_LE(std::abs(s(i)), 150) << "t = " << t << ", x = " << x(i);  // true: up to 110
      // Within 4 deviations of the start's mean, where the paths are.
      if (std::abs(x(i) + 0.5) < 1.2) {
        EXPECT_NEAR(s(i), reference(i), 0.05 + 0.005 * std::abs(reference(i)))
            << "t = " << t << ", x = " << x(i);
      }
    }
  }
}

/// V = 1.5 |x − 0.1|.
struct Tent : density::Potential {
  std::string name() const override { return "tent"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override { out = 1.5 * (x.col(0) - 0.1).abs(); }
  void gradient(const ConstBlock& x, Block out) const override { out = 1.5 * (x - 0.1).sign(); }
  void laplacian(const ConstBlock&, Values out) const override { out.setZero(); }
};

/// p ∝ e^{−V/T} q with V/T = 3|x − 0.1| and q = N(0.2, 0.8²): p has a kink, p e^{V/T} has none.
struct Kinked {
  Recording recording;
  std::shared_ptr<const density::Potential> potential = std::make_shared<Tent>();
  process::GradientStructure gibbs{potential, 0.5};

  explicit Kinked(Index cells) : recording{line(-4, 4, cells), {0, 1}, Eigen::ArrayXXd(cells, 2)} {
    const Points x = recording.grid.centres();
    for (Index i = 0; i < cells; ++i) {
      recording.densities.row(i).setConstant(
          std::exp(-3 * std::abs(x(i, 0) - 0.1) - 0.5 * std::pow((x(i, 0) - 0.2) / 0.8, 2)));
    }
  }
};

TEST(GridScore, FollowsAKinkThatItsReferenceHas) {
  const Kinked kinked(160);
  const GridScore with(kinked.recording, 1e-290, kinked.gibbs), without(kinked.recording);
  const Points x = Eigen::ArrayXd::LinSpaced(999, -0.4, 0.6);
  Points s(x.rows(), 1), other(x.rows(), 1);
  Eigen::ArrayXd ds(x.rows());
  with.score_and_divergence(0.5, x, s, ds);
  without.score(0.5, x, other);
  double worst = 0;
  for (Index i = 0; i < x.rows(); ++i) {
    const double exact = (x(i, 0) > 0.1 ? -3 : 3) - (x(i, 0) - 0.2) / 0.64;
    // log q is a parabola: rounding of log p ~ 20 over h = 0.05, and over h² for the derivative.
    EXPECT_NEAR(s(i, 0), exact, 1e-12);
    EXPECT_NEAR(ds(i), -1 / 0.64, 1e-10);
    worst = std::max(worst, std::abs(other(i, 0) - exact));
  }
  EXPECT_GT(worst, 1);  // a spline through the kink is off by about half of its jump
}

TEST(GridScore, GivesTheSameFromManyThreadsAndForOtherFields) {
  const process::OrnsteinUhlenbeck ou(1, 0.2, 1.1, 1);
  const auto times = equal_times(1, 10);
  const GridScore a(exact_recording(ou, lopsided_mixture_1d(), line(-6, 6, 120), times));
  const GridScore b(exact_recording(ou, density::gaussian_1d(0, 1), line(-6, 6, 120), times));
  Points x(64, 1), sa(64, 1), sb(64, 1), other(64, 1), again(64, 1);
  for (Index i = 0; i < 64; ++i) x(i) = -3 + 0.1 * static_cast<double>(i);
  a.score(0.33, x, sa);
  b.score(0.33, x, sb);
  EXPECT_GT((sa - sb).abs().maxCoeff(), 0.1);
  a.score(0.33, x, again);
  std::thread([&] { a.score(0.33, x, other); }).join();
  EXPECT_TRUE((sa == again).all());
  EXPECT_TRUE((sa == other).all());
}

TEST(GridScore, RefusesTimesOutsideAndUnresolvedRecordings) {
  const process::OrnsteinUhlenbeck ou(1, 0.2, 1.1, 1);
  const Grid grid = line(-6, 6, 120);
  const GridScore field(exact_recording(ou, density::gaussian_1d(0, 1), grid, {0, 0.5, 1}));
  Points x = Points::Zero(4, 1), s(4, 1);
  EXPECT_THROW(field.score(1.01, x, s), InvalidArgument);
  EXPECT_THROW(field.score(-0.01, x, s), InvalidArgument);
  EXPECT_THROW(field.score(std::nan(""), x, s), InvalidArgument);
  EXPECT_NO_THROW(field.score(1 + 1e-14, x, s));
  Recording empty{grid, {0, 1}, Eigen::ArrayXXd::Zero(120, 2)};
  EXPECT_THROW(GridScore{empty}, InvalidArgument);
  const Kinked kinked(40);
  EXPECT_THROW((GridScore{kinked.recording, 1e-290, process::GradientStructure{nullptr, 1}}),
               InvalidArgument);
  EXPECT_THROW((GridScore{kinked.recording, 1e-290, process::GradientStructure{kinked.potential, 0}}),
               InvalidArgument);
}

// log p is what s is the derivative of, everywhere: within cells, between two stretches that are resolved,
// and outside; at the centres it is that of the cells.
TEST(GridScore, IsTheDerivativeOfItsLogDensity) {
  // Two bumps so narrow that p is below the floor between them, of different heights.
  const density::GaussianMixture law =
      density::mixture_1d(Eigen::Array2d(0.2, 0.8), Eigen::Array2d(-3, 3), Eigen::Array2d(0.08, 0.1));
  const process::OrnsteinUhlenbeck ou(1, 0, 1e-3, 1);
  const Grid grid = line(-6, 6, 600);
  const auto potential = std::make_shared<density::DoubleWell>(1);
  for (const bool beside : {false, true}) {
    const auto reference = beside ? std::optional(process::GradientStructure{potential, 0.7}) : std::nullopt;
    const GridScore field(exact_recording(ou, law, grid, {0, 1e-3, 2e-3}), 1e-290, reference);
    const double t = 0.7e-3, h = 1e-6;
    for (double place = -7; place < 7; place += 0.0737) {
      Points x(3, 1), s(3, 1);
      x << place - h, place, place + h;
      Eigen::ArrayXd log_p(3);
      field.score(t, x, s);
      field.log_density(t, x, log_p);
      // Central differences: half of h times the jump that s′ has at the end of a stretch, and rounding.
      EXPECT_NEAR((log_p(2) - log_p(0)) / (2 * h), s(1, 0), 2e-6 * (1 + std::abs(s(1, 0)))) << place;
    }
    const Points centres = grid.centres();
    Eigen::ArrayXd log_p(1), exact(1);
    for (const Index cell : {145, 150, 151, 447, 452}) {
      field.log_density(0, centres.middleRows(cell, 1), log_p);
      law.log_density(centres.middleRows(cell, 1), exact);
      EXPECT_NEAR(log_p(0), exact(0), 1e-12 * (1 + std::abs(exact(0)))) << cell;
    }
  }
}

}  // namespace
}  // namespace kolmo::fokker_planck
