#include "four_roads/flow/learned_model.hpp"

#include <algorithm>
#include <cmath>

#include "frame/problem/given_model.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/ode/samplers/log_snr_clock.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::four_roads {
namespace {

/// Of a column's scale: the same data differ by 1/2n, as learned_score has n and a problem n − 1 in the
/// deviation, and n ≥ 10.
constexpr double same_column = 0.05;
/// A law whose deviation, or whose distance from the model's centre, differs by more is in another unit.
constexpr double another_unit = 10;

std::string words_of(const score::SavedModel& saved) {
  return saved.data + "; " + number_text(saved.state.step) + " of " + number_text(saved.steps) +
         " steps of training, noise from " + number_text(saved.spec.sigma_min, 4) + " to " +
         number_text(saved.spec.sigma_max, 4);
}

void require_same_columns(const KeyReader& keys, const score::SavedModel& saved, const Problem& problem) {
  if (saved.columns.empty() || problem.coordinates.empty()) return;
  for (std::size_t j = 0; j < problem.coordinates.size(); ++j) {
    const score::Column& its = saved.columns[j];
    const Coordinate& own = problem.coordinates[j];
    const bool same = its.name == own.name && std::abs(its.shift - own.shift) <= same_column * its.scale &&
                      std::abs(its.scale - own.scale) <= same_column * its.scale;
    if (same) continue;
    throw keys.wrong("process.score",
                     "knows coordinate " + number_text(j + 1) + " as (" + its.name + " - " +
                         number_text(its.shift, 6) + ")/" + number_text(its.scale, 6) + ", and here it is (" +
                         own.name + " - " + number_text(own.shift, 6) + ")/" + number_text(own.scale, 6) +
                         ": take the data it was trained on, with initial.standardise = true");
  }
}

void require_same_unit(const KeyReader& keys, const score::ModelSpec& spec, const Problem& problem) {
  const Eigen::VectorXd mean = problem.initial->mean();
  const Eigen::MatrixXd covariance = problem.initial->covariance();
  for (Index j = 0; j < mean.size(); ++j) {
    const double deviation = std::sqrt(covariance(j, j)), larger = std::max(deviation, spec.spread()),
                 smaller = std::min(deviation, spec.spread());
    if (larger <= another_unit * smaller && std::abs(mean(j) - spec.centre(j)) <= another_unit * smaller)
      continue;
    throw keys.wrong("process.score", "was trained on data around " + number_text(spec.centre(j), 4) +
                                          " with deviation " + number_text(spec.spread(), 4) +
                                          ", and the initial law has mean " + number_text(mean(j), 4) +
                                          " and deviation " + number_text(deviation, 4) +
                                          " along coordinate " + number_text(j + 1) +
                                          ": it is a model of other data, or of other units");
  }
}

/// Where samplers by the model go: σ/α must be known to it all the way.
void find_way(const KeyReader& keys, const score::ModelSpec& spec, Problem& problem, LearnedModel& learned) {
  const double last = problem.clock.back();
  const ode::LogSnrClock clock(problem.intrinsic, 1e-15 * last, last);
  const auto time_of = [&](double noise) {
    return intrinsic_time_inverse(*problem.process, clock.at_lambda(-std::log(noise)).t);
  };
  const double noise = std::exp(-clock.at(last).lambda);
  // Churn adds noise before its first step.
  const double back = problem.reverse.scheme == "edm_stochastic" ? std::sqrt(2.0) : 1;
  if (noise * back > spec.sigma_max * (1 + 1e-9))
    throw keys.wrong("process.score", "was trained for noise up to " + number_text(spec.sigma_max, 4) +
                                          ", and at the last time, " + number_text(problem.times.back()) +
                                          ", the noise over the scale is " + number_text(noise, 4) +
                                          (back > 1 ? ", times the root of 2 by edm_stochastic" : "") +
                                          ": take times up to " +
                                          number_text(time_of(spec.sigma_max / back), 4) +
                                          ", or train it for more (noise.most of learned_score)");
  if (noise < 1.5 * spec.sigma_min)
    throw keys.wrong("process.score",
                     "was trained for noise from " + number_text(spec.sigma_min, 4) +
                         ", and at the last time, " + number_text(problem.times.back()) +
                         ", the noise over the scale is " + number_text(noise, 4) + ": take times from " +
                         number_text(time_of(std::min(1.5 * spec.sigma_min, spec.sigma_max)), 4) +
                         ", or train it for less (noise.least of learned_score)");
  const ode::ClockNode end = clock.at_lambda(-std::log(spec.sigma_min));
  learned.clock = {last};
  for (std::size_t i = problem.clock.size() - 1; i-- > 1;) {
    if (problem.clock[i] <= end.t) continue;
    learned.clock.push_back(problem.clock[i]);
    learned.times.push_back(problem.times[i - 1]);
  }
  learned.clock.push_back(end.t);
  learned.times.push_back(intrinsic_time_inverse(*problem.process, end.t));
  for (const double tau : learned.clock) learned.noise.push_back(std::exp(-clock.at(tau).lambda));
  learned.noise.back() = spec.sigma_min;
}

}  // namespace

void read_learned(const KeyReader& keys, Problem& problem) {
  const auto saved = frame::given_model(keys.configuration(), keys.path(""));
  if (!saved) return;
  if (!problem.linear || problem.affine)
    throw keys.wrong("process.score",
                     "is judged by the exact score, which is known of a linear process with one rate and "
                     "scalar noise from a mixture, and this is none");
  if (saved->spec.dimension() != problem.dimension())
    throw keys.wrong("process.score", "is a model of dimension " + number_text(saved->spec.dimension()) +
                                          ", and the problem has " + number_text(problem.dimension()));
  require_same_columns(keys, *saved, problem);
  require_same_unit(keys, saved->spec, problem);
  const auto learned = std::make_shared<LearnedModel>();
  learned->model = saved->model();
  learned->words = words_of(*saved);
  find_way(keys, saved->spec, problem, *learned);
  problem.learned = learned;
}

}  // namespace kolmo::four_roads
