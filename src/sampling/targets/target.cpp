#include "kolmo/sampling/targets/target.hpp"

#include <Eigen/LU>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::sampling {
namespace {

/// p₀^a p₁^b.
class Product final : public Target {
 public:
  Product(std::shared_ptr<const Target> begin, double a, std::shared_ptr<const Target> end, double b)
      : begin_(std::move(begin)), end_(std::move(end)), a_(a), b_(b) {}
  Index dimension() const override { return end_->dimension(); }
  void log_density(const ConstBlock& x, Values out) const override {
    end_->log_density(x, out);
    out *= b_;
    if (a_ == 0) return;
    Eigen::ArrayXd other(x.rows());
    begin_->log_density(x, other);
    out += a_ * other;
  }
  void score(const ConstBlock& x, Block out) const override {
    end_->score(x, out);
    out *= b_;
    if (a_ == 0) return;
    Points other(x.rows(), x.cols());
    begin_->score(x, other);
    out += a_ * other;
  }

 private:
  std::shared_ptr<const Target> begin_, end_;
  double a_, b_;
};

/// out = x A, in a fixed order of sums and without a product of Eigen's, whose order depends on the size.
void multiply(const ConstBlock& x, const Eigen::MatrixXd& a, Block out) {
  for (Index j = 0; j < a.cols(); ++j) {
    out.col(j) = a(0, j) * x.col(0);
    for (Index k = 1; k < a.rows(); ++k)
      if (a(k, j) != 0) out.col(j) += a(k, j) * x.col(k);
  }
}

class InCoordinates final : public Target {
 public:
  InCoordinates(std::shared_ptr<const Target> target, Eigen::VectorXd centre, Eigen::MatrixXd scale)
      : target_(std::move(target)), centre_(std::move(centre)), scale_(std::move(scale)) {}
  Index dimension() const override { return target_->dimension(); }
  void log_density(const ConstBlock& y, Values out) const override { target_->log_density(places(y), out); }
  void score(const ConstBlock& y, Block out) const override {
    Points s(y.rows(), y.cols());
    target_->score(places(y), s);
    multiply(s, scale_, out);
  }

 private:
  Points places(const ConstBlock& y) const {
    Points x(y.rows(), y.cols());
    multiply(y, scale_.transpose(), x);
    x.rowwise() += centre_.array().transpose();
    return x;
  }
  std::shared_ptr<const Target> target_;
  Eigen::VectorXd centre_;
  Eigen::MatrixXd scale_;
};

void require_target(const std::shared_ptr<const Target>& target) {
  if (!target) throw InvalidArgument("target: is null");
}

}  // namespace

std::shared_ptr<const Target> target_of(std::shared_ptr<const density::Density> density) {
  if (!density) throw InvalidArgument("density of a target: is null");
  return density;
}

std::shared_ptr<const Target> target_of(std::shared_ptr<const density::Potential> potential,
                                        double temperature) {
  return density::gibbs(std::move(potential), temperature);
}

std::shared_ptr<const Target> tempered(std::shared_ptr<const Target> target, double beta) {
  require_target(target);
  require(std::isfinite(beta) && beta > 0, "beta", beta, "must be positive and finite");
  return std::make_shared<Product>(nullptr, 0.0, std::move(target), beta);
}

std::shared_ptr<const Target> geometric_mean(std::shared_ptr<const Target> begin,
                                             std::shared_ptr<const Target> end, double beta) {
  require_target(begin);
  require_target(end);
  require(beta >= 0 && beta <= 1, "beta", beta, "must be in [0, 1]");
  if (begin->dimension() != end->dimension())
    throw InvalidArgument("dimension of the end = " + number_text(end->dimension()) +
                          ": must be that of the begin, " + number_text(begin->dimension()));
  return std::make_shared<Product>(std::move(begin), 1 - beta, std::move(end), beta);
}

std::shared_ptr<const Target> in_coordinates(std::shared_ptr<const Target> target, Eigen::VectorXd centre,
                                             Eigen::MatrixXd scale) {
  require_target(target);
  const Index d = target->dimension();
  if (centre.size() != d || !centre.allFinite())
    throw InvalidArgument("centre: must be " + number_text(d) + " finite numbers");
  if (scale.rows() != d || scale.cols() != d || !scale.allFinite() ||
      !Eigen::FullPivLU<Eigen::MatrixXd>(scale).isInvertible())
    throw InvalidArgument("scale: must be an invertible matrix of " + number_text(d) + " rows");
  return std::make_shared<InCoordinates>(std::move(target), std::move(centre), std::move(scale));
}

}  // namespace kolmo::sampling
