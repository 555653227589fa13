#include "four_roads/paths/survivors.hpp"

#include "four_roads/problem/walls.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::four_roads {

constexpr Index fewest_survivors = 256;

Eigen::ArrayXd alive(const Problem& problem, const ConstBlock& x) {
  Eigen::ArrayXd weights(x.rows());
  for (Index i = 0; i < x.rows(); ++i) weights(i) = has_ended(problem, x, i) ? 0 : 1;
  return weights;
}

Points survivors(const ConstBlock& x, const Eigen::ArrayXd& alive) {
  const auto count = static_cast<Index>(alive.sum());  // exact: a sum of ones
  if (count < fewest_survivors)
    throw NumericalFailure(
        number_text(count) + " of " + number_text(x.rows()) +
        " paths have not been absorbed, too few to see a law in: take earlier times, or more "
        "paths");
  Points kept(count, x.cols());
  for (Index i = 0, row = 0; i < x.rows(); ++i)
    if (alive(i) > 0) kept.row(row++) = x.row(i);
  return kept;
}

ConditionalMean conditional_mean(const Eigen::ArrayXd& phi, const Eigen::ArrayXd& alive) {
  const Eigen::ArrayXd seen = (alive > 0).select(phi, 0);
  const double count = sum(alive.data(), alive.size()), value = sum(seen.data(), seen.size()) / count;
  const double n = static_cast<double>(alive.size());
  return {value, (alive > 0).select((phi - value) * (n / count), 0)};
}

Estimate estimate(const ConditionalMean& mean) {
  return {mean.value, mean_estimate(mean.influence.data(), mean.influence.size()).standard_error};
}

Estimate difference(const ConditionalMean& a, const ConditionalMean& b) {
  const Eigen::ArrayXd influence = a.influence - b.influence;
  return {a.value - b.value, mean_estimate(influence.data(), influence.size()).standard_error};
}

}  // namespace kolmo::four_roads
