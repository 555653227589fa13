#include "learned_score/sampled.hpp"

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/ode/samplers/sampler.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/sampling/annealing/annealed_langevin.hpp"

namespace kolmo::learned_score {
namespace {

/// A score at one time as a target of samplers that ask for no density.
class ScoreTarget final : public sampling::Target {
 public:
  ScoreTarget(const process::ScoreField& score, double t) : score_(score), t_(t) {}
  Index dimension() const override { return score_.dimension(); }
  void log_density(const ConstBlock&, Values) const override {
    throw process::Undefined("the log density of a learned score is not known at a point");
  }
  void score(const ConstBlock& x, Block out) const override { score_.score(t_, x, out); }

 private:
  const process::ScoreField& score_;
  double t_;
};

sampling::NoisyTarget target_of(const process::ScoreField& score, const KnownLaw& law) {
  return [&score, own = law.process()](double sigma) {
    return std::make_shared<ScoreTarget>(score, own->clock_inverse(sigma * sigma));
  };
}

std::vector<double> ladder_of(const KnownLaw& law, sampling::LadderSpacing spacing, Index levels) {
  return sampling::noise_ladder(spacing, law.most, law.least, levels);
}

Method annealed(const KnownLaw& law, Index steps) {
  return {"annealed_langevin", true,
          [=](const process::ScoreField& score, Points start, const RandomStream& stream) {
            sampling::Chains chains(std::move(start));
            // A tenth of the largest stable step: the variance of the last level is 5 % of its noise too
            // large.
            sampling::annealed_langevin(
                {target_of(score, law), ladder_of(law, sampling::LadderSpacing::geometric, steps / 2),
                 0.2 * law.least * law.least, 10},
                stream, chains);
            return chains.x;
          }};
}

Method corrected(const KnownLaw& law, Index steps, const std::string& name, sampling::LadderSpacing spacing) {
  return {name, true, [=](const process::ScoreField& score, Points x, const RandomStream& stream) {
            sampling::predictor_corrector(target_of(score, law), ladder_of(law, spacing, steps), 0.1, 2,
                                          stream, x);
            return x;
          }};
}

}  // namespace

std::vector<Method> methods(const KnownLaw& law, Index steps) {
  std::vector<Method> all;
  const auto clock = law.clock();
  for (const ode::SamplerEntry& sampler : ode::samplers()) {
    all.push_back({sampler.claim.name, sampler.adds_noise,
                   [=, name = sampler.claim.name](const process::ScoreField& score, Points x,
                                                  const RandomStream& stream) {
                     ode::sample(ode::find_sampler(name),
                                 ode::sampling_grid(clock, ode::find_grid_rule("karras"), steps), score,
                                 stream, x);
                     return x;
                   }});
  }
  all.push_back(annealed(law, steps));
  using sampling::LadderSpacing;
  all.push_back(corrected(law, steps, "correctors_geometric", LadderSpacing::geometric));
  all.push_back(corrected(law, steps, "correctors_linear", LadderSpacing::linear));
  all.push_back(corrected(law, steps, "correctors_cosine", LadderSpacing::cosine));
  return all;
}

Points start_of(const KnownLaw& law, Index n, const RandomStream& stream) {
  return density::sample(law.at(law.most), stream, n);
}

Likelihood likelihood(const KnownLaw& law, std::shared_ptr<const process::ScoreField> score, Index n,
                      const RandomStream& stream) {
  const density::GaussianMixture last = law.at(law.least), first = law.at(law.most);
  const Points x = density::sample(last, stream, n);
  const auto clock = law.clock();
  ode::FlowPlan plan;
  plan.times = {clock->t_min(), clock->t_max()};
  plan.relative_tolerance = plan.absolute_tolerance = 1e-5;
  plan.log_density = true;
  Eigen::ArrayXd exact(n), learned(n);
  const process::ProbabilityFlow velocity(law.process(), std::move(score));
  ode::flow(velocity, plan, x,
            [&](Index snapshot, Index begin, const ConstBlock& at, const ConstValues* change) {
              if (snapshot != 1) return;
              first.log_density(at, learned.segment(begin, at.rows()));
              learned.segment(begin, at.rows()) -= *change;
              last.log_density(x.middleRows(begin, at.rows()), exact.segment(begin, at.rows()));
            });
  const Eigen::ArrayXd difference = exact - learned;
  return {mean_estimate(difference.data(), n), mean_estimate(exact.data(), n).value,
          mean_estimate(learned.data(), n).value};
}

}  // namespace kolmo::learned_score
