#include "kolmo/sampling/chains/sample_target.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/sampling/chains/tempering.hpp"
#include "log_density_at.hpp"

namespace kolmo::sampling {
namespace {

constexpr Index round_steps = 20;
constexpr double trajectory_length = 1.5;  // of HMC, in deviations of the target: near a quarter period, π/2

/// Chains about the start, nearer where log p is not finite.
Points first_places(const SamplePlan& plan, const Target& in_y) {
  const Index d = in_y.dimension();
  Points y(plan.chains, d);
  for (Index first = 0; first < plan.chains; first += block_rows)
    plan.stream.role("start").normals(first, 0,
                                      y.middleRows(first, std::min(block_rows, plan.chains - first)));
  for (Index i = 0; i < plan.chains; ++i)
    for (int k = 0; k < 60 && !std::isfinite(log_density_at(in_y, y.row(i).transpose())); ++k)
      y.row(i) *= 0.5;
  return y;
}

/// The kernel of warm-up, and that of the draws.
struct Methods {
  const MarkovKernel &warm, &draws;
  bool tempered, hamiltonian;
};

Methods methods_of(const SamplePlan& plan) {
  const bool tempered = plan.method == "parallel_tempering";
  const MarkovKernel& chosen = kernel(tempered ? "mala" : plan.method);
  return {chosen.metropolised() ? chosen : kernel("mala"), chosen, tempered, chosen.claim().name == "hmc"};
}

/// What is best in many dimensions on product laws is too bold for HMC on bent ones (0.8 instead of 0.651);
/// where a method does not reject, MALA is to reject one in twenty, which is when its own steps begin to be
/// wrong.
double usual_acceptance(const Methods& methods) {
  if (!methods.draws.metropolised()) return 0.95;
  return methods.hamiltonian ? 0.8 : methods.draws.best_acceptance();
}

/// The state of warm-up: chains in y and what x is of them.
class WarmUp {
 public:
  WarmUp(const SamplePlan& plan, const Methods& methods)
      : plan_(plan),
        methods_(methods),
        centre_(plan.start.matrix()),
        scale_(axis_lengths(*plan.target, plan.start).matrix().asDiagonal()),
        in_y_(in_coordinates(plan.target, centre_, scale_)),
        chains_(first_places(plan, *in_y_)) {
    settings_.step = 0.3;
  }

  void adapt() {
    const double wanted = plan_.acceptance > 0 ? plan_.acceptance : usual_acceptance(methods_);
    const AdaptedStep found = adapt_step(chain_plan(methods_.warm), chains_, wanted, plan_.rounds / 2,
                                         round_steps, methods_.hamiltonian ? trajectory_length : 0);
    settings_ = found.settings;
    made_ += found.steps;
  }

  /// Mean and covariance of all chains over half as many steps become centre and scale.
  void rescale() {
    const Index d = in_y_->dimension(), steps = plan_.rounds / 4 * round_steps, n = chains_.size();
    Points seen(n * steps, d);
    ChainPlan plan = chain_plan(methods_.warm);
    plan.steps = steps;
    run_chains(plan, chains_, [&](Index step, Index first, const ChainView& chain) {
      seen.middleRows((step - 1) * n + first, chain.x.rows()) = chain.x;
    });
    made_ += steps;
    const EnsembleMoments moments = ensemble_moments(seen);
    // As much of a thousandth of the identity as five draws weigh: never singular.
    const double weight = static_cast<double>(n * steps) / static_cast<double>(n * steps + 5);
    const Eigen::MatrixXd covariance =
        weight * moments.covariance + 1e-3 * (1 - weight) * Eigen::MatrixXd::Identity(d, d);
    const Eigen::MatrixXd factor = Eigen::LLT<Eigen::MatrixXd>(covariance).matrixL();
    chains_.x = factor.triangularView<Eigen::Lower>()
                    .solve((chains_.x.matrix().rowwise() - moments.mean.transpose()).transpose())
                    .transpose()
                    .array();
    centre_ += scale_ * moments.mean;
    scale_ = scale_ * factor;
    in_y_ = in_coordinates(plan_.target, centre_, scale_);
    settings_.step = 0.3;
  }

  ChainPlan chain_plan(const MarkovKernel& kernel) const {
    return {*in_y_,
            kernel,
            settings_,
            round_steps,
            plan_.stream.role("chains"),
            static_cast<std::uint32_t>(made_)};
  }
  void set_step(double h) { settings_.step = h; }

  const KernelSettings& settings() const { return settings_; }
  const Eigen::VectorXd& centre() const { return centre_; }
  const Eigen::MatrixXd& scale() const { return scale_; }
  const std::shared_ptr<const Target>& target() const { return in_y_; }
  Chains& chains() { return chains_; }
  Index made() const { return made_; }

