#include "kolmo/process/equations/underdamped_langevin.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "kolmo/process/structure/linear_drift.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"

namespace {

using kolmo::Index;
using kolmo::InvalidArgument;
using kolmo::Points;
using kolmo::process::NoiseKind;
using kolmo::process::UnderdampedLangevin;

std::shared_ptr<const kolmo::density::Potential> plane_well() {
  return std::make_shared<kolmo::density::QuadraticPotential>(1.5, Eigen::Vector2d(1, -2));
}

// −∇·(fρ) + ½ Σ (G Gᵀ)_jl ∂_j∂_l ρ = 0 for ρ = exp(−(V + ½|p|²)/T), divided by ρ.
TEST(UnderdampedLangevin, LeavesItsStationaryDensityAlone) {
  const double temperature = 0.6;
  const UnderdampedLangevin process(plane_well(), 0.9, temperature);
  EXPECT_EQ(process.noise_kind(), NoiseKind::constant);
  EXPECT_EQ(process.dimension(), 4);
  EXPECT_EQ(process.noise_dimension(), 2);
  Points x(1, 4), f(1, 4), g(1, 8);
  x << 0.4, 1.1, -0.7, 2.3;
  Eigen::ArrayXd divergence(1);
  process.drift(0, x, f);
  process.drift_divergence(0, x, divergence);
  process.diffusion_matrix(0, x, g);
  const Eigen::Map<const Eigen::Matrix<double, 4, 2>> matrix(g.data());
  const Eigen::Matrix4d d = matrix * matrix.transpose();
  EXPECT_EQ(d.topRows(2).cwiseAbs().maxCoeff(), 0);
  const Eigen::Vector4d slope(-1.5 * (0.4 - 1) / temperature, -1.5 * (1.1 + 2) / temperature,
                              0.7 / temperature, -2.3 / temperature);
  Eigen::Matrix4d curvature = slope * slope.transpose();
  curvature.diagonal() -= Eigen::Vector4d(1.5, 1.5, 1, 1) / temperature;
  const double rate =
      -divergence(0) - (f.row(0).matrix() * slope)(0) + 0.5 * (d.array() * curvature.array()).sum();
  EXPECT_NEAR(rate, 0, 1e-14);
  EXPECT_NEAR(d(2, 2), 2 * 0.9 * temperature, 1e-15);
}

TEST(UnderdampedLangevin, SaysWhatItIs) {
  const auto potential = plane_well();
  const UnderdampedLangevin process(potential, 0.9, 0.6);
  const auto structure = kinetic_structure(process);
  ASSERT_TRUE(structure.has_value());
  EXPECT_EQ(structure->potential, potential);
  EXPECT_EQ(structure->friction, 0.9);
  EXPECT_EQ(structure->temperature, 0.6);
  EXPECT_TRUE((*linear_rates(process) == Eigen::Array4d(0, 0, -0.9, -0.9)).all());
  EXPECT_FALSE(gradient_structure(process).has_value());
  EXPECT_THROW(process.diffusion(0), InvalidArgument);
}

TEST(UnderdampedLangevin, RefusesWrongParameters) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THROW(UnderdampedLangevin(nullptr, 1, 1), InvalidArgument);
  EXPECT_THROW(UnderdampedLangevin(plane_well(), -0.1, 1), InvalidArgument);
  EXPECT_THROW(UnderdampedLangevin(plane_well(), infinity, 1), InvalidArgument);
  EXPECT_THROW(UnderdampedLangevin(plane_well(), 1, 0), InvalidArgument);
  EXPECT_NO_THROW(UnderdampedLangevin(plane_well(), 0, 1));
}

}  // namespace
