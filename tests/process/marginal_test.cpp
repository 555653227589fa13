// Exact marginals of mixtures.

#include "kolmo/process/score/marginal.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "linear_processes.hpp"
#include "marginals_reference.hpp"
#include "mixtures.hpp"

namespace {

using kolmo::Index;
using kolmo::InvalidArgument;
using kolmo::Points;
using kolmo::density::GaussianMixture;
using namespace kolmo::process;

samples::ProcessPointer process_of(const std::string& name, Index d) {
  if (name == "VP") return std::make_shared<VariancePreserving>(0.1, 20.0, 1.0, d);
  if (name == "VE") return std::make_shared<VarianceExploding>(0.01, 50.0, 1.0, d);
  return std::make_shared<SubVariancePreserving>(0.1, 20.0, 1.0, d);
}

Points matrix(const std::vector<std::vector<double>>& rows) {
  Points result(static_cast<Index>(rows.size()), static_cast<Index>(rows.front().size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j)
      result(static_cast<Index>(i), static_cast<Index>(j)) = rows[i][j];
  }
  return result;
}

// Both sides are closed forms in double precision: 1e−12 relative to 1 + the value is some 5000 roundings,
// for the cancellation in the reference's hessians (its own differ from each other by 1e−14 relative to |s|²
// ~ 60).
void expect_close(double value, double wanted, const reference::Marginal& at, const char* what,
                  double tolerance = 1e-12) {
  EXPECT_NEAR(value, wanted, tolerance * (1 + std::abs(wanted)))
      << at.mixture << " " << at.process << " t = " << at.time << " " << what;
}

TEST(Marginal, AgreesWithReferenceValuesPointwise) {
  for (const auto& at : reference::marginals()) {
    const GaussianMixture start = samples::reference_mixture(at.mixture);
    const auto process = process_of(at.process, start.dimension());
    const auto score_field = std::make_shared<MarginalScore>(process, start);
    const ProbabilityFlow flow(process, score_field);
    const Points x = matrix(reference::points(at.mixture)), wanted = matrix(at.score);
    const Index n = x.rows(), d = x.cols();
    Points score(n, d), velocity(n, d);
    Eigen::ArrayXd log_density(n), divergence(n), velocity_divergence(n);
    score_field->log_density(at.time, x, log_density);
    score_field->score_and_divergence(at.time, x, score, divergence);
    flow.velocity_and_divergence(at.time, x, velocity, velocity_divergence);
    expect_close(exact_kernel(*process, 0, at.time)->scale, at.scale, at, "scale");
    expect_close(exact_kernel(*process, 0, at.time)->variance, at.variance, at, "variance");
    for (Index i = 0; i < n; ++i) {
      const auto k = static_cast<std::size_t>(i);
      expect_close(log_density(i), at.log_density[k], at, "log density");
      expect_close(divergence(i), at.score_divergence[k], at, "divergence of the score");
      expect_close(velocity_divergence(i), at.velocity_divergence[k], at, "divergence of the velocity");
      for (Index j = 0; j < d; ++j) expect_close(score(i, j), wanted(i, j), at, "score");
    }
  }
}

TEST(Marginal, AgreesWithReferenceEntropyAndFisherInformation) {
  for (const auto& at : reference::marginals()) {
    const GaussianMixture start = samples::reference_mixture(at.mixture);
    const GaussianMixture p = marginal(*process_of(at.process, start.dimension()), start, at.time);
    expect_close(kolmo::density::entropy(p), at.entropy, at, "entropy", 1e-11);
    const Eigen::MatrixXd fisher = kolmo::density::fisher_information(p);
    const Points wanted = matrix(at.fisher);
    EXPECT_LT((fisher.array() - wanted).abs().maxCoeff(), 1e-10) << at.mixture << at.process << at.time;
  }
}

// ∂t log p = −∇·f − f·s + ½g² (∇·s + |s|²), all of it from the process and its own marginal: a missing ½, a
// wrong kernel or a wrong drift shows. ∂t by central differences of order 4 with h = 1e−5: error h⁴ · 40⁵/30
// ~ 1e−14, rounding ε L/h ~ 1e−9 for |log p| up to 50.
TEST(Marginal, SolvesTheFokkerPlanckEquation) {
  const double h = 1e-5;
  for (const auto& process : samples::linear_processes(2)) {
    for (const GaussianMixture& start : samples::plane_mixtures()) {
      const MarginalScore field(process, start);
      const Points x = samples::plane_points();
      const Index n = x.rows();
      for (double t : {0.1, 0.6}) {
        const auto log_density = [&](double time) {
          Eigen::ArrayXd out(n);
          field.log_density(time, x, out);
          return out;
        };
        const Eigen::ArrayXd rate = (8 * (log_density(t + h) - log_density(t - h)) -
                                     (log_density(t + 2 * h) - log_density(t - 2 * h))) /
                                    (12 * h);
        Points f(n, 2), score(n, 2);
        Eigen::ArrayXd drift_divergence(n), score_divergence(n);
        process->drift(t, x, f);
        process->drift_divergence(t, x, drift_divergence);
        field.score_and_divergence(t, x, score, score_divergence);
        const double g = process->diffusion(t);
        const Eigen::ArrayXd wanted = -drift_divergence - (f * score).rowwise().sum() +
                                      0.5 * g * g * (score_divergence + score.square().rowwise().sum());
        EXPECT_LT(((rate - wanted).abs() / (1 + wanted.abs())).maxCoeff(), 2e-8)
            << process->name() << " t = " << t;
      }
    }
  }
}

TEST(Marginal, OfAMarginalIsTheMarginalOfTheWhole) {
  for (const auto& process : samples::linear_processes(2)) {
    for (const GaussianMixture& start : samples::plane_mixtures()) {
      const GaussianMixture half = marginal(*process, start, 0.3);
      const GaussianMixture two_steps = marginal(*exact_kernel(*process, 0.3, 0.8), half),
                            whole = marginal(*process, start, 0.8);
      EXPECT_LT((two_steps.means() - whole.means()).abs().maxCoeff(), 1e-14);
      for (Index k = 0; k < whole.components(); ++k) {
        const Eigen::MatrixXd difference = two_steps.covariance(k) - whole.covariance(k);
        EXPECT_LT(difference.cwiseAbs().maxCoeff(), 1e-13 * (1 + whole.covariance(k).norm()))
            << process->name();
      }
    }
  }
}

TEST(MarginalScore, IsTheScoreOfTheMarginal) {
  for (const auto& process : samples::linear_processes(2)) {
    for (const GaussianMixture& start : samples::plane_mixtures()) {
      const MarginalScore field(process, start);
      const Points x = samples::plane_points();
      Points a(x.rows(), 2), b(x.rows(), 2);
      field.score(0.4, x, a);
      marginal(*process, start, 0.4).score(x, b);
      EXPECT_LT(((a - b).abs() / (1 + b.abs())).maxCoeff(), 1e-12) << process->name();
    }
  }
}

TEST(MarginalScore, IsTheLogDensityOfTheMarginalAtEveryTime) {
  const GaussianMixture start = samples::reference_mixture("two_modes");
  const auto process = process_of("VP", start.dimension());
  const auto at = at_time(std::make_shared<MarginalScore>(process, start), 0.3);
  const GaussianMixture law = marginal(*process, start, 0.3);
  ASSERT_EQ(at->dimension(), start.dimension());
  const Points x = 1.5 * Points::Random(20, start.dimension());
  Eigen::ArrayXd found(20), wanted(20);
  Points score(20, start.dimension()), wanted_score = score;
  at->log_density(x, found);
  law.log_density(x, wanted);
  at->score(x, score);
  law.score(x, wanted_score);
  EXPECT_LE((found - wanted).abs().maxCoeff(), 1e-12);
  EXPECT_LE((score - wanted_score).abs().maxCoeff(), 1e-12);
  EXPECT_THROW(at_time(nullptr, 0.3), InvalidArgument);
}

TEST(MarginalScore, GivesTheSameBitsForAnyNumberOfThreads) {
  const auto process = std::make_shared<VariancePreserving>(0.1, 20.0, 1.0, 2);
  const MarginalScore field(process, samples::plane_mixtures().front());
  const Points x = kolmo::density::sample(field.mixture(), kolmo::RandomStream(1, 1), 10000);
  const int before = kolmo::threads();
  Points results[2] = {Points(10000, 2), Points(10000, 2)};
  for (int i : {0, 1}) {
    kolmo::set_threads(i == 0 ? 1 : 3);
    kolmo::for_each_block(10000, [&](Index block, Index first, Index rows) {
      field.score(0.1 + 0.01 * static_cast<double>(block), x.middleRows(first, rows),
                  results[i].middleRows(first, rows));
    });
  }
  kolmo::set_threads(before);
  EXPECT_TRUE((results[0] == results[1]).all());
}

TEST(Marginal, NeedsALinearProcessOfTheSameDimension) {
  const GaussianMixture start = samples::plane_mixtures().front();
  const auto line = std::make_shared<Brownian>(1.0, 1);
  const auto langevin = std::make_shared<OverdampedLangevin>(
      std::make_shared<kolmo::density::QuadraticPotential>(1.0, Eigen::Vector2d(0, 0)), 1.0);
  EXPECT_THROW(MarginalScore(line, start), InvalidArgument);
  EXPECT_THROW(MarginalScore(nullptr, start), InvalidArgument);
  EXPECT_THROW(MarginalScore(langevin, start), InvalidArgument);
  EXPECT_THROW(marginal(*langevin, start, 1), InvalidArgument);
  EXPECT_THROW(marginal(Brownian(1.0, 2), start, -1), InvalidArgument);
}

}  // namespace
