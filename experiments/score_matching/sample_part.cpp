// What finitely many points leave of a score: the linear model, a cap on its slope, and random features.

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/score/models/linear_score.hpp"
#include "kolmo/score/models/random_features.hpp"
#include "kolmo/score/objectives/losses.hpp"
#include "score_matching/known_scores.hpp"
#include "score_matching/parts.hpp"

namespace kolmo::score_matching {
namespace {

using namespace kolmo::score;

Points normal_points(Index n, Index d, const RandomStream& stream, std::uint32_t step = 0) {
  Points x(n, d);
  stream.normals(0, step, x);
  return x;
}

/// The largest |K̂ − K| over its standard error, from 10⁵ points and σ = ½.
double worst_entry(const RandomStream& stream) {
  const Index n = 100000;
  const Eigen::MatrixXd root = covariance_of_three().llt().matrixL();
  const Points x = (normal_points(n, 3, stream).matrix() * root.transpose()).array();
  const Eigen::MatrixXd off = best_linear_of(x, 0.5) - best_linear(covariance_of_three(), 0.5);
  return off.cwiseAbs().cwiseQuotient(error_of_best_linear(covariance_of_three(), 0.5, n)).maxCoeff();
}

/// E‖K̂ − I‖² over repetitions of n points in d dimensions.
Estimate sampled_error(Index n, Index d, bool mean_known, Index repetitions, const RandomStream& stream) {
  Eigen::ArrayXd errors(repetitions);
  for (Index r = 0; r < repetitions; ++r) {
    Points x = normal_points(n, d, stream.role("points", static_cast<std::uint64_t>(r)));
    if (!mean_known) x.rowwise() -= x.colwise().mean();
    errors(r) = (best_linear_of(x) - Eigen::MatrixXd::Identity(d, d)).squaredNorm();
  }
  return mean_estimate(errors.data(), repetitions);
}

void add_linear_checks(frame::Plan& plan, const Sizes& sizes, const std::function<double()>& z) {
  plan.checks.push_back({"linear/entries", [=] {
                           // Nine entries, six of them different; the delta method is off by O(d/n).
                           return verify::value_check(0,
                                                      worst_entry(RandomStream(sizes.seed).role("entries")),
                                                      z(), "delta method", "100000 points");
                         }});
  for (const auto& [d, known, value] :
       {std::tuple{Index{2}, true, 0.15799842395587094}, std::tuple{Index{10}, true, 5.582120582120581},
        std::tuple{Index{10}, false, 6.176}}) {
    const std::string name = (known ? "known_mean/d=" : "estimated_mean/d=") + number_text(d);
    plan.checks.push_back({"linear/closed/" + name, [d = d, known = known, value = value] {
                             return verify::value_check(value, error_of_linear_from_sample(50, d, known),
                                                        known ? 1e-12 * value : 5e-4, "j_dsm.json",
                                                        "50 points");
                           }});
    plan.checks.push_back({"linear/sampled/" + name, [=, d = d, known = known] {
                             const Index repetitions = std::max<Index>(1000, sizes.draws / 100);
                             return verify::estimate_check("", error_of_linear_from_sample(50, d, known),
                                                           sampled_error(50, d, known, repetitions,
                                                                         RandomStream(sizes.seed).role(name)),
                                                           z(), 0, "Wishart moments");
                           }});
  }
}

/// Langevin dynamics under s = −κx, capped below 1/σ²: ULA with step h has the variance 2/(κ(2 − hκ)), which
/// is 1/κ as h → 0; from N(0, 1/κ), after 200 steps of h = 0.02/κ.
Estimate capped_variance(double kappa, Index draws, const RandomStream& stream) {
  Points x = normal_points(draws, 1, stream) / std::sqrt(kappa);
  const LinearField field(-kappa * Eigen::MatrixXd::Identity(1, 1));
  const double h = 0.02 / kappa;
  for (std::uint32_t k = 1; k <= 200; ++k) {
    Points s(draws, 1);
    field.value(x, s);
    x += h * s;
    stream.add_normals(0, k, std::sqrt(2 * h), x);
  }
  return raw_moment(x.data(), draws, 2);
}

void add_cap_checks(frame::Plan& plan, const Sizes& sizes, const std::function<double()>& z) {
  for (const double kappa : {4.0, 25.0}) {
    plan.checks.push_back(
        {"cap/kappa=" + number_text(kappa), [=] {
           const Index draws = sizes.draws / 16;
           // The mode's own variance is 0.01; the step makes 1/κ larger by hκ/2 = 1 %.
           const Estimate e = capped_variance(kappa, draws, RandomStream(sizes.seed).role("cap"));
           return verify::estimate_check("", 1 / (kappa * (1 - 0.01)), e, z(), 0,
                                         "1/kappa, not the mode's 0.01, for a slope of at most kappa");
         }});
  }
}

/// Features on the mixture at σ = ½.
struct FeatureCase {
  std::shared_ptr<const density::GaussianMixture> law = blurred_mixture(0.5);
  FeatureFamily family;
  explicit FeatureCase(Index features)
      : family{RandomFeatures::draw(features, 2, 1.5, RandomStream(11)), law->mean(),
               law->covariance().inverse()} {}

