// Fokker and Planck's equation on a grid: what the scheme keeps, and how fast densities come to rest.

#include <cmath>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using density::GaussianMixture;
using fokker_planck::Generator;
using fokker_planck::MarchResult;
using verify::Check;
using verify::value_check;

Eigen::ArrayXd on_grid(const density::Density& law, const Grid& grid) {
  return fokker_planck::initial_density(law, grid, fokker_planck::CellValues::average).density;
}

double integral_over(const Grid& grid, const Eigen::ArrayXd& values) {
  return values.sum() * grid.cell_volume();
}

/// ∫|p_h − p| at t = ½ of the heat equation dX = √2 dW from N(0, ½) on so many cells.
double heat_error(Index cells) {
  const Grid grid({{-9, 9, cells}});
  const process::Brownian heat(std::sqrt(2.0), 1);
  const Generator generator = fokker_planck::scharfetter_gummel(heat, grid);
  const MarchResult end =
      fokker_planck::march(generator, fokker_planck::stepper("exponential_krylov"),
                           on_grid(density::gaussian_1d(0, std::sqrt(0.5)), grid), {{0, 0.5}, {1}});
  return integral_over(grid, (end.density - on_grid(density::gaussian_1d(0, std::sqrt(1.5)), grid)).abs());
}

Check heat_order() {
  std::vector<std::pair<double, double>> errors;
  for (const Index cells : {60, 90, 120, 180, 240, 360})
    errors.emplace_back(18.0 / static_cast<double>(cells), heat_error(cells));
  return order_of(2, errors, "the heat kernel; exact steps in time");
}

/// What L π of OU has left, and what flows through its faces.
std::vector<Check> at_rest() {
  const Grid grid({{-6, 6, 240}});
  const process::OrnsteinUhlenbeck process(1, 0.0, std::sqrt(2.0), 1);
  const Generator generator = fokker_planck::scharfetter_gummel(process, grid);
  const Eigen::ArrayXd rest =
      fokker_planck::initial_density(density::gaussian_1d(0, 1), grid, fokker_planck::CellValues::point)
          .density;
  Eigen::ArrayXd rate(rest.size());
  generator.apply(rest.data(), rate.data());
  return {value_check(0, rate.abs().maxCoeff(), 1e-11, "L p = 0 of e^(-V/T) at the centres"),
          value_check(0, generator.currents(rest.data())[0].abs().maxCoeff(), 1e-12,
                      "no flux at rest or at the sides")};
}

/// March of the two wells under OU by implicit Euler, whose matrix is an M-matrix.
MarchResult implicit_march(const Eigen::ArrayXd& start, const Grid& grid) {
  const process::OrnsteinUhlenbeck process(1, 0.0, std::sqrt(2.0), 1);
  return fokker_planck::march(fokker_planck::scharfetter_gummel(process, grid),
                              fokker_planck::stepper("implicit_euler"), start, {{0, 1}, {20}});
}

std::vector<Check> kept_by_the_scheme() {
  const Grid grid({{-7, 7, 280}});
  const Eigen::ArrayXd wells = on_grid(two_wells(), grid),
                       single = on_grid(density::gaussian_1d(1, 0.7), grid);
  const MarchResult first = implicit_march(wells, grid), second = implicit_march(single, grid);
  const MarchResult mixed = implicit_march(0.25 * wells + 0.75 * single, grid);
  const Eigen::ArrayXd defect = mixed.density - 0.25 * first.density - 0.75 * second.density;
  return {value_check(0, first.mass_defect, 1e-13, "mass after 20 steps of 1/20"),
          value_check(0, std::max(0.0, -first.minimum), 0, "p >= 0 in every cell after every step"),
          value_check(0, defect.abs().maxCoeff(), 1e-13, "the march of a sum is the sum of the marches")};
}

/// The largest rise of max p in a step of pure diffusion, and of OU contracting a wide start.
double largest_rise(const process::Process& process, double deviation) {
  const Grid grid({{-9, 9, 360}});
  const Generator generator = fokker_planck::scharfetter_gummel(process, grid);
  std::vector<double> times, largest;
  for (int k = 0; k <= 20; ++k) times.push_back(0.05 * k);
  fokker_planck::march(generator, fokker_planck::stepper("implicit_euler"),
                       on_grid(density::gaussian_1d(0.5, deviation), grid),
                       Schedule::with_steps_each(times, 2),
                       [&](Index, double, const Eigen::ArrayXd& p) { largest.push_back(p.maxCoeff()); });
  double rise = -1;
  for (std::size_t k = 1; k < largest.size(); ++k) rise = std::max(rise, largest[k] - largest[k - 1]);
  return rise;
}

