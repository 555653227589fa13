#include "wasserstein_flow/line_schemes.hpp"

#include <cmath>
#include <memory>

#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/jko/dynamic_step.hpp"
#include "kolmo/jko/entropic_step.hpp"
#include "kolmo/jko/grid_step.hpp"
#include "kolmo/jko/jko_step.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::wasserstein_flow {
namespace {

Axis axis_of(const LineFlow& flow, Index cells) { return {-flow.half_width, flow.half_width, cells}; }

std::shared_ptr<const density::Potential> potential_of(const LineFlow& flow) {
  return std::make_shared<density::ExpressionPotential>(flow.potential);
}

process::OverdampedLangevin process_of(const LineFlow& flow) {
  return {potential_of(flow), flow.temperature};
}

/// Averages over cells of the start, by Simpson's rule: > 0 also where differences of the error function are
/// 0.
Eigen::ArrayXd start_of(const LineFlow& flow, const Axis& axis) {
  const auto density = [&](double x) {
    const double z = (x - flow.mean) / flow.deviation;
    return std::exp(-z * z / 2);
  };
  Eigen::ArrayXd rho(axis.cells);
  for (Index i = 0; i < axis.cells; ++i)
    rho(i) = density(axis.face(i)) + 4 * density(axis.centre(i)) + density(axis.face(i + 1));
  return rho / (sum(rho.data(), rho.size()) * axis.width());
}

LineRun quantiles(const std::string& step, const LineFlow& flow, Index cells, int steps) {
  const auto jko = jko::find_step(step).make();
  const jko::FreeEnergy energy(potential_of(flow), flow.temperature);
  jko::LagrangianDensity rho =
      jko::lagrangian_density(density::gaussian_1d(flow.mean, flow.deviation), cells);
  const double tau = flow.end / steps;
  double updates = 0;
  for (int k = 0; k < steps; ++k) {
    throw_if_stopped();
    updates += static_cast<double>(cells * jko->step(energy, k * tau, tau, rho).iterations);
  }
  return {rho.law(), updates};
}

/// `step` replaces a density, and returns the updates that it took.
template <class Step>
LineRun on_grid(const LineFlow& flow, const Axis& axis, int steps, const Step& step) {
  Eigen::ArrayXd rho = start_of(flow, axis);
  double updates = 0;
  for (int k = 0; k < steps; ++k) {
    throw_if_stopped();
    updates += step(flow.end / steps, rho);
  }
  return {Law1D::from_density(axis, rho.data()), updates};
}

LineRun back_and_forth(bool midpoint, const LineFlow& flow, Index all_cells, int steps) {
  const Index cells = midpoint ? all_cells : all_cells / 2;  // errors of order 2 see the grid first
  const Axis axis = axis_of(flow, cells);
  jko::GridJkoStep jko(Grid({axis}), jko::free_energy(process_of(flow), Grid({axis})), {60, 1e-9});
  return on_grid(flow, axis, steps, [&](double tau, Eigen::ArrayXd& rho) {
    const auto report = midpoint ? jko.midpoint_step(tau, rho) : jko.step(tau, rho);
    return static_cast<double>(cells * report.iterations);
  });
}

/// ε = 4Tτ²/end: a bias of ε/2 a step adds up to order τ.
LineRun entropic(const LineFlow& flow, Index, int steps) {
  const Index cells = 160;
  const Axis axis = axis_of(flow, cells);
  const double tau = flow.end / steps;
  jko::EntropicStep jko(Grid({axis}), jko::free_energy(process_of(flow), Grid({axis})),
                        {4 * flow.temperature * tau * tau / flow.end, 4000, 1e-9});
  return on_grid(flow, axis, steps, [&](double step, Eigen::ArrayXd& rho) {
    return static_cast<double>(cells * cells * jko.step(step, rho).iterations);
  });
}

LineRun dynamic(const LineFlow& flow, Index all_cells, int steps) {
  const Index cells = all_cells / 4;
  const Axis axis = axis_of(flow, cells);
  jko::DynamicStep jko(Grid({axis}), jko::free_energy(process_of(flow), Grid({axis})));
  return on_grid(flow, axis, steps, [&](double tau, Eigen::ArrayXd& rho) {
    return static_cast<double>(cells * jko.step(tau, rho).iterations);
  });
}

LineRun finite_volumes(const std::string& stepper, const LineFlow& flow, Index half_cells, int steps) {
  const Index cells = 2 * half_cells;  // they are cheap
  const Axis axis = axis_of(flow, cells);
  const auto generator = fokker_planck::scharfetter_gummel(process_of(flow), Grid({axis}));
  const auto result = fokker_planck::march(generator, fokker_planck::stepper(stepper), start_of(flow, axis),
                                           {{0, flow.end}, {steps}});
  // Crank and Nicolson's long steps undershoot in the tails
  return {Law1D::from_density(axis, result.density.data(), 1e-6, 1e-3), static_cast<double>(cells * steps)};
}

/// N(mean, variance) as a table of its distribution function.
Law1D gaussian(const LineFlow& flow, double mean, double variance) {
  const Index n = 40000;
  std::vector<double> x(n + 1), levels(n + 1);
  for (Index i = 0; i <= n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    x[at] = flow.half_width * (2 * static_cast<double>(i) / static_cast<double>(n) - 1);
    levels[at] = normal_cdf((x[at] - mean) / std::sqrt(variance));
  }
  levels.front() = 0;
  levels.back() = 1;
  return Law1D::from_cdf(std::move(x), std::move(levels));
}

}  // namespace

