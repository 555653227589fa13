#pragma once
// Laws and means that the parts share.

#include <functional>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/score/fields/field.hpp"

namespace kolmo::score_matching {

/// The covariance of j_dsm.json, 3×3.
Eigen::MatrixXd covariance_of_three();

/// A loss of points x with two sets of standard normal numbers, at each of which its values are `out`.
using Loss = std::function<void(const ConstBlock& x, const ConstBlock& z, const ConstBlock& v, Values out)>;

/// E loss over x ~ N(0, S) and independent standard normal z and v, by the product of Gauss–Hermite rules of
/// `nodes` a coordinate: exact for polynomials of degree 2·nodes − 1 in each.
double mean_by_quadrature(const Eigen::MatrixXd& s, const Loss& loss, Index nodes);

/// three_components() blurred with N(0, σ²I).
std::shared_ptr<const density::GaussianMixture> blurred_mixture(double sigma);

}  // namespace kolmo::score_matching
