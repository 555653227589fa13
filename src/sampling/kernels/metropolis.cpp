#include "kolmo/sampling/kernels/metropolis.hpp"

#include <cmath>

namespace kolmo::sampling {

void accept_or_stay(const ConstBlock& proposal, const ConstBlock& proposed_score,
                    const ConstValues& proposed_log_density, const Draws& draws, ChainView chain) {
  draws.uniforms(chain.accepted);
  for (Index i = 0; i < chain.x.rows(); ++i) {
    const bool moves = std::log(chain.accepted(i)) < chain.log_ratio(i);
    chain.accepted(i) = moves ? 1 : 0;
    if (!moves) continue;
    chain.log_density(i) = proposed_log_density(i);
    for (Index j = 0; j < chain.x.cols(); ++j) {
      chain.x(i, j) = proposal(i, j);
      chain.score(i, j) = proposed_score(i, j);
    }
  }
}

const Claim& RandomWalk::claim() const {
  static const Claim claim{.name = "random_walk",
                           .source = "Metropolis et al. 1953; Roberts, Gelman and Gilks 1997",
                           .orders = {{Sense::stationary, std::numeric_limits<double>::infinity()}},
                           .needs = "the log density; h in length²"};
  return claim;
}

void RandomWalk::start(const Target& target, const KernelSettings&, ChainView chain) const {
  target.log_density(chain.x, chain.log_density);
}

void RandomWalk::step(const Target& target, const KernelSettings& settings, ChainView chain,
                      const Draws& draws, sde::Workspace& workspace) const {
  const Index rows = chain.x.rows();
  Block y = workspace.block(0, rows), log = workspace.block(1, rows);
  y = chain.x;
  draws.add_normals(std::sqrt(2 * settings.step), y);
  target.log_density(y, log.col(0));
  chain.log_ratio = log.col(0) - chain.log_density;
  accept_or_stay(y, chain.score, log.col(0), draws, chain);
}

const Claim& Mala::claim() const {
  static const Claim claim{.name = "mala",
                           .source = "Roberts and Tweedie 1996, Bernoulli 2, section 1.4.2",
                           .orders = {{Sense::stationary, std::numeric_limits<double>::infinity()}},
                           .needs = "log density and score; h in length²"};
  return claim;
}

void Mala::start(const Target& target, const KernelSettings&, ChainView chain) const {
  target.log_density(chain.x, chain.log_density);
  target.score(chain.x, chain.score);
}

void Mala::step(const Target& target, const KernelSettings& settings, ChainView chain, const Draws& draws,
                sde::Workspace& workspace) const {
  const Index rows = chain.x.rows();
  const double h = settings.step;
  Block y = workspace.block(0, rows), s = workspace.block(1, rows), log = workspace.block(2, rows);
  y = chain.x + h * chain.score;
  draws.add_normals(std::sqrt(2 * h), y);
  target.log_density(y, log.col(0));
  target.score(y, s);
  chain.log_ratio = log.col(0) - chain.log_density;
  // |y − x − h s|² − |x − y − h s'|² = (2(x − y) + h (s − s'))·h (s + s'), coordinate by coordinate.
  for (Index j = 0; j < y.cols(); ++j) {
    chain.log_ratio += 0.25 * (2 * (chain.x.col(j) - y.col(j)) + h * (chain.score.col(j) - s.col(j))) *
                       (chain.score.col(j) + s.col(j));
  }
  accept_or_stay(y, s, log.col(0), draws, chain);
}

}  // namespace kolmo::sampling
