#include "free_energy/switching.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/sampling/annealing/importance.hpp"

namespace kolmo::free_energy {
namespace {

constexpr Index bins = 48;

/// Counts of both sides on equal bins over all of them.
struct Counts {
  Eigen::ArrayXd centre, forward, reverse;
  double width;
};

Counts count(const Eigen::ArrayXd& forward, const Eigen::ArrayXd& reverse) {
  const double lower = std::min(forward.minCoeff(), (-reverse).minCoeff());
  const double upper = std::max(forward.maxCoeff(), (-reverse).maxCoeff());
  Counts counts{Eigen::ArrayXd(bins), Eigen::ArrayXd::Zero(bins), Eigen::ArrayXd::Zero(bins),
                (upper - lower) / static_cast<double>(bins)};
  require(counts.width > 0, "works", lower, "must not all be equal");
  const auto add = [&](double w, Eigen::ArrayXd& to) {
    to(std::min<Index>(bins - 1, static_cast<Index>((w - lower) / counts.width))) += 1;
  };
  for (const double w : forward) add(w, counts.forward);
  for (const double w : reverse) add(-w, counts.reverse);
  for (Index i = 0; i < bins; ++i) counts.centre(i) = lower + (static_cast<double>(i) + 0.5) * counts.width;
  return counts;
}

}  // namespace

Eigen::ArrayXd works(const Switch& one, Points start, const RandomStream& stream) {
  std::vector<std::shared_ptr<const sampling::Target>> path;
  for (Index k = 0; k <= one.levels; ++k)
    path.push_back(
        sampling::geometric_mean(one.from, one.to, static_cast<double>(k) / static_cast<double>(one.levels)));
  sampling::KernelSettings settings;
  settings.step = one.step;
  return -sampling::annealed_importance(path, std::move(start),
                                        [&](Index level, const sampling::Target& target, Points& x) {
                                          sampling::Chains chains(x);
                                          sampling::run_chains(
                                              {target, sampling::kernel("mala"), settings, one.moves,
                                               stream.role("move", static_cast<std::uint64_t>(level))},
                                              chains);
                                          x = chains.x;
                                        })
              .log_weights;
}

Switch reversed(const Switch& one) { return {one.to, one.from, one.levels, one.moves, one.step}; }

Crossing crossing(const Eigen::ArrayXd& forward, const Eigen::ArrayXd& reverse) {
  const Counts counts = count(forward, reverse);
  const double shift = std::log(static_cast<double>(reverse.size()) / static_cast<double>(forward.size()));
  // Weighted least squares: a log of n counts has the variance 1/n.
  double s0 = 0, s1 = 0, s2 = 0, y0 = 0, y1 = 0;
  for (Index i = 0; i < bins; ++i) {
    const double f = counts.forward(i), r = counts.reverse(i);
    if (f < 50 || r < 50) continue;
    const double weight = 1 / (1 / f + 1 / r), x = counts.centre(i), y = std::log(f / r) + shift;
    s0 += weight;
    s1 += weight * x;
    s2 += weight * x * x;
    y0 += weight * y;
    y1 += weight * x * y;
  }
  const double determinant = s0 * s2 - s1 * s1;
  const double slope = (s0 * y1 - s1 * y0) / determinant, at_zero = (s2 * y0 - s1 * y1) / determinant;
  const double root = -at_zero / slope;
  // Of the root: at its own place the line has the variance of a fit there, over the slope.
  const double variance = (s2 - 2 * root * s1 + root * root * s0) / determinant;
  return {{slope, std::sqrt(s0 / determinant)}, {root, std::sqrt(variance) / std::abs(slope)}};
}

void write_works(const Eigen::ArrayXd& forward, const Eigen::ArrayXd& reverse, io::Group& part) {
  const Counts counts = count(forward, reverse);
  const auto density = [&](const Eigen::ArrayXd& c, Index n) -> Eigen::ArrayXd {
    return c / (static_cast<double>(n) * counts.width);
  };
  io::Group& group = part.group("work");
  group.scale("work", counts.centre, {"work over temperature, W/T", "1"});
  group.variable("forward", {"work"}, density(counts.forward, forward.size()), {"density p_F(W)", "1"});
  group.variable("reverse", {"work"}, density(counts.reverse, reverse.size()), {"density p_R(-W)", "1"});
}

}  // namespace kolmo::free_energy
