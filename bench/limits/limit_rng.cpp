// normal generators.
// Every generator fills an L1-resident buffer of B doubles; the work unit is 1 normal.
#include <immintrin.h>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cstring>
#include <random>
#include "bench.hpp"
constexpr int B = 1024;
static const long NTOT = 20000000;
struct Acc {
  double s1 = 0, s2 = 0, s4 = 0;
  long n = 0;
  void add(const double* z) {
    for (int i = 0; i < B; i++) {
      double q = z[i] * z[i];
      s1 += z[i];
      s2 += q;
      s4 += q * q;
    }
    n += B;
  }
  void show() { printf("      check mean %.5f var %.5f kurt %.4f\n", s1 / n, s2 / n, s4 / n); }
};
// ---- plain-loop Philox4x32-10 on SoA arrays (gcc vectorises), two 53-bit uniforms per block -> libmvec
// Box-Muller
template <bool COSONLY>
struct alignas(64) PhiloxPlain {
  uint64_t ctr = 0;
  uint32_t k0, k1;
  PhiloxPlain(uint64_t seed) : k0(uint32_t(seed)), k1(uint32_t(seed >> 32)) {}
  void fill(double* __restrict z) {  // B normals = B/2 blocks
    constexpr int M = B / 2;
    alignas(64) uint64_t a[64], b[64], c[64], d[64];
    for (int o = 0; o < M; o += 64) {
      for (int i = 0; i < 64; i++) {
        uint64_t q = ctr + o + i;
        a[i] = q & 0xffffffffu;
        b[i] = q >> 32;
        c[i] = 0;
        d[i] = 0;
      }
      uint32_t x0 = k0, x1 = k1;
      for (int r = 0; r < 10; r++) {
        for (int i = 0; i < 64; i++) {
          uint64_t p = (uint64_t)(uint32_t)a[i] * 0xD2511F53u, q = (uint64_t)(uint32_t)c[i] * 0xCD9E8D57u;
          uint64_t na = (q >> 32) ^ b[i] ^ x0, nc = (p >> 32) ^ d[i] ^ x1;
          b[i] = q & 0xffffffffu;
          d[i] = p & 0xffffffffu;
          a[i] = na;
          c[i] = nc;
        }
        x0 += 0x9E3779B9u;
        x1 += 0xBB67AE85u;
      }
      for (int i = 0; i < 64; i++) {
        double u = ((int64_t)(((a[i] << 32) | b[i]) >> 11) + 0.5) * 0x1p-53,
               v = (double)(int64_t)(((c[i] << 32) | d[i]) >> 11) * 0x1p-53;
        double r = std::sqrt(-2 * std::log(u)), t = 6.283185307179586 * v;
        z[2 * o + i] = r * std::cos(t);
        if (COSONLY)
          z[2 * o + 64 + i] = r * std::cos(t - 1.5707963267948966);
        else
          z[2 * o + 64 + i] = r * std::sin(t);
      }
    }
    ctr += M;
  }
};
// ---- xoshiro256+ x8 lanes, Box-Muller libmvec
template <bool COSONLY>
struct XoVec {
  alignas(64) uint64_t s[4][8];
  XoVec(uint64_t seed) {
    std::mt19937_64 g(seed);
    for (auto& r : s)
      for (auto& x : r) x = g();
  }
  void fill(double* __restrict z) {
    for (int o = 0; o < B; o += 16) {
      alignas(64) uint64_t u[2][8];
      for (int k = 0; k < 2; k++) {
        for (int i = 0; i < 8; i++) {
          u[k][i] = s[0][i] + s[3][i];
          uint64_t t = s[1][i] << 17;
          s[2][i] ^= s[0][i];
          s[3][i] ^= s[1][i];
          s[1][i] ^= s[2][i];
          s[0][i] ^= s[3][i];
          s[2][i] ^= t;
          s[3][i] = (s[3][i] << 45) | (s[3][i] >> 19);
        }
      }
      for (int i = 0; i < 8; i++) {
        double a = ((int64_t)(u[0][i] >> 11) + 0.5) * 0x1p-53, b = (double)(int64_t)(u[1][i] >> 11) * 0x1p-53;
        double r = std::sqrt(-2 * std::log(a)), t = 6.283185307179586 * b;
        z[o + i] = r * std::cos(t);
        if (COSONLY)
          z[o + 8 + i] = r * std::cos(t - 1.5707963267948966);
        else
          z[o + 8 + i] = r * std::sin(t);
      }
    }
  }
};
// ---- scalar xoshiro256+ + ziggurat-256 (Marsaglia-Tsang/Doornik)
struct XoZig {
  uint64_t s[4];
  static double x[257], f[257];
  static bool init;
  XoZig(uint64_t seed) {
    std::mt19937_64 g(seed);
    for (auto& q : s) q = g();
    if (!init) {
      init = true;
      double R = 3.6541528853610088, V = 0.00492867323399;
      x[0] = V / std::exp(-.5 * R * R);
      x[1] = R;
      for (int i = 2; i < 256; i++)
        x[i] = std::sqrt(-2 * std::log(V / x[i - 1] + std::exp(-.5 * x[i - 1] * x[i - 1])));
      x[256] = 0;
      for (int i = 0; i < 257; i++) f[i] = std::exp(-.5 * x[i] * x[i]);
    }
  }
  inline uint64_t nx() {
    uint64_t r = s[0] + s[3], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 45) | (s[3] >> 19);
    return r;
  }
  inline double un() { return ((nx() >> 11) + 0.5) * 0x1p-53; }
  inline double one() {
    for (;;) {
      uint64_t r = nx();
      int i = (r >> 3) & 255;
      double u = 2 * ((r >> 11) * 0x1p-53) - 1;
      double v = u * x[i];
      if (std::fabs(u) * x[i] < x[i + 1]) return v;
      if (i == 0) {
        double a, b;
        do {
          a = -std::log(un()) / x[1];
          b = -std::log(un());
        } while (b + b < a * a);
        return u < 0 ? -(x[1] + a) : x[1] + a;
      }
      if (f[i] + un() * (f[i + 1] - f[i]) < std::exp(-.5 * v * v)) return v;
    }
  }
  void fill(double* z) {
    for (int i = 0; i < B; i++) z[i] = one();
  }
};
double XoZig::x[257], XoZig::f[257];
bool XoZig::init = false;
// ---- hand AVX-512 ceiling: Philox4x32-10 (mul_epu32) or xoshiro + own polynomial Box-Muller
#ifdef __AVX512F__
static inline __m512d vlog(__m512d u) {  // u in (0,1]; log via getexp/getmant in [0.75,1.5), atanh series
  __m512d m = _mm512_getmant_pd(u, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_src);
  __m512d e = _mm512_getexp_pd(_mm512_div_round_pd(u, m, 8));
  // exponent consistent with mantissa: u/m is an exact power of two
  __m512d s = _mm512_div_pd(_mm512_sub_pd(m, _mm512_set1_pd(1)), _mm512_add_pd(m, _mm512_set1_pd(1))),
          t = _mm512_mul_pd(s, s);
  __m512d p = _mm512_set1_pd(2.0 / 19);
  const double c[] = {2.0 / 17, 2.0 / 15, 2.0 / 13, 2.0 / 11, 2.0 / 9, 2.0 / 7, 2.0 / 5, 2.0 / 3, 2.0};
  for (double q : c) p = _mm512_fmadd_pd(p, t, _mm512_set1_pd(q));
  return _mm512_fmadd_pd(e, _mm512_set1_pd(0.6931471805599453), _mm512_mul_pd(p, s));
}
static inline void bm512(__m512i A, __m512i C, double* z) {
  __m512d u = _mm512_mul_pd(_mm512_add_pd(_mm512_cvtepi64_pd(_mm512_srli_epi64(A, 11)), _mm512_set1_pd(.5)),
                            _mm512_set1_pd(0x1p-53));
  __m512d l = _mm512_mul_pd(vlog(u), _mm512_set1_pd(-2));
  __m512d r = _mm512_sqrt_pd(l);
  // angle: top 2 bits quadrant, remaining bits x in [-pi/4,pi/4)
  __m512i q = _mm512_srli_epi64(C, 62);
  __m512d x = _mm512_mul_pd(_mm512_cvtepi64_pd(_mm512_srai_epi64(_mm512_slli_epi64(C, 2), 11)),
                            _mm512_set1_pd(0x1p-53 * 1.5707963267948966));
  __m512d t = _mm512_mul_pd(x, x);
  __m512d sp = _mm512_set1_pd(1.0 / 6227020800.0), cp = _mm512_set1_pd(-1.0 / 87178291200.0);
  for (double k : {-1.0 / 39916800, 1.0 / 362880, -1.0 / 5040, 1.0 / 120, -1.0 / 6})
    sp = _mm512_fmadd_pd(sp, t, _mm512_set1_pd(k));
  for (double k : {1.0 / 479001600, -1.0 / 3628800, 1.0 / 40320, -1.0 / 720, 1.0 / 24, -.5, 1.0})
    cp = _mm512_fmadd_pd(cp, t, _mm512_set1_pd(k));
  __m512d sn = _mm512_fmadd_pd(_mm512_mul_pd(x, t), sp, x);
  __mmask8 sw = _mm512_test_epi64_mask(q, _mm512_set1_epi64(1));
  __m512d c2 = _mm512_mask_blend_pd(sw, cp, sn), s2 = _mm512_mask_blend_pd(sw, sn, cp);
  __m512i two = _mm512_set1_epi64(2);
  __m512i sg = _mm512_slli_epi64(_mm512_and_si512(q, two), 62),
          sc = _mm512_slli_epi64(_mm512_and_si512(_mm512_add_epi64(q, _mm512_set1_epi64(1)), two), 62);
  c2 = _mm512_mul_pd(_mm512_castsi512_pd(_mm512_xor_si512(_mm512_castpd_si512(c2), sc)), r);
  s2 = _mm512_mul_pd(_mm512_castsi512_pd(_mm512_xor_si512(_mm512_castpd_si512(s2), sg)), r);
  _mm512_store_pd(z, c2);
  _mm512_store_pd(z + 8, s2);
}
struct PhiloxHand {
  uint64_t ctr = 0;
  uint32_t k0, k1;
  PhiloxHand(uint64_t s) : k0(s), k1(s >> 32) {}
  template <int G>
  void fillG(double* z) {
    const __m512i M0 = _mm512_set1_epi64(0xD2511F53u), M1 = _mm512_set1_epi64(0xCD9E8D57u),
                  lo = _mm512_set1_epi64(0xffffffff);
    for (int o = 0; o < B; o += 16 * G) {
      __m512i a[G], b[G], c[G], d[G];
      for (int g = 0; g < G; g++) {
        __m512i q =
            _mm512_add_epi64(_mm512_set1_epi64(ctr + 8 * g), _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0));
        a[g] = q;
        b[g] = _mm512_srli_epi64(q, 32);
        c[g] = _mm512_setzero_si512();
        d[g] = c[g];
      }
      ctr += 8 * G;
      uint32_t x0 = k0, x1 = k1;
      for (int r = 0; r < 10; r++) {
        __m512i X0 = _mm512_set1_epi64(x0), X1 = _mm512_set1_epi64(x1);
        for (int g = 0; g < G; g++) {
          __m512i p = _mm512_mul_epu32(a[g], M0), q = _mm512_mul_epu32(c[g], M1);
          a[g] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(q, 32), b[g], X0, 0x96);
          c[g] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p, 32), d[g], X1, 0x96);
          b[g] = q;
          d[g] = p;
        }
        x0 += 0x9E3779B9u;
        x1 += 0xBB67AE85u;
      }
      for (int g = 0; g < G; g++) {
        __m512i A = _mm512_ternarylogic_epi64(_mm512_slli_epi64(a[g], 32), b[g], lo, 0xF8),
                C = _mm512_ternarylogic_epi64(_mm512_slli_epi64(c[g], 32), d[g], lo, 0xF8);
        bm512(A, C, z + o + 16 * g);
      }
    }
  }
  void fill(double* z) { fillG<4>(z); }
};
struct PhiloxRaw : PhiloxHand {
  using PhiloxHand::PhiloxHand;
  void fill(double* z) {  // raw bits only, B 64-bit words
    constexpr int G = 4;
    const __m512i M0 = _mm512_set1_epi64(0xD2511F53u), M1 = _mm512_set1_epi64(0xCD9E8D57u),
                  lo = _mm512_set1_epi64(0xffffffff);
    for (int o = 0; o < B; o += 16 * G) {
      __m512i a[G], b[G], c[G], d[G];
      for (int g = 0; g < G; g++) {
        __m512i q =
            _mm512_add_epi64(_mm512_set1_epi64(ctr + 8 * g), _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0));
        a[g] = q;
        b[g] = _mm512_srli_epi64(q, 32);
        c[g] = _mm512_setzero_si512();
        d[g] = c[g];
      }
      ctr += 8 * G;
      uint32_t x0 = k0, x1 = k1;
      for (int r = 0; r < 10; r++) {
        __m512i X0 = _mm512_set1_epi64(x0), X1 = _mm512_set1_epi64(x1);
        for (int g = 0; g < G; g++) {
          __m512i p = _mm512_mul_epu32(a[g], M0), q = _mm512_mul_epu32(c[g], M1);
          a[g] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(q, 32), b[g], X0, 0x96);
          c[g] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p, 32), d[g], X1, 0x96);
          b[g] = q;
          d[g] = p;
        }
        x0 += 0x9E3779B9u;
        x1 += 0xBB67AE85u;
      }
      for (int g = 0; g < G; g++) {
        _mm512_store_si512(z + o + 16 * g,
                           _mm512_ternarylogic_epi64(_mm512_slli_epi64(a[g], 32), b[g], lo, 0xF8));
        _mm512_store_si512(z + o + 16 * g + 8,
                           _mm512_ternarylogic_epi64(_mm512_slli_epi64(c[g], 32), d[g], lo, 0xF8));
      }
    }
  }
};
struct XoHand {
  __m512i s[4][2];
  XoHand(uint64_t seed) {
    std::mt19937_64 g(seed);
    for (auto& r : s)
      for (auto& v : r) {
        alignas(64) uint64_t x[8];
        for (auto& q : x) q = g();
        v = _mm512_load_si512(x);
      }
  }
  inline __m512i nx(int k) {
    __m512i r = _mm512_add_epi64(s[0][k], s[3][k]), t = _mm512_slli_epi64(s[1][k], 17);
    s[2][k] = _mm512_xor_si512(s[2][k], s[0][k]);
    s[3][k] = _mm512_xor_si512(s[3][k], s[1][k]);
    s[1][k] = _mm512_xor_si512(s[1][k], s[2][k]);
    s[0][k] = _mm512_xor_si512(s[0][k], s[3][k]);
    s[2][k] = _mm512_xor_si512(s[2][k], t);
    s[3][k] = _mm512_rol_epi64(s[3][k], 45);
    return r;
  }
  void fill(double* z) {
    for (int o = 0; o < B; o += 16) {
      __m512i a = nx(0), b = nx(1);
      bm512(a, b, z + o);
    }
  }
};
#endif
template <class G>
void go(const char* nm, int T, bool check = true) {
  char b[100];
  snprintf(b, 100, "%s T=%d", nm, T);
  bench(
      b, double(T) * (NTOT / B) * B / 1e6, "M normals/s",
      [&] {
        par(T, [&](int t) {
          G g(12345 + t);
          alignas(64) double z[B];
          for (long n = 0; n < NTOT / B; n++) {
            g.fill(z);
            asm volatile("" ::"r"(z) : "memory");
          }
        });
      },
      7, T);
  if (check && T == 1) {
    G g(777);
    alignas(64) double z[B];
    Acc a;
    for (int n = 0; n < 8000; n++) {
      g.fill(z);
      a.add(z);
    }
    a.show();
  }
}
struct Std {
  std::mt19937_64 g;
  std::normal_distribution<double> d;
  Std(uint64_t s) : g(s) {}
  void fill(double* z) {
    for (int i = 0; i < B; i++) z[i] = d(g);
  }
};
struct BoostZ {
  boost::random::mt19937_64 g;
  boost::random::normal_distribution<double> d;
  BoostZ(uint64_t s) : g(s) {}
  void fill(double* z) {
    for (int i = 0; i < B; i++) z[i] = d(g);
  }
};
int main() {
  for (int T : {1, 2}) {
    go<Std>("std::mt19937_64+std::normal_distribution", T);
    go<BoostZ>("boost mt19937_64+normal_distribution (ziggurat)", T);
    go<XoZig>("xoshiro256+ scalar + ziggurat256", T);
    go<PhiloxPlain<false>>("Philox4x32-10 plain loops, sin+cos (gcc fuses->scalar)", T);
    go<PhiloxPlain<true>>("Philox4x32-10 plain loops + libmvec log,cos,cos", T);
#ifdef __AVX512F__
    go<PhiloxHand>("Philox4x32-10 AVX512 intrinsics + poly Box-Muller", T);
    go<XoHand>("xoshiro256+ AVX512 intrinsics + poly Box-Muller", T);
    go<PhiloxRaw>("Philox4x32-10 AVX512 raw 64-bit words (no normal)", T, false);
#endif
  }
}
