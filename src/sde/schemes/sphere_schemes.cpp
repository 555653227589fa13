#include "kolmo/sde/schemes/sphere_schemes.hpp"

#include <cmath>

#include "kolmo/process/structure/on_sphere.hpp"
#include "noise_terms.hpp"

namespace kolmo::sde {
namespace {

Claim claim_of(std::string name, std::string source) {
  return {.name = std::move(name),
          .source = std::move(source),
          .orders = {{Sense::weak, Context::general, 1}, {Sense::stationary, Context::general, 1}},
          .calculus = "Itô",
          .needs = "a process that stays on a sphere",
          .evaluations_per_step = 1};
}

/// out(i) = Σ_j a_ij b_ij.
void dot(const ConstBlock& a, const ConstBlock& b, Eigen::Ref<Eigen::ArrayXd> out) {
  out.setZero();
  for (Index j = 0; j < a.cols(); ++j) out += a.col(j) * b.col(j);
}

/// x ← R x/|x|, a row a point.
void normalise(double radius, Block x, Eigen::Ref<Eigen::ArrayXd> length) {
  dot(x, x, length);
  length = radius / length.sqrt();
  for (Index j = 0; j < x.cols(); ++j) x.col(j) *= length;
}

}  // namespace

bool SphereScheme::can_step(const process::Process& process) const {
  return SdeScheme::can_step(process) && process::sphere_radius(process).has_value();
}

Index SphereScheme::workspace_blocks(const process::Process& process) const {
  return 3 + noise_blocks(process);
}

const Claim& SphereProjection::claim() const {
  static const Claim claim = claim_of(
      "sphere_projection", "Milstein and Tretyakov 2004; Ciccotti, Lelièvre and Vanden-Eijnden 2008");
  return claim;
}

void SphereProjection::step(const process::Process& process, double t, double h, Block x,
                            Increment& increment, Workspace& workspace) const {
  Block f = workspace.block(0, x.rows()), scratch = workspace.block(1, x.rows());
  process.drift(t, x, f);
  euler_update(process, t, h, f, x, increment, workspace, 3);
  normalise(*process::sphere_radius(process), x, scratch.col(0));
}

const Claim& SphereGeodesic::claim() const {
  static const Claim claim = claim_of("sphere_geodesic", "Jørgensen 1975, theorem 2.1");
  return claim;
}

/// A row whose v is 0 stays: sin(a)/a is taken as 1 there.
void SphereGeodesic::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                          Workspace& workspace) const {
  const double radius = *process::sphere_radius(process), squared = radius * radius;
  Block f = workspace.block(0, x.rows()), scratch = workspace.block(1, x.rows()),
        v = workspace.block(2, x.rows());
  process.drift(t, x, f);
  v = x;
  euler_update(process, t, h, f, v, increment, workspace, 3);
  v -= x;
  dot(v, x, scratch.col(0));
  for (Index j = 0; j < x.cols(); ++j) v.col(j) -= scratch.col(0) * x.col(j) / squared;
  dot(v, v, scratch.col(0));
  for (Index i = 0; i < x.rows(); ++i) {
    const double a = std::sqrt(scratch(i, 0)) / radius;
    scratch(i, 0) = std::cos(a);
    scratch(i, 1) = a > 0 ? std::sin(a) / a : 1.0;
  }
  for (Index j = 0; j < x.cols(); ++j) x.col(j) = scratch.col(0) * x.col(j) + scratch.col(1) * v.col(j);
  normalise(radius, x, scratch.col(0));
}

const std::vector<const SdeScheme*>& sphere_schemes() {
  static const SphereProjection projection;
  static const SphereGeodesic geodesic;
  static const std::vector<const SdeScheme*> all{&projection, &geodesic};
  return all;
}

}  // namespace kolmo::sde
