#include "kolmo/sampling/kernels/hamiltonian.hpp"

#include "kolmo/sampling/kernels/metropolis.hpp"

namespace kolmo::sampling {

namespace {

/// push(a, u, w): w += a h u.
template <class Push>
void leap(const Target& target, Index steps, Block x, Block v, Block score, Push push) {
  push(0.5, score, v);
  for (Index k = 0; k < steps; ++k) {
    push(1.0, v, x);
    target.score(x, score);
    push(k + 1 < steps ? 1.0 : 0.5, score, v);
  }
}

}  // namespace

void leapfrog(const Target& target, double h, Index steps, Block x, Block v, Block score) {
  leap(target, steps, x, v, score, [h](double a, const ConstBlock& u, Block w) { w += (a * h) * u; });
}

void leapfrog(const Target& target, const ConstValues& h, Index steps, Block x, Block v, Block score) {
  leap(target, steps, x, v, score, [&h](double a, const ConstBlock& u, Block w) {
    for (Index j = 0; j < w.cols(); ++j) w.col(j) += (a * h) * u.col(j);
  });
}

const Claim& Hamiltonian::claim() const {
  static const Claim claim{.name = "hmc",
                           .source = "Duane et al. 1987; Neal 2011, Handbook of MCMC, section 5.3",
                           .orders = {{Sense::stationary, std::numeric_limits<double>::infinity()}},
                           .needs = "log density and score; h in length"};
  return claim;
}

void Hamiltonian::start(const Target& target, const KernelSettings&, ChainView chain) const {
  target.log_density(chain.x, chain.log_density);
  target.score(chain.x, chain.score);
}

void Hamiltonian::step(const Target& target, const KernelSettings& settings, ChainView chain,
                       const Draws& draws, sde::Workspace& workspace) const {
  const Index rows = chain.x.rows();
  Block y = workspace.block(0, rows), s = workspace.block(1, rows), v = workspace.block(2, rows),
        log = workspace.block(3, rows);
  y = chain.x;
  s = chain.score;
  draws.normals(v);
  chain.log_ratio = -chain.log_density;
  for (Index j = 0; j < v.cols(); ++j) chain.log_ratio += 0.5 * v.col(j).square();
  if (settings.jitter > 0) {
    Block steps = workspace.block(4, rows);  // a column of the temporary would outlive it
    auto h = steps.col(0);
    draws.uniforms(h, 1);  // 0 decides on acceptance
    h = settings.step * (1 + settings.jitter * (2 * h - 1));
    leapfrog(target, h, settings.leapfrogs, y, v, s);
  } else {
    leapfrog(target, settings.step, settings.leapfrogs, y, v, s);
  }
  target.log_density(y, log.col(0));
  chain.log_ratio += log.col(0);
  for (Index j = 0; j < v.cols(); ++j) chain.log_ratio -= 0.5 * v.col(j).square();
  accept_or_stay(y, s, log.col(0), draws, chain);
}

}  // namespace kolmo::sampling
