#include "kolmo/sampling/kernels/markov_kernel.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/sampling/kernels/adaptive_step.hpp"
#include "kolmo/sampling/kernels/hamiltonian.hpp"
#include "kolmo/sampling/kernels/irreversible.hpp"
#include "kolmo/sampling/kernels/langevin_scheme.hpp"
#include "kolmo/sampling/kernels/metropolis.hpp"
#include "kolmo/sampling/kernels/splitting.hpp"

namespace kolmo::sampling {

void require_valid(const KernelSettings& settings) {
  const auto positive = [](const char* name, double value) {
    require(std::isfinite(value) && value > 0, name, value, "must be positive and finite");
  };
  positive("step", settings.step);
  positive("friction", settings.friction);
  positive("length", settings.length);
  require(settings.leapfrogs >= 1, "leapfrogs", static_cast<double>(settings.leapfrogs),
          "must be at least 1");
  require(std::isfinite(settings.rotation), "rotation", settings.rotation, "must be finite");
  require(settings.jitter >= 0 && settings.jitter < 1, "jitter", settings.jitter, "must be in [0, 1)");
}

void MarkovKernel::start(const Target&, const KernelSettings&, ChainView) const {}

Catalogue<const MarkovKernel*>& kernel_catalogue() {
  static const LangevinScheme ula("euler_maruyama", ula_claim());
  static const LangevinScheme leimkuhler_matthews("leimkuhler_matthews", leimkuhler_matthews_claim());
  static const LangevinScheme tamed("tamed_euler", tamed_ula_claim());
  static const Mala mala;
  static const RandomWalk random_walk;
  static const Hamiltonian hmc;
  static const Splitting baoab(baoab_word(), baoab_claim()), obabo(obabo_word(), obabo_claim()),
      aboba(aboba_word(), aboba_claim());
  static const Irreversible irreversible;
  static const AdaptiveStep adaptive(StepCorrection::none), weighted(StepCorrection::weights),
      drifted(StepCorrection::drift);
  static Catalogue<const MarkovKernel*> all(
      "sampler", [](const MarkovKernel* one) { return one->claim().name; },
      {&ula, &leimkuhler_matthews, &tamed, &mala, &random_walk, &hmc, &baoab, &obabo, &aboba, &irreversible,
       &adaptive, &weighted, &drifted});
  return all;
}

const std::vector<const MarkovKernel*>& kernels() { return kernel_catalogue().all(); }

const MarkovKernel& kernel(std::string_view name) { return *kernel_catalogue().find(name); }

Chains::Chains(Points start)
    : x(std::move(start)),
      momentum(Points::Zero(x.rows(), x.cols())),
      score(Points::Zero(x.rows(), x.cols())),
      log_density(Eigen::ArrayXd::Zero(x.rows())),
      log_ratio(Eigen::ArrayXd::Zero(x.rows())),
      accepted(Eigen::ArrayXd::Ones(x.rows())),
      weight(Eigen::ArrayXd::Ones(x.rows())) {}

ChainView Chains::view(Index first, Index rows) {
  return {x.middleRows(first, rows),        momentum.middleRows(first, rows), score.middleRows(first, rows),
          log_density.segment(first, rows), log_ratio.segment(first, rows),   accepted.segment(first, rows),
          weight.segment(first, rows)};
}

}  // namespace kolmo::sampling
