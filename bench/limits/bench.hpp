// run f() R times after one warm-up; prints wall seconds median, wall-rate min/med/max, and the
// CPU-time rate (work per CPU-second x threads), which is robust to other processes on the machine.
#pragma once
#include <time.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>
#include <vector>
static inline double now() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}
static inline double cpunow() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}
template <class F>
void bench(const char* name, double work, const char* unit, F f, int R = 7, int T = 1) {
  f();
  std::vector<double> t, c;
  for (int r = 0; r < R; r++) {
    double a = now(), b = cpunow();
    f();
    c.push_back((cpunow() - b) / T);
    t.push_back(now() - a);
  }
  std::sort(t.begin(), t.end());
  std::sort(c.begin(), c.end());
  printf("%-55s wall med %9.3g s rate min %8.4g med %8.4g max %8.4g | cpu-rate med %8.4g max %8.4g %s\n",
         name, t[R / 2], work / t[R - 1], work / t[R / 2], work / t[0], work / c[R / 2], work / c[0], unit);
  fflush(stdout);
}
template <class F>
void par(int T, F f) {
  if (T == 1) {
    f(0);
    return;
  }
  std::vector<std::thread> v;
  for (int i = 1; i < T; i++) v.emplace_back(f, i);
  f(0);
  for (auto& x : v) x.join();
}
