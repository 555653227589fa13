// FFTW alone: real-to-complex and cosine transforms of squares, plans measured
#include <fftw3.h>
#include "bench.hpp"
int main() {
  fftw_init_threads();
  for (int N : {256, 512, 1024})
    for (int T : {1, 2}) {
      fftw_plan_with_nthreads(T);
      double* r = fftw_alloc_real(N * N);
      fftw_complex* c = fftw_alloc_complex(N * (N / 2 + 1));
      fftw_plan p = fftw_plan_dft_r2c_2d(N, N, r, c, FFTW_MEASURE),
                d = fftw_plan_r2r_2d(N, N, r, (double*)c, FFTW_REDFT10, FFTW_REDFT10, FFTW_MEASURE),
                di = fftw_plan_r2r_2d(N, N, (double*)c, r, FFTW_REDFT01, FFTW_REDFT01, FFTW_MEASURE);
      for (int i = 0; i < N * N; i++) r[i] = (i * 7919 % 1000) * 1e-3;
      char nm[100];
      int K = N >= 1024 ? 10 : 40;
      snprintf(nm, 100, "FFTW r2c %dx%d T=%d (FFTW_MEASURE)", N, N, T);
      bench(
          nm, double(K), "transforms/s",
          [&] {
            for (int k = 0; k < K; k++) fftw_execute(p);
          },
          7, T);
      snprintf(nm, 100, "FFTW DCT-II %dx%d T=%d", N, N, T);
      bench(
          nm, double(K), "transforms/s",
          [&] {
            for (int k = 0; k < K; k++) fftw_execute(d);
          },
          7, T);
      fftw_free(r);
      fftw_free(c);
    }
}
