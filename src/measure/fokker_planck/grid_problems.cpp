#include "kolmo/measure/fokker_planck/grid_problems.hpp"

#include <Eigen/LU>
#include <cmath>
#include <numbers>

#include "kolmo/measure/problems/ring_problems.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::measure {
namespace {

using density::GaussianMixture;
using std::numbers::pi;

using ProcessPtr = std::shared_ptr<const process::Process>;

GridProblem on_line(ProcessPtr process, const GaussianMixture& start, double lower, double upper,
                    Index coarsest, const GridLevels& levels) {
  GridProblem problem;
  problem.law = [process, start](const Grid& grid, double t) {
    return at_centres(process::marginal(*process, start, t), grid);
  };
  problem.process = std::move(process);
  problem.domain = {{lower, upper}};
  problem.cells = problem.joint_cells = ladder(coarsest, levels.line);
  return problem;
}

/// dX = c dt + σ dW.
class Drifting final : public process::Process {
 public:
  Drifting(double c, double sigma) : c_(c), sigma_(sigma) {}
  std::string name() const override { return "drifting"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock&, Block out) const override { out.setConstant(c_); }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setZero(); }
  double diffusion(double) const override { return sigma_; }
  double noise_variance(double s, double t) const override { return sigma_ * sigma_ * (t - s); }

 private:
  double c_, sigma_;
};

/// A linear process from N(mean, covariance).
GridProblem linear(const std::shared_ptr<const process::LinearProcess>& process, const Eigen::VectorXd& mean,
                   const Eigen::MatrixXd& covariance, double half) {
  GridProblem problem;
  problem.process = process;
  problem.domain.assign(static_cast<std::size_t>(mean.size()), {-half, half});
  problem.law = [=](const Grid& grid, double t) {
    return at_centres(process->law(mean, covariance, t), grid);
  };
  return problem;
}

}  // namespace

std::vector<Index> ladder(Index coarsest, Index levels) {
  const std::vector<double> factors{1, 1.25, 1.5, 2, 2.5, 3};
  std::vector<Index> cells;
  for (std::size_t k = 0; k < std::min(factors.size(), static_cast<std::size_t>(levels)); ++k) {
    cells.push_back(static_cast<Index>(std::lround(factors[k] * static_cast<double>(coarsest))));
  }
  return cells;
}

ProblemPtr heat_problem(const GridLevels& levels) {
  const GaussianMixture start = density::mixture_1d(Eigen::Array3d(0.3, 0.5, 0.2), Eigen::Array3d(-2, 0.5, 2),
                                                    Eigen::Array3d(0.5, 0.7, 0.6));
  GridProblem problem = on_line(std::make_shared<process::Brownian>(1.2, 1), start, -9, 9, 120, levels);
  problem.title = "Heat on a wide line";
  problem.statement = "dX = 1.2 dW on [-9, 9] from a mixture of three Gaussians, to t = 0.5";
  problem.driftless = true;
  return std::make_shared<GridProblem>(std::move(problem));
}

ProblemPtr ornstein_uhlenbeck_problem(const GridLevels& levels) {
  GridProblem problem = on_line(std::make_shared<process::OrnsteinUhlenbeck>(1, 0.3, std::sqrt(2.0), 1),
                                density::gaussian_1d(1.2, 0.5), -6, 6.6, 80, levels);
  problem.title = "Ornstein-Uhlenbeck from off the centre";
  problem.statement = "dX = -(X - 0.3) dt + sqrt(2) dW on [-6, 6.6] from N(1.2, 0.5^2), to t = 0.5";
  return std::make_shared<GridProblem>(std::move(problem));
}

ProblemPtr variance_preserving_problem(const GridLevels& levels) {
  const process::VariancePreserving vp(0.1, 20, 1, 1);
  const GaussianMixture start =
      density::mixture_1d(Eigen::Array2d(0.4, 0.6), Eigen::Array2d(-1.5, 1), Eigen::Array2d(0.6, 0.5));
  GridProblem problem = on_line(on_clock(vp), start, -5.5, 5.5, 80, levels);
  problem.end_time = vp.clock(0.3);
  problem.title = "Variance preserving";
  problem.statement =
      "dY = -Y/2 dtau + dW on [-5.5, 5.5] from a mixture, on the clock tau of beta = 0.1 + 19.9 t, to t = "
      "0.3";
  return std::make_shared<GridProblem>(std::move(problem));
}

