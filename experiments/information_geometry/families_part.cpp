// Exponential families: Legendre's duality, Fisher's matrix, KL as a Bregman divergence.

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <boost/math/special_functions/digamma.hpp>
#include <cmath>

#include "information_geometry/complex_partition.hpp"
#include "information_geometry/parts.hpp"
#include "kolmo/information_geometry/exponential_family.hpp"

namespace kolmo::information_geometry::shown {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// A random member: natural parameters from normal numbers z.
struct Family {
  std::string name;
  std::shared_ptr<const ExponentialFamily> family;
  std::function<VectorXd(const VectorXd& z)> member;
  Index numbers;
  /// KL in closed form of its own, from parameters other than θ.
  std::function<double(const VectorXd& p, const VectorXd& q)> divergence;
  ComplexPartition partition;  ///< A of complex parameters, by a formula of its own
  /// A circle about θ, in any direction of entries up to 1 each, on which A is analytic four times as far
  /// out.
  std::function<double(const VectorXd& theta)> radius = [](const VectorXd&) { return 0.5; };
};

double sum_of(const VectorXd& v) {
  double total = 0;
  for (const double x : v) total += x;
  return total;
}

double categorical_divergence(const ExponentialFamily& family, const VectorXd& p, const VectorXd& q) {
  const VectorXd a = family.mean(p), b = family.mean(q);
  double kl = (1 - sum_of(a)) * std::log((1 - sum_of(a)) / (1 - sum_of(b)));
  for (Index i = 0; i < a.size(); ++i) kl += a(i) * std::log(a(i) / b(i));
  return kl;
}

double gaussian_divergence(const VectorXd& p, const VectorXd& q, Index d) {
  const auto a = gaussian_moments(p, d), b = gaussian_moments(q, d);
  const MatrixXd relative = b.covariance.inverse() * a.covariance;
  const VectorXd shift = b.mean - a.mean;
  return 0.5 * (relative.trace() - static_cast<double>(d) - std::log(relative.determinant()) +
                shift.dot(b.covariance.inverse() * shift));
}

VectorXd gaussian_member(const VectorXd& z, Index d) {
  const MatrixXd root = Eigen::Map<const MatrixXd>(z.data() + d, d, d);
  return gaussian_natural(z.head(d),
                          root * root.transpose() / static_cast<double>(d) + 0.5 * MatrixXd::Identity(d, d));
}

/// A pole lies where an eigenvalue of −2θ₂ = C⁻¹ is 0; two entries of 1 move them by 4 at most.
double gaussian_radius(const VectorXd& theta, Index d) {
  return 1 / (16 * gaussian_moments(theta, d).covariance.norm());
}

std::vector<Family> families() {
  const std::shared_ptr<const ExponentialFamily> four = categorical(4), two = bernoulli(), line = gaussian(1),
                                                 space = gaussian(3), counts = poisson(), waits = gamma();
  return {{"categorical", four, [](const VectorXd& z) { return z; }, 3,
           [=](const VectorXd& p, const VectorXd& q) { return categorical_divergence(*four, p, q); },
           categorical_partition},
          {"bernoulli", two, [](const VectorXd& z) { return z; }, 1,
           [=](const VectorXd& p, const VectorXd& q) { return categorical_divergence(*two, p, q); },
           categorical_partition},
          {"gaussian_1d", line, [](const VectorXd& z) { return gaussian_member(z, 1); }, 2,
           [](const VectorXd& p, const VectorXd& q) { return gaussian_divergence(p, q, 1); },
           gaussian_partition(1), [](const VectorXd& theta) { return gaussian_radius(theta, 1); }},
          {"gaussian_3d", space, [](const VectorXd& z) { return gaussian_member(z, 3); }, 12,
           [](const VectorXd& p, const VectorXd& q) { return gaussian_divergence(p, q, 3); },
           gaussian_partition(3), [](const VectorXd& theta) { return gaussian_radius(theta, 3); }},
          {"poisson", counts, [](const VectorXd& z) { return z; }, 1,
           [](const VectorXd& p, const VectorXd& q) {
             const double a = std::exp(p(0)), b = std::exp(q(0));
             return a * std::log(a / b) - a + b;
           },
           poisson_partition},
          {"gamma", waits,
           [](const VectorXd& z) -> VectorXd {
             return Eigen::Vector2d(std::exp(z(0)) - 1 + 0.3, -std::exp(z(1)));
           },
           2,
           [](const VectorXd& p, const VectorXd& q) {
             const double a = p(0) + 1, b = -p(1), c = q(0) + 1, e = -q(1);
             return (a - c) * boost::math::digamma(a) - std::lgamma(a) + std::lgamma(c) +
                    c * std::log(b / e) + a * (e - b) / b;
           },
           gamma_partition,
           [](const VectorXd& theta) {
             return 0.25 * std::min({1.0, theta(0) + 1, -theta(1)});
           }}};
}

/// visit(θ_p, θ_q) of 100 random pairs; gives the largest value.
double largest_of_pairs(const Family& one, const Sizes& sizes,
                        const std::function<double(const VectorXd&, const VectorXd&)>& visit) {
  double largest = 0;
  Points z(200, one.numbers);
  RandomStream(sizes.seed).role("families").normals(0, 0, z);
  for (Index k = 0; k < 100; ++k)
    largest = std::max(largest, visit(one.member(z.row(2 * k).transpose().matrix()),
                                      one.member(z.row(2 * k + 1).transpose().matrix())));
  return largest;
}

verify::OrderStudy second_order(double p, double claimed) {
  const auto family = bernoulli();
  verify::OrderStudy study{"order_of_kl_at_p_" + std::string(p == 0.5 ? "one_half" : "0.7"),
                           "KL(p|p + dp) less half of dtheta I dtheta"};
  study.claimed = claimed;
  study.source = "Taylor's series of A";
  study.h_long_name = "step in theta";
  if (p == 0.5) study.next_term = 2;
  const VectorXd at = family->natural(VectorXd::Constant(1, p));
  for (const double h : {0.2, 0.1, 0.05, 0.025}) {
    const VectorXd there = at.array() + h;
    study.add(h, family->divergence(at, there) - 0.5 * h * h * family->fisher(at)(0, 0));
  }
  return study;
}

/// θ → η → θ, and Legendre's duality.
void add_duality_checks(frame::Plan& plan, const Family& one, const Sizes& sizes) {
  plan.checks.push_back(
      {"there_and_back/" + one.name, [=] {
         return verify::value_check(
             0,
             largest_of_pairs(one, sizes,
                              [&](const VectorXd& p, const VectorXd&) {
                                // What rounding of η leaves in θ: the condition of Fisher's matrix times ε.
                                const MatrixXd f = one.family->fisher(p);
                                const VectorXd eta = one.family->mean(p);
                                const double amplified = (f.inverse().cwiseAbs() * eta.cwiseAbs()).maxCoeff();
                                return (one.family->natural(eta) - p).cwiseAbs().maxCoeff() / (1 + amplified);
                              }),
             1e-12, "theta -> eta -> theta", "largest defect over what rounding of eta means");
       }});
  plan.checks.push_back({"duality/" + one.name, [=] {
                           return verify::value_check(
                               0,
                               largest_of_pairs(one, sizes,
                                                [&](const VectorXd& p, const VectorXd& q) {
                                                  const VectorXd eta = one.family->mean(p);
                                                  const double kl = one.family->divergence(p, q);
                                                  return std::abs(one.family->log_partition(q) +
                                                                  one.family->dual_potential(eta) -
                                                                  q.dot(eta) - kl) /
                                                         (1 + kl + std::abs(q.dot(eta)));
                                                }),
                               1e-11, "KL = A(q) + A*(eta_p) - q.eta_p", "largest defect");
                         }});
}

void add_mean_check(frame::Plan& plan, const Family& one, const Sizes& sizes) {
  plan.checks.push_back(
      {"mean/" + one.name, [=] {
         return verify::value_check(
             0,
             largest_of_pairs(one, sizes,
                              [&](const VectorXd& p, const VectorXd&) {
                                const VectorXd eta = one.family->mean(p);
                                const VectorXd slope =
                                    derivatives_on_circles(one.partition, p, one.radius(p)).gradient;
                                return (slope - eta).cwiseAbs().maxCoeff() / eta.cwiseAbs().maxCoeff();
                              }),
             1e-11, "gradient of a complex A, by Cauchy's integrals", "largest defect over the largest mean");
       }});
}

void add_checks_of(frame::Plan& plan, const Family& one, const Sizes& sizes) {
  plan.checks.push_back(
      {"bregman/" + one.name, [=] {
         return verify::value_check(
                    0,
                    largest_of_pairs(one, sizes,
                                     [&](const VectorXd& p, const VectorXd& q) {
                                       const double kl = one.divergence(p, q);
                                       return std::abs(one.family->divergence(p, q) - kl) / (1 + kl);
                                     }),
                    1e-11, "closed form of KL", "largest defect of 100 random pairs, over 1 + KL")
             .shows("A-61");
       }});
  plan.checks.push_back(
      {"fisher/" + one.name, [=] {
         return verify::value_check(
                    0,
                    largest_of_pairs(one, sizes,
                                     [&](const VectorXd& p, const VectorXd&) {
                                       const MatrixXd f = one.family->fisher(p);
                                       const MatrixXd hessian =
                                           derivatives_on_circles(one.partition, p, one.radius(p)).hessian;
                                       return (hessian - f).cwiseAbs().maxCoeff() / f.cwiseAbs().maxCoeff();
                                     }),
                    1e-10, "second derivatives of a complex A, by Cauchy's integrals",
                    "largest defect over the largest entry, 100 members")
             .shows("A-60");
       }});
  add_mean_check(plan, one, sizes);
  add_duality_checks(plan, one, sizes);
}

}  // namespace

