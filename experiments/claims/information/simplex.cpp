// The simplex of probabilities: its tangents, softmax, and what is a distance there.

#include "kolmo/information_geometry/simplex.hpp"

#include <cmath>

#include "claims/information/rows.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/law_1d.hpp"
#include "kolmo/information_geometry/exponential_family.hpp"
#include "kolmo/information_geometry/geodesic.hpp"

namespace kolmo::claims::information {
namespace {

namespace geometry = information_geometry;
using Eigen::Vector2d;
using Eigen::Vector3d;
using Eigen::VectorXd;

/// The pair of the note's demonstration.
const Vector3d p_shown(0.7, 0.2, 0.1), q_shown(0.2, 0.3, 0.5);

double total(const VectorXd& v) {
  double sum = 0;
  for (const double x : v) sum += x;
  return sum;
}

/// The share of 64 random tangent directions v of which both p + hv and p − hv are probabilities, h = 1e−6.
double share_of_two_sided(const Vector3d& p) {
  Points z(64, 3);
  RandomStream(1).role("tangents").normals(0, 0, z);
  double count = 0;
  for (Index k = 0; k < 64; ++k) {
    const VectorXd step = 1e-6 * geometry::tangent(z.row(k).matrix().transpose());
    count += (p + step).minCoeff() >= 0 && (p - step).minCoeff() >= 0 ? 1 : 0;
  }
  return count / 64;
}

/// In the open simplex every tangent vector leads both ways, at a corner none does: there is no manifold.
std::vector<verify::Check> a_01() {
  const std::string source = "p + hv and p - hv are probabilities";
  return {
      verify::value_check(0, total(geometry::tangent(Vector3d(0.3, -1.2, 2.5))), 1e-14, "v less its mean"),
      verify::value_check(1, share_of_two_sided(p_shown), 1e-9, source),
      beside(1, verify::value_check(0, share_of_two_sided(Vector3d(1, 0, 0)), 1e-9, source, "at a corner"))};
}

/// A projection leaves probabilities as they are; softmax makes e^{0.7}/(e^{0.7} + e^{0.2} + e^{0.1}) of 0.7.
verify::Check a_02() {
  return beside(p_shown(0),
                verify::value_check(1 / (1 + std::exp(-0.5) + std::exp(-0.6)), geometry::softmax(p_shown)(0),
                                    1e-15, "softmax of (0.7, 0.2, 0.1)"));
}

VectorXd natural_of(const Vector3d& p) { return geometry::categorical(3)->natural(p.head(2)); }

/// The shortest curve in Fisher's metric of the family, found by its energy, beside the arc of the sphere.
verify::Check a_04() {
  const double found =
      geometry::geodesic_distance(*geometry::categorical(3), natural_of(p_shown), natural_of(q_shown));
  double cosine = 0;
  for (int i = 0; i < 3; ++i) cosine += std::sqrt(p_shown(i) * q_shown(i));
  return verify::value_check(2 * std::acos(cosine), found, 1e-6,
                             "2 arccos of the sum of sqrt(p q): 1.13695529");
}

double kl(const VectorXd& p, const VectorXd& q) {
  double sum = 0;
  for (Index i = 0; i < p.size(); ++i) sum += p(i) * std::log(p(i) / q(i));
  return sum;
}

/// A distance is the same both ways, and adds up along a geodesic: KL does neither.
std::vector<verify::Check> a_05() {
  const auto family = geometry::categorical(3);
  const double back = family->divergence(natural_of(q_shown), natural_of(p_shown));
  const auto line = geometry::gaussian(1);
  const auto at = [](double m) {
    return geometry::gaussian_natural(VectorXd::Constant(1, m), Eigen::MatrixXd::Identity(1, 1));
  };
  const double excess =
      line->divergence(at(0), at(2)) - line->divergence(at(0), at(1)) - line->divergence(at(1), at(2));
  return {beside(kl(p_shown, q_shown), verify::value_check(kl(q_shown, p_shown), back, 1e-12,
                                                           "sum q log(q/p)", "KL(q|p), KL(p|q) as printed")),
          beside(0, verify::value_check(1, excess, 1e-12, "(2^2 - 1 - 1)/2",
                                        "N(0,1) to N(2,1) less the way by N(1,1)"))};
}

/// W1 of masses on 0, 1, 2, as ten equal atoms each: Σ|F − G| = 0.5 + 0.4.
verify::Check a_06() {
  const Law1D p = Law1D::from_samples({0, 0, 0, 0, 0, 0, 0, 1, 1, 2}),
              q = Law1D::from_samples({0, 0, 1, 1, 1, 2, 2, 2, 2, 2});
  return beside(
      (p_shown - q_shown).cwiseAbs().sum(),
      verify::value_check(0.9, w1_distance(p, q), 1e-14, "sum of |F - G|", "sum of |p - q| as printed"));
}

/// The line straight in θ is p^{1−t}q^t: longer than the geodesic.
verify::Check a_11() {
  Eigen::MatrixXd curve(2049, 3);
  for (Index k = 0; k <= 2048; ++k)
    curve.row(k) =
        geometry::exponential_geodesic(p_shown, q_shown, static_cast<double>(k) / 2048).transpose();
  const double found =
      geometry::geodesic_distance(*geometry::categorical(3), natural_of(p_shown), natural_of(q_shown));
  return beside(geometry::fisher_rao_length(curve),
                verify::value_check(geometry::fisher_rao_distance(p_shown, q_shown), found, 1e-6,
                                    "2 arccos of the sum of sqrt(p q)", "shortest curve by energy"));
}

/// θ = 0 and θ = (1, 1, 1) are one law; and no two laws are further apart than π, however far θ goes.
std::vector<verify::Check> a_12() {
  const auto apart = [](const Vector3d& a, const Vector3d& b) {
    return geometry::fisher_rao_distance(geometry::softmax(a), geometry::softmax(b));
  };
  const Vector3d far(30, 0, 0), back(0, 30, 0);
  // Σ√(pq) ≈ 2e^{−15} + e^{−30}.
  const double below = 2 * std::asin(2 * std::exp(-15.0) + std::exp(-30.0));
  return {
      beside(std::sqrt(3.0), verify::value_check(0, apart(Vector3d::Zero(), Vector3d::Ones()), 1e-7,
                                                 "softmax forgets a shift", "Euclid's distance as printed")),
      beside((far - back).norm(), verify::value_check(std::acos(-1.0) - below, apart(far, back), 1e-9,
                                                      "pi at most", "Euclid's distance as printed"))};
}

/// The mass half way: 1 with the square, Σ(sin(½φ)(√p + √q)/sin φ) without.
verify::Check a_57() {
  const double angle = 0.5 * geometry::fisher_rao_distance(p_shown, q_shown);
  double printed = 0;
  for (int i = 0; i < 3; ++i)
    printed += std::sin(0.5 * angle) / std::sin(angle) * (std::sqrt(p_shown(i)) + std::sqrt(q_shown(i)));
  return beside(printed, verify::value_check(1, total(geometry::fisher_rao_geodesic(p_shown, q_shown, 0.5)),
                                             1e-14, "probabilities", "sum half way"));
}

}  // namespace

void add_simplex(Rows& rows) {
  rows.add("A-01", {"tangent", "open", "corner"}, a_01);
  rows.add("A-02", "softmax_twice", a_02);
  rows.add("A-04", "arc", a_04);
  rows.add("A-05", {"both_ways", "along_a_geodesic"}, a_05);
  rows.add("A-06", "ordered_atoms", a_06);
  rows.add("A-11", "straight_in_theta", a_11);
  rows.add("A-12", {"one_law", "bounded"}, a_12);
  rows.add("A-57", "mass_half_way", a_57);
}

}  // namespace kolmo::claims::information
