// One interface for the logarithm of a law: densities, potentials and what is made of them.

#include "kolmo/density/log_density.hpp"

#include <gtest/gtest.h>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/density/gibbs_density.hpp"
#include "kolmo/density/potentials.hpp"

namespace kolmo::density {
namespace {

struct Values2 {
  Eigen::ArrayXd log;
  Points score;
};

Values2 values_of(const LogDensity& density, const Points& x) {
  Values2 at{Eigen::ArrayXd(x.rows()), Points(x.rows(), x.cols())};
  density.log_density(x, at.log);
  density.score(x, at.score);
  return at;
}

Points line() { return Eigen::ArrayXd::LinSpaced(41, -2, 2); }

// −V/T and −V/T − log Z: their difference is one number, to rounding of both (|V|/T ≤ 30, eps = 2.2e−16).
TEST(LogDensity, OfAPotentialIsItsGibbsDensityUpToTheConstant) {
  const auto well = std::make_shared<DoubleWell>(0.2);
  const GibbsDensity normalised(well, 0.4);
  const Values2 free = values_of(*gibbs(well, 0.4), line()), whole = values_of(normalised, line());
  EXPECT_LE((free.log - whole.log - normalised.log_normalisation()).abs().maxCoeff(), 1e-13);
  EXPECT_LE((free.score - whole.score).abs().maxCoeff(), 1e-13);
  EXPECT_GT((free.log - whole.log).abs().minCoeff(), 0.1) << "log Z is 0 by chance: nothing is compared";
}

TEST(LogDensity, IsWhatEveryDensityIsAndComesBackFromItsPotentialToTheBit) {
  const std::shared_ptr<const LogDensity> mixture = std::make_shared<GaussianMixture>(
      mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-1, 0.5), Eigen::Array2d(0.4, 0.8)));
  const Values2 there = values_of(*mixture, line()), back = values_of(*gibbs(minus_log(mixture)), line());
  EXPECT_TRUE((there.log == back.log).all());
  EXPECT_TRUE((there.score == back.score).all());
}

TEST(LogDensity, GivesAPotentialWithTheLaplacianOfADensityAlone) {
  const auto mixture = std::make_shared<GaussianMixture>(gaussian_1d(0.3, 0.5));
  Eigen::ArrayXd laplacian(41);
  minus_log(mixture)->laplacian(line(), laplacian);
  EXPECT_LE((laplacian - 4).abs().maxCoeff(), 1e-13);  // 1/σ²
  EXPECT_THROW(minus_log(gibbs(std::make_shared<DoubleWell>(0.0)))->laplacian(line(), laplacian),
               InvalidArgument);
}

TEST(LogDensity, RefusesWhatIsNone) {
  EXPECT_THROW(gibbs(nullptr), InvalidArgument);
  EXPECT_THROW(gibbs(std::make_shared<DoubleWell>(0.0), 0), InvalidArgument);
  EXPECT_THROW(minus_log(nullptr), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::density
