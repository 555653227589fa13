#pragma once
// A problem of four_roads: one process, one initial law, times, and what each road is to do with it.

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "four_roads/comparison/linear_reference.hpp"
#include "four_roads/problem/box_law.hpp"
#include "kolmo/core/grid.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/problem/problem.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::four_roads {

using ProcessPtr = std::shared_ptr<const process::Process>;
using MixturePtr = std::shared_ptr<const density::GaussianMixture>;

/// Names of the roads, as they stand in files and in ids of checks.
namespace road {
inline constexpr const char* sde = "sde";
inline constexpr const char* fokker_planck = "fokker_planck";
inline constexpr const char* probability_flow = "probability_flow";
inline constexpr const char* jko = "jko";
inline constexpr const char* exact = "exact";
inline constexpr const char* reverse_sde = "reverse_sde";
inline constexpr const char* reverse_flow = "reverse_flow";
inline constexpr const char* reverse_sde_learned = "reverse_sde_learned";
inline constexpr const char* reverse_flow_learned = "reverse_flow_learned";
}  // namespace road

/// Of the initial law, along each coordinate: a domain that leaves out more is refused.
inline constexpr double most_mass_outside = 1e-6;

/// What the configuration says about one road. 0 and an empty scheme leave it to the road, which then is as
/// fine as Problem::target asks.
struct RoadSettings {
  bool enabled = false;
  bool asked = false;    ///< by name in the configuration
  std::string scheme;    ///< SDE scheme, time stepper, ODE stepper, or sampler
  Index particles = 0;   ///< sample roads
  Index steps = 0;       ///< over the whole time span, on the finest level
  Index cells = 0;       ///< per axis (grid), or of mass (JKO)
  double tolerance = 0;  ///< adaptive ODE
  double t_min = 0;      ///< samplers: the time nearest to the data that they step to, or from
};

using Coordinate = problem::Coordinate;

struct LearnedModel;  ///< learned_model.hpp

/// A road that this problem does not have, and why.
struct RoadNotThere {
  std::string road, reason;
};

struct Problem {
  std::string name, title;
  std::string statement;                  ///< the process and the initial law in words and formulas
  ProcessPtr process;                     ///< as configured, in the time t
  ProcessPtr intrinsic;                   ///< the same on its clock τ(t); constant coefficients
  MixturePtr initial;                     ///< the start, or a Gaussian of its mean and widths (start.hpp)
  std::optional<Eigen::VectorXd> point;   ///< the start, if it is a place
  std::shared_ptr<const BoxLaw> box_law;  ///< the start, if it is a density on the domain
  bool start_waits = false;               ///< until the domain is found
  std::string start_in_words;
  /// In more than one dimension: the process as a linear one, where it is that without a kernel of one rate.
  std::shared_ptr<const process::LinearProcess> affine;
  StatedLinear stated;                  ///< a linear problem's numbers as configured: for references alone
  Points data;                          ///< the data set behind an empirical initial density; empty otherwise
  std::vector<Coordinate> coordinates;  ///< what the columns of `data` are; empty otherwise
  std::vector<double> times;            ///< t > 0, increasing: where the roads are compared
  std::vector<double> clock;            ///< τ(0) = 0 and τ of each of `times`
  bool domain_from_paths = false;       ///< the domain was found along pilot paths
  std::vector<Axis> domain;             ///< cells as the grid road's finest level has them
  std::vector<std::array<problem::Boundary, 2>> boundaries;  ///< of each coordinate
  problem::Known known;
  std::vector<std::string> variables;  ///< names of the coordinates
  std::vector<RoadNotThere> not_there;
  bool linear = false;         ///< the exact marginal is known
  bool gradient_flow = false;  ///< in 1-D, and on its clock a gradient flow: the JKO road exists
  int levels = 3;              ///< runs from which a budget is made
  double target = 1e-2;        ///< budgets are to be within that of each quantity's own spread
  RoadSettings sde, fokker_planck, ode, jko, reverse, reverse_flow;
  std::shared_ptr<const LearnedModel> learned;  ///< null: none is given
  Index energy_points = 0;                      ///< points a side for the energy distance

  Index dimension() const { return process->dimension(); }
  /// Whether `initial` is the start itself, to rounding: a mixture, or the Gaussian that stands for a point.
  bool starts_from_mixture() const { return box_law == nullptr && !start_waits; }
  /// Starts of particles first, first + 1, …; `first` a multiple of 16.
  void sample_start(const RandomStream& stream, Index first, Block out) const;
  /// Whether this side of a coordinate (0 lower, 1 upper) is a wall, and not just the end of the window.
  bool wall(Index j, int side) const {
    return boundaries[static_cast<std::size_t>(j)][static_cast<std::size_t>(side)] != problem::Boundary::open;
  }
  /// Exact p_t at clock time τ (linear processes).
  density::GaussianMixture marginal(double tau) const;
};

/// The problem `name` of a resolved configuration. Throws io::ConfigurationError located at the key that is
/// wrong, or what reading its data file throws.
Problem make_problem(const io::Configuration& configuration, const std::string& name);

/// Splits `steps` over the intervals of `clock`: half of them evenly, half in proportion to length, each
/// share rounded up to a multiple of 2^(levels − 1). On level ℓ every interval has 2^−ℓ of the steps it has
/// on level 0.
std::vector<Index> share_steps(const std::vector<double>& clock, Index steps, int levels, int level = 0);

}  // namespace kolmo::four_roads
