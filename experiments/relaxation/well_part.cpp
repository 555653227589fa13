#include "relaxation/well_part.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"

namespace kolmo::relaxation {
namespace {

/// Grids that an eigenvalue is extrapolated from.
constexpr Index grids = 3;

/// What Lanczos may say of λ_0 = 0: it does not know that. The modes 0 and 1 are found mixed by the angle ε
/// ‖S‖/λ₁, up to altogether, and the square of its sine times λ₁ is then added.
double zero_rounding(const WellProblem& problem) {
  const auto generator = problem.generator(problem.cells);
  const double gap = fokker_planck::leading_eigenvalues(generator, 1)(0);
  const double fastest = std::max(generator.rates(0).up.maxCoeff(), generator.rates(0).down.maxCoeff());
  const double angle = std::min(1.0, 4 * std::numeric_limits<double>::epsilon() * fastest / gap);
  return gap * (1e-12 + angle * angle);
}

/// Values to a relative 1e−7.
void judge_eigenvalues(const WellProblem& problem, frame::Findings& findings) {
  const auto count = static_cast<Index>(problem.eigenvalues.size());
  if (count > 0) {
    const auto limit = fokker_planck::extrapolated_eigenvalues(
        [&](Index cells) { return problem.generator(cells); }, problem.cells, count, grids);
    Eigen::ArrayXd known(count), order(count);
    for (Index k = 0; k < count; ++k) {
      known(k) = problem.eigenvalues[static_cast<std::size_t>(k)];
      order(k) = static_cast<double>(k + 1);
      findings.number({"eigenvalue_" + number_text(k + 1), known(k), limit.value(k), 1e-7 * known(k),
                       "c_stationary.json: sinc collocation of the Schrödinger form"});
    }
    io::Group& group = findings.group().group("eigenvalues");
    group.scale("k", order, {"number of the eigenvalue", "1"});
    group.variable("eigenvalue", {"k"}, limit.value, {"eigenvalue of -L, extrapolated to h = 0", "s-1"});
    group.variable("eigenvalue_exact", {"k"}, known, {"the same, as known", "s-1", "c_stationary.json"});
  }
  const auto pairs = fokker_planck::leading_eigenpairs_sparse(problem.generator(problem.cells), 2);
  findings.number({"eigenvalue_0", 0, pairs.values(0), zero_rounding(problem), "constants are harmonic"});
}

}  // namespace

std::vector<std::string> well_check_names(const WellProblem& problem) {
  std::vector<std::string> names{"order/dissipation_cells",
                                 "order/dissipation_steps_tr_bdf2",
                                 "order/dissipation_steps_implicit_euler",
                                 "order/free_energy_balance",
                                 "relative_entropy_rises",
                                 "drop_below_production",
                                 "order/late_rate",
                                 "late_rate_of_relative_entropy",
                                 "late_rate_of_chi_squared",
                                 "poincare_bound"};
  for (std::size_t k = 0; k < problem.eigenvalues.size(); ++k)
    names.push_back("eigenvalue_" + number_text(k + 1));
  names.push_back("eigenvalue_0");
  return names;
}

void well_part(const WellProblem& problem, const Settings& settings, frame::Findings& findings) {
  findings.group().attribute("title", "Relaxation in the potential " + problem.potential->name());
  findings.group().attribute("temperature", problem.temperature);
  study_dissipation(problem, settings, findings);
  throw_if_stopped();
  study_late_rates(problem, settings, findings);
  throw_if_stopped();
  judge_eigenvalues(problem, findings);
}

}  // namespace kolmo::relaxation
