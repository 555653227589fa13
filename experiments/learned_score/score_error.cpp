#include "learned_score/score_error.hpp"

#include <cmath>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::learned_score {
namespace {

constexpr Index levels = 25;  // odd, for Simpson's rule

double mean_square(const Points& a) {
  return dot(a.data(), a.data(), a.size()) / static_cast<double>(a.rows());
}

}  // namespace

ScoreError score_error(const KnownLaw& law, const score::ScoreModel& model, double sigma, Index n,
                       const RandomStream& stream) {
  const density::GaussianMixture at = law.at(sigma);
  const Points x = density::sample(at, stream, n);
  Points exact(n, x.cols()), learned(n, x.cols());
  for_each_block(n, [&](Index, Index first, Index rows) {
    at.score(x.middleRows(first, rows), exact.middleRows(first, rows));
    model.score(sigma, x.middleRows(first, rows), learned.middleRows(first, rows));
  });
  return {mean_square(learned - exact), mean_square(exact)};
}

ErrorCurve error_curve(const KnownLaw& law, const score::ScoreModel& model, Index n,
                       const RandomStream& stream) {
  ErrorCurve curve{Eigen::ArrayXd(levels), Eigen::ArrayXd(levels), 0};
  const double span = std::log(law.most / law.least), width = span / static_cast<double>(levels - 1);
  for (Index k = 0; k < levels; ++k) {
    // The ends as they were given: the model refuses what lies beyond.
    const double share = static_cast<double>(k) / static_cast<double>(levels - 1);
    const double sigma = k == 0 ? law.least : k == levels - 1 ? law.most : law.least * std::exp(span * share);
    const ScoreError error =
        score_error(law, model, sigma, n, stream.role("level", static_cast<std::uint64_t>(k)));
    curve.sigma(k) = sigma;
    curve.relative(k) = error.relative();
    const double weight = k == 0 || k == levels - 1 ? 1 : k % 2 == 1 ? 4 : 2;
    curve.girsanov += weight * width / 3 * sigma * sigma * error.absolute;
  }
  return curve;
}

}  // namespace kolmo::learned_score
