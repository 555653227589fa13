// Ways over the surface of Müller and Brown: the least geometric action beside the string, which knows V.

#include <algorithm>
#include <cmath>

#include "frame/result/plane_curves.hpp"
#include "kolmo/core/grid.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/density/muller_brown.hpp"
#include "kolmo/paths/geometric_action.hpp"
#include "kolmo/paths/minimum_energy_path.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "most_probable_paths/parts.hpp"
#include "most_probable_paths/wells.hpp"

namespace kolmo::most_probable_paths {
namespace {

using namespace paths;

/// T = ½, unit noise: the action of a way up is 2 ΔV.
const process::OverdampedLangevin& surface() {
  static const process::OverdampedLangevin process(std::make_shared<density::MullerBrown>(), 0.5);
  return process;
}

/// From the deepest well to the second deepest, by the third.
MinimumEnergyPath string(Index points) {
  Points start = straight_path(Eigen::Vector2d(-0.55, 1.4), Eigen::Vector2d(0.6, 0.05), points);
  for (Index i = 0; i <= points; ++i)
    start.row(i) += Eigen::Array2d(-0.5, -0.25).transpose() *
                    std::sin(3.14159265358979 * static_cast<double>(i) / static_cast<double>(points));
  return minimum_energy_path({surface().potential()}, start);
}

using Lazily = std::shared_ptr<frame::Lazy<MinimumEnergyPath>>;

/// From the straight way: nothing that the string found but both ends.
LeastActionCurve curve(const Eigen::VectorXd& from, const Eigen::VectorXd& to, Index points) {
  GeometricAction problem{surface(), Eigen::ArrayXd::Ones(2)};
  problem.most_iterations = 40000;
  problem.tolerance = 1e-6;
  return least_action_curve(problem, straight_path(from, to, points));
}

double action_up(const StationaryPlace& minimum, const StationaryPlace& pass) {
  const double coarse = curve(minimum.place, pass.place, 100).action,
               fine = curve(minimum.place, pass.place, 200).action;
  return (4 * fine - coarse) / 3;
}

/// The distance of a place from the chords of a curve.
double distance_from(const Eigen::RowVector2d& x, const Points& curve) {
  double least = (curve.row(0).matrix() - x).norm();
  for (Index i = 0; i + 1 < curve.rows(); ++i) {
    const Eigen::RowVector2d a = curve.row(i).matrix(), chord = curve.row(i + 1).matrix() - a;
    const double part = std::clamp((x - a).dot(chord) / chord.squaredNorm(), 0.0, 1.0);
    least = std::min(least, (a + part * chord - x).norm());
  }
  return least;
}

double farthest_from(const Points& places, const Points& curve) {
  double largest = 0;
  for (Index i = 0; i < places.rows(); ++i)
    largest = std::max(largest, distance_from(places.row(i).matrix(), curve));
  return largest;
}

/// The whole way from one end to the other, over two passes and through the well between them; from beside
/// the string.
LeastActionCurve whole(const MinimumEnergyPath& way) {
  const Points& string = way.curve;
  const Index m = string.rows() - 1;
  Points start = string;
  for (Index i = 0; i <= m; ++i)
    start(i, 0) += 0.1 * std::sin(3.14159265358979 * static_cast<double>(i) / static_cast<double>(m));
  GeometricAction problem{surface(), Eigen::ArrayXd::Ones(2)};
  problem.most_iterations = 50000;
  problem.tolerance = 1e-6;
  return least_action_curve(problem, start);
}

void add_places(frame::Plan& plan, const Lazily& way) {
  struct Known {
    const char* name;
    double value;
    bool pass;
    std::size_t at;
  };
  for (const Known& known : {Known{"minimum/1", -1.4669951720995402, false, 0},
                             {"minimum/2", -0.8076781812965899, false, 1},
                             {"minimum/3", -1.0816672411685236, false, 2},
                             {"pass/1", -0.406648435086574, true, 0},
                             {"pass/2", -0.7224894011232523, true, 1}}) {
    plan.checks.push_back({known.name, [=] {
                             const auto& all = known.pass ? way->get().passes : way->get().minima;
                             return verify::value_check(
                                 known.value, known.at < all.size() ? all[known.at].value : std::nan(""),
                                 1e-12, "roots of the gradient, another program",
                                 "V there, by Newton from the string");
                           }});
  }
}

void add_actions(frame::Plan& plan, const Lazily& way) {
  struct Piece {
    const char* name;
    std::size_t minimum, pass;
  };
  for (const Piece& piece : {Piece{"up/1_to_pass_1", 0, 0},
                             {"up/2_to_pass_1", 1, 0},
                             {"up/2_to_pass_2", 1, 1},
                             {"up/3_to_pass_2", 2, 1}}) {
    plan.checks.push_back({piece.name, [=] {
                             const StationaryPlace& from = way->get().minima[piece.minimum];
                             const StationaryPlace& to = way->get().passes[piece.pass];
                             const double expected = 2 * (to.value - from.value);
                             return verify::value_check(expected, action_up(from, to), 2e-4 * expected,
                                                        "2 (V(pass) - V(minimum)), unit noise",
                                                        "least geometric action of the way up");
                           }});
  }
}

void write(const MinimumEnergyPath& way, const LeastActionCurve& all, io::Group& part) {
  const Points up = curve(way.minima[0].place, way.passes[0].place, 100).curve;
  io::Group& group = part.group("ways_over_the_surface");
  frame::write_plane_curves({"string", "least geometric action", "least action, up to pass 1"},
                            {frame::thinned(way.curve, 101), frame::thinned(all.curve, 101), up}, {}, group);
  const Grid grid({{-1.5, 1.1, 65}, {-0.5, 2.0, 65}});
  const Eigen::ArrayXd level =
      frame::at_centres(grid, [](const ConstBlock& x, Values out) { surface().potential().value(x, out); });
  frame::write_level_lines(grid, level.min(0.5), {"V, cut at 0.5", "1"}, {}, group);
  io::Group& height = part.group("height_along_the_string");
  const Index m = way.value.size() - 1;
  height.scale("place", Eigen::ArrayXd::LinSpaced(m + 1, 0, 1), {"part of the way", "1"});
  height.variable("height", {"place"}, way.value, {"V along the string", "1"});
}

}  // namespace

frame::Plan surface_plan() {
  frame::Plan plan{"Ways over a surface",
                   "Müller and Brown's surface, unit noise: the string, along which V alone is asked, and "
                   "curves of least geometric action, which ask the drift."};
  plan.in_parallel = true;
  const auto way = frame::lazy([] { return string(200); });
  const auto all = frame::lazy([=] { return whole(way->get()); });
  add_places(plan, way);
  add_actions(plan, way);
  plan.checks.push_back({"string_and_least_action", [=] {
                           // Of order 2 in 1/M: 7e-5, 1.7e-5 and 3e-6 at 100, 200 and 400 places of the way
                           // up, and what either leaves unsettled.
                           const Points up =
                               curve(way->get().minima[0].place, way->get().passes[0].place, 200).curve;
                           return verify::value_check(
                               0, farthest_from(up, way->get().curve), 5e-4, "one curve",
                               "how far the way up of least action leaves the string, of a length of 0.9");
                         }});
  plan.checks.push_back({"whole_way", [=] {
                           const MinimumEnergyPath& found = way->get();
                           const double expected = 2 * (found.passes[0].value - found.minima[0].value +
                                                        found.passes[1].value - found.minima[1].value);
                           return verify::value_check(expected, all->get().action, 5e-3 * expected,
                                                      "2 ΔV of each way up; down for nothing",
                                                      "least geometric action over both passes");
                         }});
  plan.tables.push_back([=](io::Group& part) { write(way->get(), all->get(), part); });
  return plan;
}

}  // namespace kolmo::most_probable_paths
