// Two Gaussians under the variance-preserving diffusion, carried to noise by the probability flow dx/dt = f −
// ½ g² ∇log p, with log p along the way: the same law as the diffusion's, without its noise.
#include <cstdio>

#include "kolmo/kolmo.hpp"

using namespace kolmo;

int main() {
  const auto process = std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, 1);
  const auto data =
      density::mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-1.0, 2.0), Eigen::Array2d(0.5, 0.25));
  const auto score = std::make_shared<process::MarginalScore>(process, data);
  const process::ProbabilityFlow velocity(process, score);

  const Points start = density::sample(data, RandomStream(2026), 10'000);
  Points end(start.rows(), 1);
  Eigen::ArrayXd change(start.rows());
  const ode::FlowPlan plan{.times = {0.0, 0.5}, .log_density = true};
  const auto report = ode::flow(velocity, plan, start,
                                [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues* d) {
                                  if (snapshot == 0) return;
                                  end.middleRows(first, x.rows()) = x;
                                  change.segment(first, x.rows()) = *d;
                                });

  Eigen::ArrayXd before(start.rows()), after(start.rows());
  score->log_density(0.0, start, before);
  score->log_density(0.5, end, after);
  std::printf("mean %.4f +- %.4f, exact %.4f\n", mean_estimate(end.data(), end.rows()).value,
              mean_estimate(end.data(), end.rows()).standard_error,
              process::marginal(*process, data, 0.5).mean()(0));
  std::printf("largest error of log p at 10000 places: %.1e\n", (before + change - after).abs().maxCoeff());
  std::printf("%.0f evaluations of the score a particle\n", report.evaluations_per_particle);
}
