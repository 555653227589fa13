#include "kolmo/sde/drivers/linear_control.hpp"

#include <cmath>
#include <vector>

#include "kolmo/core/errors.hpp"

namespace kolmo::sde {
namespace {

using process::NoiseKind;

/// Calls fill(x, out) at the one point c.
template <class Fill>
double at_point(double c, const Fill& fill) {
  double in = c, out = 0;
  Eigen::Map<Points> x(&in, 1, 1), y(&out, 1, 1);
  fill(x, y);
  return out;
}

double slope_of_drift(const process::Process& process, double t, double c) {
  double slope = 0;
  at_point(c, [&](Eigen::Map<Points>& x, Eigen::Map<Points>&) {
    process.drift_divergence(t, x, Eigen::Map<Eigen::ArrayXd>(&slope, 1));
  });
  return slope;
}

/// A standard normal number's Gauss–Hermite nodes and weights.
struct Node {
  double z, weight;
};

/// Five, the roots of He₅ = x (x⁴ − 10 x² + 15); or three, the roots of He₃ = x (x² − 3), for a scheme that
/// makes a number of three values of z.
std::vector<Node> normal_nodes(const SdeScheme& scheme) {
  if (scheme.quadrature_nodes() == 3) {
    return {{0, 2.0 / 3}, {std::sqrt(3.0), 1.0 / 6}, {-std::sqrt(3.0), 1.0 / 6}};
  }
  const double root = std::sqrt(10.0), inner = std::sqrt(5 - root), outer = std::sqrt(5 + root);
  const double w = (7 + 2 * root) / 60, v = (7 - 2 * root) / 60;
  return {{0, 8.0 / 15}, {inner, w}, {-inner, w}, {outer, v}, {-outer, v}};
}

/// One step at every node (z, u) from Y = 0, 1 and 2.
class LinearStep {
 public:
  LinearStep(const process::Process& linear, const SdeScheme& scheme)
      : linear_(linear), scheme_(scheme), workspace_(1, scheme.workspace_blocks(linear)) {
    const bool area = scheme.path_detail(linear) != PathDetail::increment;
    const std::vector<Node> rule = normal_nodes(scheme);
    for (const Node& a : rule) {
      for (const Node& b : rule) {
        nodes_.push_back({a.z, area ? b.z : 0, area ? a.weight * b.weight : a.weight});
        if (!area) break;
      }
    }
    const auto rows = static_cast<Index>(3 * nodes_.size());
    x_ = z_ = u_ = Points::Zero(rows, 1);
  }

  /// Moments after a step of length h from t.
  FirstMoments operator()(double t, double h, const FirstMoments& before) {
    for (Index i = 0; i < x_.rows(); ++i) {
      const Nodes& node = nodes_[static_cast<std::size_t>(i / 3)];
      x_(i, 0) = static_cast<double>(i % 3);
      z_(i, 0) = node.z;
      u_(i, 0) = node.u;
    }
    Increment increment{Block(z_), Block(u_)};
    scheme_.step(linear_, t, h, x_, increment, workspace_);
    FirstMoments after;
    for (std::size_t q = 0; q < nodes_.size(); ++q) {
      const auto row = static_cast<Index>(3 * q);
      const double c = x_(row, 0), r = x_(row + 1, 0) - c;
      if (!(std::abs(x_(row + 2, 0) - c - 2 * r) <= 1e-9 * (1 + std::abs(c) + std::abs(r)))) refuse();
      after.mean += nodes_[q].weight * (r * before.mean + c);
      after.second += nodes_[q].weight * (r * r * before.second + 2 * r * c * before.mean + c * c);
    }
    return after;
  }

 private:
  [[noreturn]] void refuse() const {
    throw InvalidArgument("scheme '" + scheme_.claim().name + "' on process '" + linear_.name() +
                          "': a step is not linear in Y");
  }

