// Fields: Stein's identity, curl, and energies along paths.

#include <Eigen/Eigenvalues>
#include <cmath>

#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/score/models/random_features.hpp"
#include "score_matching/known_scores.hpp"
#include "score_matching/parts.hpp"

namespace kolmo::score_matching {
namespace {

using namespace kolmo::score;

std::unique_ptr<Field> test_field(const std::string& name) {
  if (name == "linear")
    return std::make_unique<LinearField>(Eigen::Matrix2d{{0.7, 0.2}, {-0.1, 0.5}}, Eigen::Vector2d(0.3, -1));
  if (name == "its_score") return score_of(blurred_mixture(0.3));
  if (name == "another_score") return score_of(blurred_mixture(1));
  FeatureFamily family{RandomFeatures::draw(8, 2, 1.0, RandomStream(7)), Eigen::Vector2d::Zero(),
                       Eigen::Matrix2d::Zero()};
  return std::make_unique<FeatureScore>(family, Eigen::VectorXd::LinSpaced(8, -1, 1));
}

/// E[∇·f + f·s] on the mixture at σ = 0.3, by quadrature, over E|f·s| + 1.
double stein(const std::string& name) {
  const auto p = blurred_mixture(0.3);
  const auto f = test_field(name);
  return density::expectation(
      *p,
      [&](const ConstBlock& x, Values out) {
        Points value(x.rows(), 2), score(x.rows(), 2);
        f->value(x, value);
        p->score(x, score);
        divergence(*f, x, out);
        out += value.col(0) * score.col(0) + value.col(1) * score.col(1);
      },
      1e-13);
}

/// E[f′ + f s] with f = 1 for Exp(1): s = −1 where p = e^{−x}.
double stein_at_a_wall() {
  const GaussLegendre<20> rule;
  double total = 0;
  for (int panel = 0; panel < 40; ++panel)
    for (std::size_t q = 0; q < rule.half; ++q)
      for (const double node : {rule.nodes[q], -rule.nodes[q]})
        total += 0.5 * rule.weights[q] * -std::exp(-(panel + 0.5 * (1 + node)));
  return total;
}

/// Two ways from (−1, 0) to (1, 1).
Points straight() {
  Points path(2, 2);
  path << -1, 0, 1, 1;
  return path;
}
Points bent() {
  Points path(3, 2);
  path << -1, 0, 1, 0, 1, 1;
  return path;
}

double difference_of_paths(const Field& field) {
  return line_integral(field, bent(), 16) - line_integral(field, straight(), 16);
}

/// A rotation of w: s = −x + w(−x₂, x₁). Around the triangle the work of the rotation is 2w
/// its area.
LinearField rotating(double w) { return LinearField(Eigen::Matrix2d{{-1, -w}, {w, -1}}); }

void add_curl_checks(frame::Plan& plan) {
  for (const double w : {0.0, 0.3, 2.0}) {
    plan.checks.push_back({"curl/linear/w=" + number_text(w), [=] {
                             const Eigen::MatrixXd a = antisymmetric_part(rotating(w), Eigen::Vector2d(1, 2));
                             return verify::value_check(std::sqrt(2.0) * w, a.norm(), 1e-14, "sqrt(2) w");
                           }});
    // Its corners (−1, 0), (1, 0), (1, 1): area 1, anticlockwise.
    plan.checks.push_back({"work/linear/w=" + number_text(w), [=] {
                             return verify::value_check(2 * w, difference_of_paths(rotating(w)), 1e-13,
                                                        "Green's theorem: 2 w times the area");
                           }});
  }
}

void add_score_checks(frame::Plan& plan) {
  plan.checks.push_back(
      {"curl/score", [] {
         const auto score = score_of(blurred_mixture(0.3));
         double largest = 0;
         for (int k = 0; k < 50; ++k)
           largest = std::max(
               largest, antisymmetric_part(*score, Eigen::Vector2d(-3 + 0.12 * k, 2 - 0.09 * k)).norm());
         return verify::value_check(0, largest, 1e-12, "a score is a gradient");
       }});
  plan.checks.push_back({"energy/score", [] {
                           const auto p = blurred_mixture(0.3);
                           Points ends(2, 2);
                           ends << -1, 0, 1, 1;
                           Eigen::ArrayXd log(2);
                           p->log_density(ends, log);
                           return verify::value_check(log(1) - log(0),
                                                      line_integral(*score_of(p), straight(), 32), 1e-11,
                                                      "log p at its ends");
                         }});
  plan.checks.push_back({"work/score", [] {
                           return verify::value_check(0, difference_of_paths(*score_of(blurred_mixture(0.3))),
                                                      1e-9, "a score is a gradient");
                         }});
  plan.checks.push_back({"spectrum/score_at_mode", [] {
                           const Eigen::MatrixXd j = jacobian(
                               *score_of(std::make_shared<density::GaussianMixture>(density::gaussian(
                                   Eigen::Vector2d(1, 2), Eigen::Matrix2d{{0.5, 0.2}, {0.2, 0.3}}))),
                               Eigen::Vector2d(1, 2));
                           const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> modes(j);
                           // Eigenvalues of Σ: 0.4 ± √(0.01 + 0.04).
                           return verify::value_check(-1 / (0.4 - std::sqrt(0.05)), modes.eigenvalues()(0),
                                                      1e-12, "-1/(least variance)");
                         }});
}

}  // namespace

frame::Plan field_plan() {
  frame::Plan plan{"Fields", "Stein's identity by quadrature; curl, and what a path's work says of it."};
  plan.in_parallel = true;
  for (const char* name : {"linear", "its_score", "another_score", "random_features"}) {
    plan.checks.push_back({std::string("stein/") + name,
                           [=] { return verify::value_check(0, stein(name), 1e-11, "E[div f + f.s] = 0"); }});
  }
  plan.checks.push_back({"stein/exponential_law", [] {
                           return verify::value_check(-1, stein_at_a_wall(), 1e-12, "-p(0)",
                                                      "f = 1 on [0, inf): a wall keeps a term");
                         }});
  add_curl_checks(plan);
  add_score_checks(plan);
  return plan;
}

}  // namespace kolmo::score_matching
