#include "fokker_planck_convergence/kinetic_stationary_state.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/verify/error_norms.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using namespace measure;
using fokker_planck::KineticSolver;
using fokker_planck::KineticTransport;

struct RestingWell {
  const char* name;
  double tilt, temperature;
  Eigen::Array3d position;  ///< E q, E q², E q⁴
};

const std::vector<RestingWell>& resting_wells() {
  static const std::vector<RestingWell> all{
      {"double_well_T_1", 0, 1, {0, 0.8327454871283801, 1.0827454871283801}},
      {"double_well_T_0.5", 0, 0.5, {0, 0.8521361521783342, 0.9771361521783342}},
      {"tilted_double_well_T_1", 0.3, 1, {-0.2454429712907037, 0.8498879954575462, 1.118296218304349}}};
  return all;
}

struct Rest {
  std::vector<double> dt, distances;
  Eigen::ArrayXd moments;  ///< E q, E q², E q⁴, E p²
};

constexpr double end_time = 24;

Rest at_rest(const RestingWell& well) {
  const double p = 6.4 * std::sqrt(well.temperature);
  const Grid grid({{-2.8, 2.8, 112}, {-p, p, 112}});
  const process::UnderdampedLangevin process(std::make_shared<density::DoubleWell>(well.tilt), 1.5,
                                             well.temperature);
  const KineticSolver solver(process, grid);
  const Eigen::ArrayXd gibbs = solver.gibbs();
  Rest rest;
  std::vector<Eigen::ArrayXd> moments;
  for (const Index steps : {120, 240, 480, 960}) {
    const Eigen::ArrayXd density = solver.march(gibbs, {{0, end_time}, {steps}}).density;
    rest.dt.push_back(end_time / static_cast<double>(steps));
    rest.distances.push_back(verify::error_norms(grid, density, gibbs).l1);
    const auto moment = [&](Index axis, int order) {
      return fokker_planck::raw_moment(grid, density, axis, order);
    };
    moments.emplace_back(Eigen::Array4d(moment(0, 1), moment(0, 2), moment(0, 4), moment(1, 2)));
  }
  moments.erase(moments.begin());
  rest.moments = fokker_planck::extrapolate(moments).value;
  return rest;
}

OrderStudy rest_study(const std::string& name, const Rest& rest) {
  OrderStudy study = grid_study({name, "L1 distance of the law at rest to the Gibbs density", "kinetic_baoab",
                                 "Leimkuhler, Matthews (2013), section 2", "time step", "s"});
  for (std::size_t i = 0; i < rest.dt.size(); ++i) study.add(rest.dt[i], rest.distances[i]);
  study.claimed = study.next_term = 2;
  return study;
}

struct Regime {
  const char* name;
  const char* long_name;
  HarmonicWell well;
};

const std::vector<Regime>& regimes() {
  static const std::vector<Regime> all{
      {"underdamped", "friction 1/2, underdamped", {1, 0.5, 1}},
      {"critical", "friction 2, critically damped", {1, 2, 1}},
      {"overdamped", "friction 5, overdamped", {1, 5, 1}},
      {"off_centre", "k = 1.7, friction 1.2, T = 0.8", {1.7, 1.2, 0.8, 0.3}}};
  return all;
}

Eigen::ArrayXd closed_form(const HarmonicWell& well) {
  return autocorrelation_times().unaryExpr([&](double t) { return well.autocorrelation(t); });
}

bool refuses_autocorrelation(const KineticTransport& transport) {
  const HarmonicWell& well = regimes().front().well;
  try {
    extrapolated_autocorrelation(well.process(), well, transport);
    return false;
  } catch (const InvalidArgument&) {
    return true;
  }
}

using Curve = std::shared_ptr<Lazy<Eigen::ArrayXd>>;

void write_curves(const std::vector<Curve>& curves, io::Group& part) {
  io::Group& group = part.group("velocity_autocorrelation");
  group.attribute("long_name", "velocity autocorrelation at rest in harmonic wells");
  group.scale("time", autocorrelation_times(), {"time", "s"});
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const Regime& regime = regimes()[i];
    group.variable(regime.name, {"time"}, curves[i]->get(), {regime.long_name, "1"});
    group.variable(std::string(regime.name) + "_exact", {"time"}, closed_form(regime.well),
                   {std::string(regime.long_name) + ", closed form", "1", "Chandrasekhar (1943), II.3"});
  }
}

}  // namespace

void add_resting_wells(Plan& plan) {
  for (const RestingWell& well : resting_wells()) {
    const auto rest = lazy([well] { return at_rest(well); });
    const std::string name = std::string("rest_") + well.name;
    plan.studies.push_back({name, [=] { return rest_study(name, rest->get()); }});
    const Eigen::Array4d exact(well.position(0), well.position(1), well.position(2), well.temperature);
    const char* names[] = {"q", "q2", "q4", "p2"};
    for (Index k = 0; k < 4; ++k) {
      plan.checks.push_back({name + "_" + names[k], [=] {
                               return value_check(exact(k), rest->get().moments(k), 3e-6,
                                                  "data/reference/c_stationary.json",
                                                  "steps of 0.1, 0.05, 0.025, extrapolated");
                             }});
    }
  }
}

void add_autocorrelations(Plan& plan) {
  std::vector<Curve> curves;
  for (const KineticTransport& transport : fokker_planck::kinetic_transports()) {
    if (transport.positive) {
      plan.checks.push_back({"refused_autocorrelation_" + transport.claim.name, [&transport] {
                               return value_check(1, refuses_autocorrelation(transport) ? 1 : 0, 0,
                                                  transport.claim.source, "not linear, and says so");
                             }});
      continue;
    }
    std::vector<Curve> own;
    for (const Regime& regime : regimes()) {
      own.push_back(lazy([&regime, &transport] {
        return extrapolated_autocorrelation(regime.well.process(), regime.well, transport);
      }));
      plan.checks.push_back(
          {std::string("autocorrelation_") + regime.name + "_" + transport.claim.name,
           [curve = own.back(), &regime] { return autocorrelation_check(curve->get(), regime.well); }});
    }
    curves = own;
  }
  plan.tables.push_back([curves](io::Group& part) { write_curves(curves, part); });
}

}  // namespace kolmo::fokker_planck_convergence
