#pragma once
// Orders in space and in time, separately and two-sided.

#include <string>
#include <vector>

#include "fokker_planck/problems.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/singly_implicit.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::fokker_planck::testing {

/// Of an order observed at errors where the next term is below 5 %.
inline constexpr double order_tolerance = 0.12;

/// L1 error at t on 3 grids, the time error kept below a hundredth of it by 2nd-order steps.
inline std::vector<double> errors_in_space(const Discretisation& scheme, const process::Process& process,
                                           const density::GaussianMixture& p0, const std::vector<Grid>& grids,
                                           double t, Index steps) {
  std::vector<double> errors;
  const density::GaussianMixture exact = process::marginal(process, p0, t);
  for (const Grid& grid : grids) {
    const InitialDensity initial = initial_density(p0, grid);
    const Eigen::ArrayXd p = marched(scheme.build(process, grid), tr_bdf2(), initial.density, t, steps);
    errors.push_back(l1(grid, p, on_grid(exact, grid)));
  }
  return errors;
}

inline verify::Check order_in_space(const Discretisation& scheme, const std::vector<double>& errors) {
  return verify::test::compared("order in space/" + scheme.claim.name,
                                scheme.claim.order(Sense::space).value(), last_order(errors),
                                order_tolerance);
}

/// An Ornstein–Uhlenbeck process that starts from a lopsided mixture.
inline std::vector<double> errors_in_space_1d(const Discretisation& scheme) {
  return errors_in_space(scheme, process::OrnsteinUhlenbeck(1.3, 0.4, 1.1, 1), lopsided_mixture_1d(),
                         {line(-6, 6, 120), line(-6, 6, 240), line(-6, 6, 480)}, 0.4, 800);
}
inline verify::Check order_in_space_1d(const Discretisation& scheme) {
  return order_in_space(scheme, errors_in_space_1d(scheme));
}

/// L1 distance to the same grid's solution with far smaller steps of the highest order there is.
inline std::vector<double> errors_in_time(const TimeStepper& stepper, const Generator& generator,
                                          const Eigen::ArrayXd& p0, double t,
                                          const std::vector<Index>& steps) {
  const Eigen::ArrayXd fine = marched(generator, sdirk3(), p0, t, 16 * steps.back());
  std::vector<double> errors;
  for (const Index n : steps) {
    errors.push_back(l1(generator.grid(), marched(generator, stepper, p0, t, n), fine));
  }
  return errors;
}

inline verify::Check order_in_time(const TimeStepper& stepper, const Generator& generator,
                                   const Eigen::ArrayXd& p0, double order) {
  const std::vector<double> errors = errors_in_time(stepper, generator, p0, 0.5, {40, 80, 160});
  return verify::test::compared(
      "order in time/" + std::to_string(generator.grid().dimension()) + "-D/" + stepper.claim().name, order,
      last_order(errors), order_tolerance);
}

/// The order that is claimed for this generator.
inline verify::Check order_in_time(const TimeStepper& stepper, const Generator& generator,
                                   const Eigen::ArrayXd& p0) {
  return order_in_time(stepper, generator, p0, fokker_planck::order_in_time(stepper, generator).value());
}

inline verify::Check order_in_time_1d(const TimeStepper& stepper) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 1);
  const Grid grid = line(-6, 6, 240);
  return order_in_time(stepper, scharfetter_gummel(ou, grid),
                       initial_density(lopsided_mixture_1d(), grid).density);
}

/// Here the axes commute, so that splitting them costs nothing: the order is that on a line.
inline verify::Check order_in_time_2d(const TimeStepper& stepper) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 2);
  const Grid grid = square(6, 64);
  return order_in_time(stepper, scharfetter_gummel(ou, grid),
                       initial_density(lopsided_mixture_2d(), grid).density,
                       stepper.claim().order(Sense::time, Context::line).value());
}

}  // namespace kolmo::fokker_planck::testing