ProblemPtr periodic_problem(const GridLevels& levels) {
  const double speed = 2.5, sigma = 0.6, mean = -1, variance = 0.25;
  GridProblem problem;
  problem.process = std::make_shared<Drifting>(speed, sigma);
  problem.domain = {{-pi, pi}};
  problem.boundaries = fokker_planck::Boundary::periodic;
  problem.law = [=](const Grid& grid, double t) {
    Eigen::ArrayXd p(grid.cells());
    for (Index i = 0; i < p.size(); ++i) {
      p(i) = wrapped_gaussian(grid.axis(0).centre(i), mean + speed * t, variance + sigma * sigma * t);
    }
    return p;
  };
  problem.cells = problem.joint_cells = ladder(96, levels.line);
  problem.title = "A wave on a circle";
  problem.statement = "dX = 2.5 dt + 0.6 dW on a circle of length 2 pi from a wrapped Gaussian, to t = 0.5";
  return std::make_shared<GridProblem>(std::move(problem));
}

ProblemPtr rotation_problem(const GridLevels& levels, bool full) {
  Eigen::MatrixXd a(2, 2), g(2, 2), covariance(2, 2);
  a << -0.3, 0.4, -0.5, -0.25;
  if (full) {
    g << 1.2, 0.0, 0.5, 1.0;
  } else {
    g << 1.1, 0.0, 0.0, 1.1;
  }
  covariance << 0.35, 0.08, 0.08, 0.3;
  GridProblem problem = linear(std::make_shared<process::LinearProcess>(a, Eigen::Vector2d(0.2, -0.1), g),
                               Eigen::Vector2d(0.6, -0.4), covariance, 5);
  problem.end_time = 0.4;
  for (Index k = 0; k < levels.plane; ++k) problem.cells.push_back(64 + 16 * k);
  for (Index k = 0; k < levels.joint; ++k) problem.joint_cells.push_back(64 + 8 * k);
  problem.coarsest_steps_squared = 64;
  problem.cells_in_time = 24;
  problem.title = full ? "Rotation, diffusion by a full matrix" : "Rotation, equal diffusion along both axes";
  problem.statement = "dX = A (X - m) dt + G dW in the plane, A with rotation, from a Gaussian, to t = 0.4";
  return std::make_shared<GridProblem>(std::move(problem));
}

ProblemPtr space_problem(const GridLevels& levels) {
  Eigen::MatrixXd a(3, 3);
  a << -0.06, 0.07, -0.03, -0.07, -0.08, 0.05, 0.03, -0.06, -0.04;
  const Eigen::Vector3d drift(0.45, -0.45, 0.4);  // at the origin: A m = -drift
  const Eigen::MatrixXd g = Eigen::Vector3d(1.3, 1.4, 1.25).asDiagonal();
  const Eigen::MatrixXd covariance = Eigen::Vector3d(0.55, 0.5, 0.6).asDiagonal();
  GridProblem problem = linear(std::make_shared<process::LinearProcess>(a, a.fullPivLu().solve(-drift), g),
                               Eigen::Vector3d(-0.1, 0.1, -0.1), covariance, 4.7);
  problem.end_time = 0.2;
  problem.cells = ladder(20, levels.box);
  for (Index k = 0; k < levels.joint; ++k) problem.joint_cells.push_back(14 + 2 * k);
  problem.coarsest_steps = 14;
  problem.coarsest_steps_squared = 49;
  problem.widest_half_width = 0.25;
  problem.cells_in_time = 8;
  problem.title = "Three dimensions";
  problem.statement =
      "dX = A (X - m) dt + G dW, rates and variances distinct, axes that do not commute, to t = 0.2";
  return std::make_shared<GridProblem>(std::move(problem));
}

}  // namespace kolmo::measure
