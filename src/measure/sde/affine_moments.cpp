#include "kolmo/measure/sde/affine_moments.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <functional>

#include "kolmo/measure/sde/single_step.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"

namespace kolmo::measure {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using Map = std::function<VectorXd(const VectorXd& x, const VectorXd& w)>;

/// Normal numbers stand at 0 and ±√3, where a scheme with three-point variables takes them as they are.
const double root_3 = std::sqrt(3.0);

/// The affine map that agrees with `map` at 0 and at multiples of the unit vectors, if it agrees at one more
/// point.
std::optional<AffineStep> affine_map(const Map& map, Index d, Index count) {
  AffineStep step{MatrixXd(d, d), MatrixXd(d, count), map(VectorXd::Zero(d), VectorXd::Zero(count))};
  for (Index j = 0; j < d; ++j) {
    step.scale.col(j) = map(VectorXd::Unit(d, j), VectorXd::Zero(count)) - step.shift;
  }
  for (Index k = 0; k < count; ++k) {
    step.noise.col(k) = (map(VectorXd::Zero(d), root_3 * VectorXd::Unit(count, k)) - step.shift) / root_3;
  }
  VectorXd x(d), w(count);
  for (Index j = 0; j < d; ++j) x(j) = 1.7 - 2.9 * static_cast<double>(j);
  for (Index k = 0; k < count; ++k) w(k) = k % 2 == 0 ? -root_3 : root_3;
  const VectorXd there = map(x, w), expected = step.scale * x + step.noise * w + step.shift;
  if (!((there - expected).norm() <= 1e-9 * (1 + expected.norm()))) return std::nullopt;
  return step;
}

GaussianLaw after(const AffineStep& step, const GaussianLaw& law) {
  return {step.scale * law.mean + step.shift,
          step.scale * law.covariance * step.scale.transpose() + step.noise * step.noise.transpose()};
}

}  // namespace

std::optional<AffineStep> affine_step(const sde::SdeScheme& scheme, const process::Process& process, double t,
                                      double h) {
  SingleStep single(scheme, process, 1);
  const Map map = [&](const VectorXd& x, const VectorXd& w) -> VectorXd {
    Points y = x.transpose().array();
    single(t, h, w.array(), y);
    return y.matrix().transpose();
  };
  return affine_map(map, process.dimension(), step_normals(scheme, process).count());
}

std::optional<AffineStep> affine_observation(const sde::SdeScheme& scheme, const process::Process& process,
                                             double t, double h) {
  const Index d = process.dimension(), m = process.noise_dimension();
  if (!scheme.has_postprocessor())
    return AffineStep{MatrixXd::Identity(d, d), MatrixXd::Zero(d, m), VectorXd::Zero(d)};
  SingleStep single(scheme, process, 1);
  const Map map = [&](const VectorXd& x, const VectorXd& w) -> VectorXd {
    Points y = x.transpose().array();
    single.postprocess(t, h, w.array(), y);
    return y.matrix().transpose();
  };
  return affine_map(map, d, m);
}

std::optional<GaussianLaw> propagate(const sde::SdeScheme& scheme, const process::Process& process,
                                     GaussianLaw law, double begin, double end, Index steps) {
  const double h = (end - begin) / static_cast<double>(steps);
  for (Index n = 0; n < steps; ++n) {
    double length = h;
    const double t = begin + static_cast<double>(n) * h;
    if (t + length > end) length = std::nextafter(length, 0.0);  // the process may end there
    const auto step = affine_step(scheme, process, t, length);
    if (!step) return std::nullopt;
    law = after(*step, law);
  }
  const auto observation = affine_observation(scheme, process, end, h);
  if (!observation) return std::nullopt;
  return after(*observation, law);
}

// vec C = (I − A ⊗ A)⁻¹ vec B Bᵀ.
std::optional<GaussianLaw> stationary_law(const sde::SdeScheme& scheme, const process::Process& process,
                                          double h) {
  const auto step = affine_step(scheme, process, 0, h);
  const auto observation = affine_observation(scheme, process, 0, h);
  if (!step || !observation) return std::nullopt;
  const Index d = process.dimension();
  if (step->scale.eigenvalues().cwiseAbs().maxCoeff() >= 1) return std::nullopt;
  MatrixXd kronecker(d * d, d * d);
  for (Index i = 0; i < d; ++i) {
    for (Index j = 0; j < d; ++j) kronecker.block(i * d, j * d, d, d) = step->scale(i, j) * step->scale;
  }
  const MatrixXd noise = step->noise * step->noise.transpose();
  const VectorXd c = (MatrixXd::Identity(d * d, d * d) - kronecker)
                         .partialPivLu()
                         .solve(Eigen::Map<const VectorXd>(noise.data(), d * d));
  GaussianLaw law;
  law.mean = (MatrixXd::Identity(d, d) - step->scale).partialPivLu().solve(step->shift);
  law.covariance = Eigen::Map<const MatrixXd>(c.data(), d, d);
  return after(*observation, law);
}

// The pair (X exact, D = Y − X): X′ = a X + I, D′ = s D + (s − a) X + (noise of the scheme − I), I the
// integral, so that nothing cancels. With u = √3 (2 ΔZ/h^{3/2} − z):
//   E[I z] √h = (σ/θ)(1 − e^{−θh}),   E[I ΔZ] = (σ/θ²)(1 − e^{−θh}(1 + θh)).
std::optional<double> ornstein_uhlenbeck_strong_error(const sde::SdeScheme& scheme, double theta,
                                                      double sigma, double x0, double end_time, Index steps) {
  const process::OrnsteinUhlenbeck process(theta, 0, sigma, 1);
  const double h = end_time / static_cast<double>(steps);
  const auto step = affine_step(scheme, process, 0, h);
  if (!step) return std::nullopt;
  const double decay = std::exp(-theta * h), s = step->scale(0, 0), gap = s - decay;
  const double variance = -sigma * sigma * std::expm1(-2 * theta * h) / (2 * theta);
  const double with_z = -sigma * std::expm1(-theta * h) / (theta * std::sqrt(h));
  const double area = sigma * (-std::expm1(-theta * h) - theta * h * decay) / (theta * theta);
  const double with_u = std::sqrt(3.0) * (2 * area / std::pow(h, 1.5) - with_z);
  const double b = step->noise(0, 0), c = step->noise.cols() > 1 ? step->noise(0, 1) : 0;
  // Of the noise of D: its variance, what z and u leave of I included, and its covariance with I.
  const double left = variance - with_z * with_z - with_u * with_u;
  const double noise = std::pow(b - with_z, 2) + std::pow(c - with_u, 2) + left;
  const double with_integral = (b - with_z) * with_z + (c - with_u) * with_u - left;
  double xx = x0 * x0, xd = 0, dd = 0;
  for (Index n = 0; n < steps; ++n) {
    dd = s * s * dd + 2 * s * gap * xd + gap * gap * xx + noise;
    xd = decay * (s * xd + gap * xx) + with_integral;
    xx = decay * decay * xx + variance;
  }
  return std::sqrt(std::max(0.0, dd));
}

}  // namespace kolmo::measure
