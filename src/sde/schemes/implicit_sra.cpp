#include "kolmo/sde/schemes/implicit_sra.hpp"

#include <cmath>

#include "additive_noise.hpp"
#include "implicit_equation.hpp"
#include "sde/noise/block_kernels.hpp"
#include "stage_step.hpp"

namespace kolmo::sde {
namespace {

const double gamma = 1 - std::sqrt(0.5);
const double b1 = 1 - std::sqrt(gamma / (2 * (1 - gamma))), b2 = 1 + std::sqrt((1 - gamma) / (2 * gamma));

/// One step; its blocks: both drifts, a goal and a stage, the equation, the matrix of a constant noise.
class Step : StageStep {
 public:
  Step(const process::Process& process, const std::string& name, double t, double h, Block x,
       Increment& increment, Workspace& workspace)
      : StageStep(process, t, h, x, increment, workspace),
        name_(name),
        noise_(process, t, x, workspace, equation + implicit_blocks(x.cols())) {
    const bool scalar = process.noise_kind() == process::NoiseKind::scalar;
    at_begin_ = scalar ? process.diffusion(t) : 1;
    at_end_ = scalar ? process.diffusion(t + h) : 1;
  }

  static constexpr Index equation = 4;

  void stages() {
    Block goal = workspace_.block(2, x_.rows());
    goal = x_;
    add_noise(0, b1 * at_end_, goal);
    solve(0, t_ + gamma * h_, goal);
    goal = x_;
    add_noise(0, b2 * at_end_, goal);
    add_scaled((1 - gamma) * h_, f(0), goal);
    solve(1, t_ + h_, goal);
  }

  void update() {
    add_two_scaled((1 - gamma) * h_, f(0), gamma * h_, f(1), x_);
    add_noise(at_end_, at_begin_ - at_end_, x_);
  }

  void estimate(Block error) {
    error.setZero();
    add_noise(0, at_begin_ - at_end_, error);
    error = error.abs() + gamma * h_ * (f(1) - f(0)).abs();
  }

 private:
  /// f_i = (H_i − goal)/(γh): what the solved equation says it is, without one more evaluation.
  void solve(std::size_t i, double t, const ConstBlock& goal) {
    Block stage = workspace_.block(3, x_.rows());
    stage = x_;
    solve_implicit({process_, name_, t_, h_, t, gamma * h_}, goal, stage, workspace_, equation);
    f(i) = (stage - goal) / (gamma * h_);
  }

  /// out += M (a ΔW + b ΔZ/h),   ΔZ/h = ½√h z + (√h/√12) u.
  void add_noise(double a, double b, Block out) {
    const double root_h = std::sqrt(h_);
    noise_.add(root_h * (a + 0.5 * b), z_, root_h * b / std::sqrt(12.0), u_, out);
  }

  const std::string& name_;
  double at_begin_ = 1, at_end_ = 1;
  AdditiveNoise noise_;
};

}  // namespace

const Claim& ImplicitSra::claim() const {
  static const Claim claim{
      .name = "implicit_sra",
      .source = "Alexander 1977, SIAM J. Numer. Anal. 14, with noise by Rößler's conditions (2010)",
      .orders = {{Sense::time, 2},
                 {Sense::strong, Context::additive, 1.5},
                 {Sense::strong, Context::kinetic, 2},
                 {Sense::weak, Context::additive, 2}},
      .calculus = "Itô",
      .needs = "additive noise, with ΔZ and the Jacobian of the drift",
      .evaluations_per_step = 2};
  return claim;
}

Index ImplicitSra::workspace_blocks(const process::Process& process) const {
  return Step::equation + implicit_blocks(process.dimension()) + noise_blocks(process);
}

void ImplicitSra::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                       Workspace& workspace) const {
  take(Step(process, claim().name, t, h, x, increment, workspace));
}

void ImplicitSra::step_with_error(const process::Process& process, double t, double h, Block x,
                                  Increment& increment, Workspace& workspace, Block error) const {
  take_with_error(Step(process, claim().name, t, h, x, increment, workspace), error);
}

}  // namespace kolmo::sde
