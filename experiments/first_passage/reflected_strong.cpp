// Reflected paths against Skorokhod's on the same noise.

#include <cmath>

#include "first_passage/reflected.hpp"
#include "frame/order_study.hpp"
#include "frame/run/packed_studies.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/verify/power_fit.hpp"

namespace kolmo::first_passage {
namespace {

/// X = W − min(0, min W) at t = 1 on the noise of `steps` steps; the minimum of the bridge from w to y of
/// variance h is ½ (w + y − √((y − w)² − 2h log U)).
Points exact_paths(Index paths, Index steps, const RandomStream& noise, const RandomStream& minima) {
  Points out(paths, 1);
  const double h = 1 / static_cast<double>(steps), root = std::sqrt(h);
  for_each_block(paths, [&](Index, Index first, Index rows) {
    Points z(rows, 1), u(rows, 1);
    Eigen::ArrayXd w = Eigen::ArrayXd::Zero(rows), lowest = w;
    for (Index n = 0; n < steps; ++n) {
      noise.normals(first, static_cast<std::uint32_t>(n), z);
      minima.uniforms(first, static_cast<std::uint32_t>(n), u);
      log(u.data(), u.data(), rows);
      const auto rise = root * z.col(0);
      lowest = lowest.min(w + 0.5 * (rise - (rise.square() - 2 * h * u.col(0)).sqrt()));
      w += rise;
    }
    out.col(0).segment(first, rows) = w - lowest;
  });
  return out;
}

struct StrongErrors {
  std::vector<Estimate> rms, mean;  ///< a step size each
};

/// Those of one step size.
struct StrongError {
  Estimate rms, mean;
};

template <class Archive>
void fields(Archive& archive, StrongError& error) {
  auto& [rms, mean] = error;
  archive(rms, mean);
}

Estimate root_mean_square(const Eigen::ArrayXd& error) {
  const Eigen::ArrayXd squares = error.square();
  const Estimate square = mean_estimate(squares.data(), squares.size());
  const double root = std::sqrt(square.value);
  return {root, square.standard_error / (2 * root)};
}

/// Both reflections at one step size: projected, mirrored.
std::vector<StrongError> measure(const ReflectedProblem& problem, const Settings& settings, double h) {
  const std::string use = "reflected/strong/" + number_text(std::llround(-std::log2(h)));
  const auto steps = static_cast<Index>(std::llround(1 / h));
  const RandomStream stream = settings.stream(use);
  const Points exact = exact_paths(problem.paths, steps, sde::noise_of(stream), stream.role("minima"));
  const process::Brownian process(1, 1);
  const sde::Schedule schedule{{0, 1}, {steps}};
  std::vector<StrongError> errors;
  for (const auto kind : {sde::WallKind::reflecting_projection, sde::WallKind::reflecting_symmetrised}) {
    const auto walls = settings.walls({{0, 0, INFINITY, kind}});
    sde::Simulation simulation{process, sde::scheme("euler_maruyama"), schedule, problem.paths, stream};
    simulation.walls = walls.get();
    const Points x = sde::simulate_snapshots(simulation, Points(Points::Zero(problem.paths, 1))).back()[0];
    const Eigen::ArrayXd error = exact.col(0) - x.col(0);
    errors.push_back({root_mean_square(error), mean_estimate(error.data(), error.size())});
  }
  return errors;
}

void add(const StrongError& error, StrongErrors& errors) {
  errors.rms.push_back(error.rms);
  errors.mean.push_back(error.mean);
}

verify::Check strong_order(sde::WallKind kind, const std::vector<double>& h, const StrongErrors& errors,
                           io::Group& group) {
  const Claim& claim = sde::claim(kind);
  return frame::judge_order("reflected/" + claim.name + "/strong_order",
                            {.name = claim.name + "_strong",
                             .long_name = "root mean square error at t = 1, " + claim.name,
                             .claimed = *claim.order(Sense::strong, Context::additive),
                             .h = h,
                             .errors = errors.rms,
                             .source = claim.source,
                             .h_long_name = "step",
                             .next_term = 0.5},
                            group);
}

}  // namespace

void strong_checks(const ReflectedProblem& problem, const Settings& settings, io::Group& group,
                   frame::Progress& progress, std::vector<verify::Check>& checks) {
  const std::vector<double> h = problem.steps();
  StrongErrors projected, mirrored;
  progress.start(static_cast<double>(h.size()), "reflected: strong");
  for (const double step : h) {
    throw_if_stopped();
    const std::vector<StrongError> both = progress.pieces().piece(
        "strong", "h = " + number_text(step), [&] { return measure(problem, settings, step); });
    add(both[0], projected);
    add(both[1], mirrored);
    progress.advance(1);
  }
  progress.finish();
  checks.push_back(strong_order(sde::WallKind::reflecting_projection, h, projected, group));
  checks.push_back(strong_order(sde::WallKind::reflecting_symmetrised, h, mirrored, group));
  const verify::LeadingTerm term = verify::leading_term(h, projected.mean, {0.5, 1, 1.5});
  checks.push_back(verify::estimate_check("reflected/reflecting_projection/boundary_coefficient",
                                          sde::boundary_shift, term.coefficient, settings.z, term.model_bound,
                                          "-zeta(1/2)/sqrt(2 pi) (Asmussen, Glynn and Pitman 1995)"));
  // The ratio at the smallest step must be below 1 by more than its noise.
  const Estimate above = mirrored.rms.back(), below = projected.rms.back();
  const double ratio = above.value / below.value;
  const double error =
      ratio * std::hypot(above.standard_error / above.value, below.standard_error / below.value);
  checks.push_back(verify::estimate_check("reflected/symmetrised_over_projection", 0, {ratio, 0}, 0,
                                          1 - settings.z * error, "the mirrored path is the closer one"));
  checks.back().standard_error = error;
  if (std::abs(1 - ratio) <= settings.z * error) {
    checks.back().verdict = verify::Verdict::unresolved;
    checks.back().note = "the two differ by less than their noise: more paths tell them apart";
  }
}

}  // namespace kolmo::first_passage
