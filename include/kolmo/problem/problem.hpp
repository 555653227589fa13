#pragma once
// A problem: a process, an initial law, times, a domain, and what is known of them.

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kolmo/density/expression.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"

namespace kolmo::problem {

/// What happens at a side of the domain.
enum class Boundary {
  open,  ///< nothing: the domain is a window on all of space
  reflecting,
  absorbing,
  periodic,  ///< the other side of this coordinate: both are
};
const char* name_of(Boundary boundary);

/// A coordinate that stands for a column of a data file: x = (value in the file − shift)/scale.
struct Coordinate {
  std::string name;
  double shift = 0, scale = 1;
};

/// The law at time 0.
struct Initial {
  enum class Kind {
    mixture,     ///< Gaussians; or a Gaussian kernel on each point of a data file
    point,       ///< one place
    expression,  ///< a density up to its constant
    stationary,  ///< that of the process
  };
  Kind kind = Kind::mixture;
  std::shared_ptr<const density::GaussianMixture> mixture = {};  ///< Kind::mixture
  Points data = {};                                              ///< of the file, as the problem sees it
  std::vector<Coordinate> coordinates = {};                      ///< its columns
  Eigen::ArrayXd point = {};                                     ///< Kind::point
  std::optional<density::Expression> expression = {};            ///< Kind::expression
};

/// What can be said of a problem before anything is computed.
struct Known {
  bool gradient = false;        ///< gradient_structure(process) is there
  bool kinetic = false;         ///< kinetic_structure(process) is there
  bool linear = false;          ///< drift affine, noise independent of the state
  bool time_dependent = false;  ///< drift or noise depend on t
  bool kink =
      false;  ///< drift or noise, or the potential they come from, are not smooth: orders are not claimed
  std::vector<std::string> kinks = {};  ///< where, in words: "x = 0"; empty where not found
};

struct Problem {
  std::string name, title;
  std::string statement;  ///< the process in formulas
  density::ExpressionNames names;
  std::vector<double> times;                                 ///< ≥ 0, increasing
  std::optional<std::vector<std::array<double, 2>>> domain;  ///< [lower, upper] of each coordinate
  std::vector<std::array<Boundary, 2>> boundaries;           ///< of each coordinate: lower, upper
  std::shared_ptr<const process::Process> process;
  std::optional<density::Expression> potential;  ///< V, where the process is given by one
  Initial initial;
  Known known;

  Index dimension() const { return process->dimension(); }
  /// Whether any side is a wall or a seam.
  bool has_boundary() const;
};

/// The middles of equal cells of a box, 1000 in 1-D, 61² in 2-D, 21³ in 3-D: where problems are looked at.
Points sampled_places(const std::vector<std::array<double, 2>>& box);

/// Throws InvalidArgument, naming place and function, where potential, drift, noise or the drift's divergence
/// of an ExpressionProcess are not finite at sampled_places(box) at one of the problem's times.
void require_finite(const Problem& problem, const std::vector<std::array<double, 2>>& box);

/// Throws InvalidArgument where a coordinate is periodic and drift or noise are not: unless they are the same
/// to 1e−9 of their largest size at x and one length of the ring further, at sampled_places of the domain.
/// Paths then go on beyond the seam along the formulas themselves.
void require_periodic(const Problem& problem);

/// Where drift, noise or potential of a problem in 1-D have a kink that stays where it is: "x = 0", by place.
std::vector<std::string> kink_places(const Problem& problem, const std::vector<std::array<double, 2>>& box);

}  // namespace kolmo::problem
