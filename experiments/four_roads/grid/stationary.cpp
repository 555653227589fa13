#include "four_roads/grid/stationary.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "four_roads/comparison/references.hpp"
#include "four_roads/problem/truncation.hpp"
#include "four_roads/problem/walls.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/density/gibbs_density.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

verify::Check stationary_check(const RoadContext& context, const std::string& name, double expected,
                               double observed, double bound, const std::string& source) {
  verify::Check check = verify::value_check(expected, observed, bound, source);
  check.id = context.problem.name + "/fokker_planck/stationary/" + name;
  return check;
}

/// Null where e^{−V/T} has no finite integral, and then no stationary law; also where tails like a power of x
/// are too heavy for a table.
std::unique_ptr<const density::GibbsDensity> gibbs_density(const process::GradientStructure& structure) {
  try {
    return std::make_unique<const density::GibbsDensity>(structure.potential, structure.temperature);
  } catch (const NumericalFailure&) {
    return nullptr;
  } catch (const InvalidArgument&) {  // it wants V − min V = 30 T at the ends, and found no such ends
    return nullptr;
  }
}

/// A quantity of the stationary density on the grid and on one of half the cells: p_i = e^{−V(x_i)/T}
/// exactly, so that the only error is that of the midpoint sums.
struct Levels {
  double fine, coarse;
  double bound() const { return 2 * std::abs(fine - coarse) / 3; }
};

/// Mass that the domain leaves out.
double mass_outside(const density::GibbsDensity& gibbs, const Axis& axis) {
  return gibbs.cdf(axis.lower) + gibbs.probability_above(axis.upper);
}

/// Where the domain does not hold the law (`held`), the numbers are facts without checks: what is cut off
/// decides them.
void compare_moments(const RoadContext& context, const density::GibbsDensity& gibbs,
                     const fp::Generator& fine, const fp::Generator& coarse, bool held, RoadOutput& output) {
  const Eigen::ArrayXd p = fp::stationary_density(fine), q = fp::stationary_density(coarse);
  const Axis& axis = fine.grid().axis(0);
  const double outside = mass_outside(gibbs, axis);
  const double reach = std::max(std::abs(axis.lower), std::abs(axis.upper));
  const double size = std::sqrt(gibbs.raw_moment(2));
  // `unit`: in what the rounding of the quantity is measured.
  const auto add = [&](const std::string& name, double expected, const Levels& levels, double weight,
                       double unit) {
    const double bound = levels.bound() + 4 * weight * outside + 1e-11 * unit;
    if (held)
      output.checks.push_back(stationary_check(context, name, expected, levels.fine, bound, "quadrature"));
    output.facts["stationary_" + name] = {levels.fine, name + " of the grid's stationary density"};
  };
  constexpr std::array<const char*, 3> names = {"mean", "second_moment", "fourth_moment"};
  constexpr std::array<int, 3> powers = {1, 2, 4};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const int k = powers[i];
    const Levels levels = {fp::raw_moment(fine.grid(), p, 0, k), fp::raw_moment(coarse.grid(), q, 0, k)};
    add(names[i], gibbs.raw_moment(k), levels, std::pow(reach, k), std::pow(size, k));
  }
  add("entropy", gibbs.entropy(), {fp::entropy(fine.grid(), p), fp::entropy(coarse.grid(), q)},
      1 + std::abs(std::log(std::max(outside, 1e-300))), 1);
}

/// The gap is of order 2 in the cell width with an even expansion: one Richardson step on each pair of three
/// grids gives two values of order 4, whose difference bounds the error of the better one. Walls at the ends
/// of the domain change the slowest mode's share of energy by the order of x²/Var X times the mass they cut
/// off: `walls`, relative.
void compare_gap(const RoadContext& context, const std::array<const fp::Generator*, 3>& generators,
                 double walls, bool held, RoadOutput& output) {
  std::array<double, 3> gap{};
  for (std::size_t i = 0; i < 3; ++i) gap[i] = fp::leading_eigenvalues(*generators[i], 1)(0);
  const double better = gap[0] + (gap[0] - gap[1]) / 3, worse = gap[1] + (gap[1] - gap[2]) / 3;
  const double bound = 2 * std::abs(better - worse) / 15 + (1e-12 + 4 * walls) * better;
  output.facts["spectral_gap"] = {better,
                                  "smallest nonzero eigenvalue of the generator, extrapolated to h = 0"};
  output.facts["spectral_gap_bound"] = {bound, "bound of the error of the spectral gap"};
  const auto reference = reference_gap(context.problem);
  if (!reference || !held) return;
  output.checks.push_back(stationary_check(context, "spectral_gap", reference->value, better,
                                           bound + reference->error, reference->source));
}

}  // namespace

void compare_stationary_law(const RoadContext& context, const Axis& axis, const process::Process& process,
                            RoadOutput& output) {
  const auto structure = gradient_structure(*context.problem.intrinsic);
  const Problem& problem = context.problem;
  if (!structure || problem.dimension() != 1 || absorbs(problem) || is_ring(problem)) return;
  const auto generator = [&](int level) {
    return fp::scharfetter_gummel(process, Grid({{axis.lower, axis.upper, axis.cells >> level}}));
  };
  const std::unique_ptr<const density::GibbsDensity> gibbs = gibbs_density(*structure);
  output.facts["stationary_law_exists"] = {gibbs ? 1.0 : 0.0,
                                           "whether e^(-V/T) can be normalised and tabulated"};
  if (!gibbs) return;
  const fp::Generator fine = generator(0), coarse = generator(1), coarsest = generator(2);
  const double outside = mass_outside(*gibbs, axis);
  const bool held = outside <= most_mass_beyond_walls;
  output.facts["stationary_mass_outside"] = {outside, "share of the stationary law outside the domain"};
  compare_moments(context, *gibbs, fine, coarse, held, output);
  const double mean = gibbs->raw_moment(1), variance = gibbs->raw_moment(2) - mean * mean;
  const double reach = std::max(std::abs(axis.lower - mean), std::abs(axis.upper - mean));
  compare_gap(context, {&fine, &coarse, &coarsest}, reach * reach / variance * outside, held, output);
}

}  // namespace kolmo::four_roads
