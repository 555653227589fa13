#include "sde_convergence/torus_parts.hpp"

#include <algorithm>

#include "kolmo/measure/problems/matrix_processes.hpp"
#include "kolmo/measure/problems/state_noise.hpp"
#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/measure/sde/deterministic_order.hpp"
#include "kolmo/measure/sde/one_step_moments.hpp"
#include "kolmo/measure/sde/strong_expansion.hpp"
#include "kolmo/measure/sde/weak_without_sampling.hpp"
#include "sde_convergence/step_cost.hpp"

namespace kolmo::sde_convergence {
namespace {

using namespace measure;
using sde::SdeScheme;
using verify::OrderStudy;

constexpr double start = 0.5;

void add_strong(const std::shared_ptr<const process::Process>& process, const RunSettings& settings,
                Plan& plan) {
  const auto problem = std::make_shared<PathProblem>(
      PathProblem{*process, Eigen::ArrayXd::Constant(process->dimension(), start)});
  const auto reference =
      lazy([problem, process, settings] { return reference_paths(*problem, settings.strong); });
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!scheme->can_step(*process) || !claimed_strong_order(*scheme, *process)) continue;
    plan.studies.push_back({"strong_" + scheme->claim().name, [=] {
                              return strong_study(*scheme, *problem, reference->get(), settings.strong);
                            }});
  }
}

void add_weak(const std::shared_ptr<const process::Process>& process, const RunSettings& settings,
              Index plane_nodes, Plan& plan) {
  WeakSpace space = WeakSpace::of_dimension(process->dimension());
  if (process->dimension() == 2) space.grid.nodes = plane_nodes;
  const std::vector<Index> steps = process->dimension() == 1 ? step_counts(16, settings.weak_finest_steps)
                                                             : step_counts(4, settings.plane_finest_steps);
  const auto exact = lazy([process, space] { return exact_expectation(*process, space); });
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!scheme->can_step(*process) || !claimed_weak_order(*scheme, *process)) continue;
    plan.studies.push_back({"weak_" + scheme->claim().name,
                            [=] { return weak_study(*scheme, *process, space, exact->get(), steps); }});
  }
}

void add_one_step(const std::shared_ptr<const process::Process>& process, Plan& plan) {
  const auto* smooth = dynamic_cast<const Smooth*>(process.get());
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!scheme->can_step(*process)) continue;
    const std::string& name = scheme->claim().name;
    if (claimed_weak_order(*scheme, *process)) {
      plan.checks.push_back({"moments_" + name, [=] { return one_step_moments(*scheme, *process); }});
    }
    if (smooth && claimed_strong_order(*scheme, *process)) {
      plan.checks.push_back(
          {"projections_" + name, [=, keep = process] { return strong_expansion_check(*scheme, *smooth); }});
    }
  }
}

Plan torus_plan(const std::string& title, const std::string& statement,
                const std::shared_ptr<const process::Process>& process, const RunSettings& settings,
                Index plane_nodes = 0) {
  Plan plan{title, statement, {}, {}};
  add_strong(process, settings, plan);
  // a field that needs many nodes shows its orders at 32 steps and more, no sooner
  if (plane_nodes <= 20 || settings.plane_finest_steps >= 32) add_weak(process, settings, plane_nodes, plan);
  add_one_step(process, plan);
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!scheme->can_step(*process)) continue;
    plan.timings.push_back([=] { return time_steps(*scheme, *process, 4 * settings.strong.particles); });
  }
  return plan;
}

}  // namespace

Plan additive_plan(const RunSettings& settings) {
  return torus_plan("Additive noise",
                    "dX = ((1 + sin(2t)/2) sin X + 0.4 cos(2X + t)) dt + g dW, g^2 = 0.6 + 0.5 sin 3t",
                    std::make_shared<Periodic>(), settings);
}

Plan additive_matrix_plan(const RunSettings& settings) {
  return torus_plan("A constant matrix of noise in the plane",
                    "dX = (0.7 sin(X + Y) + 0.3 cos t) dt + 0.7 dU - 0.2 dW, "
                    "dY = (0.6 cos(X - t) - 0.4 sin Y) dt + 0.3 dU + 0.6 dW",
                    std::make_shared<ConstantMatrix>(), settings, 20);
}

Plan diagonal_plan(const RunSettings& settings) {
  return torus_plan("Noise that depends on the state",
                    "dX = ((1 + sin(2t)/2) sin X + 0.4 cos(2X + t)) dt + (0.8 + sin(X + 2t)/2) dW",
                    std::make_shared<StateNoise>(), settings);
}

Plan diagonal_plane_plan(const RunSettings& settings) {
  return torus_plan("Diagonal noise in the plane",
                    "dX = (sin(X + 2Y) + cos(t)/2) dt + (0.8 + sin(X + 2t)/2) dU, "
                    "dY = cos(X - Y + t) dt + (0.8 + sin(Y + 2t)/2) dW",
                    std::make_shared<PlaneNoise>(), settings, 32);
}

Plan commutative_plan(const RunSettings& settings) {
  return torus_plan("Commutative noise in the plane",
                    "G = (a (1, 1), b (1, -1)), a = 0.5 + 0.2 sin(x + y + 2t), b = 0.4 + 0.2 cos(x - y - t)",
                    std::make_shared<CommutativeMatrix>(), settings, 20);
}

// Half the paths: Lévy areas cost 150 normal numbers a step on the finest level.
Plan non_commutative_plan(const RunSettings& given) {
  RunSettings settings = given;
  settings.strong.particles = std::max<Index>(64, given.strong.particles / 2);
  return torus_plan("Noise in the plane that does not commute",
                    "G = ((0.6 + 0.2 sin y, 0.3 sin(y + 2t)), (0.35 cos(x - t), 0.6 + 0.2 cos x))",
                    std::make_shared<NonCommutativeMatrix>(), settings, 20);
}

Plan deterministic_plan(const RunSettings&) {
  Plan plan{"Orders without noise", "x' = (1 + sin(2t)/2) sin x + 0.4 cos(2x + t)", {}, {}};
  const std::vector<Index> steps = step_counts(8, 256);
  const auto scalar = std::make_shared<Noiseless>();
  const auto diagonal = std::make_shared<NoiselessState>();
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!scheme->claim().order(Sense::time)) continue;
    const std::string& name = scheme->claim().name;
    if (scheme->can_step(*scalar)) {
      plan.studies.push_back(
          {"deterministic_" + name, [=] { return deterministic_study(*scheme, steps, *scalar); }});
    }
    if (scheme->can_step(*diagonal)) {
      plan.studies.push_back({"deterministic_" + name + "_diagonal", [=] {
                                OrderStudy study = deterministic_study(*scheme, steps, *diagonal);
                                study.name += "_diagonal";
                                return study;
                              }});
    }
  }
  return plan;
}

}  // namespace kolmo::sde_convergence
