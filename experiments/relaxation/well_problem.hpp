#pragma once
// A gradient flow on the line whose tilt is taken away at time 0.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kolmo/density/potential.hpp"
#include "kolmo/fokker_planck/operator/generator.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::relaxation {

/// dX = −V′ dt + √(2T) dW on [lower, upper], nothing passing the ends, p_0 ∝ e^{−(V + a x)/T}: the stationary
/// law while a force −a acted. p_0/p_∞ ∝ e^{−a x/T} is smooth, and p_0 as small in the tails as p_∞.
struct WellProblem {
  std::string name;
  std::shared_ptr<const density::Potential> potential;
  double temperature, lower, upper, tilt;
  Index cells;                      ///< of the coarsest grid for eigenvalues
  std::vector<double> eigenvalues;  ///< λ_1, λ_2, …, as known from elsewhere
  double late_order;                ///< q of −d log KL/dt = 2λ₁ (1 + O(e^{−q λ₁ t}))

  process::OverdampedLangevin process() const { return {potential, temperature}; }
  fokker_planck::Generator generator(Index cells_now) const;
  /// p_0 at the centres, Σ p_0 h = 1.
  Eigen::ArrayXd initial(const Grid& grid) const;
};

/// A potential by the name that well.NAME.potential calls it, made from the keys of the table ("well.NAME.").
struct WellPotential {
  std::string name;
  std::function<std::shared_ptr<const density::Potential>(const io::Configuration&, const std::string& table)>
      make;
};
const std::vector<WellPotential>& well_potentials();

/// From the table [well.NAME]. Throws io::ConfigurationError where V has not risen by 25 T at an end, or V +
/// a x by 16 T: the start would lie outside.
WellProblem make_well(const io::Configuration& configuration, const std::string& name);

}  // namespace kolmo::relaxation
