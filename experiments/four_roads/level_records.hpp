#pragma once
// What a road's levels say of its errors: budgets, and whether orders are as claimed.

#include <string>
#include <vector>

#include "four_roads/roads.hpp"

namespace kolmo::four_roads {

/// b of one quantity at one time from its levels, which are recorded in `output.levels`. `statistical` is z
/// times the sampling error that the budget stands beside.
double record_levels(const RoadContext& context, const std::string& quantity, double time,
                     const std::string& refinement, const std::vector<double>& values,
                     const std::vector<Estimate>& differences, double order, double statistical,
                     RoadOutput& output);

/// Judges the order of every recorded quantity in every refinement over all times together (root of the sum
/// of squares of the differences: an error that changes sign with time has no order at a single one). An
/// order that matters becomes a check, unless V has a kink (kinks.hpp): no order is claimed there, and the
/// budgets follow what is observed.
void judge_orders(const RoadContext& context, RoadOutput& output);

/// z s of a quantity at a time in another road's result. Where no sample road reports the quantity: what as
/// many particles could tell of one with that spread, z spread/√n.
double statistical_error(const RoadContext& context, const verify::RoadResult* road,
                         const std::string& quantity, double time, double spread);

}  // namespace kolmo::four_roads
