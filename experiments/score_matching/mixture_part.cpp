// The parameters of a mixture from denoising score matching, and where the score that was learned vanishes.

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "kolmo/core/number_text.hpp"
#include "kolmo/score/fields/critical_points.hpp"
#include "kolmo/score/models/mixture_score.hpp"
#include "score_matching/parts.hpp"

namespace kolmo::score_matching {
namespace {

using namespace kolmo::score;

constexpr Index points = 16384;
constexpr double sigma = 0.4;

/// Of the data: three round Gaussians in the plane.
MixtureParameters truth() {
  MixtureParameters p{Eigen::ArrayXd(3), Points(3, 2), Eigen::ArrayXd(3)};
  p.log_weights << std::log(0.25), std::log(0.45), std::log(0.3);
  p.means << -2, 1, 1, 1.5, 0.5, -2;
  p.variances << 0.4, 0.3, 0.6;
  return p;
}

MixtureParameters blurred(MixtureParameters p) {
  p.variances += sigma * sigma;
  return p;
}

density::GaussianMixture law_of(const MixtureParameters& p) {
  return {p.weights(), p.means, density::Covariances::isotropic(p.variances, p.means.cols())};
}

MixtureFit fitted(const RandomStream& stream) {
  const Points x = density::sample(law_of(truth()), stream.role("data"), points);
  Points z(points, 2);
  stream.role("noise").normals(0, 0, z);
  MixtureParameters guess = blurred(truth());
  guess.log_weights.setZero();
  guess.means += 0.5;
  guess.variances.setOnes();
  return fit_mixture(guess, x, z, sigma);
}

/// The free numbers of a mixture, and what they are called.
std::vector<std::pair<std::string, double>> numbers_of(const MixtureParameters& p) {
  std::vector<std::pair<std::string, double>> all;
  for (Index k = 1; k < 3; ++k)
    all.emplace_back("log_weight_" + number_text(k), p.log_weights(k) - p.log_weights(0));
  for (Index k = 0; k < 3; ++k)
    for (Index j = 0; j < 2; ++j)
      all.emplace_back("mean_" + number_text(k) + (j == 0 ? "_x" : "_y"), p.means(k, j));
  for (Index k = 0; k < 3; ++k) all.emplace_back("log_variance_" + number_text(k), std::log(p.variances(k)));
  return all;
}

/// Equal Gaussians of variance 1 at (±2, 0).
MixtureParameters two_wells() {
  MixtureParameters p{Eigen::ArrayXd::Zero(2), Points(2, 2), Eigen::ArrayXd::Ones(2)};
  p.means << -2, 0, 2, 0;
  return p;
}

CriticalPoints of_two_wells() {
  Points starts(4, 2);
  starts << -2.5, 0.4, 0.1, 0.3, 2.2, -0.5, 1.8, 0.2;
  return critical_points(*score_of(std::make_shared<density::GaussianMixture>(law_of(two_wells()))), starts,
                         {.apart = 1e-3});
}

void add_critical_checks(frame::Plan& plan) {
  const auto found = frame::lazy(of_two_wells);
  const auto add = [&](const char* name, double expected, double tolerance, const char* source,
                       auto observed) {
    plan.checks.push_back(
        {name, [=] { return verify::value_check(expected, observed(found->get()), tolerance, source); }});
  };
  add("critical/points", 3, 0, "two modes and a saddle",
      [](const CriticalPoints& all) { return static_cast<double>(all.points.size()); });
  // By Newton's quadratic convergence places are good to rounding.
  add("critical/saddle/largest", 3, 1e-12, "-1 + 4 at the middle",
      [](const CriticalPoints& all) { return all.points.at(1).eigenvalues(1); });
  add("critical/saddle/least", -1, 1e-12, "-1 across",
      [](const CriticalPoints& all) { return all.points.at(1).eigenvalues(0); });
  // log p = log cosh 2x − x²/2 along the axis: s = 2 tanh 2x − x, whose slope at a zero is 3 − x².
  add("critical/mode/place", 0, 1e-12, "x = 2 tanh 2x", [](const CriticalPoints& all) {
    const double x = all.points.at(0).place(0);
    return x - 2 * std::tanh(2 * x);
  });
  add("critical/mode/largest", 0, 1e-12, "3 - x^2", [](const CriticalPoints& all) {
    const CriticalPoint& mode = all.points.at(0);
    return mode.eigenvalues(1) - (3 - mode.place(0) * mode.place(0));
  });
  plan.checks.push_back({"critical/beside_mode", [] {
                           const auto score =
                               score_of(std::make_shared<density::GaussianMixture>(law_of(two_wells())));
                           return verify::value_check(
                               -0.9946361972678981, jacobian(*score, Eigen::Vector2d(2, 0))(0, 0), 1e-12,
                               "k_misc.json, gmm_pm2_geometry", "at (2, 0), the component's mean: no mode");
                         }});
}

}  // namespace

frame::Plan mixture_plan(const Sizes& sizes, const std::function<double()>& z) {
  frame::Plan plan{
      "The parameters of a mixture",
      "Three round Gaussians in the plane, 16384 points blurred with noise 0.4: weights, means and "
      "variances that minimise the denoising loss; and modes and saddle of two Gaussians at (-2, 0) "
      "and (2, 0)."};
  const auto fit = frame::lazy([=] { return fitted(RandomStream(sizes.seed).role("mixture")); });
  plan.checks.push_back({"converged", [=] {
                           return verify::value_check(1, fit->get().converged ? 1 : 0, 0,
                                                      "steps below 1e-10 of the spread");
                         }});
  const auto right = numbers_of(blurred(truth()));
  for (std::size_t i = 0; i < right.size(); ++i)
    plan.checks.push_back({right[i].first, [=] {
                             const double found = numbers_of(fit->get().parameters)[i].second;
                             const double error = fit->get().standard_errors(static_cast<Index>(i));
                             return verify::estimate_check("", right[i].second, {found, error}, z(), 0,
                                                           "the mixture, within the delta method");
                           }});
  add_critical_checks(plan);
  return plan;
}

}  // namespace kolmo::score_matching
