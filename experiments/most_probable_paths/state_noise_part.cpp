// Noise that depends on the state: what is probable must not depend on the coordinate.

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/process/derived/lamperti_transform.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/noise/diagonal_noise.hpp"
#include "most_probable_paths/parts.hpp"
#include "most_probable_paths/wells.hpp"

namespace kolmo::most_probable_paths {
namespace {

using namespace paths;
using process::LampertiTransform;

/// X = sinh Y of dY = −4Y(Y² − 1) dt + dW, by Itô's formula:
///     dX = (√(1 + X²) b(asinh X) + ½X) dt + √(1 + X²) dW,   b = −4y(y² − 1).
class StretchedWell final : public process::DiagonalNoise, public process::ConstantCoefficients {
 public:
  std::string name() const override { return "stretched_well"; }
  Index dimension() const override { return 1; }
  std::optional<bool> constant_coefficients() const override { return true; }
  void drift(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      const double y = std::asinh(x(i, 0));
      out(i, 0) = -4 * y * (y * y - 1) * std::sqrt(1 + x(i, 0) * x(i, 0)) + 0.5 * x(i, 0);
    }
  }
  void drift_divergence(double, const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      const double y = std::asinh(x(i, 0)), root = std::sqrt(1 + x(i, 0) * x(i, 0));
      out(i) = -4 * y * (y * y - 1) * x(i, 0) / root - (12 * y * y - 4) + 0.5;
    }
  }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override {
    out = (1 + x.square()).sqrt();
  }
  void diffusion_derivative(double, const ConstBlock& x, Block out) const override {
    out = x / (1 + x.square()).sqrt();
  }
};

Eigen::VectorXd unit(const LampertiTransform& process, double x) {
  return process.to_unit(Points::Constant(1, 1, x)).row(0).transpose().matrix();
}

/// The most probable paths from sinh(−1) to sinh 1 on h, h/2 and h/4, in x.
struct Found {
  std::vector<double> actions;
  Points path;
};

Found find(double end, Index steps) {
  static const LampertiTransform process(std::make_shared<StretchedWell>(), {{-8, 8}});
  const PathAction action{process, ActionKind::onsager_machlup, ActionRule::trapezoid, 0,
                          end,     Eigen::ArrayXd::Ones(1)};
  Found found;
  for (const Index n : {steps, 2 * steps, 4 * steps}) {
    const StationaryPath path =
        refined(action, unit(process, std::sinh(-1.0)), unit(process, std::sinh(1.0)), n);
    found.actions.push_back(path.action);
    if (n == 4 * steps) found.path = process.from_unit(path.path);
  }
  return found;
}

/// The least action of dX = 0.3 X dt + 0.5 X dW from 1 to 2 in the time 1.
double of_geometric_motion(ActionKind kind) {
  const LampertiTransform process(std::make_shared<process::GeometricBrownianMotion>(0.3, 0.5), {{0.25, 8}},
                                  kind == ActionKind::onsager_machlup ? LampertiTransform::Drift::whole
                                                                      : LampertiTransform::Drift::leading);
  const PathAction action{process, kind, ActionRule::trapezoid, 0, 1, Eigen::ArrayXd::Ones(1)};
  return most_probable_path(action, unit(process, 1), unit(process, 2), 100).action;
}

void add_geometric_motion(frame::Plan& plan) {
  const auto straight = [](double drift) {
    const double miss = std::log(2.0) / 0.5 - drift;
    return 0.5 * miss * miss;
  };
  plan.checks.push_back({"geometric_brownian_motion/onsager_machlup", [=] {
                           return verify::value_check(
                               straight(0.3 / 0.5 - 0.25), of_geometric_motion(ActionKind::onsager_machlup),
                               1e-10, "(log 2/s - (m/s - s/2) t)^2/2t: straight in log x", "from 1 to 2");
                         }});
  plan.checks.push_back({"geometric_brownian_motion/freidlin_wentzell", [=] {
                           return verify::value_check(
                               straight(0.3 / 0.5), of_geometric_motion(ActionKind::freidlin_wentzell), 1e-10,
                               "(log 2/s - m t/s)^2/2t: the Ito drift alone is left as s -> 0",
                               "from 1 to 2");
                         }});
}

}  // namespace

frame::Plan state_noise_plan(Index steps) {
  frame::Plan plan{
      "Noise that depends on the state",
      "In y = int dx/g the noise is a unit: S = int (y' - F)^2/2 + F'/2 dt, F = f/g - g'/2. X = sinh Y of "
      "the double well has sqrt(1 + X^2) for noise, and the actions of Y."};
  struct Known {
    double end, minimum;
  };
  for (const Known& known : {Known{2, -3.0868659}, {4, -12.8457053}}) {
    const auto found = frame::lazy([=] { return find(known.end, steps); });
    const std::string name = "/t=" + number_text(known.end);
    plan.checks.push_back({"minimum" + name, [=] {
                             return verify::value_check(known.minimum, richardson(found->get().actions), 1e-6,
                                                        "the double well in its own coordinate",
                                                        "action of the most probable path");
                           }});
    if (known.end == 4)
      plan.checks.push_back({"resting_place", [=] {
                               return verify::value_check(
                                   std::sinh(1.125874), found->get().path.col(0).abs().maxCoeff(), 4e-6,
                                   "sinh of that of the double well", "where the path waits");
                             }});
    plan.tables.push_back([=](io::Group& part) {
      write_over_time({{"most probable path of sinh Y", found->get().path}}, 0, known.end,
                      "path_in_time_" + number_text(known.end), part);
    });
  }
  add_geometric_motion(plan);
  return plan;
}

}  // namespace kolmo::most_probable_paths
