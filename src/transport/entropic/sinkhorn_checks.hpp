#pragma once
// What Sinkhorn's iteration takes.

#include <string>

#include "kolmo/transport/entropic/sinkhorn.hpp"

namespace kolmo::transport {

/// InvalidArgument as `sinkhorn` says.
void check_plan(const SinkhornPlan& plan);
/// Weights of mass 1, divided by their sum. InvalidArgument as `sinkhorn` says.
Eigen::ArrayXd checked_weights(const Eigen::ArrayXd& weights, Index wanted, const std::string& name);
/// n weights 1/n; InvalidArgument where n < 1.
Eigen::ArrayXd equal_weights(Index n);
/// ε in the unit of the costs whose mean is `mean_cost`: where that is 0, and ε a part of it, nothing has to
/// be carried and any ε will do; it is then the ε of the plan.
double epsilon_in_costs(const SinkhornPlan& plan, double mean_cost);
/// ε, from the mean cost down to the one that is wanted.
std::vector<double> epsilons(const SinkhornPlan& plan, double mean_cost);

/// Looks for a residual that is rounding: fifty in a row without a lower one, and no more than potentials of
/// this size (over ε) leave, whose rounding is one of the exponent. A residual may stay the same for
/// thousands of sweeps while mass finds its way along a small ε; that is no stall.
class Stall {
 public:
  bool suspected(double residual) {
    since_ = residual < least_ ? 0 : since_ + 1;
    least_ = std::min(least_, residual);
    return since_ >= 50;
  }
  bool confirmed(double largest_potential) const { return least_ <= 1e-14 * (1 + largest_potential); }

 private:
  double least_ = 1e300;
  int since_ = 0;
};

}  // namespace kolmo::transport
