// tridiagonal solves
#include "bench.hpp"
int main() {
  {
    int N = 1024;
    std::vector<double> a(N, -.3), b(N, 1.6), c(N, -.3), d(N, 1.0), cp(N), dp(N), x(N), w(N), m(N);
    int R = 20000;
    bench("Thomas full N=1024 single system (div each step)", 1.0 * N * R / 1e6, "Mcells/s", [&] {
      for (int r = 0; r < R; r++) {
        cp[0] = c[0] / b[0];
        dp[0] = d[0] / b[0];
        for (int i = 1; i < N; i++) {
          double q = 1.0 / (b[i] - a[i] * cp[i - 1]);
          cp[i] = c[i] * q;
          dp[i] = (d[i] - a[i] * dp[i - 1]) * q;
        }
        x[N - 1] = dp[N - 1];
        for (int i = N - 2; i >= 0; i--) x[i] = dp[i] - cp[i] * x[i + 1];
        asm volatile("" ::"r"(x.data()), "r"(d.data()) : "memory");
      }
    });
    cp[0] = c[0] / b[0];
    m[0] = 1 / b[0];
    for (int i = 1; i < N; i++) {
      m[i] = 1.0 / (b[i] - a[i] * cp[i - 1]);
      cp[i] = c[i] * m[i];
      w[i] = a[i] * m[i];
    }
    bench("Thomas prefactored N=1024 single system", 1.0 * N * R / 1e6, "Mcells/s", [&] {
      for (int r = 0; r < R; r++) {
        double z = d[0] * m[0];
        dp[0] = z;
        for (int i = 1; i < N; i++) {
          z = d[i] * m[i] - w[i] * z;
          dp[i] = z;
        }
        double y = dp[N - 1];
        x[N - 1] = y;
        for (int i = N - 2; i >= 0; i--) {
          y = dp[i] - cp[i] * y;
          x[i] = y;
        }
        asm volatile("" ::"r"(x.data()), "r"(d.data()) : "memory");
      }
    });
  }
  for (int N : {256, 512, 1024})
    for (int T : {1, 2}) {  // batched over columns: N systems of length N, contiguous across systems
      std::vector<double> a(N, -.3), cp(N), m(N), w(N);
      std::vector<double> u(size_t(N) * N, 1.0);
      cp[0] = -.3 / 1.6;
      m[0] = 1 / 1.6;
      for (int i = 1; i < N; i++) {
        m[i] = 1.0 / (1.6 + .3 * cp[i - 1]);
        cp[i] = -.3 * m[i];
        w[i] = -.3 * m[i];
      }
      int R = N >= 1024 ? 20 : (N >= 512 ? 100 : 400);
      char nm[100];
      snprintf(nm, 100, "Thomas prefactored batched columns %dx%d in place T=%d (const coef)", N, N, T);
      bench(
          nm, double(N) * N * R / 1e6, "Mcells/s",
          [&] {
            par(T, [&](int t) {
              int l = N * t / T, h = N * (t + 1) / T;
              constexpr int BL = 64;
              for (int r = 0; r < R; r++)
                for (int j0 = l; j0 < h; j0 += BL) {
                  int nb = std::min(BL, h - j0);
                  double* p = &u[j0];
                  for (int j = 0; j < nb; j++) p[j] *= m[0];
                  for (int i = 1; i < N; i++) {
                    double *q = &u[size_t(i) * N + j0], *o = q - N;
                    double mi = m[i], wi = w[i];
                    for (int j = 0; j < nb; j++) q[j] = q[j] * mi - wi * o[j];
                  }
                  for (int i = N - 2; i >= 0; i--) {
                    double *q = &u[size_t(i) * N + j0], *o = q + N;
                    double ci = cp[i];
                    for (int j = 0; j < nb; j++) q[j] -= ci * o[j];
                  }
                }
            });
          },
          7, T);
      // variable coefficients per cell (prefactored arrays m,w,cp of size N*N)
      std::vector<double> M(size_t(N) * N), W(size_t(N) * N), C(size_t(N) * N);
      for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
          M[size_t(i) * N + j] = m[i];
          W[size_t(i) * N + j] = w[i];
          C[size_t(i) * N + j] = cp[i];
        }
      snprintf(nm, 100, "Thomas prefactored batched columns %dx%d T=%d (variable coef)", N, N, T);
      bench(
          nm, double(N) * N * R / 1e6, "Mcells/s",
          [&] {
            par(T, [&](int t) {
              int l = N * t / T, h = N * (t + 1) / T;
              constexpr int BL = 64;
              for (int r = 0; r < R; r++)
                for (int j0 = l; j0 < h; j0 += BL) {
                  int nb = std::min(BL, h - j0);
                  double* p = &u[j0];
                  for (int j = 0; j < nb; j++) p[j] *= M[j0 + j];
                  for (int i = 1; i < N; i++) {
                    size_t s = size_t(i) * N + j0;
                    double *q = &u[s], *o = q - N, *Mi = &M[s], *Wi = &W[s];
                    for (int j = 0; j < nb; j++) q[j] = q[j] * Mi[j] - Wi[j] * o[j];
                  }
                  for (int i = N - 2; i >= 0; i--) {
                    size_t s = size_t(i) * N + j0;
                    double *q = &u[s], *o = q + N, *Ci = &C[s];
                    for (int j = 0; j < nb; j++) q[j] -= Ci[j] * o[j];
                  }
                }
            });
          },
          7, T);
    }
}
