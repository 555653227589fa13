#include "poisson_flow/flows.hpp"

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/density/empirical_density.hpp"
#include "kolmo/green_flow/conditional_sample.hpp"
#include "kolmo/green_flow/expression_kernel.hpp"
#include "kolmo/green_flow/log_time.hpp"
#include "kolmo/green_flow/power_kernel.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "poisson_flow/straight_flows.hpp"

namespace kolmo::poisson_flow {
namespace {

using namespace green_flow;

/// (1/n) Σ F(e·x − e·p_k).
template <class F>
double mean_over(const Points& data, const Eigen::VectorXd& direction, double u, const F& cdf) {
  const Eigen::ArrayXd along = (data.matrix() * direction).array();
  double sum = 0;
  for (Index k = 0; k < along.size(); ++k) sum += cdf(u - along(k));
  return sum / static_cast<double>(along.size());
}

/// t = σ√D, from `widest` to `narrowest`. A projection of a power law of D further dimensions is one, on the
/// line.
GeneratingFlow power_flow(const Points& data, double further) {
  const auto kernel = std::make_shared<PowerKernel>(data.cols(), further);
  const double root = std::sqrt(further), from = widest * root, to = narrowest * root;
  GeneratingFlow flow;
  flow.name = further == 1 ? "poisson" : "pfgm_" + number_text(further);
  flow.velocity = std::make_shared<OnLogTime>(std::make_shared<GreenField>(kernel, PointCloud(data)));
  flow.start = std::log(from);
  flow.end = std::log(to);
  flow.prior = [=](Index n, const RandomStream& stream) { return sample_prior(*kernel, from, n, stream); };
  flow.projected = [data, further, to](const Eigen::VectorXd& direction, double u) {
    const PowerKernel line(1, further);
    return mean_over(data, direction, u, [&](double away) {
      return 0.5 * (1 + std::copysign(line.radial_distribution(to, std::abs(away)), away));
    });
  };
  // 0.21 var/T² for D = 1; the shift of variance of a Gaussian of deviation σ, 0.24 var/σ², is the other end.
  flow.prior_error = 0.25 * static_cast<double>(data.cols()) / (widest * widest);
  return flow;
}

/// The probability flow of a process of which the data under kernels of width `narrowest` are the law at time
/// 0.
GeneratingFlow diffusion_flow(const std::string& name, const std::shared_ptr<const process::Process>& process,
                              const Points& data, double prior_deviation) {
  GeneratingFlow flow;
  flow.name = name;
  flow.velocity = std::make_shared<process::ProbabilityFlow>(
      process,
      std::make_shared<process::MarginalScore>(process, density::empirical_density(data, narrowest)));
  flow.start = 1;
  flow.end = 0;
  flow.prior = [=, d = data.cols()](Index n, const RandomStream& stream) {
    Points x(n, d);
    for_each_block(n, [&](Index, Index first, Index rows) {
      stream.role("prior").normals(first, 0, x.middleRows(first, rows));
    });
    return Points(prior_deviation * x);
  };
  flow.projected = [data](const Eigen::VectorXd& direction, double u) {
    return mean_over(data, direction, u, [](double away) { return normal_cdf(away / narrowest); });
  };
  flow.prior_error = name == "variance_preserving" ? 1e-4 : 0.25 / (widest * widest);
  return flow;
}

/// Kernels narrow to this: the law of ψ is looked at through the nearest data point.
constexpr double psi_ends = 0.25 * narrowest;

GeneratingFlow psi_flow(const Points& data, const std::string& psi) {
  const auto kernel = psi_kernel(data.cols(), psi);
  GeneratingFlow flow;
  flow.name = "psi";
  flow.velocity = std::make_shared<OnLogTime>(std::make_shared<GreenField>(kernel, PointCloud(data)));
  flow.start = std::log(widest);
  flow.end = std::log(psi_ends);
  flow.prior = [=](Index n, const RandomStream& stream) { return sample_prior(*kernel, widest, n, stream); };
  flow.prior_error = 0.25 * static_cast<double>(data.cols()) / (widest * widest);
  return flow;
}

}  // namespace

std::shared_ptr<const GreenKernel> psi_kernel(Index dimension, const std::string& psi) {
  return std::make_shared<ExpressionKernel>(dimension, psi, std::map<std::string, double>{}, psi_ends,
                                            widest);
}

std::vector<GeneratingFlow> generating_flows(const Points& data, const std::string& psi,
                                             const RandomStream& stream) {
  std::vector<GeneratingFlow> flows;
  for (const double further : {1.0, 8.0, 128.0, 2048.0}) flows.push_back(power_flow(data, further));
  flows.push_back(diffusion_flow(
      "variance_exploding", std::make_shared<process::VarianceExploding>(narrowest, widest, 1, data.cols()),
      data, widest));
  flows.push_back(diffusion_flow("variance_preserving",
                                 std::make_shared<process::VariancePreserving>(0.1, 20, 1, data.cols()), data,
                                 1));
  flows.push_back(matching_flow(data));
  flows.push_back(rectified_flow(data, 1024, stream.role("rectified")));
  flows.push_back(psi_flow(data, psi));
  return flows;
}

Generated generate(const GeneratingFlow& flow, const Points& start, double tolerance, Index parts) {
  ode::FlowPlan plan;
  for (Index k = 0; k <= parts; ++k)
    plan.times.push_back(flow.start +
                         (flow.end - flow.start) * static_cast<double>(k) / static_cast<double>(parts));
  plan.relative_tolerance = plan.absolute_tolerance = tolerance;
  plan.dense = parts > 1;
  std::vector<Points> path(plan.times.size(), start);
  const ode::FlowReport report = ode::flow(
      *flow.velocity, plan, start, [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues*) {
        path[static_cast<std::size_t>(snapshot)].middleRows(first, x.rows()) = x;
      });
  Generated generated{path.back(), report.evaluations_per_particle};
  const auto lengths = [](const Points& a, const Points& b) {
    return (a - b).square().rowwise().sum().sqrt().eval();
  };
  Eigen::ArrayXd length = Eigen::ArrayXd::Zero(start.rows());
  for (std::size_t k = 1; k < path.size(); ++k) length += lengths(path[k], path[k - 1]);
  generated.length = length.mean();
  generated.chord = lengths(path.back(), path.front()).mean();
  generated.path = std::move(path);
  return generated;
}

}  // namespace kolmo::poisson_flow
