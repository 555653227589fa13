#pragma once
// What the ways to find eigenpairs share.

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// log √π by detailed balance, its largest entry 0.
Eigen::ArrayXd half_log_weight(const Generator& generator);

/// √π with Σπ = 1.
Eigen::ArrayXd ground_mode(const Eigen::ArrayXd& half_log_weight);

/// Turns a mode so that its last entry of at least a tenth of the largest is > 0.
void fix_sign(Eigen::Ref<Eigen::ArrayXd> mode);

}  // namespace kolmo::fokker_planck
