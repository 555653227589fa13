#include "four_roads/problem/singular_walls.hpp"

#include <cmath>

#include "kolmo/density/value_at.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

constexpr double cliff = 1;  ///< T that V may fall by from one place to the next before it is looked into

using density::value_at;

/// Seen from places inside: whether V is finite, and no more than T lower.
class Search {
 public:
  explicit Search(const process::GradientStructure& structure) : structure_(structure) {}

  /// The last place before a wall from `end` on in the direction of `width`'s sign: 128 places to two widths,
  /// then each twice as far.
  double wall(double end, double width) const {
    const auto place = [&](int k) { return end + width * (k <= 128 ? k / 64.0 : std::ldexp(2.0, k - 128)); };
    for (int k = 1; k <= 134; ++k) {
      double inside = place(k - 1), outside = place(k);
      if (goes_on(inside, outside)) continue;
      for (int halvings = 0; halvings < 60; ++halvings) {
        const double middle = inside + (outside - inside) / 2;
        (goes_on(inside, middle) ? inside : outside) = middle;
      }
      // A steep slope falls less and less between places that come closer; a pole does not.
      if (!goes_on(inside, outside)) return inside;
    }
    return std::copysign(std::numeric_limits<double>::infinity(), width);
  }

 private:
  bool goes_on(double inside, double outside) const {
    const double v = value_at(*structure_.potential, outside);
    return std::isfinite(v) && v >= value_at(*structure_.potential, inside) - cliff * structure_.temperature;
  }

  const process::GradientStructure& structure_;
};

class Confined final : public density::Potential {
 public:
  Confined(std::shared_ptr<const density::Potential> potential, const FiniteStretch& stretch)
      : potential_(std::move(potential)), stretch_(stretch) {}
  std::string name() const override { return potential_->name(); }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override {
    potential_->value(x, out);
    mark(x, out);
  }
  void gradient(const ConstBlock& x, Block out) const override {
    potential_->gradient(x, out);
    mark(x, out.col(0));
  }
  void laplacian(const ConstBlock& x, Values out) const override {
    potential_->laplacian(x, out);
    mark(x, out);
  }

 private:
  void mark(const ConstBlock& x, Values out) const {
    for (Index i = 0; i < x.rows(); ++i) {
      if (x(i, 0) < stretch_.lower || x(i, 0) > stretch_.upper) out(i) = std::nan("");
    }
  }

  std::shared_ptr<const density::Potential> potential_;
  FiniteStretch stretch_;
};

}  // namespace

FiniteStretch finite_stretch(const Problem& problem) {
  const auto structure = gradient_structure(*problem.intrinsic);
  if (!structure || problem.linear || problem.dimension() != 1) return {};
  const Axis& axis = problem.domain[0];
  const double width = axis.upper - axis.lower;
  const Search search(*structure);
  return {search.wall(axis.lower, -width), search.wall(axis.upper, width)};
}

Problem within_finite_stretch(Problem problem) {
  const FiniteStretch stretch = finite_stretch(problem);
  if (!stretch.bounded()) return problem;
  const auto structure = gradient_structure(*problem.intrinsic);
  problem.intrinsic = std::make_shared<process::OverdampedLangevin>(
      std::make_shared<Confined>(structure->potential, stretch), structure->temperature);
  return problem;
}

}  // namespace kolmo::four_roads
