// Classical mistakes in rates of entropy, averages over time, weights and escapes.

#include <gtest/gtest.h>

#include <boost/math/special_functions/digamma.hpp>
#include <cmath>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/analysis/escape_rates.hpp"
#include "kolmo/fokker_planck/analysis/feynman_kac.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/paths/ergodic_variance.hpp"
#include "kolmo/paths/neighbour_entropy.hpp"
#include "kolmo/paths/splitting.hpp"
#include "kolmo/paths/weighted_paths.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/exit/mean_exit_time.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace kolmo::paths;
using verify::Verdict;

TEST(WrongPathMeasures, AnEntropyRateWithoutTheDivergenceIsSeen) {
  // dX = −X dt + √2 dW from N(3, ¼) at t = ½: dH/dt = −1 + I.
  const process::OrnsteinUhlenbeck process(1, 0.0, std::sqrt(2.0), 1);
  const double information =
      density::fisher_information(process::marginal(process, density::gaussian_1d(3, 0.5), 0.5))(0, 0);
  EXPECT_EQ(verify::judge(0.38104299351641635, -1 + information, 1e-8), Verdict::pass);
  EXPECT_EQ(verify::judge(0.38104299351641635, information, 1e-8), Verdict::fail);
  EXPECT_EQ(verify::judge(0.38104299351641635, -1 + 2 * information, 1e-8), Verdict::fail);  // g² for ½g²
  EXPECT_EQ(verify::judge(0.38104299351641635, -1, 1e-8), Verdict::fail);                    // no ½g² I
}

TEST(WrongPathMeasures, TheGapForTwiceTheGapIsSeen) {
  // KL of N(3e^{−t}, 1) to N(0, 1) under dX = −X dt + √2 dW.
  const process::OrnsteinUhlenbeck process(1, 0.0, std::sqrt(2.0), 1);
  const double gap = fokker_planck::leading_eigenvalues(
      fokker_planck::scharfetter_gummel(process, Grid({{-8, 8, 800}})), 1)(0);
  const auto divergence = [](double t) { return 4.5 * std::exp(-2 * t); };
  const double rate = std::log(divergence(1) / divergence(2));
  EXPECT_EQ(verify::judge(rate, 2 * gap, 1e-3), Verdict::pass);
  EXPECT_EQ(verify::judge(rate, gap, 1e-3), Verdict::fail);
}

TEST(WrongPathMeasures, AnAsymptoticVarianceWithoutItsTwoIsSeen) {
  const process::OverdampedLangevin process(std::make_shared<density::DoubleWell>(), 1);
  const double found = ergodic_average(process, -3.2, 3.2, [](double x) { return x; }).variance;
  EXPECT_EQ(verify::judge(2.14500576, found, 1e-7), Verdict::pass);
  EXPECT_EQ(verify::judge(2.14500576, 0.5 * found, 1e-7), Verdict::fail);
}

TEST(WrongPathMeasures, WeightsWithoutTheirCompensatorAreSeen) {
  const process::OrnsteinUhlenbeck process(1, 0.0, 1, 1);
  WeightedEnds ends =
      weighted_paths({process, [](double, const ConstBlock&, Block out) { out.setConstant(0.7); }, 0.05, 20,
                      RandomStream(1)},
                     Points::Zero(1 << 14, 1));
  const auto verdict = [&] { return verify::estimate_check("", 1, ends.probability(0), 4, 0, "").verdict; };
  EXPECT_EQ(verdict(), Verdict::pass);
  ends.log_weight += 0.5 * 0.7 * 0.7;  // no −½∫u²
  EXPECT_EQ(verdict(), Verdict::fail);
}

TEST(WrongPathMeasures, ALogarithmForPsiIsSeen) {
  double bias = 0;
  for (std::uint32_t r = 0; r < 20; ++r) {
    Points x(1000, 1);
    RandomStream(2).normals(0, r, x);
    bias += (neighbour_entropy(x, 4).value - 0.5 * x.square().sum() / 1000 - 0.9189385332046727) / 20;
  }
  // Bias −0.01 at n = 1000; the mean of 20 samples is known to 0.003.
  EXPECT_EQ(verify::judge(-0.01, bias, 0.015), Verdict::pass);
  EXPECT_EQ(verify::judge(-0.01, bias + boost::math::digamma(4.0) - std::log(4.0), 0.015), Verdict::fail);
}

