#include "kolmo/score/fields/field.hpp"

#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::score {
namespace {

class ScoreOfDensity final : public Field {
 public:
  explicit ScoreOfDensity(std::shared_ptr<const density::Density> density) : density_(std::move(density)) {
    if (!density_) throw InvalidArgument("density: is null, must be a density");
  }
  Index dimension() const override { return density_->dimension(); }
  void value(const ConstBlock& x, Block out) const override { density_->score(x, out); }
  void jacobian_product(const ConstBlock& x, const ConstBlock& v, Block out) const override {
    density_->hessian_product(x, v, out);
  }

 private:
  std::shared_ptr<const density::Density> density_;
};

/// out = x Wᵀ.
void times_transposed(const ConstBlock& x, const Eigen::MatrixXd& w, Block out) {
  for (Index j = 0; j < w.rows(); ++j) {
    out.col(j).setZero();
    for (Index k = 0; k < w.cols(); ++k) out.col(j) += w(j, k) * x.col(k);
  }
}

}  // namespace

LinearField::LinearField(Eigen::MatrixXd w, Eigen::VectorXd b) : w_(std::move(w)), b_(std::move(b)) {
  if (b_.size() == 0) b_ = Eigen::VectorXd::Zero(w_.rows());
  require(w_.rows() >= 1 && w_.rows() == w_.cols(), "W.rows", static_cast<double>(w_.rows()),
          "W must be square");
  require(b_.size() == w_.rows(), "b.size", static_cast<double>(b_.size()), "must be the dimension of W");
  if (!w_.allFinite() || !b_.allFinite()) throw InvalidArgument("W and b: must be finite");
}

void LinearField::value(const ConstBlock& x, Block out) const {
  times_transposed(x, w_, out);
  out.rowwise() += b_.transpose().array();
}

void LinearField::jacobian_product(const ConstBlock&, const ConstBlock& v, Block out) const {
  times_transposed(v, w_, out);
}

std::unique_ptr<Field> score_of(std::shared_ptr<const density::Density> density) {
  return std::make_unique<ScoreOfDensity>(std::move(density));
}

void divergence(const Field& field, const ConstBlock& x, Values out) {
  Points unit = Points::Zero(x.rows(), x.cols()), product(x.rows(), x.cols());
  out.setZero();
  for (Index j = 0; j < x.cols(); ++j) {
    unit.col(j) = 1;
    field.jacobian_product(x, unit, product);
    out += product.col(j);
    unit.col(j) = 0;
  }
}

Eigen::MatrixXd jacobian(const Field& field, const Eigen::VectorXd& x) {
  const Index d = field.dimension();
  require(x.size() == d, "x.size", static_cast<double>(x.size()), "must be the dimension of the field");
  const Points at = x.transpose().array().replicate(d, 1), units = Eigen::MatrixXd::Identity(d, d).array();
  Points columns(d, d);
  field.jacobian_product(at, units, columns);
  return columns.matrix().transpose();
}

Eigen::MatrixXd antisymmetric_part(const Field& field, const Eigen::VectorXd& x) {
  const Eigen::MatrixXd j = jacobian(field, x);
  return 0.5 * (j - j.transpose());
}

double line_integral(const Field& field, const Points& corners, Index panels) {
  require(corners.rows() >= 2, "corners.rows", static_cast<double>(corners.rows()), "must be at least 2");
  require(corners.cols() == field.dimension(), "corners.cols", static_cast<double>(corners.cols()),
          "must be the dimension of the field");
  require(panels >= 1, "panels", static_cast<double>(panels), "must be at least 1");
  static const GaussLegendre<10> rule;
  CompensatedSum total;
  Points at(10, corners.cols()), s(10, corners.cols());
  for (Index piece = 0; piece + 1 < corners.rows(); ++piece) {
    const Eigen::ArrayXd along = (corners.row(piece + 1) - corners.row(piece)).transpose();
    for (Index k = 0; k < panels; ++k) {
      const auto place = [&](double node) {
        return (static_cast<double>(k) + 0.5 * (1 + node)) / static_cast<double>(panels);
      };
      for (std::size_t q = 0; q < rule.half; ++q) {
        const auto row = static_cast<Index>(2 * q);
        at.row(row) = corners.row(piece) + place(rule.nodes[q]) * along.transpose();
        at.row(row + 1) = corners.row(piece) + place(-rule.nodes[q]) * along.transpose();
      }
      field.value(at, s);
      for (std::size_t q = 0; q < rule.half; ++q) {
        const auto row = static_cast<Index>(2 * q);
        const double both = (s.row(row) + s.row(row + 1)).matrix().dot(along.matrix().transpose());
        total.add(0.5 * rule.weights[q] / static_cast<double>(panels) * both);
      }
    }
  }
  return total.value();
}

}  // namespace kolmo::score
