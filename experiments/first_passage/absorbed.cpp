#include "first_passage/absorbed.hpp"

#include <cmath>
#include <sstream>

#include "frame/order_study.hpp"
#include "frame/run/packed_studies.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/exit/brownian_exit.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/verify/power_fit.hpp"

namespace kolmo::first_passage {
namespace {

std::string at_time(double t) {
  std::ostringstream text;
  text << "t=" << t;
  return text.str();
}

/// Fractions inside at all times; [time].
std::vector<Estimate> survival(const AbsorbedProblem& problem, const Settings& settings, sde::WallKind kind,
                               int k) {
  const std::string use = "absorbed/" + sde::claim(kind).name + "/" + number_text(k);
  const process::Brownian process(1, 1);
  const auto walls = settings.walls({{0, -1, 1, kind}});
  std::vector<double> times{0};
  times.insert(times.end(), problem.times.begin(), problem.times.end());
  const sde::Schedule schedule = sde::Schedule::with_step(times, std::ldexp(1.0, -k));
  sde::Simulation simulation{process, sde::scheme("euler_maruyama"), schedule, problem.paths,
                             settings.stream(use)};
  simulation.walls = walls.get();
  const sde::Snapshots snapshots =
      sde::simulate_snapshots(simulation, Points(Points::Zero(problem.paths, 1)));
  std::vector<Estimate> fractions;
  for (std::size_t s = 1; s < snapshots.size(); ++s) {
    const Eigen::ArrayXd inside = (snapshots[s][0].col(0).abs() < 1).cast<double>();
    fractions.push_back(mean_estimate(inside.data(), inside.size()));
  }
  return fractions;
}

struct Survivals {
  std::vector<double> h;
  std::vector<std::vector<Estimate>> bridge, none;  ///< [step][time]
};

void write(const AbsorbedProblem& problem, const Survivals& survivals, io::Group& group) {
  const auto levels = static_cast<Index>(survivals.h.size()), n = static_cast<Index>(problem.times.size());
  io::Group& table = group.group("survival");
  table.scale("h", survivals.h, {"step", "s"});
  table.scale("time", problem.times, {"time", "s"});
  Eigen::ArrayXd exact(n);
  for (Index i = 0; i < n; ++i)
    exact(i) = process::brownian_survival(problem.times[static_cast<std::size_t>(i)]);
  table.variable("exact", {"time"}, exact, {"survival probability", "1", "eigenfunction series"});
  const auto write_table = [&](const std::string& name, const auto& values) {
    Eigen::ArrayXXd value(levels, n), error(levels, n);
    for (Index l = 0; l < levels; ++l) {
      for (Index i = 0; i < n; ++i) {
        const Estimate& e = values[static_cast<std::size_t>(l)][static_cast<std::size_t>(i)];
        value(l, i) = e.value;
        error(l, i) = e.standard_error;
      }
    }
    table.variable(name, {"h", "time"}, value, {"fraction inside, walls " + name, "1"});
    table.variable(name + "_standard_error", {"h", "time"}, error,
                   {"standard error of the fraction inside, walls " + name, "1"});
  };
  write_table("absorbing_bridge", survivals.bridge);
  write_table("absorbing", survivals.none);
}

/// The excess of survival at the last time: coefficient and order.
void judge_excess(const AbsorbedProblem& problem, const Survivals& survivals, double z, io::Group& group,
                  std::vector<verify::Check>& checks) {
  const double t = problem.times.back(), slope = 2 * t * process::brownian_exit_density(t);
  std::vector<Estimate> excess, scaled;
  for (const auto& fractions : survivals.none) {
    const Estimate& fraction = fractions.back();
    excess.push_back({fraction.value - process::brownian_survival(t), fraction.standard_error});
    scaled.push_back({excess.back().value / slope, fraction.standard_error / slope});
  }
  const verify::LeadingTerm term = verify::leading_term(survivals.h, scaled, {0.5, 1, 1.5});
  checks.push_back(verify::estimate_check("absorbed/absorbing/boundary_coefficient", sde::boundary_shift,
                                          term.coefficient, z, term.model_bound,
                                          "-zeta(1/2)/sqrt(2 pi) (Gobet and Menozzi 2010)"));
  verify::require_power(checks.back(), 0.5);
  const Claim& claim = sde::claim(sde::WallKind::absorbing);
  checks.push_back(frame::judge_order("absorbed/absorbing/order",
                                      {.name = "absorbing",
                                       .long_name = "excess of survival without bridges",
                                       .claimed = *claim.order(Sense::weak, Context::additive),
                                       .h = survivals.h,
                                       .errors = excess,
                                       .source = claim.source,
                                       .h_long_name = "step",
                                       .next_term = 0.5},
                                      group));
}

}  // namespace

std::vector<std::string> absorbed_check_ids(const AbsorbedProblem& problem) {
  std::vector<std::string> ids;
  for (int k = problem.coarsest; k <= problem.finest; ++k) {
    for (const double t : problem.times)
      ids.push_back("absorbed/absorbing_bridge/h=2^-" + number_text(k) + "/" + at_time(t));
  }
  ids.insert(ids.end(), {"absorbed/absorbing/boundary_coefficient", "absorbed/absorbing/order"});
  return ids;
}

std::vector<verify::Check> absorbed_part(const AbsorbedProblem& problem, const Settings& settings,
                                         io::Group& group, frame::Progress& progress) {
  group.attribute("title", "Absorbing walls: survival of Brownian motion");
  Survivals survivals;
  std::vector<verify::Check> checks;
  progress.start(problem.finest - problem.coarsest + 1, "absorbed");
  for (int k = problem.coarsest; k <= problem.finest; ++k) {
    throw_if_stopped();
    survivals.h.push_back(std::ldexp(1.0, -k));
    const auto kept_survival = [&](sde::WallKind kind) {
      return progress.pieces().piece("survival, " + sde::claim(kind).name, "h = 2^-" + number_text(k),
                                     [&] { return survival(problem, settings, kind, k); });
    };
    survivals.bridge.push_back(kept_survival(sde::WallKind::absorbing_bridge));
    survivals.none.push_back(kept_survival(sde::WallKind::absorbing));
    for (std::size_t i = 0; i < problem.times.size(); ++i) {
      const double exact = process::brownian_survival(problem.times[i]);
      Estimate observed = survivals.bridge.back()[i];
      observed.standard_error = std::sqrt(exact * (1 - exact) / static_cast<double>(problem.paths));
      checks.push_back(verify::estimate_check(
          "absorbed/absorbing_bridge/h=2^-" + number_text(k) + "/" + at_time(problem.times[i]), exact,
          observed, settings.z, 0, "eigenfunction series"));
    }
    progress.advance(1);
  }
  progress.finish();
  write(problem, survivals, group);
  judge_excess(problem, survivals, settings.z, group, checks);
  return checks;
}

}  // namespace kolmo::first_passage