 private:
  const SamplePlan& plan_;
  const Methods& methods_;
  Eigen::VectorXd centre_;
  Eigen::MatrixXd scale_;
  std::shared_ptr<const Target> in_y_;
  Chains chains_;
  KernelSettings settings_;
  Index made_ = 0;
};

/// The step of a method that never rejects: by the accuracy, and no longer than MALA's (of kinetic methods
/// √2h, whose steps move as far).
double step_of(const MarkovKernel& kernel, double accuracy, double mala) {
  if (kernel.has_momenta()) return std::min(2 * std::sqrt(accuracy), std::sqrt(2 * mala));
  const bool second = kernel.claim().order(Sense::stationary).value_or(1) == 2;
  return std::min(second ? std::sqrt(accuracy) : 2 * accuracy, mala);
}

/// Writes draw k of chain `first` + i from y.
void write(Samples& samples, Index k, Index first, const ConstBlock& y) {
  for (Index j = 0; j < y.cols(); ++j) {
    Eigen::ArrayXd x = samples.scale(j, 0) * y.col(0);
    for (Index c = 1; c < y.cols(); ++c) x += samples.scale(j, c) * y.col(c);
    samples.coordinates[static_cast<std::size_t>(j)].row(k).segment(first, y.rows()) =
        (x + samples.centre(j)).transpose();
  }
}

void draw_tempered(const SamplePlan& plan, WarmUp& warm, Samples& samples) {
  const TemperingPlan tempering{warm.target(),
                                plan.betas,
                                kernel("mala"),
                                warm.settings(),
                                plan.draws * plan.every,
                                5,
                                plan.stream.role("tempering")};
  const TemperingCounts counts =
      parallel_tempering(tempering, warm.chains().x, [&](Index round, const Points& y) {
        if ((round + 1) % plan.every != 0) return;
        const Index k = (round + 1) / plan.every - 1;
        for (Index first = 0; first < y.rows(); first += block_rows) {
          const Index rows = std::min(block_rows, y.rows() - first);
          write(samples, k, first, y.middleRows(first, rows));
          Eigen::ArrayXd log(rows);
          warm.target()->log_density(y.middleRows(first, rows), log);
          samples.log_density.row(k).segment(first, rows) = log.transpose();
        }
      });
  samples.acceptance.setConstant(counts.swap_acceptance.size() > 0 ? counts.swap_acceptance.minCoeff() : 1);
  samples.round_trips = static_cast<double>(counts.round_trips) / static_cast<double>(plan.chains);
}

void draw(const SamplePlan& plan, const MarkovKernel& kernel, WarmUp& warm, Samples& samples) {
  ChainPlan chain_plan = warm.chain_plan(kernel);
  chain_plan.stream = plan.stream.role("draws");
  chain_plan.first_step = 0;
  chain_plan.steps = plan.draws * plan.every;
  chain_plan.every = plan.every;
  if (kernel.has_momenta()) draw_momenta(chain_plan.stream, warm.chains());
  run_chains(chain_plan, warm.chains(), [&](Index step, Index first, const ChainView& chain) {
    const Index k = step / plan.every - 1, rows = chain.x.rows();
    write(samples, k, first, chain.x);
    Eigen::ArrayXd log(rows);
    warm.target()->log_density(chain.x, log);
    samples.log_density.row(k).segment(first, rows) = log.transpose();
    for (Index i = 0; i < rows; ++i) {
      const double ratio = chain.log_ratio(i);
      samples.acceptance(k, first + i) = ratio >= 0 ? 1 : std::isnan(ratio) ? 0 : std::exp(ratio);
    }
  });
}

void require_valid(const SamplePlan& plan) {
  if (!plan.target) throw InvalidArgument("target: is null");
  if (plan.start.size() != plan.target->dimension())
    throw InvalidArgument("start: must have " + number_text(plan.target->dimension()) + " coordinates");
  const auto at_least_ = [](const char* name, Index value, Index least) {
    require(value >= least, name, static_cast<double>(value), "must be at least " + number_text(least));
  };
  at_least_("chains", plan.chains, 2);
  at_least_("draws", plan.draws, 8);
  at_least_("every", plan.every, 1);
  at_least_("rounds", plan.rounds, 16);
  require(plan.accuracy > 0 && plan.accuracy <= 0.25, "accuracy", plan.accuracy, "must be in (0, 1/4]");
}

}  // namespace

std::vector<std::string> sampling_methods() {
  std::vector<std::string> names = kernel_catalogue().names();
  // Their draws need weights, or have another law: they are there to be measured.
  std::erase_if(names, [](const std::string& name) { return name.starts_with("adaptive_step"); });
  names.emplace_back("parallel_tempering");
  return names;
}

Samples sample_target(const SamplePlan& plan) {
  require_valid(plan);
  const Methods methods = methods_of(plan);
  WarmUp warm(plan, methods);
  warm.adapt();
  warm.rescale();
  warm.adapt();
  if (!methods.draws.metropolised())
    warm.set_step(step_of(methods.draws, plan.accuracy, warm.settings().step));
  Samples samples;
  samples.coordinates.assign(static_cast<std::size_t>(plan.start.size()),
                             ChainDraws(plan.draws, plan.chains));
  samples.log_density.resize(plan.draws, plan.chains);
  samples.acceptance.resize(plan.draws, plan.chains);
  samples.settings = warm.settings();
  samples.centre = warm.centre();
  samples.scale = warm.scale();
  samples.warm_up_steps = warm.made();
  if (methods.tempered)
    draw_tempered(plan, warm, samples);
  else
    draw(plan, methods.draws, warm, samples);
  return samples;
}

}  // namespace kolmo::sampling