  Points points(Index n, const RandomStream& stream) const { return density::sample(*law, stream, n); }
  /// E|a − b|² under the law.
  double distance(const Field& a, const Field& b) const {
    return 2 * density::expectation(
                   *law, [&](const ConstBlock& x, Values out) { explicit_loss(a, b, x, out); }, 1e-6);
  }
};

/// n E|s_n − s_∞|² against its limit as n → ∞, s_∞ from 2·10⁵ points.
verify::Check feature_rate(const Sizes& sizes, double z) {
  const FeatureCase one(12);
  const RandomStream stream = RandomStream(sizes.seed).role("features");
  const Points many = one.points(1 << 18, stream);
  const FeatureScore best = fit_features(one.family, many, 0);
  const Index n = 4000, repetitions = std::max<Index>(32, sizes.draws / 6250);
  Eigen::ArrayXd scaled(repetitions);
  for (Index r = 0; r < repetitions; ++r) {
    const Points data = one.points(n, stream.role("data", static_cast<std::uint64_t>(r) + 1));
    scaled(r) = static_cast<double>(n) * one.distance(fit_features(one.family, data, 0), best);
  }
  const double limit = feature_error_times_n(one.family, many);
  // The next term is smaller by about the number of features over n, and s_∞ is known to n/2¹⁸: 2 %.
  return verify::estimate_check("", limit, mean_estimate(scaled.data(), repetitions), z, 0.02 * limit,
                                "tr(A^-1 Cov gradient), delta method");
}

/// E|s − ∇log p|² of the fit with this ridge, relative to E|∇log p|².
double feature_error(const FeatureCase& one, const Points& data, double ridge) {
  const auto score = score_of(one.law);
  return one.distance(fit_features(one.family, data, ridge), *score) /
         density::fisher_information(*one.law).trace();
}

const std::vector<double> ridges{1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1};

/// J_H of the fit with the ridge that cross-validation chooses, above that of the best on the ladder. The
/// choice is the least of held-out means over n points, and so above the best by no more than the noise of a
/// difference of two of them, whose standard error is that over n points of their own.
verify::Check cross_validation_check(const Sizes& sizes, double z) {
  const FeatureCase one(80);
  const Index n = 2000;
  const RandomStream stream = RandomStream(sizes.seed).role("cross");
  const Points data = one.points(n, stream), fresh = one.points(n, stream.role("fresh"));
  const double scale = 0.5 * density::fisher_information(*one.law).trace();
  double best = ridges.front(), least = feature_error(one, data, best);
  for (const double ridge : ridges) {
    const double error = feature_error(one, data, ridge);
    if (error < least) best = ridge, least = error;
  }
  const double chosen = cross_validated_ridge(one.family, data, ridges);
  const FeatureScore a = fit_features(one.family, data, chosen), b = fit_features(one.family, data, best);
  const Estimate noise = expectation(fresh, [&](const ConstBlock& x, Values out) {
    Eigen::ArrayXd other(x.rows());
    hyvarinen_loss(a, x, out);
    hyvarinen_loss(b, x, other);
    out -= other;
  });
  const double above = scale * (feature_error(one, data, chosen) - least);
  return verify::estimate_check("", 0, {above, noise.standard_error}, z, 0, "the best ridge of the ladder");
}

void write_errors(const Sizes& sizes, io::Group& part) {
  const FeatureCase one(80);
  const std::vector<double> counts{250, 500, 1000, 2000, 4000, 8000};
  std::vector<double> errors;
  for (const double n : counts) {
    const Points data = one.points(static_cast<Index>(n), RandomStream(sizes.seed).role("errors"));
    errors.push_back(feature_error(one, data, cross_validated_ridge(one.family, data, ridges)));
  }
  io::Group& group = part.group("random_features");
  group.scale("points", counts, {"points of the data", "1"});
  group.variable("error", {"points"}, errors, {"E|s - grad log p|^2/E|grad log p|^2, 80 features", "1"});
}

}  // namespace

frame::Plan sample_plan(const Sizes& sizes, const std::function<double()>& z) {
  frame::Plan plan{
      "Scores from finitely many points",
      "The linear model against Wishart moments, a slope that is capped, features by a linear solve."};
  add_linear_checks(plan, sizes, z);
  add_cap_checks(plan, sizes, z);
  plan.checks.push_back({"features/rate", [=] { return feature_rate(sizes, z()); }});
  plan.checks.push_back({"features/cross_validation", [=] { return cross_validation_check(sizes, z()); }});
  plan.tables.push_back([=](io::Group& part) { write_errors(sizes, part); });
  return plan;
}

}  // namespace kolmo::score_matching
