#include "kolmo/fokker_planck/analysis/escape_rates.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>

#include "fokker_planck/operator/cell_rates.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/density/value_at.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"

namespace kolmo::fokker_planck {
namespace {

using density::value_at;

// Fourth-order differences of the gradient with steps of 2⁻¹⁰ `length`; relative to what V does over that
// length their error is 1e−12 of its fifth derivatives and ε/1e−3 of ∇V.
Eigen::MatrixXd hessian(const density::Potential& potential, const Eigen::VectorXd& x, double length) {
  const Index d = x.size();
  if (d == 1) {
    const Points point = x.transpose().array();
    Eigen::ArrayXd second(1);
    potential.laplacian(point, second);
    return Eigen::MatrixXd::Constant(1, 1, second(0));
  }
  const double h = 0x1p-10 * length;
  const Eigen::Vector4d offsets(-2 * h, -h, h, 2 * h), weights = Eigen::Vector4d(1, -8, 8, -1) / (12 * h);
  Eigen::MatrixXd second(d, d);
  for (Index k = 0; k < d; ++k) {
    Points near = x.transpose().array().replicate(4, 1), slopes(4, d);
    near.col(k) += offsets.array();
    potential.gradient(near, slopes);
    second.col(k) = slopes.matrix().transpose() * weights;
  }
  return (second + second.transpose()) / 2;
}

Eigen::VectorXd curvatures(const density::Potential& potential, const Eigen::VectorXd& x, double length,
                           const char* name) {
  require(x.size() == potential.dimension(), std::string("dimension of ") + name,
          static_cast<double>(x.size()), "must be the potential's");
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(hessian(potential, x, length)).eigenvalues();
}

}  // namespace

double eyring_kramers_rate(const density::Potential& potential, double temperature,
                           const Eigen::VectorXd& minimum, const Eigen::VectorXd& saddle) {
  require(temperature > 0 && std::isfinite(temperature), "temperature", temperature,
          "must be finite and > 0");
  require(minimum.size() == saddle.size(), "dimension of saddle", static_cast<double>(saddle.size()),
          "must be that of the minimum");
  const double length = (saddle - minimum).norm();
  require(length > 0, "distance of the saddle from the minimum", length, "must be > 0");
  const Eigen::VectorXd bottom = curvatures(potential, minimum, length, "minimum");
  const Eigen::VectorXd top = curvatures(potential, saddle, length, "saddle");
  require(bottom(0) > 0, "smallest curvature at the minimum", bottom(0), "must be > 0");
  require(top(0) < 0, "smallest curvature at the saddle", top(0), "must be < 0");
  if (top.size() > 1) require(top(1) > 0, "second curvature at the saddle", top(1), "must be > 0");
  double ratio = 1;
  for (Index k = 0; k < top.size(); ++k) ratio *= bottom(k) / std::abs(top(k));
  const double barrier = value_at(potential, saddle) - value_at(potential, minimum);
  return -top(0) / (2 * M_PI) * std::sqrt(ratio) * std::exp(-barrier / temperature);
}

double eyring_kramers_gap(const density::Potential& potential, double temperature,
                          const Eigen::VectorXd& left, const Eigen::VectorXd& saddle,
                          const Eigen::VectorXd& right) {
  return eyring_kramers_rate(potential, temperature, left, saddle) +
         eyring_kramers_rate(potential, temperature, right, saddle);
}

Transitions transitions(const Generator& generator, const Target& from, const Target& to) {
  const Eigen::ArrayXd pi = stationary_density(generator);
  const Eigen::ArrayXd ahead = committor(generator, from, to), behind = committor(generator, to, from);
  CompensatedSum flux;
  // What enters `to`, all of it with the committor's relative accuracy: Σ over faces at its rim of π_i
  // rate(i→to) times the probability behind_i of having come from `from`.
  for_each_pair(generator, [&](Index i, Index j, double up, double down) {
    if (to(j) && !to(i)) flux.add(pi(i) * up * behind(i));
    if (to(i) && !to(j)) flux.add(pi(j) * down * behind(j));
  });
  const double volume = generator.grid().cell_volume(), rate = flux.value() * volume;
  return {rate, rate / (dot(pi.data(), behind.data(), pi.size()) * volume),
          rate / (dot(pi.data(), ahead.data(), pi.size()) * volume)};
}

}  // namespace kolmo::fokker_planck
