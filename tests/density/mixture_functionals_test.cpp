// Entropy and Fisher information by quadrature, against closed forms.

#include "kolmo/density/mixture_functionals.hpp"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "mixture_samples.hpp"

namespace {

using kolmo::ConstBlock;
using kolmo::Values;
using kolmo::density::entropy;
using kolmo::density::fisher_information;

TEST(MixtureFunctionals, GaussianEntropyAndFisherInformationAreTheClosedForms) {
  EXPECT_NEAR(entropy(kolmo::density::gaussian_1d(3, 0.5)),
              0.5 * std::log(2 * std::numbers::pi * std::numbers::e * 0.25), 1e-12);
  const Eigen::MatrixXd covariance = (Eigen::Matrix2d() << 2, 0.6, 0.6, 0.5).finished();
  const auto plane = kolmo::density::gaussian(Eigen::Vector2d(1, -2), covariance);
  EXPECT_NEAR(entropy(plane),
              std::log(2 * std::numbers::pi * std::numbers::e) + 0.5 * std::log(covariance.determinant()),
              1e-11);
  EXPECT_LT((fisher_information(plane) - covariance.inverse()).cwiseAbs().maxCoeff(), 1e-11);
}

// data/reference/a_marginals.json: gmm1_seed.VP[0] and gmm2_seed.VP[0].
TEST(MixtureFunctionals, AgreeWithReferenceValues) {
  const auto line =
      kolmo::density::mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-2, 2), Eigen::Array2d(0.5, 0.5));
  EXPECT_NEAR(entropy(line), 1.3365703127233317, 1e-11);
  EXPECT_NEAR(fisher_information(line)(0, 0), 3.9942671289071097, 1e-10);
}

TEST(MixtureFunctionals, ScoreHasMeanZeroAndSteinsIdentityHolds) {
  for (const auto& mixture : samples::mixtures(3, 2)) {
    const double mean = expectation(mixture, [&](const ConstBlock& x, Values out) {
      kolmo::Points score(x.rows(), 2);
      mixture.score(x, score);
      out = score.col(1);
    });
    EXPECT_NEAR(mean, 0, 1e-11);
    const double laplacian = expectation(mixture, [&](const ConstBlock& x, Values out) {
      kolmo::Points score(x.rows(), 2);
      mixture.score_and_laplacian(x, score, out);
    });
    EXPECT_NEAR(laplacian, -fisher_information(mixture).trace(), 1e-10);  // E Δlog p = −I
  }
}

TEST(MixtureFunctionals, SaysWhatItCannotDo) {
  const auto space = samples::mixtures(2, 3).front();
  EXPECT_THROW(entropy(space), kolmo::InvalidArgument);
  const auto line = kolmo::density::gaussian_1d(0, 1);
  const auto step = [](const ConstBlock& x, Values out) { out = (x.col(0) > 0.1).cast<double>(); };
  EXPECT_THROW(expectation(line, step, 1e-14), kolmo::NumericalFailure);
}

}  // namespace
