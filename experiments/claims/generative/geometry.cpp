// Where scores point, where they vanish, and what their divergence says.

#include <cmath>
#include <numbers>

#include "claims/generative/rows.hpp"
#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/measure/problems/three_components.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/sampling/flow/score_flow.hpp"

namespace kolmo::claims::generative {
namespace {

/// Two Gaussians at (±2, 0): besides the two modes the score vanishes at 0, which is no extremum.
std::vector<verify::Check> c4_04() {
  const auto points = sampling::critical_points(two_modes(2, 2), {{-4, 4}, {-4, 4}}, 9);
  double saddles = 0, curvature = 0;
  for (const auto& point : points)
    if (point.kind == sampling::CriticalKind::saddle) ++saddles, curvature = point.curvatures.maxCoeff();
  return {beside(0, verify::value_check(1, saddles, 0.5, "a saddle, the condition broken")),
          verify::value_check(3, curvature, 1e-9, "k_misc.json, gmm_pm2_geometry"),
          verify::value_check(2, static_cast<double>(points.size()) - saddles, 0.5,
                              "two peaks, the condition met")};
}

/// N(0, diag(4, ¼)): at (2, 1) the score and the way to the mean; (2, 0) is twice as far as (0, 1), its score
/// an eighth as long.
std::vector<verify::Check> c4_07() {
  const auto law = density::gaussian(Eigen::Vector2d::Zero(), Eigen::Vector2d(4, 0.25).asDiagonal());
  const Eigen::Vector2d x(2, 1);
  const double tilt = std::atan2(4.0, 0.5) - std::atan2(1.0, 2.0);
  const double lengths =
      score_at(law, Eigen::Vector2d(2, 0)).norm() / score_at(law, Eigen::Vector2d(0, 1)).norm();
  return {beside(0, verify::value_check(tilt * 180 / std::numbers::pi, angle_in_degrees(score_at(law, x), -x),
                                        1e-10, "angle between -(x/4, 4y) and -(x, y)")),
          beside(2, verify::value_check(0.125, lengths, 1e-12, "|s| of (2, 0) over that of (0, 1)"))};
}

/// The score at a right angle to the level set, whose direction comes from two of its points.
verify::Check c4_08() {
  const density::GaussianMixture law = measure::three_components();
  const Eigen::Vector2d x(0.2, 0.4),
      along = Eigen::Vector2d(-score_at(law, x)(1), score_at(law, x)(0)).normalized();
  const double level = log_density_at(law, x);
  const auto on_level =
      [&](double step) {  // the point of the level set beside x + step·along, by its own slope
        const Eigen::Vector2d beside_x = x + step * along, normal = score_at(law, x).normalized();
        const double shift = zero_between(
            [&](double u) { return log_density_at(law, Eigen::Vector2d(beside_x + u * normal)) - level; },
            -0.1, 0.1);
        return Eigen::Vector2d(beside_x + shift * normal);
      };
  // A chord of ±h is parallel to the tangent up to O(h²).
  return verify::value_check(90, angle_in_degrees(on_level(1e-3) - on_level(-1e-3), score_at(law, x)), 1e-3,
                             "a chord of the level set");
}

/// The saddle has the divergence 3 − 1; where it vanishes on the axis the score does not.
std::vector<verify::Check> c4_10() {
  const density::GaussianMixture law = two_modes(2, 2);
  const auto on_axis = [](double x) { return Eigen::VectorXd(Eigen::Vector2d(x, 0)); };
  const double flat = zero_between([&](double x) { return divergence_at(law, on_axis(x)); }, 0, 2);
  // 4 sech²(2x) − 2 = 0: tanh² 2x = ½; there s = 2 tanh 2x − x.
  const double known = 0.5 * std::atanh(std::sqrt(0.5));
  return {beside(0, verify::value_check(2, divergence_at(law, on_axis(0)), 1e-12,
                                        "k_misc.json: the saddle's divergence")),
          beside(0, verify::value_check(std::sqrt(2.0) - known, score_at(law, on_axis(flat)).norm(), 1e-10,
                                        "|s| where the divergence is 0"))};
}

/// +∇log p of Brownian motion's law as a velocity, twice the negative of the heat flow's −½g²∇log p.
class Ascent final : public process::VelocityField {
 public:
  Ascent(std::shared_ptr<const process::MarginalScore> score, double factor)
      : score_(std::move(score)), factor_(factor) {}
  Index dimension() const override { return 1; }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    score_->score(t, x, out);
    out *= factor_;
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    score_->score_and_divergence(t, x, out, divergence);
    out *= factor_;
    divergence *= factor_;
  }

