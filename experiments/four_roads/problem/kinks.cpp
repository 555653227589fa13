#include "four_roads/problem/kinks.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

constexpr Index places = 4096;
constexpr double stands_out = 4;  ///< times the jumps beside it

double slope_at(const density::Potential& potential, double x) {
  const Points point = Points::Constant(1, 1, x);
  Points slope(1, 1);
  potential.gradient(point, slope);
  return slope(0, 0);
}

/// Where the slope changes most between a and b, halved forty times.
Kink narrowed(const density::Potential& potential, double a, double b) {
  double left = slope_at(potential, a), right = slope_at(potential, b);
  for (int halvings = 0; halvings < 40; ++halvings) {
    double middle = a + (b - a) / 2, slope = slope_at(potential, middle);
    if (!std::isfinite(slope)) {  // |x|′ at 0 is 0/0
      middle = a + (b - a) / 4;
      slope = slope_at(potential, middle);
    }
    if (std::abs(slope - left) > std::abs(right - slope)) {
      b = middle;
      right = slope;
    } else {
      a = middle;
      left = slope;
    }
  }
  // The kink may be an end, where V′ has a value between those of its sides.
  const double width = b - a;
  return {a + width / 2, slope_at(potential, b + width) - slope_at(potential, a - width)};
}

}  // namespace

std::vector<Kink> kinks(const Problem& problem) {
  const auto structure = gradient_structure(*problem.intrinsic);
  if (!structure || problem.linear || problem.dimension() != 1) return {};
  const Axis axis{problem.domain[0].lower, problem.domain[0].upper, places};
  const Points x = Grid({axis}).centres();
  Points slope(places, 1);
  structure->potential->gradient(x, slope);
  const Eigen::ArrayXd jump = (slope.col(0).tail(places - 1) - slope.col(0).head(places - 1)).abs();
  std::vector<Kink> found;
  for (Index i = 1; i + 2 < places; ++i) {
    if (!(jump(i) > stands_out * std::max(jump(i - 1), jump(i + 1)))) continue;
    const double rounding = 1e-12 * std::max(std::abs(slope(i, 0)), std::abs(slope(i + 1, 0)));
    Kink kink = narrowed(*structure->potential, x(i, 0), x(i + 1, 0));
    if (std::abs(kink.jump) < 0.5 * jump(i) || std::abs(kink.jump) < rounding) continue;
    if (std::abs(kink.place) < 1e-9 * (axis.upper - axis.lower)) kink.place = 0;
    found.push_back(kink);
  }
  return found;
}

std::string kinks_in_words(const Problem& problem) {
  std::string words;
  for (const Kink& kink : kinks(problem)) {
    words += (words.empty() ? "V has a kink at x = " : ", at x = ") + number_text(kink.place, 6) +
             " (V′ jumps by " + number_text(kink.jump, 3) + ")";
  }
  return words;
}

}  // namespace kolmo::four_roads
