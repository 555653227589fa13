// C++ references for W1/W2/W3a: Boost.Odeint stochastic Euler, plain std, and a hand AVX-512 ceiling.
#include <immintrin.h>
#include <array>
#include <boost/numeric/odeint.hpp>
#include <boost/random.hpp>
#include <random>
#include "bench.hpp"
using namespace boost::numeric::odeint;
// ---------- Boost.Odeint documentation's stochastic_euler stepper (N=1)
struct stochastic_euler {
  typedef std::array<double, 1> state_type;
  typedef state_type deriv_type;
  typedef double value_type, time_type;
  typedef unsigned short order_type;
  typedef stepper_tag stepper_category;
  static order_type order() { return 1; }
  template <class S>
  void do_step(S sys, state_type& x, time_type t, time_type dt) const {
    deriv_type d, s;
    sys.first(x, d);
    sys.second(x, s);
    for (size_t i = 0; i < 1; i++) x[i] += dt * d[i] + std::sqrt(dt) * s[i];
  }
};
typedef std::array<double, 1> st1;
struct ou_det {
  void operator()(const st1& x, st1& d) const { d[0] = -x[0]; }
};
template <class G>
struct ou_sto {
  G& g;
  boost::random::normal_distribution<double>& n;
  void operator()(const st1&, st1& d) { d[0] = std::sqrt(2.0) * n(g); }
};
// ---------- hand AVX-512 pieces
typedef __m512d v8;
static inline v8 c8(double x) { return _mm512_set1_pd(x); }
static inline v8 vlog(v8 u) {
  v8 m = _mm512_getmant_pd(u, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_src);
  v8 e = _mm512_getexp_pd(_mm512_div_pd(u, m));
  v8 s = (m - c8(1)) / (m + c8(1)), t = s * s, p = c8(2.0 / 19);
  for (double q : {2.0 / 17, 2.0 / 15, 2.0 / 13, 2.0 / 11, 2.0 / 9, 2.0 / 7, 2.0 / 5, 2.0 / 3, 2.0})
    p = _mm512_fmadd_pd(p, t, c8(q));
  return _mm512_fmadd_pd(e, c8(0.6931471805599453), p * s);
}
static inline v8 vexp(v8 v) {
  v8 k = _mm512_roundscale_pd(v * c8(1.4426950408889634), 8);
  v8 r = _mm512_fnmadd_pd(k, c8(0.6931471805599453), v);
  r = _mm512_fnmadd_pd(k, c8(2.3190468138462996e-17), r);
  v8 p = c8(1.0 / 39916800);
  for (double q : {1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24,
                   1.0 / 6, .5, 1., 1.})
    p = _mm512_fmadd_pd(p, r, c8(q));
  return _mm512_scalef_pd(p, k);
}
static inline void bm(__m512i A, __m512i C, v8& z0, v8& z1) {
  v8 u = (_mm512_cvtepi64_pd(_mm512_srli_epi64(A, 11)) + c8(.5)) * c8(0x1p-53);
  v8 r = _mm512_sqrt_pd(c8(-2) * vlog(u));
  __m512i q = _mm512_srli_epi64(C, 62), two = _mm512_set1_epi64(2);
  v8 x = _mm512_cvtepi64_pd(_mm512_srai_epi64(_mm512_slli_epi64(C, 2), 11)) *
         c8(0x1p-53 * 1.5707963267948966),
     t = x * x, sp = c8(1.0 / 6227020800.0), cp = c8(-1.0 / 87178291200.0);
  for (double k : {-1.0 / 39916800, 1.0 / 362880, -1.0 / 5040, 1.0 / 120, -1.0 / 6})
    sp = _mm512_fmadd_pd(sp, t, c8(k));
  for (double k : {1.0 / 479001600, -1.0 / 3628800, 1.0 / 40320, -1.0 / 720, 1.0 / 24, -.5, 1.0})
    cp = _mm512_fmadd_pd(cp, t, c8(k));
  v8 sn = _mm512_fmadd_pd(x * t, sp, x);
  __mmask8 sw = _mm512_test_epi64_mask(q, _mm512_set1_epi64(1));
  v8 cc = _mm512_mask_blend_pd(sw, cp, sn), ss = _mm512_mask_blend_pd(sw, sn, cp);
  __m512i sg = _mm512_slli_epi64(_mm512_and_si512(q, two), 62),
          sc = _mm512_slli_epi64(_mm512_and_si512(_mm512_add_epi64(q, _mm512_set1_epi64(1)), two), 62);
  z0 = _mm512_castsi512_pd(_mm512_xor_si512(_mm512_castpd_si512(cc), sc)) * r;
  z1 = _mm512_castsi512_pd(_mm512_xor_si512(_mm512_castpd_si512(ss), sg)) * r;
}
template <int G>
static inline void philox(uint64_t ctr, uint32_t stepc, uint64_t key, __m512i* A, __m512i* C) {
  const __m512i M0 = _mm512_set1_epi64(0xD2511F53u), M1 = _mm512_set1_epi64(0xCD9E8D57u),
                lo = _mm512_set1_epi64(0xffffffff);
  __m512i a[G], b[G], c[G], d[G];
  for (int g = 0; g < G; g++) {
    __m512i q = _mm512_add_epi64(_mm512_set1_epi64(ctr + 8 * g), _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0));
    a[g] = _mm512_and_si512(q, lo);
    b[g] = _mm512_srli_epi64(q, 32);
    c[g] = _mm512_set1_epi64(stepc);
    d[g] = _mm512_setzero_si512();
  }
  uint32_t x0 = key, x1 = key >> 32;
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
    A[g] = _mm512_ternarylogic_epi64(_mm512_slli_epi64(a[g], 32), b[g], lo, 0xF8);
    C[g] = _mm512_ternarylogic_epi64(_mm512_slli_epi64(c[g], 32), d[g], lo, 0xF8);
  }
}
int main(int ac, char** av) {
  const long N = 1000000, S = 100;
  double dt = .01, q = std::sqrt(2 * dt);
  for (int T : {1, 2}) {
    char nm[100];
    // W1
    snprintf(nm, 100, "W1 Boost.Odeint stochastic_euler mt19937 T=%d", T);
    double S1[2] = {}, S2[2] = {};
    long n1 = N / 10;
    bench(
        nm, double(n1) * T * S / 1e6, "M path-steps/s",
        [&] {
          par(T, [&](int t) {
            boost::random::mt19937 g(t + 1);
            boost::random::normal_distribution<double> nd;
            double s1 = 0, s2 = 0;
            stochastic_euler st;
            ou_sto<boost::random::mt19937> os{g, nd};
            for (long i = 0; i < n1; i++) {
              st1 x{{0.0}};
              integrate_const(st, std::make_pair(ou_det(), os), x, 0.0, 1.0, dt);
              s1 += x[0];
              s2 += x[0] * x[0];
            }
            S1[t] = s1;
            S2[t] = s2;
          });
        },
        5, T);
    printf("     var %.4f (exact EM 0.8704, here 1e5 paths so sd 0.0039)\n", S2[0] / n1);
    snprintf(nm, 100, "W1 plain C++ std::mt19937_64+std::normal T=%d", T);
    bench(
        nm, double(n1) * T * S / 1e6, "M path-steps/s",
        [&] {
          par(T, [&](int t) {
            std::mt19937_64 g(t + 1);
            std::normal_distribution<double> nd;
            double s2 = 0;
            for (long i = 0; i < n1; i++) {
              double x = 0;
              for (int k = 0; k < S; k++) x += -x * dt + q * nd(g);
              s2 += x * x;
            }
            S2[t] = s2;
          });
        },
        5, T);
    snprintf(nm, 100, "W1 plain C++ boost mt19937_64+ziggurat T=%d", T);
    bench(
        nm, double(n1) * T * S / 1e6, "M path-steps/s",
        [&] {
          par(T, [&](int t) {
            boost::random::mt19937_64 g(t + 1);
            boost::random::normal_distribution<double> nd;
            double s2 = 0;
            for (long i = 0; i < n1; i++) {
              double x = 0;
              for (int k = 0; k < S; k++) x += -x * dt + q * nd(g);
              s2 += x * x;
            }
            S2[t] = s2;
          });
        },
        5, T);
    snprintf(nm, 100, "W1 hand AVX-512 Philox counter+BM fused EM T=%d", T);
    bench(
        nm, double(N) * S / 1e6, "M path-steps/s",
        [&] {
          par(T, [&](int t) {
            long l = N * t / T / 32 * 32, h = N * (t + 1) / T / 32 * 32;
            v8 acc = c8(0);
            for (long i = l; i < h; i += 32) {
              v8 x[4] = {c8(0), c8(0), c8(0), c8(0)};
              for (int k = 0; k < S; k += 2) {
                __m512i A[4], C[4];
                philox<4>(i, k, 12345, A, C);
                for (int g = 0; g < 4; g++) {
                  v8 z0, z1;
                  bm(A[g], C[g], z0, z1);
                  x[g] = _mm512_fmadd_pd(x[g], c8(1 - dt), z0 * c8(q));
                  x[g] = _mm512_fmadd_pd(x[g], c8(1 - dt), z1 * c8(q));
                }
              }
              for (int g = 0; g < 4; g++) acc = _mm512_fmadd_pd(x[g], x[g], acc);
            }
            S2[t] = _mm512_reduce_add_pd(acc);
          });
        },
        5, T);
    printf("     var %.4f\n", (S2[0] + (T == 2 ? S2[1] : 0)) / N);
    // W2
    const int K = 8;
    double mx[K], my[K];
    for (int k = 0; k < K; k++) {
      mx[k] = 4 * std::cos(2 * M_PI * k / K);
      my[k] = 4 * std::sin(2 * M_PI * k / K);
    }
    const double s2 = .25, h = .01, qq = std::sqrt(2 * h);
    const long N2 = 100000;
    const int ST = 200;
    snprintf(nm, 100, "W2 plain scalar C++ std::exp, std::normal T=%d", T);
    long n2 = N2 / 10;
    bench(
        nm, double(n2) * T * ST / 1e6, "M particle-steps/s",
        [&] {
          par(T, [&](int t) {
            std::mt19937_64 g(t + 1);
            std::normal_distribution<double> nd;
            double acc = 0;
            for (long i = 0; i < n2; i++) {
              double x = nd(g), y = nd(g);
              for (int s = 0; s < ST; s++) {
                double l[K], m = -1e300;
                for (int k = 0; k < K; k++) {
                  l[k] = (x * mx[k] + y * my[k]) / s2;
                  m = std::max(m, l[k]);
                }
                double w = 0, a = 0, b = 0;
                for (int k = 0; k < K; k++) {
                  double e = std::exp(l[k] - m);
                  w += e;
                  a += e * mx[k];
                  b += e * my[k];
                }
                x += h * (a / w - x) / s2 + qq * nd(g);
                y += h * (b / w - y) / s2 + qq * nd(g);
              }
              acc += x * x + y * y;
            }
            S2[t] = acc;
          });
        },
        3, T);
    printf("     E|x|^2 %.4f\n", S2[0] / n2);
    snprintf(nm, 100, "W2 hand AVX-512 Philox+BM+inlined exp T=%d", T);
    bench(
        nm, double(N2) * ST / 1e6, "M particle-steps/s",
        [&] {
          par(T, [&](int t) {
            long l = N2 * t / T / 16 * 16, hh = N2 * (t + 1) / T / 16 * 16;
            v8 acc = c8(0);
            for (long i = l; i < hh; i += 16) {
              v8 x[2], y[2];
              __m512i A[2], C[2];
              philox<2>(i, 1u << 30, 99, A, C);
              for (int g = 0; g < 2; g++) bm(A[g], C[g], x[g], y[g]);
              for (int s = 0; s < ST; s++) {
                philox<2>(i, s, 99, A, C);
                for (int g = 0; g < 2; g++) {
                  v8 z0, z1;
                  bm(A[g], C[g], z0, z1);
                  v8 L[K], m = c8(-1e300);
                  for (int k = 0; k < K; k++) {
                    L[k] = _mm512_fmadd_pd(x[g], c8(mx[k] / s2), y[g] * c8(my[k] / s2));
                    m = _mm512_max_pd(m, L[k]);
                  }
                  v8 w = c8(0), a = c8(0), b = c8(0);
                  for (int k = 0; k < K; k++) {
                    v8 e = vexp(L[k] - m);
                    w = w + e;
                    a = _mm512_fmadd_pd(e, c8(mx[k]), a);
                    b = _mm512_fmadd_pd(e, c8(my[k]), b);
                  }
                  v8 iw = c8(1) / w;
                  x[g] = x[g] + c8(h / s2) * (a * iw - x[g]) + c8(qq) * z0;
                  y[g] = y[g] + c8(h / s2) * (b * iw - y[g]) + c8(qq) * z1;
                }
              }
              for (int g = 0; g < 2; g++) acc = acc + x[g] * x[g] + y[g] * y[g];
            }
            S2[t] = _mm512_reduce_add_pd(acc);
          });
        },
        5, T);
    printf("     E|x|^2 %.4f\n", (S2[0] + (T == 2 ? S2[1] : 0)) / N2);
  }
  // W3b: Boost.Odeint dopri5 controlled, per trajectory and as one 20000-d batch
  {
    const int K = 8;
    double mx[K], my[K];
    for (int k = 0; k < K; k++) {
      mx[k] = 4 * std::cos(2 * M_PI * k / K);
      my[k] = 4 * std::sin(2 * M_PI * k / K);
    }
    const double s0 = .25, b0 = .1, b1 = 20;
    long nfe = 0;
    auto drift = [&](double x, double y, double t, double& dx, double& dy) {
      double a = std::exp(-.25 * t * t * (b1 - b0) - .5 * t * b0), v = s0 * a * a + 1 - a * a, c = a / v,
             l[K], m = -1e300;
      for (int k = 0; k < K; k++) {
        l[k] = c * (x * mx[k] + y * my[k]);
        m = std::max(m, l[k]);
      }
      double w = 0, p = 0, r = 0;
      for (int k = 0; k < K; k++) {
        double e = std::exp(l[k] - m);
        w += e;
        p += e * mx[k];
        r += e * my[k];
      }
      double be = b0 + t * (b1 - b0);
      dx = -.5 * be * (x + (a * p / w - x) / v);
      dy = -.5 * be * (y + (a * r / w - y) / v);
    };
    std::mt19937_64 g(5);
    std::normal_distribution<double> nd;
    int M = 10000;
    std::vector<double> X0(2 * M);
    for (auto& v : X0) v = nd(g);
    typedef std::array<double, 2> s2t;
    auto f1 = [&](const s2t& x, s2t& d, double t) {
      nfe++;
      drift(x[0], x[1], t, d[0], d[1]);
    };
    double chk = 0;
    bench(
        "W3b Boost.Odeint controlled dopri5 1e-6 per trajectory T=1", 1.0 * M, "trajectories/s",
        [&] {
          nfe = 0;
          chk = 0;
          auto st = make_controlled(1e-6, 1e-6, runge_kutta_dopri5<s2t>());
          for (int i = 0; i < M; i++) {
            s2t x{{X0[2 * i], X0[2 * i + 1]}};
            integrate_adaptive(st, f1, x, 1.0, 1e-3, -0.01);
            chk += x[0] * x[0] + x[1] * x[1];
          }
        },
        5, 1);
    printf("     mean NFE/trajectory %.1f E|x|^2 %.4f\n", double(nfe) / M, chk / M);
    typedef std::vector<double> sv;
    auto f2 = [&](const sv& x, sv& d, double t) {
      nfe++;
      for (int i = 0; i < M; i++) drift(x[2 * i], x[2 * i + 1], t, d[2 * i], d[2 * i + 1]);
    };
    bench(
        "W3b Boost.Odeint controlled dopri5 1e-6 one 20000-d batch T=1", 1.0 * M, "trajectories/s",
        [&] {
          nfe = 0;
          sv x = X0;
          auto st = make_controlled(1e-6, 1e-6, runge_kutta_dopri5<sv>());
          integrate_adaptive(st, f2, x, 1.0, 1e-3, -0.01);
        },
        5, 1);
    printf("     NFE %ld\n", nfe);
  }
}
