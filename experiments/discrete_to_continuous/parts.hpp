#pragma once
// The parts of the experiment: what each computes without noise, and the samples beside it.

#include "discrete_to_continuous/settings.hpp"
#include "discrete_to_continuous/study.hpp"
#include "frame/run/progress.hpp"

namespace kolmo::discrete_to_continuous {

/// The DDPM chain against VP: mean factor, variance, KS distance; all four readings of the schedule.
Noiseless ddpm_plan(const Settings& settings);
/// DDPM against Euler–Maruyama: one step, the whole chain, unit variance.
Noiseless euler_plan(const Settings& settings);
/// The NCSN ladder against VE: at its nodes, between them, and the Euler chain.
Noiseless ncsn_plan(const Settings& settings);
/// DDIM against the probability-flow ODE.
Noiseless ddim_plan(const Settings& settings);
/// Walks against Brownian motion, by their exact laws.
Noiseless donsker_plan(const Settings& settings);

// Simulations: checks, and numbers written into the part's group. `…_ids` are the checks that they make.
std::vector<std::string> ddpm_sample_ids(const Settings& settings);
std::vector<verify::Check> ddpm_sample(const Settings& settings, io::Group& group, frame::Progress& progress);
std::vector<std::string> ncsn_sample_ids(const Settings& settings);
std::vector<verify::Check> ncsn_sample(const Settings& settings, io::Group& group, frame::Progress& progress);
std::vector<std::string> donsker_sample_ids(const Settings& settings);
std::vector<verify::Check> donsker_sample(const Settings& settings, io::Group& group,
                                          frame::Progress& progress);

/// 1/N for each N.
std::vector<double> steps_of(const std::vector<Index>& numbers);
/// N of h = 1/N.
Index number_of_steps(double h);
/// "0.5".
std::string time_text(double t);
/// "what_t0.5".
std::string named(const std::string& what, double t);

}  // namespace kolmo::discrete_to_continuous
