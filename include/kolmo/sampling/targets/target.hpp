#pragma once
// What is sampled: a density up to its constant, with the gradient of its logarithm.

#include <memory>

#include "kolmo/density/density.hpp"
#include "kolmo/density/log_density.hpp"

namespace kolmo::sampling {

/// A density p ∝ e^{log p} on R^d, up to its constant: any density::Density as it is, or e^{−V/T} of a
/// potential (density::gibbs).
using Target = density::LogDensity;

/// The density itself. Throws InvalidArgument where it is null.
std::shared_ptr<const Target> target_of(std::shared_ptr<const density::Density> density);

/// p ∝ e^{−V/T}, in any dimension; nothing is normalised. Throws InvalidArgument where the potential is null
/// or T > 0 does not hold.
std::shared_ptr<const Target> target_of(std::shared_ptr<const density::Potential> potential,
                                        double temperature = 1);

/// p^β, β > 0 and finite (else InvalidArgument).
std::shared_ptr<const Target> tempered(std::shared_ptr<const Target> target, double beta);

/// p₀^{1−β} p₁^β, the geometric path from one target to another of the same dimension, 0 ≤ β ≤ 1 (else
/// InvalidArgument).
std::shared_ptr<const Target> geometric_mean(std::shared_ptr<const Target> begin,
                                             std::shared_ptr<const Target> end, double beta);

/// The law of y where x = centre + scale y has the law of the target: log p(centre + scale y), score scaleᵀ
/// s. A method in y with the step h is the method in x preconditioned by scale·scaleᵀ: x ← x + h M s + √(2h)
/// M^½ ξ. centre: d finite numbers; scale: d×d, invertible (else InvalidArgument).
std::shared_ptr<const Target> in_coordinates(std::shared_ptr<const Target> target, Eigen::VectorXd centre,
                                             Eigen::MatrixXd scale);

}  // namespace kolmo::sampling
