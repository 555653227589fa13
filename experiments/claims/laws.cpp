#include "claims/laws.hpp"

#include <cmath>

namespace kolmo::claims {
namespace {

Points row_of(const Eigen::VectorXd& x) { return x.transpose().array(); }

Eigen::VectorXd on_line(double x) { return Eigen::VectorXd::Constant(1, x); }

Eigen::VectorXd central_difference(const density::Density& law, const Eigen::VectorXd& x, double h) {
  Eigen::VectorXd difference(x.size());
  for (Index i = 0; i < x.size(); ++i) {
    const Eigen::VectorXd step = h * Eigen::VectorXd::Unit(x.size(), i);
    difference(i) = (log_density_at(law, x + step) - log_density_at(law, x - step)) / (2 * h);
  }
  return difference;
}

}  // namespace

double log_density_at(const density::Density& law, const Eigen::VectorXd& x) {
  Eigen::ArrayXd value(1);
  law.log_density(row_of(x), value);
  return value(0);
}

Eigen::VectorXd score_at(const density::Density& law, const Eigen::VectorXd& x) {
  Points score(1, x.size());
  law.score(row_of(x), score);
  return score.row(0).matrix().transpose();
}

double divergence_at(const density::Density& law, const Eigen::VectorXd& x) {
  Points score(1, x.size());
  Eigen::ArrayXd laplacian(1);
  law.score_and_laplacian(row_of(x), score, laplacian);
  return laplacian(0);
}

Eigen::MatrixXd hessian_at(const density::Density& law, const Eigen::VectorXd& x) {
  const Index d = x.size();
  const Points places = row_of(x).replicate(d, 1), directions = Eigen::MatrixXd::Identity(d, d).array();
  Points columns(d, d);
  law.hessian_product(places, directions, columns);
  return columns.matrix().transpose();
}

double log_density_at(const density::Density& law, double x) { return log_density_at(law, on_line(x)); }
double score_at(const density::Density& law, double x) { return score_at(law, on_line(x))(0); }

Eigen::VectorXd differenced_score(const density::Density& law, const Eigen::VectorXd& x, double h) {
  return (4 * central_difference(law, x, h / 2) - central_difference(law, x, h)) / 3;
}

double divergence_at(const density::Density& law, double x) { return divergence_at(law, on_line(x)); }

density::GaussianMixture two_modes(double a, Index d) {
  Points means = Points::Zero(2, d);
  means.col(0) << -a, a;
  const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(d, d);
  return {Eigen::ArrayXd::Constant(2, 0.5), means, density::Covariances::full({identity, identity})};
}

double angle_in_degrees(const Eigen::VectorXd& a, const Eigen::VectorXd& b) {
  const double cosine = a.dot(b) / (a.norm() * b.norm());
  return std::acos(std::min(1.0, std::max(-1.0, cosine))) * 180 / std::acos(-1.0);
}

}  // namespace kolmo::claims