std::vector<Check> maximum_principle() {
  const double pure = largest_rise(process::Brownian(1, 1), 0.8);
  const double contracting = largest_rise(process::OrnsteinUhlenbeck(1, 0.0, 1, 1), 1.2);
  return {value_check(0, std::max(0.0, pure), 0, "max p never rises under pure diffusion"),
          value_check(1, contracting > 0 ? 1 : 0, 0.5, "and does where the drift contracts")};
}

/// The flux through the face at x = ½ of the two wells under OU, against p (f − ½g²s) there.
Check flux() {
  const Grid grid({{-7, 7, 2800}});
  const process::OrnsteinUhlenbeck process(1, 0.0, std::sqrt(2.0), 1);
  const Generator generator = fokker_planck::scharfetter_gummel(process, grid);
  const auto face = static_cast<Index>(std::lround((0.5 - grid.axis(0).lower) / grid.axis(0).width()));
  const Eigen::ArrayXd start = on_grid(two_wells(), grid);
  const double current = generator.currents(start.data())[0](face - 1, 0);
  const LogDensityAt at = log_density_at_line(two_wells(), 0.5);
  return value_check(std::exp(at.value) * (-0.5 - at.score), current, 1e-5,
                     "p (f - g^2 s/2); error O(h^2), h = 1/200");
}

double excess_kurtosis(const GaussianMixture& law) {
  const double mean = law.raw_moment(1), variance = law.raw_moment(2) - mean * mean;
  const double fourth = law.raw_moment(4) - 4 * mean * law.raw_moment(3) +
                        6 * mean * mean * law.raw_moment(2) - 3 * std::pow(mean, 4);
  return fourth / (variance * variance) - 3;
}

/// Excess kurtosis at t = 12 from the two wells of dX = a X dt + √2 dW, which keeps Gaussians for every a.
double late_kurtosis(double a) {
  const process::LinearProcess process(Eigen::MatrixXd::Constant(1, 1, a), Eigen::VectorXd::Zero(1),
                                       Eigen::MatrixXd::Constant(1, 1, std::sqrt(2.0)));
  return excess_kurtosis(process.law(two_wells(), 12));
}

/// ‖p_t − p_∞‖² of OU from N(m, 1), plain and weighted with 1/p_∞.
double square_distance(double mean, bool weighted) {
  const auto normal = [](double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::acos(-1.0)); };
  return integral(
      [&](double x) {
        const double gap = normal(x - mean) - normal(x);
        return gap * gap / (weighted ? normal(x) : 1);
      },
      -12, 12 + 2 * mean, 120);
}

void add_convergence(Rows& rows) {
  rows.add("C5-52", "contracting", [] {
    return value_check(0, late_kurtosis(-1), 1e-9, "the kernel contracts: the excess kurtosis goes");
  });
  rows.add("C5-52", "expanding", [] {
    const double variance = two_wells().covariance()(0, 0);
    return beside(0,
                  value_check(excess_kurtosis(two_wells()) * std::pow(variance / (variance + 1), 2),
                              late_kurtosis(1), 1e-9, "Gaussians are kept, but the wells are seen for ever"));
  });
  rows.add("C5-52", "divergence", [] {
    const auto law = [](double t) { return process::marginal(*steady_vp(8), two_wells(), t); };
    const double rate = -std::log(divergence_from_normal(law(7), 1) / divergence_from_normal(law(6), 1));
    return value_check(1, rate, 0.02, "KL falls as e^(-2 lambda t), lambda = 1/2: the mean goes last");
  });
  rows.add("C5-95", "plain", [] {
    const double ratio = std::sqrt(square_distance(10 * std::exp(-1), false) / square_distance(10, false));
    return beside(std::exp(-1),
                  value_check(0.9828873292598769, ratio, 1e-9,
                              "|p_1 - p|/|p_0 - p| from N(10, 1), another program, beside e^-1"));
  });
  rows.add("C5-95", "weighted", [] {
    const double ratio = std::sqrt(square_distance(std::exp(-1), true) / square_distance(1, true));
    return value_check(0.290414202975324, ratio, 1e-9, "in L^2(1/p): below e^-1; another program");
  });
}

}  // namespace

void add_grids(Rows& rows) {
  rows.add("C5-53", "heat_kernel", heat_order);
  rows.add("C5-53", {"rest", "flux"}, at_rest);
  rows.add("C5-57", {"mass", "positive", "linear"}, kept_by_the_scheme);
  rows.add("C5-57", {"largest", "with_drift"}, maximum_principle);
  rows.add("C5-58", "flux", flux);
  add_convergence(rows);
}

}  // namespace kolmo::claims::continuous_time
