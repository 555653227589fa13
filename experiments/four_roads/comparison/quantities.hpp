#pragma once
// What is compared between roads, and how it is computed from laws, grids and samples.

#include <string>
#include <vector>

#include "four_roads/roads.hpp"
#include "kolmo/core/statistics/moments.hpp"

namespace kolmo::four_roads {

/// An expectation E φ(X) that every road reports.
struct NamedFunctional {
  std::string name;
  Functional phi;
  bool indicator = false;  ///< φ is 0 or 1, so that E φ is a probability
};

/// The letter of a coordinate in names: x, y, z.
std::string letter(Index j);

/// On the line mean, second_moment, fourth_moment, probability_positive, and potential_energy for gradient
/// flows; on a ring cosine, sine, cosine_2, sine_2 and velocity (ring_quantities.hpp). In several coordinates
/// mean_x, …, of rings cosine_x, sine_x, velocity_x, … and cosine_xy of two. `t`: of the velocities.
std::vector<NamedFunctional> functionals(const Problem& problem, double t = 0);

/// A covariance of two coordinates that are no rings: no expectation of one φ.
struct CovarianceEntry {
  std::string name;  ///< "covariance_xy"
  Index a, b;
};
/// None in 1-D.
std::vector<CovarianceEntry> covariances(const Problem& problem);

/// A direction on which a 2-D law is projected.
struct Projection {
  std::string name;
  Eigen::VectorXd direction;
};
/// "x" in 1-D; "x", "y" and the two diagonals "d1" = (x + y)/√2, "d2" = (x − y)/√2 in the plane; the
/// coordinates alone where one of them is a ring, and in 3-D. A ring's law is that on the line of the ring
/// cut at the domain's lower side.
std::vector<Projection> projections(const Problem& problem);

/// Axes of the pictures: 240 bins in 1-D, 96 × 96 in 2-D, over the problem's domain; in 3-D of the first two
/// coordinates, whose law is then drawn.
std::vector<Axis> plot_axes(const Problem& problem);

/// The mean density of a law over the bins of an axis, (F(b) − F(a))/width, F smooth between the nodes of a
/// table.
Eigen::ArrayXXd binned(const Law1D& law, const Axis& axis);
/// The density of points on the bins of two axes.
Eigen::ArrayXXd binned(const Points& points, const std::vector<Axis>& axes);

/// Names of the quantities that a road of this problem reports; the number of comparisons follows from them.
std::vector<std::string> quantity_names(const Problem& problem, const std::string& road);
/// "ks_x", "w1_x", …, and "energy" in the plane.
std::vector<std::string> distance_names(const Problem& problem);
/// Whether energy distances are compared: in the plane, without rings.
bool compares_points(const Problem& problem);
/// Not on rings, whose seam it would leave out, and not where a side absorbs: p falls linearly to 0 there,
/// and ∫ p (∂ log p)² is infinite.
bool has_fisher_information(const Problem& problem);
/// Of the closed form: on the line, in the plane, and in space where it is one Gaussian.
bool has_exact_entropy(const Problem& problem);

}  // namespace kolmo::four_roads
