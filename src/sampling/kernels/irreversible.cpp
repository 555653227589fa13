#include "kolmo/sampling/kernels/irreversible.hpp"

#include <cmath>

namespace kolmo::sampling {

const Claim& Irreversible::claim() const {
  static const Claim claim{.name = "irreversible",
                           .source = "Hwang, Hwang-Ma and Sheu 1993, Ann. Appl. Probab. 3, 897",
                           .orders = {{Sense::stationary, 1}},
                           .needs = "the score; h in length²"};
  return claim;
}

void Irreversible::step(const Target& target, const KernelSettings& settings, ChainView chain,
                        const Draws& draws, sde::Workspace& workspace) const {
  const double h = settings.step, turn = h * settings.rotation;
  Block s = workspace.block(0, chain.x.rows());
  target.score(chain.x, s);
  chain.x += h * s;
  for (Index j = 0; j + 1 < chain.x.cols(); j += 2) {
    chain.x.col(j) -= turn * s.col(j + 1);
    chain.x.col(j + 1) += turn * s.col(j);
  }
  draws.add_normals(std::sqrt(2 * h), chain.x);
}

}  // namespace kolmo::sampling
