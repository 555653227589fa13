#include "kolmo/information_geometry/gaussian_curves.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::information_geometry {
namespace {

using Eigen::MatrixXd;

void require_deviations(double a, double b) {
  require(std::isfinite(a) && a > 0, "deviation_1", a, "must be positive and finite");
  require(std::isfinite(b) && b > 0, "deviation_2", b, "must be positive and finite");
}

}  // namespace

double fisher_rao_distance_1d(double mean_1, double deviation_1, double mean_2, double deviation_2) {
  require_deviations(deviation_1, deviation_2);
  // cosh d − 1 = 2 sinh²(d/2).
  const double chord = std::hypot((mean_2 - mean_1) / std::sqrt(2.0), deviation_2 - deviation_1);
  return std::sqrt(2.0) * 2 * std::asinh(0.5 * chord / std::sqrt(deviation_1 * deviation_2));
}

std::array<double, 2> fisher_rao_geodesic_1d(double mean_1, double deviation_1, double mean_2,
                                             double deviation_2, double t) {
  require_deviations(deviation_1, deviation_2);
  require(t >= 0 && t <= 1, "t", t, "must be in [0, 1]");
  const double x1 = mean_1 / std::sqrt(2.0), x2 = mean_2 / std::sqrt(2.0);
  if (x1 == x2) return {mean_1, deviation_1 * std::pow(deviation_2 / deviation_1, t)};
  // The circle about (centre, 0): x = centre + r tanh u, s = r/cosh u, u the arc.
  const double centre =
      0.5 * (x1 + x2) + 0.5 * (deviation_2 - deviation_1) * (deviation_2 + deviation_1) / (x2 - x1);
  const double radius = std::hypot(x1 - centre, deviation_1);
  const double from = std::asinh((x1 - centre) / deviation_1), to = std::asinh((x2 - centre) / deviation_2);
  const double u = (1 - t) * from + t * to;
  return {std::sqrt(2.0) * (centre + radius * std::tanh(u)), radius / std::cosh(u)};
}

double fisher_rao_distance_of_covariances(const MatrixXd& covariance_1, const MatrixXd& covariance_2) {
  require(covariance_1.rows() == covariance_1.cols() && covariance_2.rows() == covariance_1.rows() &&
              covariance_2.cols() == covariance_1.rows(),
          "covariance_2.rows", static_cast<double>(covariance_2.rows()),
          "must be that of covariance_1, both square");
  const Eigen::LLT<MatrixXd> one(covariance_1), other(covariance_2);
  if (one.info() != Eigen::Success || other.info() != Eigen::Success)
    throw InvalidArgument("covariance: must be positive definite");
  const Eigen::GeneralizedSelfAdjointEigenSolver<MatrixXd> pair(covariance_2, covariance_1,
                                                                Eigen::EigenvaluesOnly);
  double squares = 0;
  for (const double value : pair.eigenvalues()) squares += std::log(value) * std::log(value);
  return std::sqrt(0.5 * squares);
}

double fisher_rao_speed(const CurvePoint& at) {
  const Eigen::LLT<MatrixXd> factor(at.covariance);
  if (factor.info() != Eigen::Success)
    throw InvalidArgument("covariance: must be positive definite along the curve");
  const MatrixXd relative = factor.solve(at.covariance_rate);
  return std::sqrt(at.mean_rate.dot(factor.solve(at.mean_rate)) + 0.5 * (relative * relative).trace());
}

double wasserstein_speed(const CurvePoint& at) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(at.covariance);
  if (!(eigen.eigenvalues().minCoeff() > 0))
    throw InvalidArgument("covariance: must be positive definite along the curve");
  const MatrixXd rate = eigen.eigenvectors().transpose() * at.covariance_rate * eigen.eigenvectors();
  double squares = at.mean_rate.squaredNorm();
  for (Index i = 0; i < rate.rows(); ++i)
    for (Index j = 0; j < rate.cols(); ++j) {
      const double v = rate(i, j) / (eigen.eigenvalues()(i) + eigen.eigenvalues()(j));
      squares += v * v * eigen.eigenvalues()(j);
    }
  return std::sqrt(squares);
}

double curve_length(const GaussianCurve& curve, const std::function<double(const CurvePoint&)>& speed,
                    double begin, double end, Index panels) {
  require(panels >= 1, "panels", static_cast<double>(panels), "must be at least 1");
  const GaussLegendre<20> rule;
  const double half = 0.5 * (end - begin) / static_cast<double>(panels);
  CompensatedSum total;
  for (Index p = 0; p < panels; ++p) {
    const double middle = begin + (2 * static_cast<double>(p) + 1) * half;
    for (std::size_t k = 0; k < rule.nodes.size(); ++k)
      for (const double sign : {-1.0, 1.0})
        total.add(rule.weights[k] * speed(curve(middle + sign * half * rule.nodes[k])));
  }
  return std::abs(half) * total.value();
}

}  // namespace kolmo::information_geometry