  struct Nodes {
    double z, u, weight;
  };
  const process::Process& linear_;
  const SdeScheme& scheme_;
  Workspace workspace_;
  std::vector<Nodes> nodes_;
  Points x_, z_, u_;
};

}  // namespace

LinearPart::LinearPart(const process::Process& whole, double centre) : whole_(whole), centre_(centre) {
  require(whole.dimension() == 1, "dimension", static_cast<double>(whole.dimension()), "must be 1");
  require(std::isfinite(centre), "centre", centre, "must be finite");
  if (whole.noise_kind() != NoiseKind::scalar && whole.noise_kind() != NoiseKind::diagonal) {
    throw InvalidArgument("LinearPart: process '" + whole.name() + "' needs scalar or diagonal noise");
  }
}

void LinearPart::drift(double t, const ConstBlock& x, Block out) const {
  const double f = at_point(centre_, [&](auto& c, auto& y) { whole_.drift(t, c, y); });
  out = f + slope_of_drift(whole_, t, centre_) * (x - centre_);
}

void LinearPart::drift_divergence(double t, const ConstBlock&, Values out) const {
  out = slope_of_drift(whole_, t, centre_);
}

void LinearPart::diffusion_diagonal(double t, const ConstBlock& x, Block out) const {
  const double g = at_point(centre_, [&](auto& c, auto& y) { whole_.diffusion_diagonal(t, c, y); });
  const double slope = at_point(centre_, [&](auto& c, auto& y) { whole_.diffusion_derivative(t, c, y); });
  out = g + slope * (x - centre_);
}

void LinearPart::diffusion_derivative(double t, const ConstBlock&, Block out) const {
  out = at_point(centre_, [&](auto& c, auto& y) { whole_.diffusion_derivative(t, c, y); });
}

FirstMoments linear_moments(const process::Process& linear, const SdeScheme& scheme, const Schedule& schedule,
                            const FirstMoments& start) {
  require(linear.dimension() == 1, "dimension", static_cast<double>(linear.dimension()), "must be 1");
  if (!scheme.can_step(linear)) {
    throw InvalidArgument("scheme = '" + scheme.claim().name + "': cannot step process '" + linear.name() +
                          "', it needs " + scheme.claim().needs);
  }
  require(scheme.quadrature_nodes() == 0 || scheme.quadrature_nodes() == 3, "quadrature nodes of the scheme",
          static_cast<double>(scheme.quadrature_nodes()), "must be 0 (any) or 3");
  if (scheme.has_postprocessor()) {
    throw InvalidArgument("scheme = '" + scheme.claim().name + "': what is observed is not the chain itself");
  }
  schedule.validate(1);
  LinearStep step(linear, scheme);
  FirstMoments moments = start;
  for (std::size_t k = 0; k < schedule.steps.size(); ++k) {
    const double begin = schedule.times[k], steps = static_cast<double>(schedule.steps[k]);
    const double h = (schedule.times[k + 1] - begin) / steps;
    for (Index n = 0; n < schedule.steps[k]; ++n) {
      moments = step(begin + static_cast<double>(n) * h, h, moments);
    }
  }
  return moments;
}

ControlVariate linear_control(const Simulation& simulation, const Initial& initial, const FirstMoments& start,
                              double centre, const Functional& phi) {
  const LinearPart linear(simulation.process, centre);
  Schedule stepped = simulation.schedule;
  for (Index& steps : stepped.steps) steps >>= simulation.finest_level;
  const FirstMoments moments = linear_moments(linear, simulation.scheme, stepped, start);
  const Simulation control{.process = linear,
                           .scheme = simulation.scheme,
                           .schedule = simulation.schedule,
                           .particles = simulation.particles,
                           .stream = simulation.stream,
                           .finest_level = simulation.finest_level,
                           .mirrored = simulation.mirrored};
  const Eigen::ArrayXd values = final_values(simulation, initial, phi);
  Points controls(simulation.particles, 2);
  controls.col(0) = final_values(control, initial, [](const ConstBlock& y, Values out) { out = y.col(0); });
  controls.col(1) = controls.col(0).square();
  return control_variate(values, controls, Eigen::Vector2d(moments.mean, moments.second));
}

}  // namespace kolmo::sde
