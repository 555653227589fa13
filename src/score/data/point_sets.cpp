#include "kolmo/score/data/point_sets.hpp"

#include <cmath>
#include <numbers>

#include "kolmo/core/catalogue.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::score {
namespace {

constexpr double pi = std::numbers::pi;

using Place = Eigen::Array2d;

/// Point of uniform numbers u, w, without noise.
struct Shape {
  PointSet set;
  double noise;
  Place (*place)(double u, double w);
};

Place on_circle(double radius, double angle) { return {radius * std::cos(angle), radius * std::sin(angle)}; }

/// u as a choice of one of two and a uniform number again.
double rest_of(double u) { return u < 0.5 ? 2 * u : 2 * u - 1; }

Place swiss_roll(double u, double) {
  const double angle = 1.5 * pi * (1 + 2 * u);
  return on_circle(angle / 10, angle);
}

Place two_moons(double u, double) {
  const double angle = pi * rest_of(u);
  return u < 0.5 ? Place(Place(-0.5, -0.25) + on_circle(1, angle))
                 : Place(Place(0.5, 0.25) + on_circle(1, -angle));
}

/// Of the 16 fields the eight with an even sum of row and column.
Place checkerboard(double u, double w) {
  const double column = std::floor(4 * u), row = std::floor(2 * w);
  const double shift = std::fmod(column, 2);
  return {4 * u - 2, 2 * row + shift + (2 * w - row) - 2};
}

Place rings(double u, double) { return on_circle(u < 0.5 ? 0.5 : 1.5, 2 * pi * rest_of(u)); }

Place two_gaussians(double u, double) { return {u < 0.5 ? -5.0 : 5.0, 0}; }

const Catalogue<Shape>& shapes() {
  static const Catalogue<Shape> all(
      "point set", [](const Shape& one) { return one.set.name; },
      {{{"swiss_roll", "(t cos t, t sin t)/10 + 0.05 z, t = 3 pi/2 (1 + 2 u)"}, 0.05, swiss_roll},
       {{"two_moons", "half-circles about (-1/2, -1/4) and (1/2, 1/4) + 0.1 z"}, 0.1, two_moons},
       {{"checkerboard", "uniform on the dark fields of [-2, 2]^2"}, 0, checkerboard},
       {{"rings", "circles of radius 1/2 and 3/2 + 0.08 z"}, 0.08, rings},
       {{"two_gaussians", "N((+-5, 0), I)"}, 1, two_gaussians}});
  return all;
}

}  // namespace

const std::vector<PointSet>& point_sets() {
  static const std::vector<PointSet> sets = [] {
    std::vector<PointSet> all;
    for (const Shape& one : shapes().all()) all.push_back(one.set);
    return all;
  }();
  return sets;
}

Points point_set(const std::string& name, Index n, const RandomStream& stream) {
  require(n >= 1, "points", static_cast<double>(n), "must be at least 1");
  const Shape& shape = shapes().find(name);
  const RandomStream own = stream.role(name);
  Points uniform(n, 2), x(n, 2);
  own.uniforms(0, 0, uniform);
  own.normals(0, 1, x);
  x *= shape.noise;
  for (Index i = 0; i < n; ++i) x.row(i) += shape.place(uniform(i, 0), uniform(i, 1)).transpose();
  return x;
}

}  // namespace kolmo::score
