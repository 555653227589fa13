// Feynman and Kac: values by the backward equation on a grid, and by paths.

#include <cmath>

#include "entropy_along_diffusion/parts.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/fokker_planck/analysis/feynman_kac.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/point_functions.hpp"

namespace kolmo::entropy_along_diffusion {
namespace {

constexpr double place = 0.7, discount = 0.1;

/// u and u′ at x = 0.7, T = 1, of Brownian motion: r and φ of a place, on grids whose middle cell is centred
/// there.
struct Value {
  double u, slope;
};

Value on_grids(const std::function<double(double)>& rate, const std::function<double(double)>& terminal) {
  static const auto process = process::point_functions<1, 1>(
      [](double, const Eigen::Matrix<double, 1, 1>&) { return 0.0; },
      [](double, const Eigen::Matrix<double, 1, 1>&) { return 1.0; }, {.noise = process::NoiseKind::scalar});
  std::vector<Eigen::ArrayXd> values;
  for (const Index cells : {243, 729, 2187}) {
    const Grid grid({{place - 10, place + 10, cells}});
    Eigen::ArrayXd r(cells), phi(cells);
    for (Index i = 0; i < cells; ++i) {
      r(i) = rate(grid.axis(0).centre(i));
      phi(i) = terminal(grid.axis(0).centre(i));
    }
    const Eigen::ArrayXd u =
        fokker_planck::feynman_kac(fokker_planck::chang_cooper(process, grid), r, phi, 1, cells / 9);
    const Index middle = cells / 2;
    values.push_back(Eigen::Array2d(u(middle), (u(middle + 1) - u(middle - 1)) / (2 * grid.axis(0).width())));
  }
  const Eigen::ArrayXd limit = fokker_planck::extrapolate(values, 3).value;
  return {limit(0), limit(1)};
}

/// Mean of e^{−rT} φ(x + W_T) over draws of W_T.
Estimate by_paths(const Sizes& sizes, double factor, const std::function<double(double)>& terminal) {
  const RandomStream stream = RandomStream(sizes.seed).role("feynman_kac");
  Eigen::ArrayXd values(sizes.paths);
  for_each_block(sizes.paths, [&](Index, Index first, Index rows) {
    Points w(rows, 1);
    stream.normals(first, 0, w);
    for (Index i = 0; i < rows; ++i) values(first + i) = factor * terminal(place + w(i, 0));
  });
  return mean_estimate(values.data(), values.size());
}

double square(double x) { return x * x; }
double gaussian(double x) { return std::exp(-0.5 * x * x); }
double none(double) { return 0; }

}  // namespace

frame::Plan backward_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{"The backward equation",
                   "u(x) = E e^{-int r} phi(x + W_1) at x = 0.7: -dY = -r Y dt - Z dW, Y_1 = phi, Y = u and "
                   "Z = u'. With r = 0 and "
                   "phi = e^{-x^2/2}, log u solves -dY = Z^2/2 dt - Z dW (Hopf and Cole)."};
  const auto linear = frame::lazy([] { return on_grids([](double) { return discount; }, square); });
  const auto hopf_cole = frame::lazy([] { return on_grids(none, gaussian); });
  const auto add = [&](const std::string& name, double expected, const std::function<double()>& found,
                       const std::string& note) {
    plan.checks.push_back(
        {name, [=] {
           return verify::value_check(expected, found(), 1e-6, "another program", note).shows("C5-35");
         }});
  };
  add(
      "linear/value", 1.3482077528735796, [=] { return linear->get().u; }, "Y_0, r = 0.1, phi = x^2");
  add(
      "linear/slope", 1.2667723852503432, [=] { return linear->get().slope; }, "Z_0");
  add(
      "hopf_cole/value", -0.4690735902799725, [=] { return std::log(hopf_cole->get().u); }, "Y_0");
  add(
      "hopf_cole/slope", -0.35, [=] { return hopf_cole->get().slope / hopf_cole->get().u; }, "Z_0");
  // r = x²/2: u = (cosh 1)^{−½} exp(−½ x² tanh 1), Cameron and Martin; the rate depends on the place.
  add(
      "quadratic_rate", std::exp(-0.245 * std::tanh(1.0)) / std::sqrt(std::cosh(1.0)),
      [] { return on_grids([](double x) { return 0.5 * x * x; }, [](double) { return 1.0; }).u; },
      "E e^{-int X^2/2}: Cameron and Martin 1944");
  plan.checks.push_back({"linear/paths", [=] {
                           return verify::estimate_check("", 1.3482077528735796,
                                                         by_paths(sizes, std::exp(-discount), square), z(), 0,
                                                         "e^{-rT} (x^2 + T)");
                         }});
  plan.checks.push_back({"hopf_cole/paths", [=] {
                           const Estimate u = by_paths(sizes, 1, gaussian);
                           return verify::estimate_check("", -0.4690735902799725,
                                                         {std::log(u.value), u.standard_error / u.value}, z(),
                                                         0, "another program");
                         }});
  return plan;
}

}  // namespace kolmo::entropy_along_diffusion
