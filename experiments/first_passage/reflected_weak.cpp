// Laws of reflected paths against the truncated Gaussian.

#include <cmath>
#include <numbers>

#include "first_passage/reflected.hpp"
#include "frame/order_study.hpp"
#include "frame/run/packed_studies.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/verify/budget.hpp"

namespace kolmo::first_passage {
namespace {

/// N(m, ½) on (0, ∞): the stationary law of dX = −(X − m) dt + dW reflected at 0.
class TruncatedGaussian {
 public:
  explicit TruncatedGaussian(double m) : m_(m), share_(normal_cdf(m / deviation())) {}
  double mean() const { return m_ + 0.5 * std::exp(-m_ * m_) * std::numbers::inv_sqrtpi / share_; }
  double quantile(double u) const {
    return std::max(0.0, m_ + deviation() * normal_upper_quantile((1 - u) * share_));
  }

 private:
  static double deviation() { return std::sqrt(0.5); }

  double m_;
  double share_;  ///< of N(m, ½) above 0
};

struct Pair {
  Estimate value;       ///< E X with steps h/2
  Estimate difference;  ///< of steps h and h/2, on the same noise
};

template <class Archive>
void fields(Archive& archive, Pair& pair) {
  auto& [value, difference] = pair;
  archive(value, difference);
}

Pair run_pair(const ReflectedProblem& problem, const Settings& settings, sde::WallKind kind, double h) {
  const std::string use =
      "reflected/weak/" + sde::claim(kind).name + "/" + number_text(std::llround(-std::log2(h)));
  const process::OrnsteinUhlenbeck process(1, problem.mean, 1, 1);
  const auto walls = settings.walls({{0, 0, INFINITY, kind}});
  const sde::Schedule schedule{{0, 1}, {2 * static_cast<Index>(std::llround(1 / h))}};
  sde::Simulation simulation{process,       sde::scheme("euler_maruyama"), schedule,
                             problem.paths, settings.stream(use),          2};
  simulation.walls = walls.get();
  const TruncatedGaussian law(problem.mean);
  const RandomStream start = sde::start_of(simulation.stream);
  const sde::Snapshots snapshots = sde::simulate_snapshots(simulation, [&](Index first, Block x) {
    start.uniforms(first, 0, x);
    for (Index i = 0; i < x.rows(); ++i) x(i, 0) = law.quantile(x(i, 0));
  });
  const Points &fine = snapshots.back()[0], &coarse = snapshots.back()[1];
  return {mean_estimate(fine.data(), fine.size()),
          raw_moment_difference(coarse.data(), fine.data(), fine.size(), 1)};
}

}  // namespace

void weak_checks(const ReflectedProblem& problem, const Settings& settings, io::Group& group,
                 frame::Progress& progress, std::vector<verify::Check>& checks) {
  for (const auto kind : {sde::WallKind::reflecting_projection, sde::WallKind::reflecting_symmetrised}) {
    const Claim& claim = sde::claim(kind);
    const double order = *claim.order(Sense::weak, Context::additive);
    // The smallest of the steps is the finer one of the last pair. What follows √h falls slowly: smaller
    // steps.
    std::vector<double> h = problem.steps();
    h.pop_back();
    if (kind == sde::WallKind::reflecting_projection) {
      for (double& step : h) step /= 4;
    }
    progress.start(static_cast<double>(h.size()), "reflected: weak, " + claim.name);
    std::vector<Estimate> differences;
    Pair pair;
    for (const double step : h) {
      throw_if_stopped();
      pair = progress.pieces().piece("weak, " + claim.name, "h = " + number_text(step),
                                     [&] { return run_pair(problem, settings, kind, step); });
      differences.push_back(pair.difference);
      progress.advance(1);
    }
    progress.finish();
    checks.push_back(frame::judge_order("reflected/" + claim.name + "/weak_order",
                                        {.name = claim.name + "_weak",
                                         .long_name = "E X with step h less that with h/2, " + claim.name,
                                         .claimed = order,
                                         .h = h,
                                         .errors = differences,
                                         .source = claim.source,
                                         .h_long_name = "step",
                                         .next_term = 0.5},
                                        group));
    const verify::Budget budget =
        verify::richardson_budget(differences.back(), differences[differences.size() - 2], order, settings.z,
                                  settings.z * pair.value.standard_error);
    checks.push_back(verify::estimate_check("reflected/" + claim.name + "/stationary_mean",
                                            TruncatedGaussian(problem.mean).mean(), pair.value, settings.z,
                                            budget.bound, "mean of the Gaussian law cut off at 0"));
  }
}

}  // namespace kolmo::first_passage