const std::vector<LineFlow>& line_flows() {
  static const std::vector<LineFlow> flows = {{"heat", "0*x", 0.5, 0.3, 0.4, 0.5, 4.5},
                                              {"ornstein_uhlenbeck", "x^2/2", 1, 1, 0.5, 0.5, 5.5},
                                              {"double_well", "(x^2-1)^2", 0.5, 0.5, 0.4, 0.5, 2.8}};
  return flows;
}

Law1D law_at_end(const LineFlow& flow, Index cells) {
  const double s = flow.deviation * flow.deviation, decay = std::exp(-2 * flow.end);
  if (flow.name == "heat") return gaussian(flow, flow.mean, s + 2 * flow.temperature * flow.end);
  if (flow.name == "ornstein_uhlenbeck")
    return gaussian(flow, flow.mean * std::exp(-flow.end), flow.temperature + (s - flow.temperature) * decay);
  return finite_volumes("crank_nicolson", flow, 2 * cells, 1000).law;
}

const std::vector<LineScheme>& line_schemes() {
  const auto by = [](auto f, auto first) {
    return [=](const LineFlow& flow, Index cells, int steps) { return f(first, flow, cells, steps); };
  };
  static const std::vector<LineScheme> schemes = {
      {"quantile", "Jordan, Kinderlehrer and Otto 1998", 1, 4, false, by(quantiles, "quantile")},
      {"quantile_bdf2", "Matthes and Plazotta 2019", 2, 4, false, by(quantiles, "quantile_bdf2")},
      {"back_and_forth", "Jacobs, Lee and Leger 2021", 1, 4, false, by(back_and_forth, false)},
      {"midpoint", "Legendre and Turinici 2017", 2, 4, true, by(back_and_forth, true)},
      {"entropic", "Peyre 2015", 1, 3, false, entropic},
      {"dynamic", "Carrillo, Craig, Wang and Wei 2022", 1, 6, false, dynamic},
      {"finite_volumes_1", "implicit Euler", 1, 4, false, by(finite_volumes, "implicit_euler")},
      {"finite_volumes_2", "Crank and Nicolson", 2, 4, true, by(finite_volumes, "crank_nicolson")},
  };
  return schemes;
}

}  // namespace kolmo::wasserstein_flow
