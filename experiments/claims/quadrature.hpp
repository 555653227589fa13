#pragma once
// Means and integrals without sampling.

#include <functional>
#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/density/mixture_functionals.hpp"

namespace kolmo::claims {

/// E f(U), U standard normal in as many coordinates as there are entries, by the product of Gauss–Hermite
/// rules of `nodes` each: exact for polynomials of degree 2·nodes − 1 in each coordinate.
double normal_mean(const std::vector<Index>& nodes, const density::Integrand& f);

/// The same of the square of f: E f².
double normal_mean_square(const std::vector<Index>& nodes, const density::Integrand& f);

/// E f(X) on the line, X ~ mixture, to 1e−12 of E|f|.
double mean_on_line(const density::GaussianMixture& law, const std::function<double(double)>& f);

/// ∫_a^b f by panels of 20 nodes of Gauss and Legendre.
double integral(const std::function<double(double)>& f, double a, double b, Index panels = 64);

/// The k where f(k), a parabola, is least, from its values at 0, ½ and 1.
double least_of_parabola(const std::function<double(double)>& f);

/// The x in [lower, upper] where f changes its sign, to `width`; f(lower) and f(upper) have different ones.
double zero_between(const std::function<double(double)>& f, double lower, double upper, double width = 1e-13);

}  // namespace kolmo::claims
