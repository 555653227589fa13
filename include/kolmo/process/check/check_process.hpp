#pragma once
// Whether a process is what it says of itself.

#include <string>
#include <vector>

#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// Where a process is looked at. Differences are taken on the scale of the points: every coordinate must vary
/// among them, and no unit enters.
struct ProcessSamples {
  std::vector<double> times;  ///< two or more, increasing, all within the process's own times
  Points points;              ///< rows×d, two or more
};

/// The promises of Process that do not hold at the samples, one sentence each: the contract, the place, what
/// is said and what is found. Empty where all hold.
///
/// Looked at, each where it is defined:
/// * values are finite, and those of a point depend on that point alone;
/// * drift_divergence, drift_jacobian, diffusion_derivative and diffusion_matrix_derivative against central
///   differences of step δ = ε^{1/3} times the half-range of the points. A difference D(δ) is in doubt by
///   |D(δ) − D(2δ)| (three times its own error where the function is smooth) and by rounding, 8 ε max |f|/δ;
///   what is further off than that and 1e−6 of both breaks the contract;
/// * scalar noise: noise_variance(s, t) = ∫ g² by Gauss–Legendre quadrature between neighbouring times, in
///   doubt by the same on half as many cells;
/// * diagonal noise: g_j depends on t and x_j alone; constant noise: G depends on neither t nor x;
/// * noise_column: the columns are those of diffusion_matrix;
/// * commutative noise: Σ_i G_il ∂_i G_jk = Σ_i G_ik ∂_i G_jl;
/// * gradient_structure and kinetic_structure: drift and noise are those of the structure at all times;
/// * kernel_view: centre, scale and variance solve the equations of a linear process, by quadrature, and
/// satisfy
///   Chapman and Kolmogorov;
/// * clock: increasing, and clock_inverse is its inverse.
///
/// A contract that breaks between the samples is not seen. Throws InvalidArgument where the samples are fewer
/// than said or do not vary, and what the process itself throws at them.
std::vector<std::string> broken_contracts(const Process& process, const ProcessSamples& samples);

/// InvalidArgument that lists them, where there are any.
void check_process(const Process& process, const ProcessSamples& samples);

}  // namespace kolmo::process
