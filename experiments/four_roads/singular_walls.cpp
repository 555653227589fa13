#include "four_roads/singular_walls.hpp"

#include <cmath>

#include "kolmo/process/overdamped_langevin.hpp"

namespace kolmo::four_roads {
namespace {

bool finite_at(const density::Potential& potential, double x) {
  const Points point = Points::Constant(1, 1, x);
  Eigen::ArrayXd value(1);
  potential.value(point, value);
  return std::isfinite(value(0));
}

/// The last finite place from `end` on in the direction of `width`'s sign.
double last_finite(const density::Potential& potential, double end, double width) {
  double inside = end;
  for (int k = -6; k <= 7; ++k) {
    double outside = end + std::ldexp(width, k);
    if (finite_at(potential, outside)) {
      inside = outside;
      continue;
    }
    for (int halvings = 0; halvings < 60; ++halvings) {
      const double middle = inside + (outside - inside) / 2;
      (finite_at(potential, middle) ? inside : outside) = middle;
    }
    return inside;
  }
  return std::copysign(std::numeric_limits<double>::infinity(), width);
}

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
  const auto structure = problem.intrinsic->gradient_structure();
  if (!structure || problem.linear || problem.dimension() != 1) return {};
  const Axis& axis = problem.domain[0];
  const double width = axis.upper - axis.lower;
  return {last_finite(*structure->potential, axis.lower, -width),
          last_finite(*structure->potential, axis.upper, width)};
}

Problem within_finite_stretch(Problem problem) {
  const FiniteStretch stretch = finite_stretch(problem);
  if (!stretch.bounded()) return problem;
  const auto structure = problem.intrinsic->gradient_structure();
  problem.intrinsic = std::make_shared<process::OverdampedLangevin>(
      std::make_shared<Confined>(structure->potential, stretch), structure->temperature);
  return problem;
}

}  // namespace kolmo::four_roads