 private:
  std::shared_ptr<const process::MarginalScore> score_;
  double factor_;
};

double carried(const process::VelocityField& velocity, double start, double t) {
  ode::FlowPlan plan;
  plan.times = {0, t};
  plan.relative_tolerance = plan.absolute_tolerance = 1e-11;
  double end = 0;
  ode::flow(velocity, plan, Points::Constant(1, 1, start),
            [&](Index snapshot, Index, const ConstBlock& x, const ConstValues*) {
              if (snapshot == 1) end = x(0, 0);
            });
  return end;
}

/// A mode cos kx of a density moves by ṗ = −∇·(pv): with v = −∇log p it falls as e^{−k²t}, the printed sign
/// lets it grow. And N(0, 1) at t = ¼: variance 1 + 2t under v = −∇log p_t.
std::vector<verify::Check> c4_11() {
  const auto heat = std::make_shared<process::Brownian>(std::sqrt(2.0), 1);
  const auto score = std::make_shared<process::MarginalScore>(heat, density::gaussian_1d(0, 1));
  const double k = 3, x = 0.4, h = 1e-3;
  // p = 1 + a cos kx, v = −p'/p: −(pv)' = p'' by differences, over p − 1.
  const auto flux = [=](double y) { return k * std::sin(k * y); };  // p v/a, v = −p'/p
  const double rate = -(flux(x + h) - flux(x - h)) / (2 * h) / std::cos(k * x);
  return {
      beside(k * k, verify::value_check(-k * k, rate, 1e-4, "heat flow: -k^2; as printed the mode grows")),
      beside(std::sqrt(0.5), verify::value_check(std::sqrt(1.5), carried(Ascent(score, -1), 1, 0.25), 1e-8,
                                                 "N(0, 1 + 2t): v = -grad log p; as printed N(0, 1 - 2t)")),
      verify::value_check(std::sqrt(1.5), carried(process::ProbabilityFlow(heat, score), 1, 0.25), 1e-8,
                          "the library's probability flow, -g^2/2 grad log p")};
}

/// A circle of radius 1 under N(0, σ²), as 512 equal Gaussians: exact to rounding for σ ≥ 0.1.
density::GaussianMixture noisy_circle(double sigma) {
  const Index n = 512;
  Points means(n, 2);
  for (Index i = 0; i < n; ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(n);
    means.row(i) << std::cos(angle), std::sin(angle);
  }
  return {Eigen::ArrayXd::Constant(n, 1.0 / static_cast<double>(n)), means,
          density::Covariances::isotropic(Eigen::ArrayXd::Constant(n, sigma * sigma), 2)};
}

/// The radial score beside −(r − 1)/σ²: a thin tube has it to 1.3 %, a wide one does not.
std::vector<verify::Check> c4_12() {
  const Eigen::Vector2d outside(1.3, 0), inside(0.5, 0);
  const Eigen::VectorXd thin = score_at(noisy_circle(0.1), outside),
                        wide = score_at(noisy_circle(0.3), inside);
  return {verify::value_check(-30.385360788663192, thin(0), 1e-8, "k_misc.json, noisy_circle_radial_score"),
          verify::value_check(-30, thin(0), 0.02 * 30, "-dist/sigma^2 to 2 %: the condition met"),
          verify::value_check(0, thin(1), 1e-9, "no tangential part"),
          beside(0.5 / 0.09, verify::value_check(4.498328184707548, wide(0), 1e-8,
                                                 "k_misc.json: sigma = 0.3, the condition broken"))};
}

}  // namespace

void add_geometry(Rows& rows, const Settings&) {
  rows.add("C4-04", {"saddles", "curvature", "peaks"}, c4_04);
  rows.add("C4-07", {"angle", "length"}, c4_07);
  rows.add("C4-08", "angle_to_level_set", c4_08);
  rows.add("C4-10", {"divergence_at_saddle", "score_without_divergence"}, c4_10);
  rows.add("C4-11", {"mode", "carried", "probability_flow"}, c4_11);
  rows.add("C4-12", {"bessel", "thin_tube", "tangential", "wide_tube"}, c4_12);
}

}  // namespace kolmo::claims::generative
