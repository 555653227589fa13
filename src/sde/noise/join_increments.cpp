#include "join_increments.hpp"

#include <cmath>

#include "block_kernels.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/sde/noise/levy_area.hpp"

namespace kolmo::sde {
namespace {

/// a = s a₁ + r a₂ + ½√(s r) (z₁_k z₂_l − z₁_l z₂_k).
KOLMO_VECTORISED void join_areas(double s, double r, double half_root, const double* a1, const double* a2,
                                 const double* z1k, const double* z2l, const double* z1l, const double* z2k,
                                 double* a, Index n) {
  for (Index i = 0; i < n; ++i) {
    a[i] = s * a1[i] + r * a2[i] + half_root * (z1k[i] * z2l[i] - z1l[i] * z2k[i]);
  }
}

/// u = √(3 s r) (√r z₁ − √s z₂) + s^{3/2} u₁ + r^{3/2} u₂.
void join_column(double s, const ConstBlock& z1, const ConstBlock& z2, const ConstBlock& u1,
                 const ConstBlock& u2, Block u) {
  const double r = 1 - s;
  combine(r * std::sqrt(3 * s), z1, -s * std::sqrt(3 * r), z2, u);
  add_two_scaled(s * std::sqrt(s), u1, r * std::sqrt(r), u2, u);
}

/// v = √5 (r − s) (r√s z₁ − s√r z₂) + √15 s r (√s u₁ − √r u₂) + s^{5/2} v₁ + r^{5/2} v₂ of component k.
void join_time_areas(double s, const IncrementBlocks& first, const IncrementBlocks& second, Index k,
                     IncrementBlocks& out) {
  const double r = 1 - s, root_s = std::sqrt(s), root_r = std::sqrt(r);
  const auto column = [k](const Block& block) { return block.middleCols(k, 1); };
  Block v = out.time_area_normals->middleCols(k, 1);
  const double of_z = std::sqrt(5.0) * (r - s), of_u = std::sqrt(15.0) * s * r;
  combine(of_z * r * root_s, column(first.normals), -of_z * s * root_r, column(second.normals), v);
  add_two_scaled(of_u * root_s, column(*first.area_normals), -of_u * root_r, column(*second.area_normals), v);
  add_two_scaled(s * s * root_s, column(*first.time_area_normals), r * r * root_r,
                 column(*second.time_area_normals), v);
}

}  // namespace

void join(const IncrementBlocks& first, const IncrementBlocks& second,
          const std::function<double(Index k)>& share, IncrementBlocks out) {
  const Block& z1 = first.normals;
  const Block& z2 = second.normals;
  const Index m = z1.cols();
  for (Index k = 0; k < m; ++k) {
    const double s = share(k);
    combine(std::sqrt(s), z1.middleCols(k, 1), std::sqrt(1 - s), z2.middleCols(k, 1),
            out.normals.middleCols(k, 1));
    if (!out.area_normals) continue;
    join_column(s, z1.middleCols(k, 1), z2.middleCols(k, 1), first.area_normals->middleCols(k, 1),
                second.area_normals->middleCols(k, 1), out.area_normals->middleCols(k, 1));
    if (out.time_area_normals) join_time_areas(s, first, second, k, out);
  }
  if (!out.levy_areas) return;
  const double s = share(0), r = 1 - s, half_root = 0.5 * std::sqrt(s * r);
  for (Index k = 0; k < m; ++k) {
    for (Index l = k + 1; l < m; ++l) {
      const Index pair = levy_pair(k, l, m);
      join_areas(s, r, half_root, first.levy_areas->col(pair).data(), second.levy_areas->col(pair).data(),
                 z1.col(k).data(), z2.col(l).data(), z1.col(l).data(), z2.col(k).data(),
                 out.levy_areas->col(pair).data(), z1.rows());
    }
  }
}

}  // namespace kolmo::sde