frame::Plan families_plan(const Sizes& sizes) {
  frame::Plan plan{"Exponential families",
                   "p = e^{theta.T - A(theta)}: means are the gradient of A, Fisher's matrix its Hessian, KL "
                   "its Bregman divergence."};
  plan.in_parallel = true;
  for (const Family& one : families()) {
    add_checks_of(plan, one, sizes);
  }
  const auto entry = [&](const std::string& name, double expected, Index i, Index j, double sign) {
    plan.checks.push_back({"gamma/" + name, [=] {
                             const double found = sign * gamma()->fisher(Eigen::Vector2d(1.5, -1.5))(i, j);
                             return verify::value_check(expected, found, 1e-8, "trigamma(a), -1/b, a/b^2",
                                                        "Gamma(2.5, rate 1.5)");
                           }});
  };
  entry("shape_shape", 0.49035776, 0, 0, 1);
  entry("shape_rate", -2.0 / 3, 0, 1, -1);
  entry("rate_rate", 10.0 / 9, 1, 1, 1);
  plan.studies.push_back({"order_of_kl_at_p_0.7", [] { return second_order(0.7, 3); }});
  plan.studies.push_back({"order_of_kl_at_p_one_half", [] { return second_order(0.5, 4); }});
  return plan;
}

}  // namespace kolmo::information_geometry::shown