TEST(WrongPathMeasures, ARateWithTheWrongSignIsSeen) {
  const process::OrnsteinUhlenbeck process(1, 0.0, 1, 1);
  const Grid grid({{-6, 6, 301}});
  const auto value = [&](double rate) {
    return fokker_planck::feynman_kac(fokker_planck::scharfetter_gummel(process, grid),
                                      Eigen::ArrayXd::Constant(301, rate), grid.centres().col(0).square(), 1,
                                      50)(150);
  };
  const double exact = std::exp(-0.1) * 0.5 * (1 - std::exp(-2.0));
  EXPECT_EQ(verify::judge(exact, value(0.1), 1e-3), Verdict::pass);
  EXPECT_EQ(verify::judge(exact, value(-0.1), 1e-3), Verdict::fail);
}

TEST(WrongPathMeasures, ARateOverAllOfTheTimeIsSeen) {
  // The flux of transitions is a rate per time that was last where they begin, not per time: in a tilted well
  // the two are far apart.
  const process::OverdampedLangevin process(std::make_shared<density::DoubleWell>(0.3), 0.3);
  const Grid grid({{-2.2, 2.2, 440}});
  const auto generator = fokker_planck::scharfetter_gummel(process, grid);
  const auto from = fokker_planck::target_where(grid, [](const Eigen::VectorXd&x) { return x(0) < -0.9; }),
             to = fokker_planck::target_where(grid, [](const Eigen::VectorXd&x) { return x(0) > 0.9; });
  const auto found = fokker_planck::transitions(generator, from, to);
  // On the line paths come back to one place, the rim of `from`.
  const double time = fokker_planck::mean_passage_time(generator, to)(129);
  EXPECT_EQ(verify::judge(1 / time, found.forward_rate, 1e-9 / time), Verdict::pass);
  EXPECT_EQ(verify::judge(1 / time, found.flux, 1e-9 / time), Verdict::fail);
}

TEST(WrongPathMeasures, AKramersFormulaWithTheMinimumsCurvatureAtTheTopIsSeen) {
  const double temperature = 0.05;
  const process::OverdampedLangevin process(std::make_shared<density::DoubleWell>(), temperature);
  const double time = process::MeanExitTime(process, -std::numeric_limits<double>::infinity(), 1).time(-1);
  const double right = process::kramers_time(density::DoubleWell(), temperature, -1, 0);
  const auto verdict = [&](double formula) {
    return verify::judge(1 - 0.375 * temperature, formula / time, 0.002);
  };
  EXPECT_EQ(verdict(right), Verdict::pass);
  EXPECT_EQ(verdict(right * std::sqrt(4.0 / 8)), Verdict::fail);  // |V″(0)| = 4 taken for V″(−1) = 8
}

/// P(Brownian motion with drift reaches 1 before 0 from 0.2): splitting, and splitting that counts the killed
/// as surviving.
TEST(WrongPathMeasures, ASplittingThatForgetsAShareIsSeen) {
  const process::OrnsteinUhlenbeck process(1, -1.0, 1, 1);
  const Splitting problem{
      process, [](const ConstBlock& x, Values out) { out = x.col(0); }, 0, 1, 1e-3, {}, 8, RandomStream(3)};
  const SplitRuns runs =
      split_runs(problem, 192, [](const RandomStream&) { return Points(Points::Constant(64, 1, 0.2)); });
  // Of the same chain, without splitting.
  const Estimate exact = weighted_paths({process,
                                         {},
                                         1e-3,
                                         1 << 20,
                                         RandomStream(4),
                                         [](const ConstBlock& x, Values out) {
                                           for (Index i = 0; i < x.rows(); ++i)
                                             out(i) = x(i, 0) <= 0 ? -1 : (x(i, 0) >= 1 ? 1 : 0);
                                         }},
                                        Points::Constant(1 << 17, 1, 0.2))
                             .probability(1);
  const auto verdict = [&](double factor) {
    return verify::estimate_check("", exact.value,
                                  {factor * runs.probability.value,
                                   std::hypot(runs.probability.standard_error, exact.standard_error)},
                                  4, 0, "")
        .verdict;
  };
  EXPECT_EQ(verdict(1), Verdict::pass);
  EXPECT_EQ(verdict(64.0 / 56), Verdict::fail) << "one share of some ten";
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
