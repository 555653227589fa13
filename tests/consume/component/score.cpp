// The best linear score of blurred data, and its objective.

#include <cmath>
#include <cstdio>

#include "kolmo/score/models/linear_score.hpp"

int main() {
  const Eigen::Matrix2d s{{1.5, 0.4}, {0.4, 0.8}};
  const Eigen::MatrixXd k = kolmo::score::best_linear(s, 0.5);
  // J at the best K is ½(d/σ² − tr K).
  const double value = kolmo::score::denoising_of_linear(k, s, 0.5), expected = 0.5 * (2 / 0.25 - k.trace());
  const bool ok = std::abs(value - expected) < 1e-13;
  std::printf("%s: the least denoising objective is %g\n", ok ? "ok" : "FAILED", value);
  return ok ? 0 : 1;
}
