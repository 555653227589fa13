#pragma once
// What a kernel must be, as numbers: its mass, its moments, the residual of the continuity equation.

#include "kolmo/green_flow/green_field.hpp"

namespace kolmo::green_flow {

/// ∫ G₁ dx = S_d ∫ φ_t r^{d−1} dr at t > 0, with r = m tan θ, m the median distance, on 200 panels of 20
/// Gauss–Legendre points: exact to rounding for smooth φ.
double mass(const GreenKernel& kernel, double t);

/// E r^order of the radial law at t. Throws InvalidArgument where it is infinite (finite_moments_below).
double moment(const GreenKernel& kernel, double t, double order);

/// max_i |∂_t p + ∇·(p f)| at the places x_i, by central differences of h in t and in every coordinate: falls
/// as h² where p is smooth within h. t > h > 0.
double continuity_residual(const GreenField& field, double t, const Points& places, double h);

}  // namespace kolmo::green_flow
