#include "block_kernels.hpp"

#include <bit>
#include <cstdint>

#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::sde {
namespace {

KOLMO_VECTORISED void add_scaled_column(double a, const double* u, double* x, Index n) {
  for (Index i = 0; i < n; ++i) x[i] += a * u[i];
}

KOLMO_VECTORISED void add_two_scaled_column(double a, const double* u, double b, const double* v, double* x,
                                            Index n) {
  for (Index i = 0; i < n; ++i) x[i] = (x[i] + a * u[i]) + b * v[i];
}

KOLMO_VECTORISED void add_scaled_difference_column(double a, const double* u, const double* v, double* x,
                                                   Index n) {
  for (Index i = 0; i < n; ++i) x[i] += a * (u[i] - v[i]);
}

KOLMO_VECTORISED void add_noise_column(double s, const double* g, const double* z, double* x, Index n) {
  for (Index i = 0; i < n; ++i) x[i] += (s * g[i]) * z[i];
}

KOLMO_VECTORISED void add_drift_and_noise_column(double h, const double* f, double s, const double* g,
                                                 const double* z, double* x, Index n) {
  for (Index i = 0; i < n; ++i) x[i] = (x[i] + h * f[i]) + (s * g[i]) * z[i];
}

KOLMO_VECTORISED void combine_column(double a, const double* u, double b, const double* v, double* out,
                                     Index n) {
  for (Index i = 0; i < n; ++i) out[i] = a * u[i] + b * v[i];
}

/// A number is finite unless all bits of its exponent are set.
KOLMO_VECTORISED bool all_finite_column(const double* x, Index n) {
  constexpr std::uint64_t exponent = 0x7ff0000000000000u;
  std::uint64_t bad = 0;
  for (Index i = 0; i < n; ++i) {
    bad |= static_cast<std::uint64_t>((std::bit_cast<std::uint64_t>(x[i]) & exponent) == exponent);
  }
  return bad == 0;
}

}  // namespace

void add_scaled(double a, const ConstBlock& u, Block x) {
  for (Index j = 0; j < x.cols(); ++j) add_scaled_column(a, u.col(j).data(), x.col(j).data(), x.rows());
}

void add_two_scaled(double a, const ConstBlock& u, double b, const ConstBlock& v, Block x) {
  for (Index j = 0; j < x.cols(); ++j) {
    add_two_scaled_column(a, u.col(j).data(), b, v.col(j).data(), x.col(j).data(), x.rows());
  }
}

void add_scaled_difference(double a, const ConstBlock& u, const ConstBlock& v, Block x) {
  for (Index j = 0; j < x.cols(); ++j) {
    add_scaled_difference_column(a, u.col(j).data(), v.col(j).data(), x.col(j).data(), x.rows());
  }
}

void add_noise(double s, const ConstBlock& g, const ConstBlock& z, Block x) {
  for (Index j = 0; j < x.cols(); ++j) {
    add_noise_column(s, g.col(j).data(), z.col(j).data(), x.col(j).data(), x.rows());
  }
}

void add_drift_and_noise(double h, const ConstBlock& f, double s, const ConstBlock& g, const ConstBlock& z,
                         Block x) {
  for (Index j = 0; j < x.cols(); ++j) {
    add_drift_and_noise_column(h, f.col(j).data(), s, g.col(j).data(), z.col(j).data(), x.col(j).data(),
                               x.rows());
  }
}

void combine(double a, const ConstBlock& u, double b, const ConstBlock& v, Block out) {
  for (Index j = 0; j < out.cols(); ++j) {
    combine_column(a, u.col(j).data(), b, v.col(j).data(), out.col(j).data(), out.rows());
  }
}

bool all_finite(const ConstBlock& x) {
  for (Index j = 0; j < x.cols(); ++j) {
    if (!all_finite_column(x.col(j).data(), x.rows())) return false;
  }
  return true;
}

}  // namespace kolmo::sde
