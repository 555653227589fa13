#pragma once
// Integrals that the rows take.

#include <functional>

#include "kolmo/core/parallel/block.hpp"

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

}  // namespace kolmo::claims
