#include "four_roads/problem/start.hpp"

#include <cmath>

#include "four_roads/problem/formula_cells.hpp"
#include "four_roads/problem/law_at_rest.hpp"
#include "four_roads/problem/linear_law_at_rest.hpp"
#include "four_roads/problem/local_noise.hpp"
#include "four_roads/problem/walls.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/density/gibbs_density.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;
using Kind = problem::Initial::Kind;

constexpr double of_a_point = 1e-6;  ///< deviation beside that which the noise makes until the first time

std::vector<Axis> box_of(const problem::Problem& stated) {
  std::vector<Axis> box;
  for (const auto& [lower, upper] : *stated.domain) box.push_back({lower, upper, 2});
  return box;
}

MixturePtr gaussian(const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance) {
  return std::make_shared<density::GaussianMixture>(density::gaussian(mean, covariance));
}

/// √(g² t) of each coordinate at the place and the first time, or |f| t where that is more, or a thirteenth
/// of the domain where neither moves it.
Eigen::VectorXd deviations_of_a_point(const problem::Problem& stated, const Problem& problem) {
  const Eigen::VectorXd& x = *problem.point;
  const double t = problem.clock[1];
  Points f(1, x.size());
  problem.intrinsic->drift(0, x.transpose().array(), f);
  Eigen::VectorXd deviations(x.size());
  for (Index j = 0; j < x.size(); ++j) {
    deviations(j) = std::max(std::sqrt(noise_rate(*problem.intrinsic, x, j) * t), std::abs(f(0, j)) * t);
    if (deviations(j) > 0 || !stated.domain) continue;
    const auto& [lower, upper] = (*stated.domain)[static_cast<std::size_t>(j)];
    deviations(j) = (upper - lower) / 13;
  }
  const double largest = deviations.maxCoeff();
  return of_a_point * (deviations.array() > 0).select(deviations, largest > 0 ? largest : 1.0);
}

double temperature_of(const process::Process& process) {
  const auto structure = gradient_structure(process);
  return structure ? structure->temperature : kinetic_structure(process)->temperature;
}

/// V, or V + p²/2 of Langevin dynamics with friction.
Eigen::ArrayXd energies(const process::Process& process, const Points& x) {
  Eigen::ArrayXd energy(x.rows());
  if (const auto structure = gradient_structure(process)) {
    structure->potential->value(x, energy);
    return energy;
  }
  const Index positions = x.cols() / 2;
  kinetic_structure(process)->potential->value(x.leftCols(positions), energy);
  return energy + 0.5 * x.rightCols(positions).square().rowwise().sum();
}

/// e^{−(H − min H)/T} at the centres.
Eigen::ArrayXd gibbs_cells(const process::Process& process, const Grid& grid) {
  const Eigen::ArrayXd energy = energies(process, grid.centres());
  return (-(energy - energy.minCoeff()) / temperature_of(process)).exp();
}

/// Whether the energy is the same at both sides of every ring: a tilted potential keeps no e^{−H/T}.
bool closes(const Problem& problem, const problem::Problem& stated) {
  for (Index j = 0; j < problem.dimension(); ++j) {
    if (!is_ring(problem, j)) continue;
    const auto& [lower, upper] = (*stated.domain)[static_cast<std::size_t>(j)];
    Points ends = Points::Zero(2, problem.dimension());
    ends(0, j) = lower;
    ends(1, j) = upper;
    const Eigen::ArrayXd energy = energies(*problem.intrinsic, ends);
    if (std::abs(energy(1) - energy(0)) > 1e-9 * temperature_of(*problem.intrinsic)) return false;
  }
  return true;
}

bool has_gibbs_law(const Problem& problem, const problem::Problem& stated) {
  if (!gradient_structure(*problem.intrinsic) && !kinetic_structure(*problem.intrinsic)) return false;
  return closes(problem, stated);
}

Eigen::ArrayXd stationary_cells(const problem::Problem& stated, const Problem& problem, std::vector<Axis> box,
                                Grid& grid) {
  if (has_gibbs_law(problem, stated)) return gibbs_cells(*problem.intrinsic, grid);
  const Index cells = box.size() == 1 ? 4096 : 128;  // elimination: cells · w² operations
  for (Axis& axis : box) axis.cells = cells;
  grid = Grid(box);
  const fp::Generator generator =
      fp::discretisation("scharfetter_gummel")
          .build(*problem.intrinsic, grid, {.boundaries = grid_boundaries(problem), .time = {}});
  return fp::stationary_state(generator).density;
}

BoxLaw box_law(const problem::Problem& stated, const Problem& problem, const std::vector<Axis>& box) {
  Grid grid = fine_cells(box);
  const auto& formula = stated.initial.expression;
  Eigen::ArrayXd cells =
      formula ? formula_cells(*formula, grid) : stationary_cells(stated, problem, box, grid);
  if (formula) require_resolved(*formula, grid, cells);
  return {std::move(grid), std::move(cells)};
}

