#include "discrete_to_continuous/sample_test.hpp"

#include <algorithm>
#include <cmath>

#include "discrete_to_continuous/study.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

constexpr double false_alarms_per_run = 1e-3;
constexpr double seen_below = 1e-4;
constexpr double unseen_shift = 0.25;
constexpr Index steps_between_looks = 256;

}  // namespace

Points simulate(Index particles, const density::GaussianMixture& start, const std::vector<Index>& nodes,
                const Advance& advance, const RandomStream& stream, frame::Progress& progress) {
  const RandomStream first_points = stream.role("start"), noise = stream.role("noise");
  Points samples(particles, static_cast<Index>(nodes.size()));
  for_each_block(particles, [&](Index, Index first, Index rows) {
    Points x(rows, 1);
    start.sample(first_points, first, x);
    Index done = 0;
    for (std::size_t k = 0; k < nodes.size(); ++k) {
      while (done < nodes[k]) {
        throw_if_stopped();
        const Index next = std::min(done + steps_between_looks, nodes[k]);
        advance(noise, done, next, first, x);
        done = next;
      }
      samples.col(static_cast<Index>(k)).segment(first, rows) = x.col(0);
    }
    progress.advance(static_cast<double>(rows) * static_cast<double>(done));
  });
  return samples;
}

SampleTest::SampleTest(double size, double level)
    : size_(size), root_(std::sqrt(size)), quantile_(std::sqrt(std::log(2 / level) / 2)) {}

Prediction SampleTest::predict(double exact_distance) const {
  const double shift = root_ * exact_distance;
  if (shift <= unseen_shift) return Prediction::unseen;
  const bool seen = shift > quantile_ && kolmogorov_upper_tail(shift - quantile_) <= seen_below;
  return seen ? Prediction::seen : Prediction::open;
}

verify::Check SampleTest::distance_check(const std::string& id, double exact_distance, double observed,
                                         const std::string& source) const {
  return number_check(id, exact_distance, observed, quantile_ / root_, source);
}

verify::Check SampleTest::p_check(const std::string& id, Prediction prediction, double exact_distance,
                                  double observed, const std::string& source) const {
  const double shift = root_ * exact_distance, p = p_value(observed);
  if (prediction == Prediction::seen) {
    return number_check(id + "_seen", 0, p, seen_below, source,
                        "p-value: the test must see that the laws differ");
  }
  return number_check(id + "_unseen", 0, -std::log10(p),
                      -std::log10(kolmogorov_upper_tail(shift + quantile_)), source,
                      "-log10 of the p-value: nothing to be seen");
}

std::string suffix(Prediction prediction) {
  if (prediction == Prediction::open) return "";
  return prediction == Prediction::seen ? "_seen" : "_unseen";
}

double level_of(double comparisons) { return false_alarms_per_run / comparisons; }

}  // namespace kolmo::discrete_to_continuous
