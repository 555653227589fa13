#pragma once
// The same march on finer and finer grids, Δt ∝ h².

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "frame/findings.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/fokker_planck/analysis/dissipation.hpp"
#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::relaxation {

/// What was recorded on one grid: its width and a row a time.
struct RefinedMarch {
  double width;
  std::vector<fokker_planck::RelaxationRow> rows;
  double worst_rise;  ///< of KL between two recorded times
};

/// Refinements k: grids have k/4 times the cells of the coarsest one, steps are 16/k² as long.
inline const std::vector<Index> refinements{4, 5, 6, 7, 8};

/// Implicit Euler, which keeps p > 0, from times[0] through all times; k² steps in every `unit` of time, and
/// at least in every interval.
inline RefinedMarch refined_march(const fokker_planck::Generator& generator, const Eigen::ArrayXd& p0,
                                  const std::vector<double>& times, double unit, Index k) {
  std::vector<Index> steps;
  for (std::size_t i = 1; i < times.size(); ++i) {
    steps.push_back(k * k * static_cast<Index>(std::ceil((times[i] - times[i - 1]) / unit - 1e-9)));
  }
  fokker_planck::RelaxationRecorder recorder(generator);
  fokker_planck::march(generator, fokker_planck::stepper("implicit_euler"), p0, {times, steps},
                       recorder.observer());
  double rise = 0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    rise = std::max(rise, recorder.rows()[i].relative_entropy - recorder.rows()[i - 1].relative_entropy);
  }
  throw_if_stopped();
  return {generator.grid().axis(0).width(), recorder.rows(), rise};
}

/// One number of a row, and what it is exactly at each of the times.
struct RefinedQuantity {
  std::string name, long_name;
  std::function<double(const fokker_planck::RelaxationRow&)> observed;
  std::vector<double> exact;
};

/// The study of order 2 in h of a quantity: its error is the largest over the times, of the largest value.
inline verify::OrderStudy refined_study(const std::vector<RefinedMarch>& marches,
                                        const RefinedQuantity& quantity, const std::string& source) {
  verify::OrderStudy study{.name = quantity.name,
                           .long_name = quantity.long_name + ": error over all times, of the largest value",
                           .claimed = 2,
                           .source = source,
                           .h_long_name = "cell width, time step in proportion to its square",
                           .next_term = 2};
  double scale = 0;
  for (const double value : quantity.exact) scale = std::max(scale, std::abs(value));
  for (const RefinedMarch& march : marches) {
    double worst = 0;
    for (std::size_t i = 0; i < march.rows.size(); ++i)
      worst = std::max(worst, std::abs(quantity.observed(march.rows[i]) - quantity.exact[i]));
    study.h.push_back(march.width);
    study.errors.push_back({worst / scale, 0});
  }
  return study;
}

}  // namespace kolmo::relaxation
