#pragma once
// What measure measures of schemes, at sizes for tests.

#include <functional>

#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/measure/sde/strong_order.hpp"
#include "kolmo/measure/sde/weak_without_sampling.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde::test {

using measure::claimed_strong_order;
using measure::claimed_weak_order;

/// Orders of schemes on one process, which must outlive this; what they are compared with is computed once.
class SchemeChecks {
 public:
  explicit SchemeChecks(const process::Process& process)
      : problem_{process, Eigen::ArrayXd::Constant(process.dimension(), 0.5)},
        space_(measure::WeakSpace::of_dimension(process.dimension())) {
    settings_.coarsest_steps = 16;
    settings_.finest_steps = 256;
    settings_.refinement = 16;
    settings_.particles = settings_.judged_as = 512;
    settings_.seed = 11;
    if (process.dimension() == 2) space_.grid.nodes = 20;
  }

  /// The weak order over h = 1/16 … 1/128 (in the plane 1/4 … 1/32 of T = ½), without noise.
  verify::Check weak(const SdeScheme& scheme) const {
    if (exact_.size() == 0) exact_ = measure::exact_expectation(problem_.process, space_);
    return weak_against(scheme, problem_.process);
  }

  /// The same of another process against the expectations of this one.
  verify::Check weak_on(const SdeScheme& scheme, const process::Process& other) const {
    if (exact_.size() == 0) exact_ = measure::exact_expectation(problem_.process, space_);
    return weak_against(scheme, other);
  }

  /// The strong order over h = 1/16 … 1/256 against paths 16 times finer, 512 particles.
  verify::Check strong(const SdeScheme& scheme) const {
    if (reference_.ends.size() == 0) {
      reference_ = measure::reference_paths(problem_, settings_);
    }
    return check("strong_order", scheme, measure::strong_study(scheme, problem_, reference_, settings_));
  }

 private:
  verify::Check weak_against(const SdeScheme& scheme, const process::Process& process) const {
    const auto steps =
        space_.grid.dimension == 1 ? measure::step_counts(16, 128) : measure::step_counts(2, 16);
    return check("weak_order", scheme, measure::weak_study(scheme, process, space_, exact_, steps));
  }
  verify::Check check(const char* what, const SdeScheme& scheme, const verify::OrderStudy& study) const {
    verify::Check made = verify::check_of(study, what);
    made.id = measure::check_id(what, scheme, problem_.process);
    return made;
  }

  measure::PathProblem problem_;
  measure::WeakSpace space_;
  measure::StrongSettings settings_;
  mutable Eigen::ArrayXd exact_;
  mutable measure::ReferencePaths reference_;
};

}  // namespace kolmo::sde::test
