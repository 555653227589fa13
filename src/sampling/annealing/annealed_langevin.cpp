#include "kolmo/sampling/annealing/annealed_langevin.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::sampling {
namespace {

KernelSettings step_at(const AnnealingPlan& plan, double sigma) {
  KernelSettings settings;
  settings.step = annealed_step(plan.epsilon, sigma, plan.ladder.back());
  return settings;
}

/// Root mean square of |row| over all rows.
double rms(const Points& x) {
  return std::sqrt(sum_over_blocks(x.rows(),
                                   [&](Index first, Index rows) {
                                     double square = 0;
                                     for (Index j = 0; j < x.cols(); ++j)
                                       square +=
                                           chunk_dot(x.col(j).data() + first, x.col(j).data() + first, rows);
                                     return square;
                                   }) /
                   static_cast<double>(x.rows()));
}

Points scores(const Target& target, const Points& x) {
  Points s(x.rows(), x.cols());
  for_each_block(x.rows(), [&](Index, Index first, Index rows) {
    target.score(x.middleRows(first, rows), s.middleRows(first, rows));
  });
  return s;
}

}  // namespace

void annealed_langevin(const AnnealingPlan& plan, const RandomStream& stream, Chains& chains) {
  for (std::size_t i = 0; i < plan.ladder.size(); ++i) {
    const auto target = plan.target(plan.ladder[i]);
    run_chains({*target, kernel("ula"), step_at(plan, plan.ladder[i]), plan.steps, stream.role("level", i)},
               chains);
  }
  if (!plan.denoise) return;
  const double last = plan.ladder.back();
  chains.x += last * last * scores(*plan.target(last), chains.x);
}

LineLaw annealed_law(const AnnealingPlan& plan, const std::function<double(double)>& start,
                     double start_deviation, double furthest) {
  double reach = furthest + 8 * start_deviation, spread = start_deviation;
  LineLaw law = line_law({reach, start_deviation / 6}, start);
  for (const double sigma : plan.ladder) {
    const auto target = plan.target(sigma);
    const KernelSettings settings = step_at(plan, sigma);
    const double noise = std::sqrt(2 * settings.step);
    // The law of the level before is as wide as its own noise; this level's steps make it narrower again.
    reach = furthest + 8 * std::max(spread, std::sqrt(1 + 1.5 * sigma * sigma));
    const LineNodes nodes{reach, noise / 3};
    const LineKernel first(kernel("ula"), *target, settings, law.nodes, nodes),
        next(kernel("ula"), *target, settings, nodes);
    law = first.advance(law);
    for (Index n = 1; n < plan.steps; ++n) law = next.advance(law);
    const double square = law.mean([](double x) { return x * x; });
    spread = std::sqrt(std::max(1.0, square - furthest * furthest));
  }
  return law;
}

double snr_step(double ratio, double rms_noise, double rms_score) {
  const double quotient = ratio * rms_noise / rms_score;
  return 2 * quotient * quotient;
}

void snr_corrector(const Target& target, double ratio, SnrNorm norm, const RandomStream& stream,
                   std::uint32_t step, Points& x) {
  require(ratio > 0, "signal-to-noise ratio", ratio, "must be positive");
  const Points s = scores(target, x);
  Points z(x.rows(), x.cols());
  for_each_block(x.rows(), [&](Index, Index first, Index rows) {
    stream.normals(first, step, z.middleRows(first, rows));
  });
  if (norm == SnrNorm::ensemble) {
    const double h = snr_step(ratio, rms(z), rms(s));
    x += h * s + std::sqrt(2 * h) * z;
    return;
  }
  for (Index i = 0; i < x.rows(); ++i) {
    const double h = snr_step(ratio, z.row(i).matrix().norm(), s.row(i).matrix().norm());
    x.row(i) += h * s.row(i) + std::sqrt(2 * h) * z.row(i);
  }
}

void ancestral_predictor(const Target& target, double sigma, double next, const RandomStream& stream,
                         std::uint32_t step, Points& x) {
  require(next > 0 && next < sigma, "next noise", next, "must be positive and below the one before");
  const double removed = sigma * sigma - next * next, added = next / sigma * std::sqrt(removed);
  const Points s = scores(target, x);
  x += removed * s;
  for_each_block(x.rows(), [&](Index, Index first, Index rows) {
    stream.add_normals(first, step, added, x.middleRows(first, rows));
  });
}

void predictor_corrector(const NoisyTarget& target, const std::vector<double>& ladder, double ratio,
                         Index correctors, const RandomStream& stream, Points& x) {
  const RandomStream predictions = stream.role("predictor"), corrections = stream.role("corrector");
  std::uint32_t corrected = 0;
  for (std::size_t i = 0; i + 1 < ladder.size(); ++i) {
    ancestral_predictor(*target(ladder[i]), ladder[i], ladder[i + 1], predictions,
                        static_cast<std::uint32_t>(i), x);
    const auto here = target(ladder[i + 1]);
    for (Index k = 0; k < correctors; ++k)
      snr_corrector(*here, ratio, SnrNorm::ensemble, corrections, corrected++, x);
  }
}

}  // namespace kolmo::sampling
