// Distances and geodesics: on the simplex, on the half plane of Gaussians, and by energy in any family.

#include <cmath>

#include "information_geometry/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/information_geometry/exponential_family.hpp"
#include "kolmo/information_geometry/gaussian_curves.hpp"
#include "kolmo/information_geometry/geodesic.hpp"
#include "kolmo/information_geometry/simplex.hpp"

namespace kolmo::information_geometry::shown {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

const Eigen::Vector3d left(0.7, 0.2, 0.1), right(0.2, 0.3, 0.5);

VectorXd line_natural(double mean, double deviation) {
  return gaussian_natural(VectorXd::Constant(1, mean), MatrixXd::Constant(1, 1, deviation * deviation));
}

/// Σ of chords of the geodesic on n steps, whose limit is the length (even powers of 1/n).
double arc(Index n) {
  MatrixXd curve(n + 1, 3);
  for (Index k = 0; k <= n; ++k)
    curve.row(k) =
        fisher_rao_geodesic(left, right, static_cast<double>(k) / static_cast<double>(n)).transpose();
  double length = 0;  // √(Σ dp²/p) at the middle of each step: no distance is used
  for (Index k = 0; k < n; ++k) {
    const VectorXd step = (curve.row(k + 1) - curve.row(k)).transpose(),
                   middle = 0.5 * (curve.row(k + 1) + curve.row(k)).transpose();
    length += std::sqrt((step.array().square() / middle.array()).sum());
  }
  return length;
}

/// Pythagoras: KL(p‖r) = KL(p‖q) + KL(q‖r) where the m-geodesic from p to q meets the e-geodesic from q to r
/// at a right angle.
double pythagoras() {
  const auto family = categorical(3);
  const VectorXd r = family->natural(Eigen::Vector2d(0.2, 0.3)), direction = Eigen::Vector2d(1, -0.4);
  const VectorXd q = r + 0.7 * direction;
  // η_p − η_q across the direction of the e-geodesic.
  const VectorXd p = family->natural(family->mean(q) + 0.1 * Eigen::Vector2d(0.4, 1));
  return family->divergence(p, r) - family->divergence(p, q) - family->divergence(q, r);
}

void write(io::Group& part) {
  constexpr Index n = 61;
  const Eigen::ArrayXd t = Eigen::ArrayXd::LinSpaced(n, 0, 1);
  const auto curves = [&](const std::string& name, const std::vector<std::string>& labels,
                          const std::string& x_name, const std::string& y_name,
                          const std::function<std::array<double, 2>(std::size_t, double)>& at) {
    std::vector<double> x, y;
    for (std::size_t c = 0; c < labels.size(); ++c)
      for (Index k = 0; k < n; ++k) {
        const auto place = at(c, t(k));
        x.push_back(place[0]);
        y.push_back(place[1]);
      }
    io::Group& group = part.group(name);
    group.scale("place", t, {"t", "1"});
    group.scale("curve", labels, {"curve", "1"});
    group.variable("x", {"curve", "place"}, x, {x_name, "1"});
    group.variable("y", {"curve", "place"}, y, {y_name, "1"});
  };
  curves("curves_on_the_simplex", {"Fisher and Rao", "straight in p (m)", "straight in theta (e)"}, "p_1",
         "p_2", [](std::size_t c, double s) -> std::array<double, 2> {
           const VectorXd p = c == 0 ? fisher_rao_geodesic(left, right, s)
                                     : (c == 1 ? VectorXd((1 - s) * left + s * right)
                                               : exponential_geodesic(left, right, s));
           return {p(0), p(1)};
         });
  const std::vector<std::array<double, 4>> pairs{{0, 1, 5, 1}, {-1, 0.5, 2, 1.5}, {0, 1, 1, 1}};
  curves("curves_on_the_half_plane",
         {"N(0, 1) to N(5, 1)", "N(-1, 0.25) to N(2, 2.25)", "N(0, 1) to N(1, 1)"}, "mean", "deviation",
         [&](std::size_t c, double s) {
           return fisher_rao_geodesic_1d(pairs[c][0], pairs[c][1], pairs[c][2], pairs[c][3], s);
         });
}

void add_simplex_checks(frame::Plan& plan) {
  plan.checks.push_back({"simplex/distance", [] {
                           return verify::value_check(1.1369552903974707, fisher_rao_distance(left, right),
                                                      1e-12, "2 arccos sum sqrt(pq)",
                                                      "(.7, .2, .1) to (.2, .3, .5)")
                               .shows("A-04");
                         }});
  plan.checks.push_back({"simplex/arc", [] {
                           const double a = arc(64), b = arc(128), c = arc(256), first = (4 * b - a) / 3,
                                        second = (4 * c - b) / 3;
                           return verify::value_check(fisher_rao_distance(left, right),
                                                      (16 * second - first) / 15, 1e-8, "the distance",
                                                      "sum of sqrt(dp^2/p) along the geodesic, extrapolated");
                         }});
  const Eigen::Vector3d middle(0.4472546360853903, 0.2685967311950311, 0.284148632719579);
  for (const Index i : {0, 1, 2})
    plan.checks.push_back({"simplex/midpoint/" + number_text(i + 1), [=] {
                             return verify::value_check(middle(i), fisher_rao_geodesic(left, right, 0.5)(i),
                                                        1e-7, "another program");
                           }});
  plan.checks.push_back({"simplex/hellinger", [] {
                           return verify::value_check(std::sqrt(1 - std::cos(0.5 * 1.1369552903974707)),
                                                      hellinger_distance(left, right), 1e-10,
                                                      "sqrt(1 - cos d/2)", "by the angle");
                         }});
  plan.checks.push_back({"simplex/kl_is_no_distance", [] {
                           const auto family = categorical(3);
                           const VectorXd p = family->natural(left.head(2)),
                                          q = family->natural(right.head(2));
                           return verify::value_check(0.6758058949504259 - 0.6348972650817144,
                                                      family->divergence(q, p) - family->divergence(p, q),
                                                      1e-12, "another program", "KL(q|p) - KL(p|q)")
                               .shows("A-05", 0);
                         }});
}

/// Other families by energy, and a right angle.
void add_family_checks(frame::Plan& plan) {
  plan.checks.push_back({"covariances/by_energy", [] {
                           const MatrixXd a{{2, 0.5}, {0.5, 1}}, b{{1, -0.3}, {-0.3, 0.5}};
                           return verify::value_check(
                               fisher_rao_distance_of_covariances(a, b),
                               geodesic_distance(*gaussian(2), gaussian_natural(Eigen::Vector2d::Zero(), a),
                                                 gaussian_natural(Eigen::Vector2d::Zero(), b)),
                               1e-6, "sqrt(sum log^2 lambda/2)", "equal means in the plane, least energy");
                         }});
  plan.checks.push_back({"bernoulli/by_energy", [] {
                           const auto family = bernoulli();
                           return verify::value_check(
                               2 * std::abs(std::asin(std::sqrt(0.9)) - std::asin(std::sqrt(0.2))),
                               geodesic_distance(*family, family->natural(VectorXd::Constant(1, 0.2)),
                                                 family->natural(VectorXd::Constant(1, 0.9))),
                               1e-6, "2 |asin sqrt p - asin sqrt q|", "0.2 to 0.9");
                         }});
  plan.checks.push_back({"pythagoras", [] {
                           return verify::value_check(0, pythagoras(), 1e-12,
                                                      "m- and e-geodesics at a right angle",
                                                      "KL(p|r) - KL(p|q) - KL(q|r)");
                         }});
}

}  // namespace

