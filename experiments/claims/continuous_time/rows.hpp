#pragma once
// The claims by theme, one file each.

#include "claims/rows.hpp"
#include "claims/settings.hpp"

namespace kolmo::claims::continuous_time {

void add_chains(Rows& rows);              // chains.cpp: the chains that the processes are limits of
void add_schedules(Rows& rows);           // schedules.cpp
void add_marginals(Rows& rows);           // marginals.cpp: laws of linear processes
void add_entropy(Rows& rows);             // entropy.cpp: entropy, relative entropy, Fisher information
void add_reversal(Rows& rows);            // reversal.cpp: processes run backwards
void add_temperatures(Rows& rows);        // temperatures.cpp: families with more or less noise, guidance
void add_probability_flow(Rows& rows);    // probability_flow.cpp
void add_flow_and_transport(Rows& rows);  // flow_and_transport.cpp: where the flow is optimal
void add_fokker_planck(Rows& rows);       // fokker_planck.cpp: the equation at a point
void add_grids(Rows& rows);               // grids.cpp: the equation on a grid
void add_rest(Rows& rows);                // rest.cpp: what processes settle to
void add_scheme_orders(Rows& rows);       // scheme_orders.cpp: of SDE schemes
void add_step_control(Rows& rows, const Settings& settings);  // step_control.cpp: steps that are chosen
void add_solvers(Rows& rows);           // solvers.cpp: of flows, in time and in parallel
void add_parametrisations(Rows& rows);  // parametrisations.cpp: noise, data, velocity
void add_theory(Rows& rows);            // theory.cpp: existence, contraction, error bounds
void add_transport(Rows& rows);         // transport.cpp: paths of measures and bridges
void add_links(Rows& rows);             // links.cpp: path measures, work, backward equations

}  // namespace kolmo::claims::continuous_time
