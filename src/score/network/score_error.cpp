#include "kolmo/score/network/score_error.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::score {
namespace {

/// |row|² of every row.
Eigen::ArrayXd squares(const Points& a) {
  Eigen::ArrayXd all = Eigen::ArrayXd::Zero(a.rows());
  for (Index j = 0; j < a.cols(); ++j) all += a.col(j).square();
  return all;
}

}  // namespace

ScoreError score_error(const density::GaussianMixture& data, const ScoreModel& model, double sigma, Index n,
                       const RandomStream& stream) {
  const density::GaussianMixture at = data.blurred(Eigen::VectorXd::Zero(data.dimension()), 1, sigma * sigma);
  const Points x = density::sample(at, stream, n);
  Points exact(n, x.cols()), learned(n, x.cols());
  for_each_block(n, [&](Index, Index first, Index rows) {
    at.score(x.middleRows(first, rows), exact.middleRows(first, rows));
    model.score(sigma, x.middleRows(first, rows), learned.middleRows(first, rows));
  });
  const Eigen::ArrayXd error = squares(learned - exact);
  return {mean_estimate(error.data(), n),
          dot(exact.data(), exact.data(), exact.size()) / static_cast<double>(n)};
}

ErrorCurve error_curve(const density::GaussianMixture& data, const ScoreModel& model, double from, double to,
                       Index levels, Index n, const RandomStream& stream) {
  require(levels >= 3 && levels % 2 == 1, "levels", static_cast<double>(levels),
          "must be odd and at least 3");
  require(from > 0 && std::isfinite(from), "from", from, "must be positive and finite");
  require(to > 0 && std::isfinite(to), "to", to, "must be positive and finite");
  ErrorCurve curve{Eigen::ArrayXd(levels), Eigen::ArrayXd(levels), {}};
  const double span = std::log(to / from), width = std::abs(span) / static_cast<double>(levels - 1);
  double variance = 0;
  for (Index k = 0; k < levels; ++k) {
    // The ends as they were given: the model refuses what lies beyond.
    const double share = static_cast<double>(k) / static_cast<double>(levels - 1);
    const double sigma = k == 0 ? from : k == levels - 1 ? to : from * std::exp(span * share);
    const ScoreError error =
        score_error(data, model, sigma, n, stream.role("level", static_cast<std::uint64_t>(k)));
    curve.sigma(k) = sigma;
    curve.relative(k) = error.relative();
    const double weight = (k == 0 || k == levels - 1 ? 1 : k % 2 == 1 ? 4 : 2) * width / 3 * sigma * sigma;
    curve.girsanov.value += weight * error.absolute.value;
    variance += std::pow(weight * error.absolute.standard_error, 2);
  }
  curve.girsanov.standard_error = std::sqrt(variance);
  return curve;
}

}  // namespace kolmo::score
