// Traces and slices: how many products they cost, what they estimate, and how noisy they are.

#include <cmath>

#include "claims/generative/rows.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/score/models/linear_score.hpp"
#include "kolmo/score/objectives/losses.hpp"

namespace kolmo::claims::generative {
namespace {

using score::Field;
using score::LinearField;

/// A linear field that counts its products.
class Counting final : public Field {
 public:
  explicit Counting(Index d) : field_(-Eigen::MatrixXd::Identity(d, d)) {}
  Index dimension() const override { return field_.dimension(); }
  void value(const ConstBlock& x, Block out) const override { field_.value(x, out); }
  void jacobian_product(const ConstBlock& x, const ConstBlock& v, Block out) const override {
    ++products;
    field_.jacobian_product(x, v, out);
  }
  mutable int products = 0;

 private:
  LinearField field_;
};

/// An exact divergence in seven dimensions.
verify::Check c4_15() {
  const Counting field(7);
  Eigen::ArrayXd out(1);
  score::divergence(field, Points::Zero(1, 7), out);
  return verify::value_check(7, field.products, 0.5, "d products with unit vectors");
}

/// J of j_dsm.json, hutchinson.
LinearField of_three() {
  return LinearField(Eigen::Matrix3d{{-1, 0.5, 0.2}, {0.1, -2, 0.3}, {0.4, -0.6, 0.7}});
}

/// v·Jv at x = 0, v the nodes: two a coordinate are all signs, three are exact for squares of Gaussian
/// probes.
std::vector<verify::Check> c4_18() {
  const LinearField field = of_three();
  const auto trace = [&](const ConstBlock& v, Values out) { score::hutchinson_loss(field, 0 * v, v, out); };
  std::vector<verify::Check> checks;
  for (const auto& [nodes, variance] : {std::pair<Index, double>{3, 11.79}, {2, 0.81}}) {
    const std::vector<Index> all(3, nodes);
    const double mean = normal_mean(all, trace);
    checks.push_back(verify::value_check(-2.3, mean, 1e-12, "tr J"));
    checks.push_back(verify::value_check(variance, normal_mean_square(all, trace) - mean * mean, 1e-11,
                                         nodes == 3 ? "2|sym J|^2" : "2 sum of sym J_ij^2, i != j"));
  }
  return checks;
}

/// The mean of a loss of x ~ N(0, I₃) and signs v, times `length`, for s = −½x.
double sliced_mean(double length) {
  const LinearField field(-0.5 * Eigen::Matrix3d::Identity());
  return normal_mean({2, 2, 2, 2, 2, 2}, [&](const ConstBlock& u, Values out) {
    score::sliced_loss(field, u.leftCols(3), length * u.rightCols(3), out);
  });
}

/// E of the sliced loss is J_H for E vvᵀ = I, and J_H/d for unit vectors.
std::vector<verify::Check> c4_22() {
  const double j = score::hyvarinen_of_linear(0.5 * Eigen::Matrix3d::Identity(), Eigen::Matrix3d::Identity());
  return {verify::value_check(j, sliced_mean(1), 1e-12, "J_H: E v v^T = I"),
          beside(j, verify::value_check(j / 3, sliced_mean(1 / std::sqrt(3.0)), 1e-12,
                                        "J_H/d: unit vectors, the condition broken"))};
}

/// Var of ½x² − (1/m) Σ v_j² (s = −x on the line, one point): Var_x + E Var_v/m = ½ + 2/m.
double variance_of_slices(Index m) {
  const LinearField field(-Eigen::MatrixXd::Identity(1, 1));
  const std::vector<Index> nodes(static_cast<std::size_t>(1 + m), 3);
  const auto loss = [&](const ConstBlock& u, Values out) {
    out.setZero();
    Eigen::ArrayXd one(u.rows());
    for (Index j = 1; j <= m; ++j) {
      score::hutchinson_loss(field, u.col(0), u.col(j), one);
      out += one / static_cast<double>(m);
    }
  };
  const double mean = normal_mean(nodes, loss);
  return normal_mean_square(nodes, loss) - mean * mean;
}

/// Six slices: the variance over points stays; as printed Var[L_SM]/m.
std::vector<verify::Check> c4_23() {
  const double plateau = 2 * variance_of_slices(6) - variance_of_slices(3);  // of a + b/m the a
  return {
      beside(0.5 / 6, verify::value_check(0.5 + 2.0 / 6, variance_of_slices(6), 1e-11, "Var_x + E Var_v/m")),
      beside(0, verify::value_check(0.5, plateau, 1e-10, "what is left as m grows"))};
}

/// Denoising has no Jacobian to slice: with unit v the loss is J/d, and d times it is noisier.
std::vector<verify::Check> c4_24() {
  const LinearField field(-0.5 * Eigen::Matrix2d::Identity());
  const double sigma = 0.6;
  const auto whole = [&](const ConstBlock& u, Values out) {
    score::denoising_loss(field, u.leftCols(2), u.middleCols(2, 2), sigma, out);
  };
  // v = ±(1, ±1)/√2 from two nodes a coordinate, times √d in the loss, which is quadratic in v.
  const auto sliced = [&](const ConstBlock& u, Values out) {
    score::sliced_denoising_loss(field, u.leftCols(2), u.middleCols(2, 2), u.rightCols(2) / std::sqrt(2.0),
                                 sigma, out);
  };
  const std::vector<Index> without = {3, 3, 3, 3}, with = {3, 3, 3, 3, 2, 2};
  const double mean = normal_mean(without, whole), mean_sliced = normal_mean(with, sliced);
  const double variance = normal_mean_square(without, whole) - mean * mean;
  const double variance_sliced = normal_mean_square(with, sliced) - mean_sliced * mean_sliced;
  // ½|r|² of a Gaussian residual r = ρξ in the plane: variance ρ⁴; of ½(v·r)²: ρ⁴/2, with d² = 4: twice as
  // much.
  return {
      verify::value_check(mean / 2, mean_sliced, 1e-12, "J/d"),
      beside(1, verify::value_check(2, 4 * variance_sliced / variance, 1e-10,
                                    "variance of d times it over that of the whole: slicing gains nothing"))};
}

/// Ten slices in 1000 dimensions: a hundredth of the products a point; points to the same variance of the
/// gradient at the best linear score. ½(v·s)² + v·Jv loses all of it, the form with ½|s|² keeps nine tenths.
std::vector<verify::Check> c4_25() {
  const Index d = 1000;
  const double m = 10, exact = score::gradient_variance_of_linear(score::Estimator::hyvarinen, d, 1, 0);
  const double one = score::gradient_variance_of_linear(score::Estimator::sliced, d, 1, 0);
  const double sliced = exact + (one - exact) / m;  // slices of one point are independent, given the point
  const double reduced = score::gradient_variance_of_linear(score::Estimator::hutchinson, d, 1, 0, m);
  const double fewer = static_cast<double>(d) / m;
  return {beside(100, verify::value_check(100 / (1 + (static_cast<double>(d) + 1) / m),
                                          fewer * exact / sliced, 1e-9, "sliced: d(d+1)(d+2) at one slice")),
          beside(100, verify::value_check(100 / 1.1, fewer * exact / reduced, 1e-9,
                                          "variance-reduced: d(d+1)(1 + 1/m)"))};
}

}  // namespace

void add_traces(Rows& rows, const Settings&) {
  rows.add("C4-15", "products", c4_15);
  rows.add("C4-18", {"gaussian_mean", "gaussian_variance", "rademacher_mean", "rademacher_variance"}, c4_18);
  rows.add("C4-22", {"unit_covariance", "unit_length"}, c4_22);
  rows.add("C4-23", {"six_slices", "plateau"}, c4_23);
  rows.add("C4-24", {"mean", "variance"}, c4_24);
  rows.add("C4-25", {"sliced", "variance_reduced"}, c4_25);
}

}  // namespace kolmo::claims::generative
