#pragma once
// Integrals that the rows take.

#include <functional>
#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/density/mixture_functionals.hpp"

namespace kolmo::claims {

/// ∫_a^b f dx by Gauss and Legendre's rule of 20 points on `panels` equal panels.
double integral(const std::function<double(double)>& f, double a, double b, Index panels = 40);

/// E f(m + s Z), Z standard normal, by Gauss and Hermite's rule: exact for polynomials below degree 2 nodes.
double normal_mean(const std::function<double(double)>& f, double m = 0, double s = 1, Index nodes = 40);

/// f′ and f″ at a place by central differences of h and h/2, extrapolated: O(h⁴).
struct Slopes {
  double first, second;
};
Slopes slopes(const std::function<double(double)>& f, double at, double h);

/// Where a parabola through three equally spaced places a, a + 1, a + 2 is least.
double least_of_parabola(double a, double f0, double f1, double f2);

/// The k where f, a parabola, is least, from its values at 0, ½ and 1.
double least_of_parabola(const std::function<double(double)>& f);

/// E f(U), U standard normal in as many coordinates as there are entries, by the product of Gauss–Hermite
/// rules of `nodes` each: exact for polynomials of degree 2·nodes − 1 in each coordinate.
double normal_mean(const std::vector<Index>& nodes, const density::Integrand& f);

/// The same of the square of f: E f².
double normal_mean_square(const std::vector<Index>& nodes, const density::Integrand& f);

/// E f(X) on the line, X ~ mixture, to 1e−12 of E|f|.
double mean_on_line(const density::GaussianMixture& law, const std::function<double(double)>& f);

/// The x in [lower, upper] where f changes its sign, to `width`; f(lower) and f(upper) have different ones.
double zero_between(const std::function<double(double)>& f, double lower, double upper, double width = 1e-13);

}  // namespace kolmo::claims
