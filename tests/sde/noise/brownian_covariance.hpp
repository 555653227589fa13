#pragma once
// Whether (ΔW, ΔZ) of the intervals of a Brownian path have the covariances of theory.

#include <algorithm>
#include <cmath>
#include <vector>

#include "kolmo/core/parallel/parallel.hpp"
#include "sde/noise/plain_tree.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde::test {

/// ∫_a^b (W_s − W_a) ds and W_b − W_a are ∫ (b − s) dW_s and ∫ dW_s over [a, b): the covariances of two
/// intervals are integrals over their overlap [p, q).
struct Covariances {
  double ww, wz, zw, zz;
};

inline Covariances covariances(double a1, double b1, double a2, double b2) {
  const double p = std::max(a1, a2), q = std::max(p, std::min(b1, b2));
  const auto first = [&](double b) { return ((b - p) * (b - p) - (b - q) * (b - q)) / 2; };
  // ∫ (b1 − s)(b2 − s) ds with s = m + x about the middle m of the overlap, length l: l ((b1 − m)(b2 − m) +
  // l²/12)
  const double middle = (p + q) / 2, length = q - p;
  return {length, first(b2), first(b1), length * ((b1 - middle) * (b2 - middle) + length * length / 12)};
}

/// The intervals of a comparison, in cells.
struct Pair {
  Index i1, j1, i2, j2;
};

/// Random ones on a lattice of `cells`.
inline std::vector<Pair> random_pairs(Index cells, Index count) {
  Points ends(count, 4);
  RandomStream(77, 5).uniforms(0, 0, ends);
  std::vector<Pair> pairs;
  for (Index k = 0; k < count; ++k) {
    const auto cell = [&](Index e) { return static_cast<Index>(ends(k, e) * static_cast<double>(cells)); };
    pairs.push_back({std::min(cell(0), cell(1)), std::max(cell(0), cell(1)) + 1,  //
                     std::min(cell(2), cell(3)), std::max(cell(2), cell(3)) + 1});
  }
  return pairs;
}

/// The largest deviation from theory of the four covariances of one pair in standard errors. A product of two
/// centred Gaussians of variances a, b and covariance c has the variance ab + c².
template <class Sample>
double worst_deviation(const Sample& sample, const Pair& pair, Index particles) {
  double ww = 0, wz = 0, zw = 0, zz = 0;
  for (Index particle = 0; particle < particles; ++particle) {
    const Wiener a = sample(particle, pair.i1, pair.j1), b = sample(particle, pair.i2, pair.j2);
    ww += a.dw * b.dw;
    wz += a.dw * b.dz;
    zw += a.dz * b.dw;
    zz += a.dz * b.dz;
  }
  const auto x = [](Index i) { return static_cast<double>(i); };
  const Covariances c = covariances(x(pair.i1), x(pair.j1), x(pair.i2), x(pair.j2));
  const double h1 = x(pair.j1 - pair.i1), h2 = x(pair.j2 - pair.i2), n = x(particles);
  const double vz1 = h1 * h1 * h1 / 3, vz2 = h2 * h2 * h2 / 3;
  const auto deviation = [n](double sum, double expected, double va, double vb) {
    return std::abs(sum / n - expected) / std::sqrt((va * vb + expected * expected) / n);
  };
  return std::max({deviation(ww, c.ww, h1, h2), deviation(wz, c.wz, h1, vz2), deviation(zw, c.zw, vz1, h2),
                   deviation(zz, c.zz, vz1, vz2)});
}

/// The largest deviation over pairs of random intervals of a lattice; sample(particle, i, j) gives ΔW and ΔZ
/// of [i, j). Tolerance: 6 standard errors, which one of 4·pairs (dependent) numbers passes with a
/// probability of at most 4·pairs·2·10⁻⁹.
template <class Sample>
verify::Check covariance_check(const Sample& sample, Index cells, Index pairs, Index particles) {
  const auto all = random_pairs(cells, pairs);
  std::vector<double> deviations(all.size());
  for_each_task(pairs, [&](Index k) {
    const auto at = static_cast<std::size_t>(k);
    deviations[at] = worst_deviation(sample, all[at], particles);
  });
  return verify::test::compared("brownian/covariance", 0,
                                *std::max_element(deviations.begin(), deviations.end()), 6);
}

}  // namespace kolmo::sde::test
