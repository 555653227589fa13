#pragma once
// One cell of 16 lines side by side.

#include "fokker_planck/operator/packs.hpp"
#include "sweep.hpp"

namespace kolmo::fokker_planck {

static_assert(sweep_lanes == 2 * pack_size);

/// One row of lanes.
struct Row {
  Pack a, b;
};

KOLMO_INLINE Row zero() { return {Pack{}, Pack{}}; }
KOLMO_INLINE Row row(const double* x) {
  Row r;
  load(x, r.a);
  load(x + pack_size, r.b);
  return r;
}
KOLMO_INLINE void put(const Row& r, double* x) {
  store(r.a, x);
  store(r.b, x + pack_size);
}
KOLMO_INLINE Row operator+(const Row& x, const Row& y) { return {x.a + y.a, x.b + y.b}; }
KOLMO_INLINE Row operator-(const Row& x, const Row& y) { return {x.a - y.a, x.b - y.b}; }
KOLMO_INLINE Row operator*(const Row& x, const Row& y) { return {x.a * y.a, x.b * y.b}; }
KOLMO_INLINE Row operator*(double s, const Row& y) { return {s * y.a, s * y.b}; }
KOLMO_INLINE Row magnitude(const Row& x) { return {x.a < 0 ? -x.a : x.a, x.b < 0 ? -x.b : x.b}; }
/// x/y, 0 where y is 0.
KOLMO_INLINE Row quotient(const Row& x, const Row& y) {
  const Pack none = {};
  return {y.a > 0 ? x.a / y.a : none, y.b > 0 ? x.b / y.b : none};
}

}  // namespace kolmo::fokker_planck
