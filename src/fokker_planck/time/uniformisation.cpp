#include "kolmo/fokker_planck/time/uniformisation.hpp"

#include <cmath>

#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::fokker_planck {

namespace {

using RowMajor = Eigen::SparseMatrix<double, Eigen::RowMajor>;  // products that gather

/// max|L_ii|.
double largest_entry(const RowMajor& l) {
  double largest = 0;
  for (Index i = 0; i < l.rows(); ++i) largest = std::max(largest, std::abs(l.coeff(i, i)));
  return largest;
}

/// next ← (1 + L/rate) power and sum += weight · next, in one pass over L.
void add_next_power(const RowMajor& l, double rate, double weight, const Eigen::ArrayXd& power,
                    Eigen::ArrayXd& next, Eigen::ArrayXd& sum) {
  const auto* begin = l.outerIndexPtr();
  const auto* column = l.innerIndexPtr();
  const double* value = l.valuePtr();
  for (Index i = 0; i < power.size(); ++i) {
    double change = 0;
    for (auto k = begin[i]; k < begin[i + 1]; ++k) change += value[k] * power(column[k]);
    next(i) = power(i) + change / rate;
    sum(i) += weight * next(i);
  }
}

}  // namespace

Eigen::ArrayXd exact_flow(const Generator& generator, const Eigen::ArrayXd& p, double t) {
  const RowMajor l = generator.sparse();
  const double rate = largest_entry(l);
  const int pieces = std::max(1, static_cast<int>(std::ceil(rate * t / 32)));
  const double mean = rate * t / pieces;
  Eigen::ArrayXd now = p, power(p.size()), next(p.size());
  for (int piece = 0; piece < pieces; ++piece) {
    throw_if_stopped();
    double weight = std::exp(-mean);
    power = now;
    now *= weight;
    // Beyond twice the mean of a Poisson law all later weights together are below the last one.
    for (int k = 1; k <= 2 * mean || weight > 1e-17; ++k) {
      weight *= mean / k;
      add_next_power(l, rate, weight, power, next, now);
      power.swap(next);
    }
  }
  return now;
}

}  // namespace kolmo::fokker_planck
