#include "wasserstein_flow/own_flow.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "frame/lazy.hpp"
#include "frame/problem/formula_on_grid.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/io/errors.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/transport/grid/grid_density.hpp"
#include "wasserstein_flow/own_energy.hpp"
#include "wasserstein_flow/own_steps.hpp"

namespace kolmo::wasserstein_flow {
namespace {

constexpr Index shown = 5;  ///< densities, the start included

/// What is run: the energy, the start and the steps.
struct Setting {
  Grid grid;
  jko::GridEnergy energy;
  frame::FormulaDensity start;
  double end;
  Index steps;
  bool midpoint;
};

struct Course {
  Eigen::ArrayXd time, energy, residual, moved;  ///< of every step; moved: W2 of it
  std::string method;
  std::vector<double> shown_at;
  std::vector<Eigen::ArrayXd> densities;
  double rise = 0, fall = 0, least = 0, mass_lost = 0, wall_mass = 0;
};

Setting setting_of(const io::Configuration& configuration, const std::string& name) {
  const std::string entry = "flow." + name;
  const Grid grid = frame::read_grid(configuration, entry);
  if (!configuration.has(entry + ".initial"))
    throw configuration.error_at(entry, "needs a start: initial = \"exp(-x^2/2)\", say");
  Setting setting{grid,
                  own_energy(configuration, name, grid),
                  frame::read_density(configuration, entry + ".initial", grid),
                  configuration.number(entry + ".time"),
                  configuration.integer(entry + ".steps"),
                  configuration.text(entry + ".scheme") == "midpoint"};
  const double ceiling = setting.energy.internal->ceiling();
  if (std::isfinite(ceiling) && setting.midpoint)
    throw configuration.error_at(
        entry + ".scheme", "a crowd takes \"first_order\" alone: midpoint steps could exceed its ceiling");
  const double highest = setting.start.averages.maxCoeff();
  if (highest > ceiling * (1 + 1e-9))
    throw configuration.error_at(entry + ".initial", "of mass 1 its density is " + number_text(highest, 6) +
                                                         " somewhere, above the ceiling " +
                                                         number_text(ceiling, 6));
  return setting;
}

Course follow(const Setting& setting, Index steps) {
  const double tau = setting.end / static_cast<double>(steps);
  // as many parts where there are half as many steps: these are twice as long then, which is what is asked
  const int parts = parts_of_step(setting.grid, setting.energy, setting.start.averages,
                                  setting.end / static_cast<double>(setting.steps));
  const OwnSteps jko = own_steps(setting.grid, setting.energy, tau, parts, setting.midpoint);
  Course found;
  found.method = jko.method;
  for (Eigen::ArrayXd* each : {&found.time, &found.energy, &found.residual, &found.moved})
    each->resize(steps);
  Eigen::ArrayXd rho = setting.start.averages;
  const double first = jko.energy(rho);
  double before = first;
  found.shown_at = {0};
  found.densities = {rho};
  for (Index k = 0; k < steps; ++k) {
    throw_if_stopped();
    const jko::GridStepReport report = jko.step(rho);
    found.time(k) = static_cast<double>(k + 1) * tau;
    found.energy(k) = report.energy;
    found.residual(k) = report.residual;
    found.moved(k) = std::sqrt(report.increment_squared);
    found.rise = std::max(found.rise, report.energy - before);
    before = report.energy;
    found.least = std::min(found.least, rho.minCoeff());
    found.mass_lost =
        std::max(found.mass_lost, std::abs(sum(rho.data(), rho.size()) * setting.grid.cell_volume() - 1));
    // the last of each quarter
    if ((k + 1) * (shown - 1) / steps > k * (shown - 1) / steps) {
      found.shown_at.push_back(found.time(k));
      found.densities.push_back(rho);
    }
  }
  found.fall = first - before;
  found.wall_mass = transport::mass_at_walls(setting.grid, rho);
  return found;
}

double distance(const Setting& setting, const Course& a, const Course& b) {
  const Eigen::ArrayXd difference = (a.densities.back() - b.densities.back()).abs();
  return sum(difference.data(), difference.size()) * setting.grid.cell_volume();
}

void write_densities(const Setting& setting, const Course& found, io::Group& part) {
  if (setting.grid.dimension() > 2) return;
  io::Group& group = part.group("marginals");
  group.scale("time", found.shown_at, {"time", "1"});
  std::vector<std::string> dimensions = {"time"};
  for (Index k = 0; k < setting.grid.dimension(); ++k) {
    const Axis& axis = setting.grid.axis(k);
    Eigen::ArrayXd x(axis.cells);
    for (Index i = 0; i < axis.cells; ++i) x(i) = axis.centre(i);
    dimensions.push_back(k == 0 ? "x" : "y");
    group.scale(dimensions.back(), x, {dimensions.back(), "1"});
  }
  std::vector<double> data;
  const Index n = setting.grid.axis(0).cells, lines = setting.grid.cells() / n;
  for (const Eigen::ArrayXd& rho : found.densities)
    for (Index i = 0; i < n; ++i)  // the last axis runs fastest in a file
      for (Index j = 0; j < lines; ++j) data.push_back(rho(i + n * j));
  group.variable("density_jko", dimensions, std::move(data),
                 {"probability density, JKO steps", "1", "Jordan, Kinderlehrer and Otto 1998", true});
}

void write(const Setting& setting, const Course& found, io::Group& part) {
  write_densities(setting, found, part);
  io::Group& group = part.group("course");
  group.attribute("mass_of_formula", setting.start.mass);
  group.attribute("method", found.method);
  group.scale("time", found.time, {"time", "1"});
  group.variable("energy", {"time"}, found.energy, {"free energy", "1"});
  group.variable("moved", {"time"}, found.moved, {"W2 between a step's ends, unit of length", "1"});
  group.variable("residual", {"time"}, found.residual,
                 {"correction still wanted in a step, in standard deviations", "1"});
}

}  // namespace

io::Schema flow_keys() {
  using namespace io::keys;
  const std::string p = "flow.*.";
  return {
      matrix(p + "domain", "", "1",
             "[[lower, upper], ...], one to three axes; mass does not pass its walls."),
      count(p + "cells", "96", "Cells along each axis.", {8, 4096}),
      text(p + "initial", "",
           "The density at the start by its formula in x, y, z; it is divided by its mass."),
      text(p + "internal", "\"entropy\"",
           "entropy: T rho log rho; porous_medium: rho^m/(m - 1); crowd: density at most the ceiling.",
           internal_energies),
      number(p + "temperature", "", "1", "T of entropy.", positive),
      number(p + "exponent", "", "1", "m of porous_medium.", {1, 20, true}),
      number(p + "ceiling", "", "1", "The greatest density of a crowd of mass 1.", positive),
      text(p + "potential", "", "V by its formula."),
      text(p + "interaction", "",
           "W by its formula in the differences x, y: even; may be infinite at 0 if it is integrable there. "
           "One or two axes."),
      number(p + "time", "1", "1", "Until when.", positive),
      count(p + "steps", "16", "Steps of equal length.", {2, 100000}),
      text(p + "scheme", "\"first_order\"", "first_order or midpoint, which is of order 2.",
           {"first_order", "midpoint"}),
      number(p + "accuracy", "0.05", "1",
             "What the L1 distance of the densities at the end may be between these steps and half as many.",
             positive),
      number(p + "wall_mass", "0.001", "1",
             "The most mass in the cells at the walls at the end; 1 where walls are meant.",
             positive_up_to(1)),
  };
}

frame::Plan own_flow_plan(const io::Configuration& configuration, const std::string& name) {
  const Setting setting = setting_of(configuration, name);
  frame::Plan plan{"Gradient flow '" + name + "'", "JKO steps of the energy that the configuration gives."};
  const auto found = frame::lazy([=] { return follow(setting, setting.steps); });
  const auto coarse = frame::lazy([=] { return follow(setting, setting.steps / 2); });
  const double accuracy = configuration.number("flow." + name + ".accuracy");
  const double wall_mass = configuration.number("flow." + name + ".wall_mass");
  const auto check = [](const std::string& id, double tolerance, const std::string& source,
                        const std::string& note, std::function<double()> observed) {
    return frame::CheckTask{id, [=] { return verify::value_check(0, observed(), tolerance, source, note); }};
  };
  plan.checks = {
      check("mass", 1e-12, "mass 1", "largest error of the mass", [=] { return found->get().mass_lost; }),
      check("least_density", 0, "no density is negative", "least density",
            [=] { return found->get().least; }),
      // A minimiser has no more energy than where it started. The grid's own error: an edge takes up to a per
      // cent.
      check("energy_rises", 0.01, "energies fall", "largest rise in a step over all that was lost",
            [=] {
              const Course& c = found->get();
              return c.rise <= 0 ? 0 : c.rise / std::max(c.fall, std::numeric_limits<double>::min());
            }),
      check("steps", accuracy, "half as many steps", "L1 distance of the densities at the end",
            [=] { return distance(setting, found->get(), coarse->get()); }),
      check("wall_mass", wall_mass, "a domain that holds the flow",
            "mass in the cells at the walls at the end; walls are reflecting",
            [=] { return found->get().wall_mass; }),
  };
  plan.tables.push_back([=](io::Group& part) { write(setting, found->get(), part); });
  return plan;
}

}  // namespace kolmo::wasserstein_flow
