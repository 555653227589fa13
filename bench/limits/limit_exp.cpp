// vectorised exp()/log() rate on an L1-resident buffer.
#include <immintrin.h>
#include "bench.hpp"
constexpr int B = 1024;
constexpr long NT = 40000000;
int main() {
  for (int T : {1, 2}) {
    char nm[100];
    snprintf(nm, 100, "exp loop (compiler/libmvec) T=%d", T);
    bench(
        nm, double(T) * NT / 1e6, "M exp/s",
        [&] {
          par(T, [&](int) {
            alignas(64) double x[B], y[B];
            for (int i = 0; i < B; i++) x[i] = -i * 0.01;
            for (long n = 0; n < NT / B; n++) {
              for (int i = 0; i < B; i++) y[i] = std::exp(x[i]);
              asm volatile("" ::"r"(x), "r"(y) : "memory");
            }
          });
        },
        7, T);
    snprintf(nm, 100, "log loop (compiler/libmvec) T=%d", T);
    bench(
        nm, double(T) * NT / 1e6, "M log/s",
        [&] {
          par(T, [&](int) {
            alignas(64) double x[B], y[B];
            for (int i = 0; i < B; i++) x[i] = 1 + i * 0.01;
            for (long n = 0; n < NT / B; n++) {
              for (int i = 0; i < B; i++) y[i] = std::log(x[i]);
              asm volatile("" ::"r"(x), "r"(y) : "memory");
            }
          });
        },
        7, T);
#ifdef __AVX512F__
    // inlined hand exp: 2^k * poly deg 11, x=k ln2 + r, scalef
    snprintf(nm, 100, "hand AVX-512 inlined exp (deg-11 poly, scalef) T=%d", T);
    bench(
        nm, double(T) * NT / 1e6, "M exp/s",
        [&] {
          par(T, [&](int) {
            alignas(64) double x[B], y[B];
            for (int i = 0; i < B; i++) x[i] = -i * 0.01;
            for (long n = 0; n < NT / B; n++) {
              for (int i = 0; i < B; i += 8) {
                __m512d v = _mm512_load_pd(x + i),
                        k = _mm512_roundscale_pd(_mm512_mul_pd(v, _mm512_set1_pd(1.4426950408889634)), 8);
                __m512d r = _mm512_fnmadd_pd(k, _mm512_set1_pd(0.6931471805599453), v);
                r = _mm512_fnmadd_pd(k, _mm512_set1_pd(2.3190468138462996e-17), r);
                __m512d p = _mm512_set1_pd(1.0 / 39916800);
                const double c[] = {
                    1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120,
                    1.0 / 24,      1.0 / 6,      .5,          1,          1};
                for (double q : c) p = _mm512_fmadd_pd(p, r, _mm512_set1_pd(q));
                _mm512_store_pd(y + i, _mm512_scalef_pd(p, k));
              }
              asm volatile("" ::"r"(x), "r"(y) : "memory");
            }
          });
        },
        7, T);
#endif
    snprintf(nm, 100, "divide loop T=%d", T);
    bench(
        nm, double(T) * NT / 1e6, "M div/s",
        [&] {
          par(T, [&](int) {
            alignas(64) double x[B], y[B];
            for (int i = 0; i < B; i++) x[i] = 1 + i * 0.01;
            for (long n = 0; n < NT / B; n++) {
              for (int i = 0; i < B; i++) y[i] = 1.0 / x[i];
              asm volatile("" ::"r"(x), "r"(y) : "memory");
            }
          });
        },
        7, T);
  }
}