frame::Plan distances_plan() {
  frame::Plan plan{"Distances",
                   "Fisher and Rao's metric: a sphere for probabilities, the half plane for Gaussians on the "
                   "line, energy for any family."};
  add_simplex_checks(plan);
  struct Pair {
    double m1, s1, m2, s2, distance;
  };
  for (const Pair& one : {Pair{0, 1, 1, 1, 0.98025814},
                          {0, 1, 0, 2.5, 1.29583078},
                          {-1, 0.5, 2, 1.5, 3.14225491},
                          {0, 1, 5, 1, 3.77504244}}) {
    const std::string name = "half_plane/" + number_text(one.m1) + "," + number_text(one.s1) + "_to_" +
                             number_text(one.m2) + "," + number_text(one.s2);
    plan.checks.push_back({name, [=] {
                             return verify::value_check(
                                 one.distance, fisher_rao_distance_1d(one.m1, one.s1, one.m2, one.s2), 1e-8,
                                 "sqrt2 arccosh", "Gaussians on the line");
                           }});
    plan.checks.push_back(
        {name + "/by_energy", [=] {
           return verify::value_check(
               fisher_rao_distance_1d(one.m1, one.s1, one.m2, one.s2),
               geodesic_distance(*gaussian(1), line_natural(one.m1, one.s1), line_natural(one.m2, one.s2)),
               1e-6, "closed form", "least energy, extrapolated");
         }});
  }
  add_family_checks(plan);
  plan.tables.push_back(write);
  return plan;
}

}  // namespace kolmo::information_geometry::shown
