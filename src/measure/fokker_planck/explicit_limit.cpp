#include "kolmo/measure/fokker_planck/explicit_limit.hpp"

#include <cmath>

namespace kolmo::measure {
namespace {

using fokker_planck::ExplicitTable;
using fokker_planck::Generator;

constexpr int products = 2000;

Eigen::ArrayXd zigzag(Index n) {
  Eigen::ArrayXd p(n);
  for (Index i = 0; i < n; ++i) p(i) = i % 2 == 0 ? 1 : -1;
  return p;
}

/// One step of p' = L p by the last row of the table.
Eigen::ArrayXd stepped(const Generator& generator, const ExplicitTable& table, const Eigen::ArrayXd& p,
                       double h) {
  std::vector<Eigen::ArrayXd> slopes;
  Eigen::ArrayXd y = p;
  for (std::size_t row = 0; row < table.a.size(); ++row) {
    y = p;
    for (std::size_t j = 0; j < table.a[row].size(); ++j) y += h * table.a[row][j] * slopes[j];
    slopes.emplace_back(p.size());
    generator.apply(y.data(), slopes.back().data());
  }
  return y;
}

bool grows(const Generator& generator, const ExplicitTable& table, double h) {
  Eigen::ArrayXd p = zigzag(generator.grid().cells());
  const double before = p.abs().maxCoeff();
  for (int k = 0; k < products; ++k) {
    p = stepped(generator, table, p, h);
    if (!(p.abs().maxCoeff() < 1e6 * before)) return true;
  }
  return false;
}

}  // namespace

double amplification(const ExplicitTable& table, double z) {
  std::vector<double> slopes;
  double y = 1;
  for (const std::vector<double>& row : table.a) {
    y = 1;
    for (std::size_t j = 0; j < row.size(); ++j) y += z * row[j] * slopes[j];
    slopes.push_back(y);
  }
  return y;
}

double real_axis_limit(const ExplicitTable& table) {
  double stable = 1;
  while (std::abs(amplification(table, -(stable + 0.01))) <= 1) stable += 0.01;
  double unstable = stable + 0.01;
  while (unstable - stable > 1e-12) {
    const double middle = (stable + unstable) / 2;
    (std::abs(amplification(table, -middle)) <= 1 ? stable : unstable) = middle;
  }
  return stable;
}

double fastest_rate(const Generator& generator) {
  Eigen::ArrayXd p = zigzag(generator.grid().cells()), next(p.size());
  double rate = 0;
  for (int k = 0; k < products; ++k) {
    generator.apply(p.data(), next.data());
    rate = next.matrix().norm() / p.matrix().norm();
    p = next / next.abs().maxCoeff();
  }
  return rate;
}

double largest_stable_step(const Generator& generator, const ExplicitTable& table) {
  double stable = 1 / fastest_rate(generator), unstable = 10 * stable;
  while (unstable > 1.001 * stable) {
    const double middle = std::sqrt(stable * unstable);
    (grows(generator, table, middle) ? unstable : stable) = middle;
  }
  return stable;
}

}  // namespace kolmo::measure
