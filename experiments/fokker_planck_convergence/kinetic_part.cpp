// The kinetic equation: orders, the law at rest, what is kept.

#include <cmath>

#include "fokker_planck_convergence/kinetic_stationary_state.hpp"
#include "fokker_planck_convergence/parts.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/measure/fokker_planck/grid_problem.hpp"
#include "kolmo/measure/fokker_planck/kinetic_orders.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using namespace measure;
using fokker_planck::Boundary;
using fokker_planck::KineticSolver;
using fokker_planck::KineticTransport;
using fokker_planck::MarchResult;

struct KineticKept {
  double mass_defect, minimum;  ///< of a long march; over the largest entry of the first density
};

using KeptTask = std::shared_ptr<Lazy<KineticKept>>;

process::UnderdampedLangevin tilted_well(double friction, double temperature) {
  return {std::make_shared<density::DoubleWell>(0.3), friction, temperature};
}

KineticKept keep(const KineticTransport& transport, Index steps) {
  const Grid grid({{-3, 3, 40}, {-6.5, 6.5, 40}});
  const KineticSolver solver(tilted_well(1, 1), grid, {Boundary::no_flux, transport.claim.name});
  const Eigen::ArrayXd p0 =
      fokker_planck::initial_density(GaussianStart().density(), grid, fokker_planck::CellValues::point, 1e-2)
          .density;
  const MarchResult result = solver.march(p0, {{0, 0.05 * static_cast<double>(steps)}, {steps}});
  return {result.mass_defect, result.minimum / p0.maxCoeff()};
}

/// Two cells, one of them 1e−300 of the other, with no friction and with weak and strong one.
double minimum_of_cells(const KineticTransport& transport) {
  const Grid grid({{-2, 2, 40}, {-4, 4, 40}});
  Eigen::ArrayXd cells = Eigen::ArrayXd::Zero(grid.cells());
  cells(31 + 40 * 27) = 1e-300;
  cells(12 + 40 * 20) = 1;
  double least = 0;
  for (const double friction : {0.0, 0.1, 40.0}) {
    const KineticSolver solver(tilted_well(friction, 0.1), grid, {Boundary::no_flux, transport.claim.name});
    least = std::min(least, solver.march(cells, {{0, 5}, {137}}).minimum);
  }
  return least;
}

void write_kept(const std::vector<KeptTask>& kept, io::Group& part) {
  std::vector<std::string> names;
  std::vector<double> mass, minimum, cells;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const KineticTransport& transport = fokker_planck::kinetic_transports()[i];
    names.push_back(transport.claim.name);
    mass.push_back(kept[i]->get().mass_defect);
    minimum.push_back(kept[i]->get().minimum);
    cells.push_back(minimum_of_cells(transport));
  }
  io::Group& group = part.group("kept");
  group.attribute("long_name", "what a long march keeps");
  group.scale("transport", names, {"transport", ""});
  group.variable("mass_defect", {"transport"}, mass, {"relative defect of the mass", "1"});
  group.variable("minimum", {"transport"}, minimum,
                 {"smallest entry of any density over the largest of the first", "1"});
  group.variable("minimum_of_cells", {"transport"}, cells, {"the same from two single cells", "1"});
}

void add_transport(const KineticTransport& transport, const RunSettings& settings, Plan& plan) {
  const std::string& name = transport.claim.name;
  const Index levels = settings.levels.plane;
  plan.studies.push_back({"space_" + name, [&transport, levels] {
                            return kinetic_space_study(kinetic_well().process(), transport, levels);
                          }});
  plan.studies.push_back(
      {"time_" + name, [&transport] { return kinetic_time_study(kinetic_well().process(), transport); }});
  plan.studies.push_back({"joint_" + name, [&transport, levels] {
                            return kinetic_joint_study(kinetic_well().process(), transport, levels);
                          }});
  plan.studies.push_back(
      {"transport_" + name, [&transport, levels] { return transport_study(transport, levels); }});
}

}  // namespace

Plan kinetic_plan(const RunSettings& settings) {
  Plan plan{"Position and velocity",
            "dq = p dt, dp = -V'(q) dt - gamma p dt + sqrt(2 gamma T) dW in harmonic and double wells"};
  std::vector<KeptTask> kept;
  for (const KineticTransport& transport : fokker_planck::kinetic_transports()) {
    add_transport(transport, settings, plan);
    const std::string& name = transport.claim.name;
    kept.push_back(lazy([&transport, steps = settings.mass_steps] { return keep(transport, steps); }));
    plan.checks.push_back({"mass_" + name, [own = kept.back(), &transport] {
                             return value_check(0, own->get().mass_defect, 1e-13, transport.claim.source);
                           }});
    if (!transport.positive) continue;
    plan.checks.push_back({"positivity_" + name, [own = kept.back(), &transport] {
                             const double least = std::min(own->get().minimum, minimum_of_cells(transport));
                             return value_check(0, std::min(least, 0.0), 0, transport.claim.source,
                                                "proved at every step; single cells, friction 0 to 40");
                           }});
  }
  add_resting_wells(plan);
  add_autocorrelations(plan);
  plan.tables.push_back([kept](io::Group& part) { write_kept(kept, part); });
  return plan;
}

}  // namespace kolmo::fokker_planck_convergence
