#include "constrained_diffusions/sphere_paths.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/sphere_schemes.hpp"

namespace kolmo::constrained_diffusions {

double relaxation_time(const Sphere& sphere) {
  return 2 * sphere.radius * sphere.radius /
         (static_cast<double>(sphere.dimension - 1) * sphere.noise * sphere.noise);
}

process::SphereDiffusion sphere_process(const Sphere& sphere, double concentration) {
  return process::von_mises_fisher(sphere.dimension, sphere.radius, sphere.noise, concentration);
}

Ensemble simulate(const Sphere& sphere, const Sampled& sampled, const sde::SdeScheme& scheme,
                  double concentration, double from, const std::vector<double>& times, double share) {
  const auto process = sphere_process(sphere, concentration);
  const Schedule schedule = Schedule::with_step(times, relaxation_time(sphere) / share);
  sde::Simulation simulation{
      process, scheme, schedule, sampled.particles,
      sampled.stream.role("sphere").role(scheme.claim().name, concentration > 0 ? 1 : 0)};
  Points start = Points::Zero(sampled.particles, sphere.dimension);
  start.col(0).setConstant(from * sphere.radius);
  const sde::Snapshots snapshots = sde::simulate_snapshots(simulation, start);
  Ensemble found;
  found.times = times;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const Points& x = snapshots[k][0];
    const Eigen::ArrayXd cosine = x.col(0) / sphere.radius;
    found.cosine.push_back(raw_moment(cosine.data(), cosine.size(), 1));
    found.squared.push_back(raw_moment(cosine.data(), cosine.size(), 2));
    for (Index i = 0; i < x.rows(); ++i)
      found.off_sphere = std::max(found.off_sphere, std::abs(x.row(i).matrix().norm() / sphere.radius - 1));
  }
  return found;
}

void write_correlation(io::Group& part, const Sphere& sphere,
                       const std::vector<std::pair<std::string, Runs>>& all) {
  io::Group& group = part.group("correlation_with_the_start");
  std::vector<double> times, exact;
  for (const double t : all.front().second->get().times) {
    times.push_back(t / relaxation_time(sphere));
    exact.push_back(std::exp(-times.back()));
  }
  group.scale("time", times, {"time over 2R^2/((d - 1) sigma^2)", "1"});
  for (const auto& [name, runs] : all) {
    std::vector<double> values, errors;
    for (const Estimate& estimate : runs->get().cosine) {
      values.push_back(estimate.value);
      errors.push_back(estimate.standard_error);
    }
    group.variable(name, {"time"}, values, {"mean of <x0, x>/R^2, " + name, "1"});
    group.variable(name + "_standard_error", {"time"}, errors, {"its standard error", "1"});
    group.variable(name + "_exact", {"time"}, exact, {"exp(-t)", "1"});
  }
}

void write_sphere_path(io::Group& part, const Sphere& sphere, const Sampled& sampled) {
  std::vector<double> times;
  for (int k = 0; k <= 400; ++k) times.push_back(relaxation_time(sphere) * k / 200);
  Sampled one = sampled;
  one.particles = 16;
  const auto process = sphere_process(sphere, 0);
  const Schedule schedule = Schedule::with_step(times, relaxation_time(sphere) / 200);
  const sde::Simulation simulation{process, *sde::sphere_schemes().back(), schedule, one.particles,
                                   one.stream.role("path")};
  Points start = Points::Zero(one.particles, sphere.dimension);
  start.col(0).setConstant(sphere.radius);
  const sde::Snapshots snapshots = sde::simulate_snapshots(simulation, start);
  Eigen::ArrayXXd x(1, static_cast<Index>(times.size())), y = x;
  for (std::size_t k = 0; k < times.size(); ++k) {
    x(0, static_cast<Index>(k)) = snapshots[k][0](0, 0) / sphere.radius;
    y(0, static_cast<Index>(k)) = snapshots[k][0](0, 1) / sphere.radius;
  }
  io::Group& path = part.group("path");
  path.scale("curve", counted(1), {"path", "1"});
  path.dimension("place", x.cols());
  path.variable("x", {"curve", "place"}, x, {"x1/R of one path", "1"});
  path.variable("y", {"curve", "place"}, y, {"x2/R of one path", "1"});
}

}  // namespace kolmo::constrained_diffusions
