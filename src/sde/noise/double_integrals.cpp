#include "double_integrals.hpp"

#include <algorithm>

#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/sde/noise/levy_area.hpp"

namespace kolmo::sde {
namespace {

/// x += scale (½ (z_l z_k − delta) + sign · a) b.
KOLMO_VECTORISED void add_column(double scale, double delta, double sign, const double* zl, const double* zk,
                                 const double* a, const double* b, double* x, Index n) {
  for (Index i = 0; i < n; ++i) x[i] += scale * (0.5 * (zl[i] * zk[i] - delta) + sign * a[i]) * b[i];
}

/// The same without an area.
KOLMO_VECTORISED void add_column(double scale, double delta, const double* zl, const double* zk,
                                 const double* b, double* x, Index n) {
  for (Index i = 0; i < n; ++i) x[i] += scale * (0.5 * (zl[i] * zk[i] - delta)) * b[i];
}

bool has_areas(const process::Process& process) {
  return process.noise_kind() == process::NoiseKind::general && process.noise_dimension() > 1;
}

}  // namespace

PathDetail double_integral_detail(const process::Process& process) {
  return has_areas(process) ? PathDetail::levy_area : PathDetail::increment;
}

DoubleIntegrals::DoubleIntegrals(const process::Process& process, double h, Increment& increment)
    : h_(h),
      z_(increment.materialise()),
      areas_(has_areas(process) ? increment.materialise_levy_areas() : z_.leftCols(0)) {}

void DoubleIntegrals::add(double scale, Index l, const ConstBlock& b, Block x) const {
  const Index d = x.cols(), m = z_.cols(), n = x.rows();
  for (Index k = 0; k < m; ++k) {
    const double delta = k == l ? 1 : 0;
    for (Index j = 0; j < d; ++j) {
      const double* column = b.col(k * d + j).data();
      if (areas_.cols() == 0 || k == l) {
        add_column(scale * h_, delta, z_.col(l).data(), z_.col(k).data(), column, x.col(j).data(), n);
      } else {
        const Index pair = levy_pair(std::min(k, l), std::max(k, l), m);
        add_column(scale * h_, delta, l < k ? 1 : -1, z_.col(l).data(), z_.col(k).data(),
                   areas_.col(pair).data(), column, x.col(j).data(), n);
      }
    }
  }
}

}  // namespace kolmo::sde
