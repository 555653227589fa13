// A process of one's own, dX = −X dt + ½ √(1 + X²) dW, and E X² at three times with its error bar.
// Exactly (Itô): d E X²/dt = ¼ − (2 − ¼) E X², so that E X² = 1/7 + (1 − 1/7) e^{−7t/4} from X = 1.
#include <cmath>
#include <cstdio>

#include "kolmo/kolmo.hpp"

using namespace kolmo;

class Pearson final : public process::DiagonalNoise {
 public:
  std::string name() const override { return "pearson"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override { out = -x; }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override {
    out = 0.5 * (1 + x.square()).sqrt();
  }
};

int main() {
  const Pearson process;
  const Index paths = 100'000;
  const auto schedule = Schedule::with_step({0.0, 0.5, 1.0, 2.0}, 0.01);
  const sde::Simulation simulation{process, sde::scheme("platen"), schedule, paths, RandomStream(2026)};
  const auto snapshots = sde::simulate_snapshots(simulation, Points::Ones(paths, 1));
  for (std::size_t k = 1; k < snapshots.size(); ++k) {
    const Estimate square = raw_moment(snapshots[k][0].data(), paths, 2);
    const double t = schedule.times[k], exact = 1.0 / 7 + 6.0 / 7 * std::exp(-1.75 * t);
    std::printf("t = %.1f   E X^2 = %.5f +- %.5f   exact %.5f\n", t, square.value, square.standard_error,
                exact);
  }
}
