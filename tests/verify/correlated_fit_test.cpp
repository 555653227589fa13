#include "kolmo/verify/correlated_fit.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::verify {
namespace {

/// Errors of 32 batches of 64 paths at six steps: h^p (shared · X + own · Y_h) with X, Y normal, X one for
/// all steps of a path.
BatchedErrors simulated(double order, double shared, double own, std::uint32_t repetition) {
  constexpr Index batches = 32, paths = 64, levels = 6;
  Points normals(batches * paths, levels + 1);
  RandomStream(5, 1).normals(0, repetition, normals);
  BatchedErrors errors;
  errors.mean_squares.resize(batches, levels);
  for (Index k = 0; k < levels; ++k) {
    const double h = std::ldexp(1.0, -4 - static_cast<int>(k));
    errors.steps.push_back(h);
    const Eigen::ArrayXd error = std::pow(h, order) * (shared * normals.col(0) + own * normals.col(k + 1));
    for (Index b = 0; b < batches; ++b) {
      errors.mean_squares(b, k) = error.segment(b * paths, paths).square().mean();
    }
  }
  return errors;
}

// 95 % intervals miss 5 % of 600 repetitions: 30 with a standard error of 5.3. Allowed are 5 of these on
// either side, for errors that share nothing and for errors that share almost all.
TEST(CorrelatedFit, IntervalCoversTheOrderAsOftenAsItSays) {
  verify::OrderFitOptions options;
  options.z = 1.9599639845400542;
  for (const auto& [shared, own] : {std::pair{0.0, 1.0}, {1.0, 1.0}, {1.0, 0.2}}) {
    int missed = 0;
    double widths = 0;
    for (std::uint32_t r = 0; r < 600; ++r) {
      const verify::OrderFit fit = fit_correlated(simulated(1.5, shared, own, r), 1.5, options);
      missed += std::abs(fit.order - 1.5) > fit.half_width;
      widths += fit.half_width / 600;
    }
    RecordProperty("shared " + std::to_string(shared),
                   std::to_string(missed) + " of 600 missed, half width " + std::to_string(widths));
    EXPECT_GT(missed, 4) << shared;
    EXPECT_LT(missed, 57) << shared;
  }
}

TEST(CorrelatedFit, JudgesTheClaimOnEitherSideAndAWideIntervalNotAtAll) {
  verify::OrderFitOptions options;
  const BatchedErrors errors = simulated(1, 1, 0.2, 0);
  EXPECT_EQ(fit_correlated(errors, 1, options).verdict, verify::Verdict::pass);
  EXPECT_EQ(fit_correlated(errors, 0.5, options).verdict, verify::Verdict::fail);
  EXPECT_EQ(fit_correlated(errors, 1.5, options).verdict, verify::Verdict::fail);
  options.largest_half_width = 1e-3;
  EXPECT_EQ(fit_correlated(errors, 0.5, options).verdict, verify::Verdict::unresolved);
}

}  // namespace
}  // namespace kolmo::verify
