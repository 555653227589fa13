#include "four_roads/grid/grid_snapshot.hpp"

#include "four_roads/comparison/quantities.hpp"
#include "four_roads/problem/walls.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/operator/projection.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

constexpr double least_survival = 1e-12;  ///< below it the rounding of a march is seen in the law

void on_the_line(const Problem& problem, const Grid& grid, const Eigen::ArrayXd& p,
                 DeterministicSnapshot& snapshot) {
  snapshot.quantities["mean"] = fp::raw_moment(grid, p, 0, 1);
  snapshot.quantities["second_moment"] = fp::raw_moment(grid, p, 0, 2);
  snapshot.quantities["fourth_moment"] = fp::raw_moment(grid, p, 0, 4);
  snapshot.quantities["probability_positive"] = fp::probability_above(grid, p, 0);
  if (const auto structure = gradient_structure(*problem.intrinsic)) {
    const double free_energy = fp::free_energy(grid, p, *structure->potential, structure->temperature);
    snapshot.quantities["potential_energy"] = free_energy + structure->temperature * fp::entropy(grid, p);
    snapshot.quantities["free_energy"] = free_energy;
  }
}

/// Σ φ p v over the centres: of second order in the cells, and of every order round a ring.
void by_functionals(const Problem& problem, const Grid& grid, const Eigen::ArrayXd& p, double tau,
                    DeterministicSnapshot& snapshot) {
  const Points x = grid.centres();
  Eigen::ArrayXd values(x.rows());
  for (const NamedFunctional& functional : functionals(problem, tau)) {
    functional.phi(x, values);
    snapshot.quantities[functional.name] = grid.cell_volume() * dot(values.data(), p.data(), p.size());
  }
}

void in_space(const Problem& problem, const Grid& grid, const Eigen::ArrayXd& p, double tau,
              DeterministicSnapshot& snapshot) {
  if (is_ring(problem)) by_functionals(problem, grid, p, tau, snapshot);
  const Eigen::VectorXd mean = fp::mean(grid, p);
  const Eigen::MatrixXd covariance = fp::covariance(grid, p);
  for (Index j = 0; j < grid.dimension(); ++j)
    if (!is_ring(problem, j)) snapshot.quantities["mean_" + letter(j)] = mean(j);
  for (const CovarianceEntry& entry : covariances(problem))
    snapshot.quantities[entry.name] = covariance(entry.a, entry.b);
}

void add_laws(const Problem& problem, const Grid& grid, const Eigen::ArrayXd& p,
              DeterministicSnapshot& snapshot) {
  for (Index j = 0; j < grid.dimension(); ++j) snapshot.laws.emplace(letter(j), fp::axis_law(grid, p, j));
  if (!compares_points(problem)) return;
  snapshot.laws.emplace("d1", fp::diagonal_law(grid, p, 1));
  snapshot.laws.emplace("d2", fp::diagonal_law(grid, p, -1));
}

DeterministicSnapshot of_law(const Problem& problem, const Grid& grid, const Eigen::ArrayXd& p, double tau) {
  DeterministicSnapshot snapshot;
  if (grid.dimension() > 1) {
    in_space(problem, grid, p, tau, snapshot);
  } else if (is_ring(problem)) {
    by_functionals(problem, grid, p, tau, snapshot);
  } else {
    on_the_line(problem, grid, p, snapshot);
  }
  add_laws(problem, grid, p, snapshot);
  snapshot.quantities["entropy"] = fp::entropy(grid, p);
  if (has_fisher_information(problem))
    snapshot.quantities["fisher_information"] = fp::fisher_information(grid, p);
  return snapshot;
}

}  // namespace

DeterministicSnapshot grid_snapshot(const Problem& problem, const Grid& grid, const Eigen::ArrayXd& p,
                                    double tau) {
  DeterministicSnapshot snapshot;
  if (absorbs(problem)) {
    const double survival = fp::mass(grid, p);
    if (!(survival > least_survival))
      throw NumericalFailure("a share " + number_text(survival, 3) + " is left on the grid at clock time " +
                             number_text(tau, 6) + ", less than rounding lets be seen: take earlier times");
    snapshot = of_law(problem, grid, p / survival, tau);
    snapshot.quantities["survival_probability"] = survival;
    return snapshot;
  }
  return of_law(problem, grid, p, tau);
}

}  // namespace kolmo::four_roads
