#pragma once
// Escape from the double well: the gap, the mean passage time twice, and the formula they tend to.

#include "frame/findings.hpp"
#include "relaxation/settings.hpp"

namespace kolmo::relaxation {

struct KramersProblem {
  std::vector<double> temperatures;  ///< where rates are compared, descending
  std::vector<double> low;           ///< where the formula is approached, descending, four or more
  Index cells;                       ///< of the coarsest of three grids for the gap
  Index cells_between;               ///< the same, from minimum to minimum, for passage times
};

/// Names of its checks, without the part's.
std::vector<std::string> kramers_check_names(const KramersProblem& problem);

/// V = (x² − 1)² (and V + 0.3 x at T = 1): spectral gap, mean time from minimum to minimum by the backward
/// equation and by quadrature, Eyring–Kramers with its error of order T.
void kramers_part(const KramersProblem& problem, const Settings& settings, frame::Findings& findings);

}  // namespace kolmo::relaxation
