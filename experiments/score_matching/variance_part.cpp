// How noisy the estimates are: traces, gradients against probes, dimension and noise, and times.

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/score/models/linear_score.hpp"
#include "kolmo/score/objectives/losses.hpp"
#include "kolmo/score/objectives/time_sampling.hpp"
#include "score_matching/known_scores.hpp"
#include "score_matching/parts.hpp"

namespace kolmo::score_matching {
namespace {

using namespace kolmo::score;

/// J of j_dsm.json, hutchinson.
Eigen::Matrix3d jacobian_of_three() {
  return Eigen::Matrix3d{{-1, 0.5, 0.2}, {0.1, -2, 0.3}, {0.4, -0.6, 0.7}};
}

/// Mean (power 1) or mean square (2) of v·Jv at x = 0, v the Gauss–Hermite nodes: ±1 for two nodes (all eight
/// signs of Rademacher's probes), exact for Gaussian ones with three.
double trace_moment(Index nodes, int power) {
  const LinearField field(jacobian_of_three());
  return mean_by_quadrature(
      Eigen::Matrix3d::Identity(),
      [&](const ConstBlock& x, const ConstBlock& v, const ConstBlock&, Values out) {
        hutchinson_loss(field, 0 * x, v, out);
        if (power == 2) out = out.square();
      },
      nodes);
}

void add_trace_checks(frame::Plan& plan) {
  for (const auto& [name, nodes, variance] :
       {std::tuple{"rademacher", Index{2}, 0.81}, std::tuple{"gaussian", Index{3}, 11.79}}) {
    plan.checks.push_back(
        {std::string("trace/mean/") + name, [nodes = nodes] {
           return verify::value_check(-2.3, trace_moment(nodes, 1), 1e-12, "tr J").shows("C4-18");
         }});
    plan.checks.push_back({std::string("trace/variance/") + name, [nodes = nodes, variance = variance] {
                             const double mean = trace_moment(nodes, 1);
                             return verify::value_check(variance, trace_moment(nodes, 2) - mean * mean, 1e-11,
                                                        "j_dsm.json, hutchinson");
                           }});
  }
}

/// The gradient of an estimator at the best K of N(0, I_d), m probes a point.
struct GradientCase {
  const char* name;
  Estimator estimator;
  Index d;
  double sigma;
  Index probes;
  bool rademacher;
};

std::vector<GradientCase> gradient_cases() {
  return {{"hyvarinen/d=1", Estimator::hyvarinen, 1, 0, 1, false},
          {"hyvarinen/d=4", Estimator::hyvarinen, 4, 0, 1, false},
          {"hutchinson/gaussian/d=4/m=1", Estimator::hutchinson, 4, 0, 1, false},
          {"hutchinson/gaussian/d=4/m=4", Estimator::hutchinson, 4, 0, 4, false},
          {"hutchinson/rademacher/d=4/m=1", Estimator::hutchinson, 4, 0, 1, true},
          {"hutchinson/rademacher/d=16/m=1", Estimator::hutchinson, 16, 0, 1, true},
          {"sliced/d=4", Estimator::sliced, 4, 0, 1, false},
          {"sliced/d=16", Estimator::sliced, 16, 0, 1, false},
          {"denoising/d=1/sigma=0.3", Estimator::denoising, 1, 0.3, 1, false},
          {"denoising/d=1/sigma=0.03", Estimator::denoising, 1, 0.03, 1, false},
          {"denoising/d=4/sigma=0.3", Estimator::denoising, 4, 0.3, 1, false},
          {"controlled/d=1/sigma=0.3", Estimator::controlled_denoising, 1, 0.3, 1, false},
          {"controlled/d=1/sigma=0.03", Estimator::controlled_denoising, 1, 0.03, 1, false},
          {"controlled/d=4/sigma=0.3", Estimator::controlled_denoising, 4, 0.3, 1, false}};
}

/// Variance of the data in one dimension as the acceptance has it, 1 in more.
double variance_of(const GradientCase& one) { return one.d == 1 ? 1.5 : 1; }

/// Mean of ‖∇_K‖_F² over draws: the mean gradient is 0 at the best K.
Estimate sampled_variance(const GradientCase& one, Index draws, const RandomStream& stream) {
  const Index d = one.d, n = std::max<Index>(4096, draws / (d * d * one.probes));
  const double variance = variance_of(one);
  Points x(n, d), z(n, d), v(n, d);
  stream.normals(0, 0, x);
  stream.normals(0, 1, z);
  x *= std::sqrt(variance);
  const Eigen::MatrixXd k = Eigen::MatrixXd::Identity(d, d) / (variance + one.sigma * one.sigma);
  std::vector<Eigen::MatrixXd> sums(static_cast<std::size_t>(n), Eigen::MatrixXd::Zero(d, d));
  for (Index m = 0; m < one.probes; ++m) {
    stream.normals(0, 2 + static_cast<std::uint32_t>(m), v);
    if (one.rademacher) v = v.sign();
    for (Index i = 0; i < n; ++i) {
      sums[static_cast<std::size_t>(i)] +=
          gradient_of_linear(one.estimator, k, x.row(i).transpose(), z.row(i).transpose(),
                             v.row(i).transpose(), one.sigma) /
          static_cast<double>(one.probes);
    }
  }
  Eigen::ArrayXd squares(n);
  for (Index i = 0; i < n; ++i) squares(i) = sums[static_cast<std::size_t>(i)].squaredNorm();
  return mean_estimate(squares.data(), n);
}

double known_variance(const GradientCase& one) {
  return gradient_variance_of_linear(one.estimator, one.d, variance_of(one), one.sigma,
                                     static_cast<double>(one.probes), one.rademacher);
}

void add_gradient_checks(frame::Plan& plan, const Sizes& sizes, const std::function<double()>& z) {
  std::uint64_t number = 0;
  for (const GradientCase& one : gradient_cases()) {
    plan.checks.push_back({std::string("gradient/") + one.name, [=] {
                             const RandomStream stream = RandomStream(sizes.seed).role("gradient", number);
                             return verify::estimate_check("", known_variance(one),
                                                           sampled_variance(one, sizes.draws, stream), z(), 0,
                                                           "closed form for s = -Kx");
                           }});
    ++number;
  }
  plan.checks.push_back({"gradient/denoising/closed", [] {
                           return verify::value_check(
                               1.5 / 0.09, gradient_variance_of_linear(Estimator::denoising, 1, 1.5, 0.3),
                               1e-12, "v/s^2", "v = 1.5, s = 0.3");
                         }});
}

/// ∫ β E ½|s + ε/σ|² dt on N(0, 1) under VP with s = −x, from one time and one noise: α²/(2σ²) β χ², χ² of
/// one degree, times the weight of its time. With y = e^{−B} the integral is ½[log(1 − y)] between the ends.
struct TimeCase {
  std::shared_ptr<const ode::LogSnrClock> clock;
  double mean, second_uniform, second_log_snr;
};

TimeCase time_case() {
  const auto process = std::make_shared<process::VariancePreserving>(0.1, 20, 1, 1);
  const auto clock = std::make_shared<ode::LogSnrClock>(process, 1e-3, 1);
  const auto y = [&](double t) { return std::exp(-process->clock(t)); };
  const double early = y(1e-3), late = y(1);
  TimeCase known{clock, 0.5 * (std::log1p(-late) - std::log1p(-early)), 0, 0};
  // E of the square by importance: 2Δλ ¾ ∫ β α⁴/σ² dt = 2Δλ ¾ [−y − log(1 − y)] from late to early.
  const double span = clock->at(1e-3).lambda - clock->at(1).lambda;
  const auto primitive = [](double u) { return -u - std::log1p(-u); };
  known.second_log_snr = 1.5 * span * (primitive(early) - primitive(late));
  // Uniform: span · ¾ ∫ β² α⁴/σ⁴ dt by Simpson's rule in log t, whose integrand is smooth there.
  const Index n = 4000;
  const double low = std::log(1e-3), width = -low / static_cast<double>(n);
  double total = 0;
  for (Index i = 0; i <= n; ++i) {
    const double t = std::exp(low + width * static_cast<double>(i)), u = y(t);
    const double ratio = process->schedule().beta(t) * u / (1 - u);
    total += (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2) * ratio * ratio * t;
  }
  known.second_uniform = 0.999 * 0.75 * total * width / 3;
  return known;
}

/// The estimate from n times, its values or their squares.
Estimate sampled_times(const TimeCase& known, bool by_importance, int power, const Sizes& sizes) {
  const RandomStream stream = RandomStream(sizes.seed).role("times");
  Points u(sizes.draws, 1), z(sizes.draws, 1);
  stream.uniforms(0, 0, u);
  stream.normals(0, 1, z);
  const WeightedTimes times =
      by_importance ? log_snr_times(*known.clock, u.col(0)) : uniform_times(*known.clock, u.col(0));
  Eigen::ArrayXd values(sizes.draws);
  for (Index i = 0; i < values.size(); ++i) {
    const ode::ClockNode node = known.clock->at(times.t(i));
    const double g = known.clock->process().diffusion(node.t), ratio = node.alpha / node.sigma;
    const double value = times.weight(i) * 0.5 * g * g * ratio * ratio * z(i, 0) * z(i, 0);
    values(i) = power == 1 ? value : value * value;
  }
  return mean_estimate(values.data(), values.size());
}

void add_time_checks(frame::Plan& plan, const Sizes& sizes, const std::function<double()>& z) {
  const auto known = frame::lazy([] { return time_case(); });
  for (const bool by_importance : {false, true}) {
    const std::string name = by_importance ? "log_snr" : "uniform";
    plan.checks.push_back({"times/mean/" + name, [=] {
                             return verify::estimate_check(
                                 "", known->get().mean, sampled_times(known->get(), by_importance, 1, sizes),
                                 z(), 0, "closed form on N(0, 1)");
                           }});
    plan.checks.push_back(
        {"times/second_moment/" + name, [=] {
           return verify::estimate_check(
               "", by_importance ? known->get().second_log_snr : known->get().second_uniform,
               sampled_times(known->get(), by_importance, 2, sizes), z(), 0, "closed form on N(0, 1)");
         }});
  }
}

/// Closed variances against σ, and against the dimension.
void write_curves(io::Group& part) {
  const Eigen::ArrayXd sigma =
      Eigen::ArrayXd::LinSpaced(31, -2, 0.5).unaryExpr([](double e) { return std::pow(10, e); });
  Eigen::ArrayXd plain(sigma.size()), controlled(sigma.size());
  for (Index i = 0; i < sigma.size(); ++i) {
    plain(i) = gradient_variance_of_linear(Estimator::denoising, 1, 1.5, sigma(i));
    controlled(i) = gradient_variance_of_linear(Estimator::controlled_denoising, 1, 1.5, sigma(i));
  }
  io::Group& noise = part.group("gradient_against_noise");
  noise.scale("sigma", sigma, {"noise level", "1"});
  noise.variable("denoising", {"sigma"}, plain, {"variance of the gradient, denoising matching", "1"});
  noise.variable("controlled", {"sigma"}, controlled,
                 {"variance of the gradient, with the control variate", "1"});
  noise.variable("hyvarinen", {"sigma"}, Eigen::ArrayXd(Eigen::ArrayXd::Constant(sigma.size(), 2)),
                 {"variance of the gradient, Hyvärinen's objective", "1"});
  const Eigen::ArrayXd d = Eigen::ArrayXd::LinSpaced(10, 1, 10);
  Eigen::ArrayXd exact(d.size()), hutchinson(d.size()), sliced(d.size());
  for (Index i = 0; i < d.size(); ++i) {
    exact(i) = gradient_variance_of_linear(Estimator::hyvarinen, i + 1, 1, 0);
    hutchinson(i) = gradient_variance_of_linear(Estimator::hutchinson, i + 1, 1, 0, 1, true);
    sliced(i) = gradient_variance_of_linear(Estimator::sliced, i + 1, 1, 0);
  }
  io::Group& dimensions = part.group("gradient_against_dimension");
  dimensions.scale("dimension", d, {"dimension", "1"});
  dimensions.variable("exact_trace", {"dimension"}, exact, {"variance of the gradient, exact trace", "1"});
  dimensions.variable("rademacher", {"dimension"}, hutchinson,
                      {"variance of the gradient, one probe of signs", "1"});
  dimensions.variable("sliced", {"dimension"}, sliced,
                      {"variance of the gradient, plain sliced matching", "1"});
}

}  // namespace

frame::Plan variance_plan(const Sizes& sizes, const std::function<double()>& z) {
  frame::Plan plan{
      "Variances of traces, gradients and times",
      "s = -Kx at its best K on a Gaussian: E|grad|^2 of one point, sampled against closed forms."};
  plan.in_parallel = true;
  add_trace_checks(plan);
  add_gradient_checks(plan, sizes, z);
  add_time_checks(plan, sizes, z);
  plan.tables.push_back(write_curves);
  return plan;
}

}  // namespace kolmo::score_matching
