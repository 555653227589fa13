#include "claims/continuous_time/along.hpp"

#include <cmath>
#include <numbers>

#include "claims/quadrature.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/measure/sde/affine_moments.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/sde/schemes/schemes.hpp"
#include "kolmo/verify/central_difference.hpp"
#include "kolmo/verify/order_fit.hpp"

namespace kolmo::claims::continuous_time {
namespace {

Points place(double x) { return Points::Constant(1, 1, x); }

}  // namespace

std::shared_ptr<const process::VariancePreserving> vp(Index dimension) {
  return std::make_shared<process::VariancePreserving>(0.1, 20, 1, dimension);
}

std::shared_ptr<const process::VariancePreserving> steady_vp(double final_time) {
  return std::make_shared<process::VariancePreserving>(1, 1, final_time, 1);
}

density::GaussianMixture two_wells() {
  return density::mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-2, 2), Eigen::Array2d(0.5, 0.5));
}

double drift_at(const process::Process& process, double t, double x) {
  Points drift(1, 1);
  process.drift(t, place(x), drift);
  return drift(0, 0);
}

double drift_slope_at(const process::Process& process, double t, double x) {
  Eigen::ArrayXd slope(1);
  process.drift_divergence(t, place(x), slope);
  return slope(0);
}

double flow_velocity_at(const process::Process& process, const density::GaussianMixture& start, double t,
                        double x) {
  const double g = process.diffusion(t);
  const double score = log_density_at_line(process::marginal(process, start, t), x).score;
  return drift_at(process, t, x) - 0.5 * g * g * score;
}

std::shared_ptr<const process::Process> line_process(LineDrift drift, std::function<double(double t)> noise) {
  const auto f = [=](double t, const ConstBlock& x, Block out) {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = drift(t, x(i, 0));
  };
  const auto g = [=](double t, const ConstBlock&, Block out) { out.setConstant(noise(t)); };
  return std::make_shared<process::BlockFunctions>(
      1, 1, f, g, process::FunctionFacts{.noise = process::NoiseKind::scalar, .name = "line"});
}

MeanAndVariance carried(const process::Process& process, MeanAndVariance start, double end, Index steps) {
  const measure::GaussianLaw law{Eigen::VectorXd::Constant(1, start.mean),
                                 Eigen::MatrixXd::Constant(1, 1, start.variance)};
  const measure::GaussianLaw reached =
      measure::propagate(sde::scheme("drift_heun"), process, law, 0, end, steps).value();
  return {reached.mean(0), reached.covariance(0, 0)};
}

LogDensityAt log_density_at_line(const density::Density& law, double x) {
  Eigen::ArrayXd value(1), laplacian(1);
  Points score(1, 1);
  law.log_density(place(x), value);
  law.score_and_laplacian(place(x), score, laplacian);
  return {value(0), score(0, 0), laplacian(0)};
}

double difference(const std::function<double(double)>& value, double t, double delta) {
  return verify::central_difference(value, t, delta);
}

double log_density_rate(const process::Process& process, const density::GaussianMixture& start, double t,
                        double x) {
  return difference(
      [&](double s) { return log_density_at_line(process::marginal(process, start, s), x).value; }, t, 1e-4);
}

double integral(const std::function<double(double)>& f, double a, double b, Index cells) {
  return claims::integral(f, a, b, cells);
}

double divergence_from_normal(const density::GaussianMixture& law, double variance) {
  const double second =
      density::expectation(law, [](const ConstBlock& x, Values out) { out = x.col(0).square(); });
  return -density::entropy(law) + 0.5 * second / variance + 0.5 * std::log(2 * std::numbers::pi * variance);
}

double relative_information(const density::GaussianMixture& law, double variance) {
  return density::expectation(law, [&](const ConstBlock& x, Values out) {
    Points score(x.rows(), 1);
    law.score(x, score);
    out = (score.col(0) + x.col(0) / variance).square();
  });
}

verify::Check order_of(double claimed, const std::vector<std::pair<double, double>>& errors,
                       const std::string& source) {
  std::vector<verify::OrderPoint> points;
  for (const auto& [h, error] : errors) points.push_back({h, std::abs(error)});
  return verify::order_check("", verify::fit_order(points, claimed), source);
}

}  // namespace kolmo::claims::continuous_time
