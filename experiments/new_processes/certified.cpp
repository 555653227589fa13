#include "new_processes/certified.hpp"

#include <cmath>
#include <limits>

#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"
#include "kolmo/verify/budget.hpp"

namespace kolmo::new_processes {
namespace {

using verify::RoadResult;

double power_of(double x, int power) {
  double product = 1;
  for (int k = 0; k < power; ++k) product *= x;
  return product;
}

/// The steps of every interval, in proportion to its length and a multiple of 4.
Schedule schedule_of(const Case& one) {
  const double all = one.times.back() - one.times.front();
  std::vector<Index> steps;
  for (std::size_t k = 0; k + 1 < one.times.size(); ++k)
    steps.push_back(4 * static_cast<Index>(std::ceil(static_cast<double>(one.steps) / 4 *
                                                     (one.times[k + 1] - one.times[k]) / all)));
  return {one.times, steps};
}

RoadResult empty_road(const Case& one, const std::string& name) {
  RoadResult road;
  road.name = name;
  road.times.assign(one.times.begin() + 1, one.times.end());
  road.snapshots.resize(road.times.size());
  return road;
}

RoadResult paths_of(const Case& one, const Sampled& sampled, double z) {
  RoadResult road = empty_road(one, "paths");
  const sde::SdeScheme& scheme = sde::scheme(one.scheme);
  const Context context =
      process::is_additive(one.process->noise_kind()) ? Context::additive : Context::general;
  const double order = scheme.claim().order(Sense::weak, context).value();
  sde::Simulation simulation{*one.process, scheme, schedule_of(one), sampled.particles,
                             sampled.stream.role(one.name)};
  simulation.levels = 3;
  const sde::Snapshots x = sde::simulate_snapshots(simulation, one.start);
  for (std::size_t k = 0; k < road.times.size(); ++k)
    for (const Observable& observable : one.observables) {
      const auto& levels = x[k + 1];
      const Estimate value = expectation(levels[0], observable.phi);
      const Estimate fine = expectation_difference(levels[0], levels[1], observable.phi),
                     coarse = expectation_difference(levels[1], levels[2], observable.phi);
      const double bound = verify::richardson_budget(fine, coarse, order, z, z * value.standard_error).bound;
      road.snapshots[k].quantities[observable.name] = {
          value.value, value.standard_error, bound,
          value.standard_error * std::sqrt(static_cast<double>(sampled.particles))};
    }
  return road;
}

/// E φ at the times on a grid with cells and steps divided by `factor`: times × observables.
Eigen::ArrayXXd on_grid(const Case& one, Index factor) {
  const Grid grid = one.grid.coarsened(factor);
  const Points centres = grid.centres();
  Eigen::ArrayXd p(grid.cells()), phi(grid.cells());
  one.start.log_density(centres, p);
  double mass = 0;
  for (Index i = 0; i < p.size(); ++i) {
    p(i) = std::exp(p(i));
    mass += p(i) * grid.cell_volume();
  }
  p /= mass;
  Schedule schedule = schedule_of(one);
  for (Index& count : schedule.steps) count /= factor;
  Eigen::ArrayXXd values(static_cast<Index>(one.times.size()), static_cast<Index>(one.observables.size()));
  const auto observer = [&](Index at, double, const Eigen::ArrayXd& density) {
    for (std::size_t k = 0; k < one.observables.size(); ++k) {
      one.observables[k].phi(centres, phi);
      double sum = 0;
      for (Index i = 0; i < density.size(); ++i) sum += density(i) * phi(i);
      values(at, static_cast<Index>(k)) = sum * grid.cell_volume();
    }
  };
  const auto& discretisation = fokker_planck::discretisation("chang_cooper");
  const auto& stepper = fokker_planck::stepper(grid.dimension() == 1 ? "crank_nicolson" : "craig_sneyd");
  if (process::constant_coefficients(*one.process).value_or(false)) {
    fokker_planck::march(discretisation.build(*one.process, grid), stepper, p, schedule, observer);
    return values;
  }
  const fokker_planck::GeneratorAt generator = [&](double t) {
    return discretisation.build(*one.process, grid, {{}, t});
  };
  fokker_planck::march(generator, stepper, p, schedule, observer);
  return values;
}

RoadResult grid_of(const Case& one, const RoadResult& paths, double z) {
  RoadResult road = empty_road(one, "grid");
  const Eigen::ArrayXXd fine = on_grid(one, 1), middle = on_grid(one, 2), coarse = on_grid(one, 4);
  for (std::size_t k = 0; k < road.times.size(); ++k)
    for (std::size_t m = 0; m < one.observables.size(); ++m) {
      const Index i = static_cast<Index>(k) + 1, j = static_cast<Index>(m);
      const std::string& name = one.observables[m].name;
      const verify::Quantity& sampled = paths.snapshots[k].quantities.at(name);
      const double bound =
          verify::richardson_budget({fine(i, j) - middle(i, j), 0}, Estimate{middle(i, j) - coarse(i, j), 0},
                                    2, z, z * sampled.standard_error)
              .bound;
      road.snapshots[k].quantities[name] = {fine(i, j), 0, bound, sampled.spread};
    }
  return road;
}

RoadResult exact_of(const Case& one, const RoadResult& paths) {
  RoadResult road = empty_road(one, "exact");
  for (std::size_t k = 0; k < road.times.size(); ++k)
    for (std::size_t m = 0; m < one.observables.size(); ++m) {
      const double value = one.exact(road.times[k], m);
      if (!std::isfinite(value)) continue;
      const std::string& name = one.observables[m].name;
      road.snapshots[k].quantities[name] = {value, 0, one.exact_within,
                                            paths.snapshots[k].quantities.at(name).spread};
    }
  return road;
}

std::vector<std::pair<std::string, std::string>> pairs_of(const Case& one) {
  std::vector<std::pair<std::string, std::string>> pairs{{"paths", "grid"}};
  if (one.exact) pairs.insert(pairs.end(), {{"paths", "exact"}, {"grid", "exact"}});
  return pairs;
}

/// x^2 for the observable x2.
std::string formula(const std::string& observable) {
  const std::size_t digit = observable.find_first_of("0123456789");
  return digit == std::string::npos ? observable
                                    : observable.substr(0, digit) + "^" + observable.substr(digit);
}

void write(io::Group& part, const Case& one, const std::vector<RoadResult>& roads) {
  if (roads.front().times.size() < 2) return;
  io::Group& group = part.group(one.name);
  group.scale("time", roads.front().times, {"time", "1"});
  for (const Observable& observable : one.observables) {
    std::vector<double> values, errors, grid;
    for (std::size_t k = 0; k < roads.front().times.size(); ++k) {
      const auto& sampled = roads[0].snapshots[k].quantities.at(observable.name);
      values.push_back(sampled.value);
      errors.push_back(sampled.standard_error);
      grid.push_back(roads[1].snapshots[k].quantities.at(observable.name).value);
    }
    group.variable(observable.name, {"time"}, values,
                   {"mean of " + formula(observable.name) + ", paths", "1"});
    group.variable(observable.name + "_standard_error", {"time"}, errors, {"its standard error", "1"});
    group.variable(observable.name + "_exact", {"time"}, grid, {"the same on the grid", "1"});
  }
}

}  // namespace

std::vector<Observable> powers(int highest, double middle, double scale) {
  std::vector<Observable> all;
  for (int power = 1; power <= highest; ++power)
    all.push_back({power == 1 ? "x" : "x" + std::string(1, static_cast<char>('0' + power)),
                   [=](const ConstBlock& x, Values out) {
                     for (Index i = 0; i < x.rows(); ++i)
                       out(i) = power_of((x(i, 0) - middle) / scale, power);
                   }});
  return all;
}

std::vector<Observable> plane_moments() {
  return {{"x", [](const ConstBlock& x, Values out) { out = x.col(0); }},
          {"y", [](const ConstBlock& x, Values out) { out = x.col(1); }},
          {"xx", [](const ConstBlock& x, Values out) { out = x.col(0).square(); }},
          {"yy", [](const ConstBlock& x, Values out) { out = x.col(1).square(); }},
          {"xy", [](const ConstBlock& x, Values out) { out = x.col(0) * x.col(1); }}};
}

std::function<double(double, std::size_t)> exact_powers(std::function<density::GaussianMixture(double)> law,
                                                        double middle, double scale) {
  return [=](double t, std::size_t observable) {
    const density::GaussianMixture at = law(t);
    const density::GaussianMixture shifted =
        density::mixture_1d(at.weights(), (at.means().col(0) - middle) / scale, [&] {
          Eigen::ArrayXd deviations(at.components());
          for (Index k = 0; k < at.components(); ++k)
            deviations(k) = std::sqrt(at.covariance(k)(0, 0)) / scale;
          return deviations;
        }());
    return shifted.raw_moment(static_cast<int>(observable) + 1);
  };
}

std::vector<std::string> certificate_ids(const std::string& part, const Case& one) {
  std::vector<std::string> ids;
  for (const auto& [a, b] : pairs_of(one))
    for (std::size_t k = 1; k < one.times.size(); ++k)
      for (std::size_t m = 0; m < one.observables.size(); ++m) {
        if (b == "exact" && !std::isfinite(one.exact(one.times[k], m))) continue;
        ids.push_back(
            verify::comparison_id(part + "/" + one.name, a, b, one.observables[m].name, one.times[k]));
      }
  return ids;
}

frame::RunTask certified(const std::string& part, const Case& one, const Sampled& sampled) {
  return {certificate_ids(part, one), [=](io::Group& group, frame::Progress&) {
            const double z = sampled.z();
            std::vector<RoadResult> roads{paths_of(one, sampled, z)};
            roads.push_back(grid_of(one, roads.front(), z));
            if (one.exact) roads.push_back(exact_of(one, roads.front()));
            write(group, one, roads);
            // The false alarms of the whole run: what z was made of.
            const verify::FalseAlarms alarms{1e-3 / (2 * normal_upper_tail(z)), 1e-3};
            return verify::certify(part + "/" + one.name, roads, pairs_of(one), alarms, {}).checks;
          }};
}

}  // namespace kolmo::new_processes
