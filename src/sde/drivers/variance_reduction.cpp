#include "kolmo/sde/drivers/variance_reduction.hpp"

#include <Eigen/Dense>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::sde {
namespace {

using Eigen::ArrayXd;

double mean(const ArrayXd& x) { return sum(x.data(), x.size()) / static_cast<double>(x.size()); }

ArrayXd centred(const ConstValues& x) {
  const ArrayXd copy = x;
  return copy - mean(copy);
}

void require_pairs(Index n, Index other) {
  require(n >= 2, "number of pairs", static_cast<double>(n), "must be at least 2");
  require(other == n, "number of values", static_cast<double>(other), "must be that of their partners");
}

/// mean(a)/mean(b) of paired a_i, b_i; its error to first order is that of the mean of
/// (a_i/mean(a) − b_i/mean(b)) times the ratio.
Estimate ratio(const ArrayXd& a, const ArrayXd& b) {
  const double mean_a = mean(a), mean_b = mean(b), value = mean_a / mean_b;
  const ArrayXd influence = a / mean_a - b / mean_b;
  return {value, value * mean_estimate(influence.data(), influence.size()).standard_error};
}

}  // namespace

ArrayXd final_values(const Simulation& simulation, const Initial& initial, const Functional& phi) {
  require_memory(static_cast<double>(simulation.particles), "the values of a functional",
                 "take fewer particles");
  ArrayXd values(simulation.particles);
  const auto last = static_cast<Index>(simulation.schedule.times.size()) - 1;
  simulate(simulation, initial, [&](Index snapshot, int level, Index first, const ConstBlock& x) {
    if (snapshot == last && level == 0) phi(x, values.segment(first, x.rows()));
  });
  return values;
}

VarianceReduction antithetic(const ConstValues& plus, const ConstValues& minus) {
  require_pairs(plus.size(), minus.size());
  const ArrayXd pairs = (plus + minus) / 2;
  VarianceReduction result;
  result.reduced = mean_estimate(pairs.data(), pairs.size());
  const double centre = result.reduced.value;
  const ArrayXd single = ((plus - centre).square() + (minus - centre).square()) / 2;
  result.factor = ratio(single, 2 * (pairs - centre).square());
  const double n = static_cast<double>(pairs.size());
  result.plain = {centre, std::sqrt(mean(single) / (2 * n - 1))};
  return result;
}

VarianceReduction antithetic(const Simulation& simulation, const Initial& initial, const Functional& phi) {
  Simulation twin = simulation;
  twin.mirrored = !simulation.mirrored;
  const ArrayXd plus = final_values(simulation, initial, phi);
  return antithetic(plus, final_values(twin, initial, phi));
}

ControlVariate control_variate(const ConstValues& phi, const ConstBlock& controls,
                               const Eigen::VectorXd& means) {
  const Index n = phi.size(), k = controls.cols();
  require(k >= 1, "number of controls", static_cast<double>(k), "must be at least 1");
  require(n >= k + 2, "number of values", static_cast<double>(n), "must exceed that of controls by 2");
  require(controls.rows() == n, "rows of the controls", static_cast<double>(controls.rows()),
          "must be the number of values");
  require(means.size() == k, "number of means", static_cast<double>(means.size()),
          "must be that of the controls");
  const ArrayXd deviation = centred(phi);
  Points c(n, k);
  Eigen::VectorXd sample_means(k), products(k);
  Eigen::MatrixXd covariance(k, k);
  for (Index j = 0; j < k; ++j) {
    sample_means(j) = mean(controls.col(j));
    c.col(j) = controls.col(j) - sample_means(j);
    products(j) = dot(c.col(j).data(), deviation.data(), n);
    for (Index i = 0; i <= j; ++i)
      covariance(i, j) = covariance(j, i) = dot(c.col(i).data(), c.col(j).data(), n);
  }
  // Controls of different size are put on one scale before their rank is judged.
  const Eigen::VectorXd scale = covariance.diagonal().cwiseSqrt().cwiseInverse();
  const Eigen::FullPivLU<Eigen::MatrixXd> lu(scale.asDiagonal() * covariance * scale.asDiagonal());
  require(scale.allFinite() && lu.rank() == k, "rank of the controls", static_cast<double>(lu.rank()),
          "must be their number: none constant, none a combination of others");
  ControlVariate result;
  result.coefficients = scale.cwiseProduct(lu.solve(scale.cwiseProduct(products)));
  ArrayXd residual = deviation;
  double value = mean(phi);
  for (Index j = 0; j < k; ++j) {
    residual -= result.coefficients(j) * c.col(j);
    value -= result.coefficients(j) * (sample_means(j) - means(j));
  }
  const auto size = static_cast<double>(n), freedom = static_cast<double>(n - k - 1);
  const double squares = dot(residual.data(), residual.data(), n);
  result.estimate.plain = mean_estimate(ArrayXd(phi).data(), n);
  result.estimate.reduced = {value, std::sqrt(squares / (size * freedom))};
  result.estimate.factor = ratio(deviation.square(), residual.square());
  return result;
}

VarianceReduction common_random_numbers(const ConstValues& a, const ConstValues& b) {
  require_pairs(a.size(), b.size());
  const ArrayXd difference = a - b;
  VarianceReduction result;
  result.reduced = mean_estimate(difference.data(), difference.size());
  const ArrayXd apart = centred(a).square() + centred(b).square();
  result.factor = ratio(apart, (difference - result.reduced.value).square());
  const auto n = static_cast<double>(a.size());
  result.plain = {result.reduced.value, std::sqrt(mean(apart) / (n - 1))};
  return result;
}

}  // namespace kolmo::sde
