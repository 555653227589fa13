// Structures, kernels and clocks against drift and noise.

#include <cmath>
#include <string>

#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "process/check/contracts.hpp"

namespace kolmo::process {
namespace {

constexpr double of_values = 1e-10, of_quadratures = 1e-8;

Points drift_at(const Contracts& contracts, double t) {
  return contracts.at(
      [&](double time, const ConstBlock& x, Block out) { contracts.process().drift(time, x, out); }, t,
      contracts.dimension());
}

/// Σ terms may cancel: what they are off by counts from the largest.
Points rounding(const Points& a, const Points& b) { return of_values * (a.abs() + b.abs()); }

void check_gradient(Contracts& contracts, const GradientStructure& structure) {
  Points gradient(contracts.points().rows(), contracts.dimension());
  structure.potential->gradient(contracts.points(), gradient);
  const Points none = Points::Zero(gradient.rows(), gradient.cols());
  for (const double t : contracts.times()) {
    contracts.compare("gradient_structure: drift = -grad V", t, drift_at(contracts, t), -gradient, none,
                      of_values);
    contracts.compare("gradient_structure: g^2 = 2T", t, std::pow(contracts.process().diffusion(t), 2),
                      2 * structure.temperature, 0, of_values);
  }
}

void check_kinetic(Contracts& contracts, const KineticStructure& structure) {
  const Index d = contracts.dimension(), n = d / 2, rows = contracts.points().rows();
  const Points q = contracts.points().leftCols(n), p = contracts.points().rightCols(n);
  Points gradient(rows, n), expected(rows, d), matrix = Points::Zero(rows, d * n);
  structure.potential->gradient(q, gradient);
  expected.leftCols(n) = p;
  expected.rightCols(n) = -gradient - structure.friction * p;
  Points doubt = Points::Zero(rows, d);
  doubt.rightCols(n) = rounding(gradient, structure.friction * p);
  for (Index k = 0; k < n; ++k) {
    matrix.col(k * d + n + k) = std::sqrt(2 * structure.friction * structure.temperature);
  }
  const Field noise = [&](double t, const ConstBlock& x, Block out) {
    contracts.process().diffusion_matrix(t, x, out);
  };
  for (const double t : contracts.times()) {
    contracts.compare("kinetic_structure: drift = (p, -grad V - friction p)", t, drift_at(contracts, t),
                      expected, doubt, of_values);
    contracts.compare("kinetic_structure: G = sqrt(2 friction T) on the momenta", t,
                      contracts.at(noise, t, d * n), matrix, Points::Zero(rows, d * n), of_values);
  }
}

/// a(t) of a linear drift a(t) (x − c), from two points.
double rate_at(const Contracts& contracts, double t) {
  const Points f = drift_at(contracts, t);
  const Points& x = contracts.points();
  Index low = 0, high = 0;
  x.col(0).minCoeff(&low);
  x.col(0).maxCoeff(&high);
  return (f(high, 0) - f(low, 0)) / (x(high, 0) - x(low, 0));
}

void check_kernel(Contracts& contracts, double s, double t) {
  const Process& process = contracts.process();
  const Kernel whole = *exact_kernel(process, s, t), first = *exact_kernel(process, s, 0.5 * (s + t)),
               second = *exact_kernel(process, 0.5 * (s + t), t);
  const std::string from = " from s = " + text_of(s);
  contracts.compare("kernel: scales multiply" + from, t, whole.scale, first.scale * second.scale, 0,
                    of_quadratures);
  contracts.compare("kernel: variances add up" + from, t, whole.variance,
                    second.scale * second.scale * first.variance + second.variance, 0, of_quadratures);
  const Quadrature logarithm = quadrature([&](double u) { return rate_at(contracts, u); }, s, t);
  contracts.compare("kernel: log scale = integral of the drift's rate" + from, t, std::log(whole.scale),
                    logarithm.value, logarithm.doubt + of_quadratures, of_quadratures);
  const Quadrature variance = quadrature(
      [&](double u) { return std::pow(exact_kernel(process, u, t)->scale * process.diffusion(u), 2); }, s, t);
  contracts.compare("kernel: variance = integral of scale^2 g^2" + from, t, whole.variance, variance.value,
                    variance.doubt, of_quadratures);
  const Points centre = whole.centre.transpose().array(), none = Points::Zero(1, contracts.dimension());
  const Points f = drift_at(contracts, s);
  const Points at_centre =
      Contracts::at([&](double time, const ConstBlock& x, Block out) { process.drift(time, x, out); }, s,
                    centre, contracts.dimension());
  contracts.compare("kernel: the drift is 0 at the centre" + from, s, at_centre, none,
                    Points::Constant(1, contracts.dimension(), of_values * f.abs().maxCoeff()), 0);
}

void check_clock(Contracts& contracts) {
  const Process& process = contracts.process();
  const auto& times = contracts.times();
  const double span = times.back() - times.front();
  for (std::size_t k = 0; k < times.size(); ++k) {
    if (k > 0 && !(intrinsic_time(process, times[k]) > intrinsic_time(process, times[k - 1]))) {
      contracts.note("clock does not increase up to t = " + text_of(times[k]));
    }
    contracts.compare("clock_inverse(clock(t)) = t", times[k],
                      intrinsic_time_inverse(process, intrinsic_time(process, times[k])), times[k],
                      of_quadratures * span, of_quadratures);
  }
}

}  // namespace

void check_structures(Contracts& contracts) {
  const Process& process = contracts.process();
  if (const auto structure = gradient_structure(process)) check_gradient(contracts, *structure);
  if (const auto structure = kinetic_structure(process)) check_kinetic(contracts, *structure);
  for (std::size_t k = 0; k + 1 < contracts.times().size(); ++k) {
    const double s = contracts.times()[k], t = contracts.times()[k + 1];
    if (process.noise_kind() == NoiseKind::scalar && kernel_view(process, s, t))
      check_kernel(contracts, s, t);
  }
  check_clock(contracts);
}

}  // namespace kolmo::process
