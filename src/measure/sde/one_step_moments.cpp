#include "kolmo/measure/sde/one_step_moments.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/measure/sde/local_coefficients.hpp"
#include "kolmo/measure/sde/single_step.hpp"

namespace kolmo::measure {
namespace {

using Powers = std::vector<int>;

/// ∂^a y^p at y, for the product over coordinates with exponents `powers` differentiated `times` each.
double monomial(const Eigen::ArrayXd& y, const Powers& powers, const Powers& times) {
  double product = 1;
  for (std::size_t j = 0; j < powers.size(); ++j) {
    if (times[j] > powers[j]) return 0;
    for (int k = 0; k < times[j]; ++k) product *= powers[j] - k;
    product *= std::pow(y(static_cast<Index>(j)), powers[j] - times[j]);
  }
  return product;
}

/// Lφ at (t, x + y) without ∂t, φ a monomial in y.
double generator(const process::Process& process, double t, const Eigen::ArrayXd& x, const Eigen::ArrayXd& y,
                 const Powers& powers) {
  const Index d = x.size();
  const LocalCoefficients c = local_coefficients(process, t, Points((x + y).transpose()));
  double sum = 0;
  for (Index j = 0; j < d; ++j) {
    Powers times(powers.size(), 0);
    ++times[static_cast<std::size_t>(j)];
    sum += c.drift(0, j) * monomial(y, powers, times);
    for (Index k = 0; k < d; ++k) {
      Powers twice = times;
      ++twice[static_cast<std::size_t>(k)];
      sum += 0.5 * c.covariance(0, j + d * k) * monomial(y, powers, twice);
    }
  }
  return sum;
}

/// Differences of order 6 with step δ.
constexpr double delta = 0.02;

template <class Function>
double first_difference(Function f) {
  return (45 * (f(1) - f(-1)) - 9 * (f(2) - f(-2)) + (f(3) - f(-3))) / (60 * delta);
}

template <class Function>
double second_difference(Function f) {
  return (270 * (f(1) + f(-1)) - 27 * (f(2) + f(-2)) + 2 * (f(3) + f(-3)) - 490 * f(0)) /
         (180 * delta * delta);
}

/// All monomials of degree 1 to `degree` in d coordinates.
std::vector<Powers> monomials(Index d, int degree) {
  std::vector<Powers> all;
  for (int m = 1; m <= degree; ++m) {
    if (d == 1) {
      all.push_back({m});
    } else {
      for (int k = 0; k <= m; ++k) all.push_back({m - k, k});
    }
  }
  return all;
}

/// E Π (Y − x)_j^{powers_j} of one step, for every monomial.
std::vector<double> moments(const sde::SdeScheme& scheme, const process::Process& process, double t, double h,
                            const Eigen::ArrayXd& x, const std::vector<Powers>& powers) {
  const Index d = x.size();
  const NormalNodes nodes =
      d == 1 ? step_nodes(scheme, process, 20, 8) : step_nodes(scheme, process, 8, 4, 4);
  SingleStep step(scheme, process, 1);
  std::vector<double> sums(powers.size(), 0);
  const Powers none(static_cast<std::size_t>(d), 0);
  Points y;
  for (Index q = 0; q < nodes.weights.size(); ++q) {
    y = x.transpose();
    step(t, h, nodes.points.row(q).transpose(), y);
    const Eigen::ArrayXd change = y.row(0).transpose() - x;
    for (std::size_t k = 0; k < powers.size(); ++k) {
      sums[k] += nodes.weights(q) * monomial(change, powers[k], none);
    }
  }
  return sums;
}

std::vector<Eigen::ArrayXd> places(Index d) {
  std::vector<Eigen::ArrayXd> all;
  for (const double x : {-2.0, -0.7, 0.4, 1.5, 2.8}) {
    Eigen::ArrayXd place(d);
    for (Index j = 0; j < d; ++j) place(j) = x + 0.9 * static_cast<double>(j) * (1 + x);
    all.push_back(place);
  }
  return all;
}

}  // namespace

// ψ(t, y) = Lφ along a time axis, along every coordinate and along every diagonal j + k, from whose second
// derivatives the mixed ones follow.
MomentExpansion moment_expansion(const process::Process& process, double t, const Eigen::ArrayXd& x,
                                 const std::vector<int>& powers) {
  const Index d = x.size();
  const Eigen::ArrayXd origin = Eigen::ArrayXd::Zero(d);
  const LocalCoefficients c = local_coefficients(process, t, Points(x.transpose()));
  const auto along = [&](Index j, Index k) {
    return [&, j, k](int n) {
      Eigen::ArrayXd y = origin;
      y(j) += n * delta;
      if (k != j) y(k) += n * delta;
      return generator(process, t, x, y, powers);
    };
  };
  double sum = first_difference([&](int n) { return generator(process, t + n * delta, x, origin, powers); });
  Eigen::ArrayXd second(d);
  for (Index j = 0; j < d; ++j) {
    second(j) = second_difference(along(j, j));
    sum += c.drift(0, j) * first_difference(along(j, j)) + 0.5 * c.covariance(0, j + d * j) * second(j);
  }
  for (Index j = 0; j < d; ++j) {
    for (Index k = j + 1; k < d; ++k) {
      const double mixed = 0.5 * (second_difference(along(j, k)) - second(j) - second(k));
      sum += c.covariance(0, j + d * k) * mixed;
    }
  }
  return {generator(process, t, x, origin, powers), 0.5 * sum};
}

verify::Check one_step_moments(const sde::SdeScheme& scheme, const process::Process& process) {
  constexpr double h = 1e-3;
  const Index d = process.dimension();
  const int order = claimed_weak_order(scheme, process).value() >= 2 ? 2 : 1;
  const std::vector<Powers> powers = monomials(d, d == 1 ? 4 : 2);
  double worst = 0;
  std::string place;
  for (const double t : {0.0, 0.3, 1.1}) {
    for (const Eigen::ArrayXd& x : places(d)) {
      const std::vector<double> coarse = moments(scheme, process, t, h, x, powers);
      const std::vector<double> fine = moments(scheme, process, t, h / 2, x, powers);
      for (std::size_t k = 0; k < powers.size(); ++k) {
        const MomentExpansion exact = moment_expansion(process, t, x, powers[k]);
        const auto defect = [&](double observed, double step) {
          const double expected = exact.first * step + (order == 2 ? exact.second * step * step : 0);
          return (observed - expected) / std::pow(step, order);
        };
        const double error = 2 * defect(fine[k], h / 2) - defect(coarse[k], h);
        if (std::isnan(worst) || std::abs(error) <= std::abs(worst)) continue;
        worst = error;
        std::ostringstream where;
        where << "moment";
        for (const int power : powers[k]) where << " " << power;
        where << " at t = " << t << ", x = " << x.transpose();
        place = where.str();
      }
    }
  }
  verify::Check check = verify::value_check(0, worst, one_step_tolerance, scheme.claim().source, place);
  check.id = check_id("one_step_moments", scheme, process);
  return check;
}

}  // namespace kolmo::measure
