#pragma once
// All that is asked of a problem on its way to rest.

#include <complex>

#include "frame/findings.hpp"
#include "relaxation/rest_problem.hpp"
#include "relaxation/settings.hpp"

namespace kolmo::relaxation {

/// Whether rates around every loop cancel on the grids: what the process says, or what the rates say. Of a
/// problem without absorbing sides.
bool has_detailed_balance(const RestProblem& problem);

/// Names of its checks, without the part's.
std::vector<std::string> rest_check_names(const RestProblem& problem);
void rest_part(const RestProblem& problem, const Settings& settings, frame::Findings& findings);

/// The centres of each axis as scales of a group; their names as a density of the grid has them.
std::vector<std::string> write_axes(const RestProblem& problem, const Grid& grid, io::Group& group);

/// Means, variances and currents at rest from three grids, against integrals on the line or a ring, against
/// Lyapunov's equation for a linear process, against e^{−V/T}, and ⟨f⟩ against what the sides hold.
std::vector<std::string> stationary_check_names(const RestProblem& problem);
void study_stationary(const RestProblem& problem, const Settings& settings, frame::Findings& findings);

/// The eigenvalues of −L nearest to 0, the first few after 0 itself (which is none where a side absorbs),
/// from three grids.
std::vector<std::string> spectrum_check_names(const RestProblem& problem);
void study_spectrum(const RestProblem& problem, const Settings& settings, frame::Findings& findings);
/// On one grid, without 0: as many as are studied, at least 1.
std::vector<std::complex<double>> rates_on(const RestProblem& problem, Index cells);

/// With absorbing sides, in place of the law at rest and of what tends to it: the quasi-stationary law from
/// three grids, its rate against an eigenvalue, its lifetimes and exits against the backward equation, and a
/// density that comes to leave at its rate.
std::vector<std::string> absorbed_check_names(const RestProblem& problem);
void study_absorbed(const RestProblem& problem, const Settings& settings, frame::Findings& findings);

/// A density on its way: KL never rises, falls by at least what its production says (detailed balance), and
/// what is left in the end falls at an eigenvalue.
std::vector<std::string> decay_check_names(const RestProblem& problem);
void study_decay(const RestProblem& problem, const Settings& settings, frame::Findings& findings);

/// Between `from` and `to`: mean times, committor, rates, against integrals on the line.
std::vector<std::string> passage_check_names(const RestProblem& problem);
void study_passage(const RestProblem& problem, const Settings& settings, frame::Findings& findings);

}  // namespace kolmo::relaxation
