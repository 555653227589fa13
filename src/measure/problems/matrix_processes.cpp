#include "kolmo/measure/problems/matrix_processes.hpp"

#include <cmath>

#include "measure/problems/waves.hpp"

namespace kolmo::measure {

// Every field is a sum of waves of one angle each.

void PlaneMatrixProcess::drift(double t, const ConstBlock& x, Block out) const {
  const double push = 0.3 * std::cos(t);
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) + x(i, 1); },
      [&](Index i, double sine, double) { out(i, 0) = 0.7 * sine + push; });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) - t; },
      [&](Index i, double, double cosine) { out(i, 1) = 0.6 * cosine; });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 1); },
      [&](Index i, double sine, double) { out(i, 1) -= 0.4 * sine; });
}

void PlaneMatrixProcess::drift_divergence(double, const ConstBlock& x, Values out) const {
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) + x(i, 1); },
      [&](Index i, double, double cosine) { out(i) = 0.7 * cosine; });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 1); },
      [&](Index i, double, double cosine) { out(i) -= 0.4 * cosine; });
}

void PlaneMatrixProcess::drift_jacobian(double t, const ConstBlock& x, Block out) const {
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) + x(i, 1); },
      [&](Index i, double, double cosine) { out(i, 0) = out(i, 2) = 0.7 * cosine; });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) - t; },
      [&](Index i, double sine, double) { out(i, 1) = -0.6 * sine; });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 1); },
      [&](Index i, double, double cosine) { out(i, 3) = -0.4 * cosine; });
}

void ConstantMatrix::diffusion_matrix(double, const ConstBlock&, Block out) const {
  out.col(0) = 0.7;
  out.col(1) = 0.3;
  out.col(2) = -0.2;
  out.col(3) = 0.6;
}

void CommutativeMatrix::diffusion_matrix(double t, const ConstBlock& x, Block out) const {
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) + x(i, 1) + 2 * t; },
      [&](Index i, double sine, double) { out(i, 0) = out(i, 1) = 0.5 + 0.2 * sine; });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) - x(i, 1) - t; },
      [&](Index i, double, double cosine) {
        out(i, 2) = 0.4 + 0.2 * cosine;
        out(i, 3) = -out(i, 2);
      });
}

void CommutativeMatrix::diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                                    Block out) const {
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) + x(i, 1) + 2 * t; },
      [&](Index i, double, double cosine) { out(i, 0) = out(i, 1) = 0.2 * cosine * (v(i, 0) + v(i, 1)); });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) - x(i, 1) - t; },
      [&](Index i, double sine, double) {
        out(i, 2) = -0.2 * sine * (v(i, 0) - v(i, 1));
        out(i, 3) = -out(i, 2);
      });
}

void NonCommutativeMatrix::diffusion_matrix(double t, const ConstBlock& x, Block out) const {
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 1); },
      [&](Index i, double sine, double) { out(i, 0) = 0.6 + 0.2 * sine; });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) - t; },
      [&](Index i, double, double cosine) { out(i, 1) = 0.35 * cosine; });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 1) + 2 * t; },
      [&](Index i, double sine, double) { out(i, 2) = 0.3 * sine; });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0); },
      [&](Index i, double, double cosine) { out(i, 3) = 0.6 + 0.2 * cosine; });
}

void NonCommutativeMatrix::diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                                       Block out) const {
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 1); },
      [&](Index i, double, double cosine) { out(i, 0) = 0.2 * cosine * v(i, 1); });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) - t; },
      [&](Index i, double sine, double) { out(i, 1) = -0.35 * sine * v(i, 0); });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 1) + 2 * t; },
      [&](Index i, double, double cosine) { out(i, 2) = 0.3 * cosine * v(i, 1); });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0); },
      [&](Index i, double sine, double) { out(i, 3) = -0.2 * sine * v(i, 0); });
}

void OneMotionMatrix::diffusion_matrix(double t, const ConstBlock& x, Block out) const {
  out.col(0) = 0.4 + 0.5 * (x.col(1) + 2 * t).sin();
  out.col(1) = 0.3 + 0.5 * (x.col(0) - x.col(1)).cos();
}

void OneMotionMatrix::diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                                  Block out) const {
  out.col(0) = 0.5 * (x.col(1) + 2 * t).cos() * v.col(1);
  out.col(1) = -0.5 * (x.col(0) - x.col(1)).sin() * (v.col(0) - v.col(1));
}

void ChangingMatrix::diffusion_matrix(double t, const ConstBlock&, Block out) const {
  out.col(0) = 0.7 + 0.4 * std::sin(3 * t);
  out.col(1) = 0.3;
  out.col(2) = -0.2;
  out.col(3) = 0.6 * std::cos(2 * t);
}

}  // namespace kolmo::measure
