#include "wasserstein_flow/plane_schemes.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/jko/dynamic_step.hpp"
#include "kolmo/jko/entropic_step.hpp"
#include "kolmo/jko/grid_step.hpp"
#include "kolmo/jko/monge_ampere_step.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "wasserstein_flow/plane_flows.hpp"

namespace kolmo::wasserstein_flow {
namespace {

Grid grid_of(const PlaneFlow& flow, Index cells) {
  const Axis axis{-flow.half_width, flow.half_width, cells};
  return Grid({axis, axis});
}

std::shared_ptr<const density::Potential> as_diffusion(const PlaneFlow& flow) {
  return std::shared_ptr<const density::Potential>(
      new density::ExpressionPotential(plane::in_plane(flow.as_diffusion)));
}

/// exp(−|x − mean|²/2s²) at the centres, > 0, of mass 1.
Eigen::ArrayXd gaussian(const PlaneFlow& flow, const Grid& grid, double deviation) {
  const Points x = grid.centres();
  Eigen::ArrayXd rho(grid.cells());
  for (Index i = 0; i < rho.size(); ++i) {
    const double u = (x(i, 0) - flow.mean_x) / deviation, v = (x(i, 1) - flow.mean_y) / deviation;
    rho(i) = std::exp(-(u * u + v * v) / 2);
  }
  return rho / (sum(rho.data(), rho.size()) * grid.cell_volume());
}

jko::GridEnergy energy_of(const PlaneFlow& flow, const Grid& grid) {
  jko::GridEnergy energy{std::make_shared<jko::EntropyEnergy>(flow.temperature)};
  if (!flow.potential.empty()) energy.potential = plane::potential_at(grid, flow.potential);
  if (!flow.interaction.empty())
    energy.interaction = std::make_shared<jko::GridInteraction>(grid, plane::in_plane(flow.interaction));
  return energy;
}

/// `step` replaces a density, and returns the updates that it took.
template <class Step>
PlaneRun on_grid(const PlaneFlow& flow, const Grid& grid, int steps, const Step& step) {
  Eigen::ArrayXd rho = gaussian(flow, grid, flow.deviation);
  double updates = 0;
  for (int k = 0; k < steps; ++k) {
    throw_if_stopped();
    updates += step(flow.end / steps, rho);
  }
  return {{grid, std::move(rho)}, updates};
}

template <class Step>
PlaneRun by(Step step, const PlaneFlow& flow, const Grid& grid, int steps) {
  return on_grid(flow, grid, steps, [&](double tau, Eigen::ArrayXd& rho) {
    return static_cast<double>(grid.cells() * step(tau, rho).iterations);
  });
}

PlaneRun back_and_forth(const PlaneFlow& flow, Index cells, int steps) {
  const Grid grid = grid_of(flow, cells);
  jko::GridJkoStep jko(grid, energy_of(flow, grid), {60, 1e-6});
  return by([&](double tau, Eigen::ArrayXd& rho) { return jko.step(tau, rho); }, flow, grid, steps);
}

PlaneRun midpoint(const PlaneFlow& flow, Index cells, int steps) {
  const Grid grid = grid_of(flow, 2 * cells);  // errors of order 2 see the grid first
  jko::GridJkoStep jko(grid, energy_of(flow, grid), {60, 1e-6});
  return by([&](double tau, Eigen::ArrayXd& rho) { return jko.midpoint_step(tau, rho); }, flow, grid, steps);
}

PlaneRun monge_ampere(const PlaneFlow& flow, Index cells, int steps) {
  const Grid grid = grid_of(flow, cells);
  jko::MongeAmpereStep jko(grid, {as_diffusion(flow), flow.temperature});
  // logarithms of the masses of the cells, and back
  return on_grid(flow, grid, steps, [&](double tau, Eigen::ArrayXd& rho) {
    Eigen::ArrayXd mass = rho * grid.cell_volume();
    kolmo::log(mass.data(), mass.data(), mass.size());
    const jko::MongeAmpereReport report = jko.step(tau, mass);
    kolmo::exp(mass.data(), rho.data(), mass.size());
    rho /= grid.cell_volume();
    return static_cast<double>(grid.cells() * report.iterations);
  });
}

/// ε = 4Tτ²/end: a bias of ε/2 a step adds up to order τ.
PlaneRun entropic(const PlaneFlow& flow, Index cells, int steps) {
  const Grid grid = grid_of(flow, 2 * cells);  // which must see ε
  const double tau = flow.end / steps;
  jko::EntropicStep jko(grid, energy_of(flow, grid),
                        {4 * flow.temperature * tau * tau / flow.end, 4000, 1e-8});
  const double lines = 4 * static_cast<double>(cells);  // an update of a cell meets all of both its lines
  PlaneRun run = by([&](double step, Eigen::ArrayXd& rho) { return jko.step(step, rho); }, flow, grid, steps);
  run.updates *= lines;
  return run;
}

PlaneRun dynamic(const PlaneFlow& flow, Index cells, int steps) {
  const Grid grid = grid_of(flow, std::min<Index>(cells, 32));  // the tails of more cannot be factored
  jko::DynamicStep jko(grid, energy_of(flow, grid));
  return by([&](double tau, Eigen::ArrayXd& rho) { return jko.step(tau, rho); }, flow, grid, steps);
}

PlaneRun finite_volumes(const std::string& stepper, const PlaneFlow& flow, const Grid& grid, int steps) {
  const process::OverdampedLangevin process(as_diffusion(flow), flow.temperature);
  const auto generator = fokker_planck::scharfetter_gummel(process, grid);
  const auto result =
      fokker_planck::march(generator, fokker_planck::stepper(stepper), gaussian(flow, grid, flow.deviation),
                           {{0, flow.end}, {static_cast<Index>(steps)}});
  return {{grid, result.density}, static_cast<double>(grid.cells() * steps)};
}

}  // namespace

const std::vector<PlaneFlow>& plane_flows() {
  static const std::string wells = "(x^2-1)^2 + (y^2-1)^2 + x*y/2";
  static const std::vector<PlaneFlow> flows = {
      {"four_wells", wells, "", wells, 0.5, 0.5, -0.2, 0.4, 0.5, 2.6},
      {"attraction", "", "x^2 + y^2", "(x-0.4)^2 + (y+0.3)^2", 0.5, 0.4, -0.3, 0.9, 0.5, 4.2}};
  return flows;
}

PlaneDensity law_at_end(const PlaneFlow& flow, Index cells) {
  const Grid grid = grid_of(flow, 4 * cells);
  if (flow.interaction.empty()) return finite_volumes("crank_nicolson", flow, grid, 512).density;
  // v′ = 2T − 4v an axis
  const double rest = flow.temperature / 2, start = flow.deviation * flow.deviation;
  return {grid, gaussian(flow, grid, std::sqrt(rest + (start - rest) * std::exp(-4 * flow.end)))};
}

double l1_distance(const PlaneDensity& rho, const PlaneDensity& exact) {
  const Index n = rho.grid.axis(0).cells, fine = exact.grid.axis(0).cells, factor = fine / n;
  Eigen::ArrayXd off = -rho.values;
  const double share = 1 / static_cast<double>(factor * factor);
  for (Index j = 0; j < fine; ++j)
    for (Index i = 0; i < fine; ++i) off(i / factor + n * (j / factor)) += share * exact.values(i + fine * j);
  off = off.abs();
  return sum(off.data(), off.size()) * rho.grid.cell_volume();
}

const std::vector<PlaneScheme>& plane_schemes() {
  const auto volumes = [](const std::string& stepper) {
    return [=](const PlaneFlow& flow, Index cells, int steps) {
      return finite_volumes(stepper, flow, grid_of(flow, 2 * cells), steps);
    };
  };
  static const std::vector<PlaneScheme> schemes = {
      {"back_and_forth", "Jacobs, Lee and Leger 2021", 1, 4, true, back_and_forth},
      {"midpoint", "Legendre and Turinici 2017", 2, 8, true, midpoint},
      {"monge_ampere", "Jordan, Kinderlehrer and Otto 1998", 1, 4, false, monge_ampere},
      {"entropic", "Peyre 2015", 1, 2, false, entropic},
      {"dynamic", "Carrillo, Craig, Wang and Wei 2022", 1, 4, false, dynamic},
      {"finite_volumes_1", "implicit Euler", 1, 8, true, volumes("implicit_euler")},
      {"finite_volumes_2", "Crank and Nicolson", 2, 8, true, volumes("crank_nicolson")},
  };
  return schemes;
}

}  // namespace kolmo::wasserstein_flow
