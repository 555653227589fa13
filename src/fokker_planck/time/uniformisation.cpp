#include "kolmo/fokker_planck/time/uniformisation.hpp"

#include <cmath>

#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::fokker_planck {

namespace {

/// max|L_ii|.
double largest_entry(const Eigen::SparseMatrix<double>& l) {
  double largest = 0;
  for (Index i = 0; i < l.rows(); ++i) largest = std::max(largest, std::abs(l.coeff(i, i)));
  return largest;
}

}  // namespace

Eigen::ArrayXd exact_flow(const Generator& generator, const Eigen::ArrayXd& p, double t) {
  const Eigen::SparseMatrix<double> l = generator.sparse();
  const double rate = largest_entry(l);
  const int pieces = std::max(1, static_cast<int>(std::ceil(rate * t / 32)));
  const double mean = rate * t / pieces;
  Eigen::ArrayXd now = p, power(p.size()), change(p.size());
  for (int piece = 0; piece < pieces; ++piece) {
    throw_if_stopped();
    double weight = std::exp(-mean);
    power = now;
    now *= weight;
    // Beyond twice the mean of a Poisson law all later weights together are below the last one.
    for (int k = 1; k <= 2 * mean || weight > 1e-17; ++k) {
      change.matrix().noalias() = l * power.matrix();
      power += change / rate;
      weight *= mean / k;
      now += weight * power;
    }
  }
  return now;
}

}  // namespace kolmo::fokker_planck