/// The share of a density beyond open sides: of it on a box that is wider by half on each of them, where it
/// is a number there.
double share_outside(const problem::Problem& stated, const Problem& problem) {
  std::vector<Axis> wide = problem.domain;
  for (std::size_t j = 0; j < wide.size(); ++j) {
    const double more = 0.5 * (wide[j].upper - wide[j].lower);
    if (!problem.wall(static_cast<Index>(j), 0)) wide[j].lower -= more;
    if (!problem.wall(static_cast<Index>(j), 1)) wide[j].upper += more;
  }
  Grid grid = fine_cells(wide);
  Eigen::ArrayXd p;
  try {
    p = stated.initial.expression ? formula_cells(*stated.initial.expression, grid)
                                  : gibbs_cells(*problem.intrinsic, grid);
  } catch (const InvalidArgument&) {
    return 0;  // no density beyond the domain: nothing of it is there
  }
  const Points x = grid.centres();
  double outside = 0;
  for (Index i = 0; i < x.rows(); ++i) {
    bool inside = true;
    for (std::size_t j = 0; j < wide.size(); ++j) {
      const double place = x(i, static_cast<Index>(j));
      inside = inside && place >= problem.domain[j].lower && place <= problem.domain[j].upper;
    }
    if (!inside) outside += p(i);
  }
  return outside / p.sum();
}

void read_stationary(const KeyReader& keys, const problem::Problem& stated, Problem& problem) {
  if (absorbs(problem)) throw keys.wrong("initial", "nothing is stationary where a side absorbs");
  if (const MixturePtr law = linear_stationary_law(stated, problem)) {
    problem.initial = law;
    problem.start_in_words = "the stationary Gaussian";
    return;
  }
  if (problem.known.time_dependent)
    throw keys.wrong("initial", "nothing is stationary where drift or noise depend on time");
  problem.start_in_words = "the stationary law";
  const auto structure = gradient_structure(*problem.intrinsic);
  if (!stated.domain && structure && problem.dimension() == 1) {
    const density::GibbsDensity gibbs = normalisable(*structure);
    const double mean = gibbs.raw_moment(1);
    problem.initial = gaussian(Eigen::VectorXd::Constant(1, mean),
                               Eigen::MatrixXd::Constant(1, 1, gibbs.raw_moment(2) - mean * mean));
    problem.start_waits = true;
    return;
  }
  keys.need("domain", "a stationary law that is no closed form");
  if (problem.dimension() > 2 && !has_gibbs_law(problem, stated))
    throw keys.wrong("initial",
                     "the stationary law of a drift that is no gradient is computed on grids of one "
                     "or two coordinates: give a density by its formula");
  require_law_at_rest(keys, problem, box_of(stated), has_gibbs_law(problem, stated));
  problem.box_law = std::make_shared<BoxLaw>(box_law(stated, problem, box_of(stated)));
}

void read_point(const problem::Problem& stated, Problem& problem) {
  problem.point = stated.initial.point.matrix();
  const Eigen::VectorXd deviations = deviations_of_a_point(stated, problem);
  problem.initial = gaussian(*problem.point, deviations.array().square().matrix().asDiagonal());
  std::string place;
  for (Index j = 0; j < problem.point->size(); ++j)
    place += (j == 0 ? "" : ", ") + number_text((*problem.point)(j), 6);
  problem.start_in_words = "in (" + place + ")";
}

}  // namespace

void read_start(const KeyReader& keys, const problem::Problem& stated, Problem& problem) {
  const Kind kind = stated.initial.kind;
  if (kind == Kind::mixture) {
    problem.initial = stated.initial.mixture;
    const std::string k = number_text(problem.initial->components());
    problem.start_in_words = problem.data.rows() > 0
                                 ? "from " + k + " data points under a Gaussian kernel"
                                 : "a mixture of " + k + (k == "1" ? " Gaussian" : " Gaussians");
    return;
  }
  if (kind == Kind::point) return read_point(stated, problem);
  keys.at("initial", [&] {
    if (kind == Kind::stationary) return read_stationary(keys, stated, problem);
    keys.need("domain", "a start by its density");
    problem.start_in_words = "with a density ∝ " + keys.expressions("initial.expression")[0][0];
    problem.box_law = std::make_shared<BoxLaw>(box_law(stated, problem, box_of(stated)));
  });
  if (problem.box_law) problem.initial = gaussian(problem.box_law->mean(), problem.box_law->covariance());
}

void complete_start(const KeyReader& keys, const problem::Problem& stated, Problem& problem) {
  if (problem.start_waits)
    problem.box_law = std::make_shared<BoxLaw>(box_law(stated, problem, problem.domain));
  if (!problem.box_law || (!stated.initial.expression && !has_gibbs_law(problem, stated))) return;
  const double outside = share_outside(stated, problem);
  if (outside > most_mass_outside)
    throw keys.wrong(keys.has("domain") ? "domain" : "initial",
                     "leaves out " + number_text(outside, 3) +
                         " of the initial law, which goes on beyond its open sides: at most 1e-6 is allowed; "
                         "widen it, or close the sides (boundaries)");
}

}  // namespace kolmo::four_roads
