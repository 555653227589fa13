#include "kolmo/information_geometry/simplex.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::information_geometry {
namespace {

using Eigen::VectorXd;

double total(const VectorXd& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

void require_probabilities(const VectorXd& p) {
  require(p.size() >= 2 && p.allFinite() && p.minCoeff() >= 0, "p", p.size() > 0 ? p.minCoeff() : 0,
          "two probabilities or more must be finite and at least 0");
  require(std::abs(total(p) - 1) <= 1e-9, "sum of p", total(p), "must be 1");
}

/// Half the distance: the angle between √p and √q.
double angle(const VectorXd& p, const VectorXd& q) {
  require_probabilities(p);
  require_probabilities(q);
  require(p.size() == q.size(), "q.size", static_cast<double>(q.size()), "must be that of p");
  const double chord = (p.cwiseSqrt() - q.cwiseSqrt()).norm();
  return 2 * std::asin(std::min(1.0, 0.5 * chord));
}

void require_place(double t) { require(t >= 0 && t <= 1, "t", t, "must be in [0, 1]"); }

}  // namespace

double fisher_rao_distance(const VectorXd& p, const VectorXd& q) { return 2 * angle(p, q); }

double hellinger_distance(const VectorXd& p, const VectorXd& q) {
  return std::sqrt(2.0) * std::sin(0.5 * angle(p, q));
}

VectorXd fisher_rao_geodesic(const VectorXd& p, const VectorXd& q, double t) {
  require_place(t);
  const double phi = angle(p, q);
  if (phi == 0) return p;
  const VectorXd root =
      (std::sin((1 - t) * phi) * p.cwiseSqrt() + std::sin(t * phi) * q.cwiseSqrt()) / std::sin(phi);
  return root.cwiseAbs2();
}

VectorXd exponential_geodesic(const VectorXd& p, const VectorXd& q, double t) {
  require_place(t);
  require_probabilities(p);
  require_probabilities(q);
  require(p.size() == q.size(), "q.size", static_cast<double>(q.size()), "must be that of p");
  require(p.minCoeff() > 0 && q.minCoeff() > 0, "p", std::min(p.minCoeff(), q.minCoeff()),
          "must be positive");
  VectorXd theta(p.size());
  for (Index i = 0; i < p.size(); ++i) theta(i) = (1 - t) * std::log(p(i)) + t * std::log(q(i));
  return softmax(theta);
}

VectorXd tangent(const VectorXd& v) {
  require(v.size() >= 2, "v.size", static_cast<double>(v.size()), "must be at least 2");
  return v.array() - total(v) / static_cast<double>(v.size());
}

VectorXd softmax(const VectorXd& theta) {
  require(theta.size() >= 2 && theta.allFinite(), "theta.size", static_cast<double>(theta.size()),
          "must be at least 2 finite numbers");
  const double largest = theta.maxCoeff();
  VectorXd p(theta.size());
  for (Index i = 0; i < p.size(); ++i) p(i) = std::exp(theta(i) - largest);
  return p / total(p);
}

Eigen::MatrixXd softmax_fisher(const VectorXd& theta) {
  const VectorXd p = softmax(theta);
  return Eigen::MatrixXd(p.asDiagonal()) - p * p.transpose();
}

double fisher_rao_length(const Eigen::MatrixXd& curve) {
  require(curve.rows() >= 2, "curve.rows", static_cast<double>(curve.rows()), "must be at least 2");
  CompensatedSum length;
  for (Index i = 0; i + 1 < curve.rows(); ++i)
    length.add(fisher_rao_distance(curve.row(i).transpose(), curve.row(i + 1).transpose()));
  return length.value();
}

}  // namespace kolmo::information_geometry
