// A potential of one's own, V = x²/2 + cos x, and its gradient flow in Wasserstein space by JKO steps
// ρ ← argmin { W₂²(ρ, ρ′)/(2τ) + ∫ρV + T ∫ρ log ρ }: free energy falls to its minimum −T log ∫e^{−V/T}.
#include <cmath>
#include <cstdio>

#include "kolmo/kolmo.hpp"

using namespace kolmo;

class Rippled final : public density::Potential {
 public:
  std::string name() const override { return "rippled"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override {
    out = 0.5 * x.col(0).square() + x.col(0).cos();
  }
  void gradient(const ConstBlock& x, Block out) const override { out = x - x.sin(); }
  void laplacian(const ConstBlock& x, Values out) const override { out = 1 - x.col(0).cos(); }
};

int main() {
  const jko::FreeEnergy energy(std::make_shared<Rippled>(), 1.0);
  const auto start = jko::lagrangian_density(density::gaussian_1d(2.0, 0.5), 400);
  const auto report = jko::flow(energy, jko::even_plan({0, 1, 2, 4, 8}, 0.05), start,
                                [&](Index, double t, const jko::LagrangianDensity& rho) {
                                  std::printf("t = %.0f   F = %.6f   mean %.5f   variance %.5f\n", t,
                                              jko::evaluate(energy, rho), rho.mean(), rho.variance());
                                });
  std::printf("%zu steps, sum of W2^2/(2 tau) over the fall of F: %.4f\n", report.steps.size(),
              report.dissipation_ratio());
}
