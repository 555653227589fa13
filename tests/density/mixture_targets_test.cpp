// The kernel on every instruction set that this processor has.

#include <gtest/gtest.h>

#include "core/simd_targets.hpp"
#include "mixture_samples.hpp"

namespace {

using kolmo::Index;
using kolmo::Points;

struct Results {
  Points score;
  Eigen::ArrayXd log_density, laplacian;
};

Results evaluated(const kolmo::density::GaussianMixture& mixture, const Points& x) {
  Results results{Points(x.rows(), x.cols()), Eigen::ArrayXd(x.rows()), Eigen::ArrayXd(x.rows())};
  mixture.log_density(x, results.log_density);
  mixture.score_and_laplacian(x, results.score, results.laplacian);
  return results;
}

// Logits up to 200 and sums of 70 terms: 1e−12 relative to 1 + the value, as against extended precision. The
// points at 40 reach weights below the smallest number.
TEST(MixtureTargets, AgreeToRounding) {
  const auto best = kolmo::test::targets().front();
  for (Index d = 1; d <= 3; ++d) {
    Points x = samples::random_points(37, d, 4, 3);
    x.row(5).setConstant(40);
    for (const auto& mixture : samples::mixtures(70, d)) {
      Results wanted;
      {
        const kolmo::test::OnTarget chosen(best);
        wanted = evaluated(mixture, x);
      }
      for (const auto target : kolmo::test::targets()) {
        const kolmo::test::OnTarget chosen(target);
        const Results found = evaluated(mixture, x);
        const auto distance = [](const auto& a, const auto& b) {
          return ((a - b).abs() / (1 + b.abs())).maxCoeff();
        };
        const std::string name = kolmo::test::name(target);
        EXPECT_LT(distance(found.log_density, wanted.log_density), 1e-12) << name;
        EXPECT_LT(distance(found.score, wanted.score), 2e-12) << name;
        EXPECT_LT(distance(found.laplacian, wanted.laplacian), 2e-12) << name;
      }
    }
  }
}

}  // namespace
