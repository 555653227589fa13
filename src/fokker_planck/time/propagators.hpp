#pragma once
// The two propagators of singly implicit steppers: one line, and lines along split axes.

#include <memory>
#include <vector>

#include "kolmo/fokker_planck/time/singly_implicit.hpp"

namespace kolmo::fokker_planck {

/// A 1-D generator; K = kappa_dt · L.
std::unique_ptr<Propagator> prepare_line(const Generator& generator, double kappa_dt,
                                         std::vector<ImplicitStage> stages);

/// A 2-D or 3-D generator, its axes split; K = kappa_dt · L_axis on the first axis, with half of it on the
/// others on either side.
std::unique_ptr<Propagator> prepare_split(const Generator& generator, double kappa_dt,
                                          std::vector<ImplicitStage> stages);

}  // namespace kolmo::fokker_planck
