#include "kolmo/process/score/marginal.hpp"

#include <cmath>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::process {
namespace {

void require_linear(const Process& process, const density::GaussianMixture& mixture) {
  require(process.dimension() == mixture.dimension(), "dimension of the mixture",
          static_cast<double>(mixture.dimension()), "must be the process's");
  if (!exact_kernel(process, 0, 0)) {
    throw InvalidArgument("process '" + process.name() +
                          "': has no exact kernel; exact marginals need a linear one");
  }
}

}  // namespace

density::GaussianMixture marginal(const Kernel& kernel, const density::GaussianMixture& mixture) {
  return mixture.blurred(kernel.centre, kernel.scale, kernel.variance);
}

density::GaussianMixture marginal(const Process& process, const density::GaussianMixture& mixture, double t) {
  require_linear(process, mixture);
  require(std::isfinite(t) && t >= 0, "time", t, "must be at least 0 and finite");
  return marginal(*exact_kernel(process, 0, t), mixture);
}

MarginalScore::MarginalScore(std::shared_ptr<const Process> process, density::GaussianMixture mixture)
    : process_(std::move(process)), mixture_(std::move(mixture)) {
  if (!process_) throw InvalidArgument("process of a marginal score: is null");
  require_linear(*process_, mixture_);
}

const density::ComponentTable& MarginalScore::table_at(double t) const {
  thread_local density::ComponentTable table;
  const Kernel kernel = *exact_kernel(*process_, 0, t);
  table.assign(mixture_.log_weights(), mixture_.means(), mixture_.covariances(), kernel.centre, kernel.scale,
               kernel.variance);
  return table;
}

void MarginalScore::score(double t, const ConstBlock& x, Block out) const { table_at(t).score(x, out); }

void MarginalScore::score_and_divergence(double t, const ConstBlock& x, Block score,
                                         Values divergence) const {
  table_at(t).score_and_laplacian(x, score, divergence);
}

void MarginalScore::log_density(double t, const ConstBlock& x, Values out) const {
  table_at(t).log_density(x, out);
}

}  // namespace kolmo::process
