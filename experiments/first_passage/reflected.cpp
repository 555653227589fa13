#include "first_passage/reflected.hpp"

#include <cmath>

#include "kolmo/core/statistics/law_1d.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/verify/noise_floor.hpp"

namespace kolmo::first_passage {

std::vector<double> ReflectedProblem::steps() const {
  std::vector<double> h;
  for (int k = coarsest; k <= finest; ++k) h.push_back(std::ldexp(1.0, -k));
  return h;
}

std::vector<std::string> reflected_check_ids() {
  std::vector<std::string> ids;
  for (const std::string kind : {"reflecting_projection", "reflecting_symmetrised"}) {
    for (const char* what : {"strong_order", "weak_order", "stationary_mean"})
      ids.push_back("reflected/" + kind + "/" + what);
  }
  ids.insert(ids.end(), {"reflected/reflecting_projection/boundary_coefficient",
                         "reflected/symmetrised_over_projection", "reflected/uniform/ks"});
  return ids;
}

void uniform_check(const ReflectedProblem& problem, const Settings& settings, io::Group& group,
                   std::vector<verify::Check>& checks) {
  const process::Brownian process(1, 1);
  const auto run = [&](sde::WallKind kind) {
    const auto walls = settings.walls({{0, 0, 1, kind}});
    const sde::Schedule schedule{{0, 1}, {Index{1} << problem.coarsest}};
    sde::Simulation simulation{process, sde::scheme("euler_maruyama"), schedule, problem.paths,
                               settings.stream("reflected/uniform")};
    simulation.walls = walls.get();
    const RandomStream start = sde::start_of(simulation.stream);
    const Points x = sde::simulate_snapshots(simulation, [&](Index first, Block out) {
                       start.uniforms(first, 0, out);
                     }).back()[0];
    return ks_distance(Law1D::from_samples({x.data(), x.data() + x.size()}), Law1D::from_cdf({0, 1}, {0, 1}));
  };
  const double level = 2 * normal_upper_tail(settings.z);
  const double floor = verify::ks_noise_floor(static_cast<double>(problem.paths), INFINITY, level);
  const double mirrored = run(sde::WallKind::reflecting_symmetrised);
  checks.push_back(verify::estimate_check("reflected/uniform/ks", 0, {mirrored, 0}, 0, floor,
                                          "the reflected Brownian motion of a step is a folded one exactly"));
  io::Group& table = group.group("uniform");
  const io::Labels labels{"KS distance to the uniform law at t = 1", "1"};
  table.scale("wall", std::vector<std::string>{"reflecting_symmetrised", "reflecting_projection"},
              {"kind of wall", ""});
  Eigen::ArrayXd distances(2);
  distances << mirrored, run(sde::WallKind::reflecting_projection);
  table.variable("ks", {"wall"}, distances, labels);
  table.variable("noise_floor", {}, io::Data(std::vector<double>{floor}),
                 {"what sampling noise alone may give", "1"});
}

std::vector<verify::Check> reflected_part(const ReflectedProblem& problem, const Settings& settings,
                                          io::Group& group, frame::Progress& progress) {
  group.attribute("title", "Reflecting walls: projected and mirrored");
  std::vector<verify::Check> checks;
  strong_checks(problem, settings, group, progress, checks);
  weak_checks(problem, settings, group, progress, checks);
  uniform_check(problem, settings, group, checks);
  return checks;
}

}  // namespace kolmo::first_passage
