#include "kolmo/measure/problems/matrix_processes.hpp"

#include <cmath>

namespace kolmo::measure {

void PlaneMatrixProcess::drift(double t, const ConstBlock& x, Block out) const {
  const double push = 0.3 * std::cos(t);
  for (Index i = 0; i < x.rows(); ++i) {
    out(i, 0) = 0.7 * std::sin(x(i, 0) + x(i, 1)) + push;
    out(i, 1) = 0.6 * std::cos(x(i, 0) - t) - 0.4 * std::sin(x(i, 1));
  }
}

void PlaneMatrixProcess::drift_divergence(double, const ConstBlock& x, Values out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    out(i) = 0.7 * std::cos(x(i, 0) + x(i, 1)) - 0.4 * std::cos(x(i, 1));
  }
}

void PlaneMatrixProcess::drift_jacobian(double t, const ConstBlock& x, Block out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    const double shared = 0.7 * std::cos(x(i, 0) + x(i, 1));
    out(i, 0) = shared;
    out(i, 1) = -0.6 * std::sin(x(i, 0) - t);
    out(i, 2) = shared;
    out(i, 3) = -0.4 * std::cos(x(i, 1));
  }
}

void ConstantMatrix::diffusion_matrix(double, const ConstBlock&, Block out) const {
  out.col(0) = 0.7;
  out.col(1) = 0.3;
  out.col(2) = -0.2;
  out.col(3) = 0.6;
}

void CommutativeMatrix::diffusion_matrix(double t, const ConstBlock& x, Block out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    const double a = 0.5 + 0.2 * std::sin(x(i, 0) + x(i, 1) + 2 * t);
    const double b = 0.4 + 0.2 * std::cos(x(i, 0) - x(i, 1) - t);
    out(i, 0) = a;
    out(i, 1) = a;
    out(i, 2) = b;
    out(i, 3) = -b;
  }
}

void CommutativeMatrix::diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                                    Block out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    const double a = 0.2 * std::cos(x(i, 0) + x(i, 1) + 2 * t) * (v(i, 0) + v(i, 1));
    const double b = -0.2 * std::sin(x(i, 0) - x(i, 1) - t) * (v(i, 0) - v(i, 1));
    out(i, 0) = a;
    out(i, 1) = a;
    out(i, 2) = b;
    out(i, 3) = -b;
  }
}

void NonCommutativeMatrix::diffusion_matrix(double t, const ConstBlock& x, Block out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    out(i, 0) = 0.6 + 0.2 * std::sin(x(i, 1));
    out(i, 1) = 0.35 * std::cos(x(i, 0) - t);
    out(i, 2) = 0.3 * std::sin(x(i, 1) + 2 * t);
    out(i, 3) = 0.6 + 0.2 * std::cos(x(i, 0));
  }
}

void NonCommutativeMatrix::diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                                       Block out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    out(i, 0) = 0.2 * std::cos(x(i, 1)) * v(i, 1);
    out(i, 1) = -0.35 * std::sin(x(i, 0) - t) * v(i, 0);
    out(i, 2) = 0.3 * std::cos(x(i, 1) + 2 * t) * v(i, 1);
    out(i, 3) = -0.2 * std::sin(x(i, 0)) * v(i, 0);
  }
}

}  // namespace kolmo::measure
