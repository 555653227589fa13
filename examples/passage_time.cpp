// A process of one's own, dX = (X − X³) dt + √(2T) dW with T = 0.2, on a grid: how long it takes from the
// left well to the right one, and what share of a start in the left well has got there by some times.
#include <cmath>
#include <cstdio>

#include "kolmo/kolmo.hpp"

using namespace kolmo;
using namespace kolmo::fokker_planck;

class TwoWells final : public process::Process {
 public:
  std::string name() const override { return "two_wells"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override { out = x - x.cube(); }
  void drift_divergence(double, const ConstBlock& x, Values out) const override {
    out = 1 - 3 * x.col(0).square();
  }
  double diffusion(double) const override { return std::sqrt(0.4); }
  double noise_variance(double s, double t) const override { return 0.4 * (t - s); }
};

int main() {
  check_process(TwoWells{}, {{0, 1}, Points::Random(20, 1)});  // the divergence is the drift's
  const Grid grid({{-3.0, 1.0, 800}});  // up to the bottom of the right well, where paths stop
  const Boundaries sides({{Boundary::no_flux, Boundary::absorbing}});
  const Generator generator = scharfetter_gummel(TwoWells{}, grid, {sides});
  const Eigen::ArrayXd mean = mean_passage_time(generator);
  std::printf("mean time from -1 to 1: %.4f\n", 0.5 * (mean(399) + mean(400)));  // the cells beside −1

  const Eigen::ArrayXd start = initial_density(density::gaussian_1d(-1.0, 0.1), grid).density;
  const FirstPassage law =
      first_passage_density(generator, stepper("tr_bdf2"), start, {{0, 5, 20, 80}, {500, 500, 500}});
  for (Index k = 1; k < 4; ++k)
    std::printf("still on the way at t = %2.0f: %.5f\n", law.times[k], law.survival(k));
}
