#include "kolmo/sde/noise/levy_area.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::sde {
namespace {

constexpr double pi = std::numbers::pi;

KOLMO_VECTORISED void add_scaled_column(double a, const double* u, double* x, Index n) {
  for (Index i = 0; i < n; ++i) x[i] += a * u[i];
}

/// area += a (x_k y_l − x_l y_k).
KOLMO_VECTORISED void add_cross(double a, const double* xk, const double* yl, const double* xl,
                                const double* yk, double* area, Index n) {
  for (Index i = 0; i < n; ++i) area[i] += a * (xk[i] * yl[i] - xl[i] * yk[i]);
}

/// δ = (−π u/√6 − sum)/(π²/6), what every X_r misses times r for its sum to be as given; in place of the sum.
KOLMO_VECTORISED void miss(const double* u, double* sum, Index n) {
  for (Index i = 0; i < n; ++i) sum[i] = (-pi / std::sqrt(6.0) * u[i] - sum[i]) * (6 / (pi * pi));
}

/// body(k, l, column of the pair) for all pairs.
template <class Body>
void for_each_pair(Index m, Body body) {
  for (Index k = 0; k < m; ++k) {
    for (Index l = k + 1; l < m; ++l) body(k, l, levy_pair(k, l, m));
  }
}

/// What the coefficients X_r, Y_r of the terms r ≤ p leave behind, columns of components: Σ X_r/r and Σ
/// Y_r/r², and the variances ψ = Σ_{r > p} 1/r² and φ = Σ_{r > p} 1/r⁴ of what is beyond.
struct Series {
  Block x, y, sum, weighted;
  double psi = pi * pi / 6, phi = std::pow(pi, 4) / 90;

  /// Term r, whose share of the areas goes to `out`; draws 2m normals from `draw` on.
  void add(Index r, const RandomStream& noise, Index first, std::uint32_t step, std::uint32_t draw,
           Block out) {
    const Index m = x.cols(), n = x.rows();
    const double inverse = 1 / static_cast<double>(r);
    psi -= inverse * inverse;
    phi -= std::pow(inverse, 4);
    noise.normals(first, step, x, draw);
    noise.normals(first, step, y, draw + static_cast<std::uint32_t>(m));
    for (Index k = 0; k < m; ++k) {
      add_scaled_column(inverse, x.col(k).data(), sum.col(k).data(), n);
      add_scaled_column(inverse * inverse, y.col(k).data(), weighted.col(k).data(), n);
    }
    for_each_pair(m, [&](Index k, Index l, Index pair) {
      add_cross(inverse / (2 * pi), x.col(k).data(), y.col(l).data(), x.col(l).data(), y.col(k).data(),
                out.col(pair).data(), n);
    });
  }
};

}  // namespace

Index levy_terms(Index m, double h) {
  return std::max<Index>(1, static_cast<Index>(std::ceil(std::sqrt(static_cast<double>(m) / (12 * h)) / pi)));
}

// With X_r replaced by X_r + δ/r, conditioned on Σ X_r/r + √ψ G (ψ = Σ_{r > p} 1/r²) as a Gaussian vector is,
//   Σ (X_kr Y_lr − X_lr Y_kr)/r turns into the same of the unconditioned plus δ_k T_l − δ_l T_k, T = Σ
//   Y_r/r², both over all r. Of T the part beyond p is one normal number of variance φ = π⁴/90 −
//   Σ_{r ≤ p} r⁻⁴. Given u, E δ² = (6/π²)(u² + 1), and the X_r beyond p have E X_r² = 1 + 6(u² − 1)/(π² r²):
//   the rest of the first sum has the variance 2ψ + (6/π²) φ (u_k² + u_l² − 2), of which T brings (6/π²) φ
//   (u_k² + u_l² + 2) and the pair's own number what is left, 2ψ − 24 φ/π². Mean and variance given z and u
//   are exact for every p.
void sample_levy_areas(const RandomStream& noise, Index first, std::uint32_t step, double h,
                       const ConstBlock& z, const ConstBlock& u, Block scratch, Block out) {
  const Index m = z.cols(), n = z.rows();
  if (m < 2) return;
  const auto draws = static_cast<std::uint32_t>(m);
  Series series{scratch.leftCols(m), scratch.middleCols(m, m), scratch.middleCols(2 * m, m),
                scratch.middleCols(3 * m, m)};
  Block last = scratch.middleCols(4 * m, m), &sum = series.sum, &weighted = series.weighted;
  sum.setZero();
  weighted.setZero();
  out.setZero();
  std::uint32_t draw = 2 * draws;
  for (Index r = 1; r <= levy_terms(m, h); ++r, draw += 2 * draws)
    series.add(r, noise, first, step, draw, out);
  const double fourth = std::max(series.phi, 0.0);
  noise.normals(first, step, last, draw);
  draw += draws;
  noise.normals(first, step, series.y, draw);
  for (Index k = 0; k < m; ++k) {
    add_scaled_column(std::sqrt(series.psi), last.col(k).data(), sum.col(k).data(), n);
    miss(u.col(k).data(), sum.col(k).data(), n);
    add_scaled_column(std::sqrt(fourth), series.y.col(k).data(), weighted.col(k).data(), n);
  }
  draw += draws;
  for_each_pair(m, [&](Index k, Index l, Index pair) {
    double* area = out.col(pair).data();
    add_cross(1 / (2 * pi), sum.col(k).data(), weighted.col(l).data(), sum.col(l).data(),
              weighted.col(k).data(), area, n);
    // (H_k ΔW_l − H_l ΔW_k)/h
    add_cross(1 / std::sqrt(12.0), u.col(k).data(), z.col(l).data(), u.col(l).data(), z.col(k).data(), area,
              n);
    noise.add_normals(first, step, std::sqrt(2 * series.psi - 24 * fourth / (pi * pi)) / (2 * pi),
                      out.middleCols(pair, 1), draw + static_cast<std::uint32_t>(pair));
  });
}

}  // namespace kolmo::sde
