#include "kolmo/score/objectives/losses.hpp"

#include "kolmo/core/errors.hpp"

namespace kolmo::score {
namespace {

Points value(const Field& field, const ConstBlock& x) {
  Points s(x.rows(), x.cols());
  field.value(x, s);
  return s;
}

/// out(i) = a_i·b_i.
void row_dot(const ConstBlock& a, const ConstBlock& b, Values out) {
  out = a.col(0) * b.col(0);
  for (Index j = 1; j < a.cols(); ++j) out += a.col(j) * b.col(j);
}

/// out(i) += v_i·J(x_i)v_i.
void add_curvature(const Field& field, const ConstBlock& x, const ConstBlock& v, Values out) {
  Points product(x.rows(), x.cols());
  field.jacobian_product(x, v, product);
  for (Index j = 0; j < x.cols(); ++j) out += v.col(j) * product.col(j);
}

void half_square(const ConstBlock& s, Values out) {
  row_dot(s, s, out);
  out *= 0.5;
}

/// s(x + σz) + z/σ.
Points residual(const Field& field, const ConstBlock& x, const ConstBlock& z, double sigma) {
  require(sigma > 0, "sigma", sigma, "must be positive");
  Points r = value(field, x + sigma * z);
  r += z / sigma;
  return r;
}

}  // namespace

void explicit_loss(const Field& field, const Field& score, const ConstBlock& x, Values out) {
  half_square(value(field, x) - value(score, x), out);
}

void hyvarinen_loss(const Field& field, const ConstBlock& x, Values out) {
  Eigen::ArrayXd square(x.rows());
  half_square(value(field, x), square);
  divergence(field, x, out);
  out += square;
}

void hutchinson_loss(const Field& field, const ConstBlock& x, const ConstBlock& v, Values out) {
  half_square(value(field, x), out);
  add_curvature(field, x, v, out);
}

void sliced_loss(const Field& field, const ConstBlock& x, const ConstBlock& v, Values out) {
  row_dot(v, value(field, x), out);
  out = 0.5 * out.square();
  add_curvature(field, x, v, out);
}

void finite_difference_loss(const Field& field, const ConstBlock& x, const ConstBlock& v, double width,
                            Values out) {
  require(width > 0, "width", width, "must be positive");
  row_dot(v, value(field, x), out);
  out = 0.5 * out.square();
  const Points difference = value(field, x + width * v) - value(field, x - width * v);
  Eigen::ArrayXd slope(x.rows());
  row_dot(v, difference, slope);
  out += slope / (2 * width);
}

void denoising_loss(const Field& field, const ConstBlock& x, const ConstBlock& z, double sigma, Values out) {
  half_square(residual(field, x, z, sigma), out);
}

void controlled_denoising_loss(const Field& field, const ConstBlock& x, const ConstBlock& z, double sigma,
                               Values out) {
  require(sigma > 0, "sigma", sigma, "must be positive");
  const Points there = value(field, x + sigma * z);
  half_square(there, out);
  const Points difference = there - value(field, x);
  Eigen::ArrayXd work(x.rows());
  row_dot(z, difference, work);
  out += work / sigma;
}

void sliced_denoising_loss(const Field& field, const ConstBlock& x, const ConstBlock& z, const ConstBlock& v,
                           double sigma, Values out) {
  row_dot(v, residual(field, x, z, sigma), out);
  out = 0.5 * out.square();
}

}  // namespace kolmo::score
