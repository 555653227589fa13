// The probability flow: its marginals, its divergence, its inverse.

#include <cmath>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using density::GaussianMixture;
using verify::Check;
using verify::value_check;

process::ProbabilityFlow flow_of(const GaussianMixture& data) {
  return {vp(), std::make_shared<process::MarginalScore>(vp(), data)};
}

/// Where places on the line are carried from one time to another, with what log p changes by on the way.
struct Carried {
  Eigen::ArrayXd places, log_density_change;
};

Carried carry(const GaussianMixture& data, const Eigen::ArrayXd& from, double begin, double end) {
  ode::FlowPlan plan;
  plan.times = {begin, end};
  plan.stepper = "dormand_prince_853";
  plan.relative_tolerance = plan.absolute_tolerance = 1e-12;
  plan.log_density = true;
  Carried carried{from, from};
  ode::flow(flow_of(data), plan, Points(from),
            [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues* change) {
              if (snapshot == 0) return;
              carried.places.segment(first, x.rows()) = x.col(0);
              carried.log_density_change.segment(first, x.rows()) = *change;
            });
  return carried;
}

double divergence_of_flow(const GaussianMixture& data, double t, double x) {
  Points velocity(1, 1);
  Eigen::ArrayXd divergence(1);
  flow_of(data).velocity_and_divergence(t, Points::Constant(1, 1, x), velocity, divergence);
  return divergence(0);
}

/// F_1(x_1) = F_0(x_0), the largest defect over seven starts.
double quantile_defect() {
  const Eigen::ArrayXd starts = Eigen::ArrayXd::LinSpaced(7, -3.2, 3.1);
  const Eigen::ArrayXd ends = carry(two_wells(), starts, 0, 1).places;
  const GaussianMixture end = process::marginal(*vp(), two_wells(), 1);
  double largest = 0;
  for (Index i = 0; i < starts.size(); ++i)
    largest = std::max(largest, std::abs(end.cdf(ends(i)) - two_wells().cdf(starts(i))));
  return largest;
}

/// The largest |∂p/∂t + ∂(pv)/∂x| by central differences of width h in x and h² in t, over t = 0.1.
double continuity_defect(double h) {
  const double t = 0.1, dt = h * h / 4;
  const auto density = [](double s, double x) {
    return std::exp(log_density_at_line(process::marginal(*vp(), two_wells(), s), x).value);
  };
  const auto flux = [&](double x) { return density(t, x) * flow_velocity_at(*vp(), two_wells(), t, x); };
  double largest = 0;
  for (int k = -8; k <= 8; ++k) {
    const double x = 0.3 * k;
    const double rate = (density(t + dt, x) - density(t - dt, x)) / (2 * dt);
    largest = std::max(largest, std::abs(rate + (flux(x + h) - flux(x - h)) / (2 * h)));
  }
  return largest;
}

Check continuity_order() {
  std::vector<std::pair<double, double>> errors;
  for (const double h : {0.16, 0.08, 0.04, 0.02, 0.01}) errors.emplace_back(h, continuity_defect(h));
  return order_of(2, errors, "p_t + (p v)_x = 0 but for the differences");
}

void add_divergence(Rows& rows) {
  const GaussianMixture gaussian = density::gaussian_1d(1, 0.5);
  rows.add("C5-39", "volume", [=] {
    const Eigen::ArrayXd ends = carry(gaussian, Eigen::Array2d(0.9, 1.1), 0, 0.1).places;
    const double spread = process::marginal(*vp(), gaussian, 0.1).covariance()(0, 0);
    return beside(1, value_check(std::sqrt(spread / 0.25), (ends(1) - ends(0)) / 0.2, 1e-9,
                                 "the flow stretches by sqrt(V_t/V_0), beside 1 of an incompressible one"));
  });
  rows.add("C5-40", "divergence", [=] {
    return beside(0, value_check(2.143032505697453, divergence_of_flow(gaussian, 0.1, 2), 1e-9,
                                 "-beta (1 - 1/V)/2; another program"));
  });
  rows.add("C5-40", "in_the_valley", [] {
    return beside(0, value_check(-27.14655280952288, divergence_of_flow(two_wells(), 0.1, 0), 1e-8,
                                 "div f - g^2 (log p)''/2; another program"));
  });
  rows.add("C5-40", {"along_a_streamline", "is_the_integral"}, [] {
    const Carried end = carry(two_wells(), Eigen::ArrayXd::Constant(1, -3.2), 0, 1);
    const double log_density =
        log_density_at_line(process::marginal(*vp(), two_wells(), 1), end.places(0)).value;
    const double change = -4.87357422278669 - -4.309764156970664;
    return std::vector<Check>{
        beside(0, value_check(change, log_density + 4.309764156970664, 1e-8,
                              "log p_1(x_1) - log p_0(x_0) from x_0 = -3.2, another program, beside 0")),
        beside(0, value_check(change, end.log_density_change(0), 1e-8, "minus the integral of div v"))};
  });
}

/// The share of the left well, 0.3, that comes back from the quantiles of p_1.
double left_share() {
  const Index n = 400;
  const GaussianMixture end = process::marginal(*vp(), two_wells(), 1);
  Eigen::ArrayXd places(n);
  for (Index i = 0; i < n; ++i)
    places(i) = end.quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n));
  const Eigen::ArrayXd back = carry(two_wells(), places, 1, 0).places;
  return static_cast<double>((back < 0).count()) / static_cast<double>(n);
}

/// How many times narrower what lies between the quantiles 0.2 and 0.3 of two points at ±1 is at t/100.
double narrowing(double t) {
  const auto width = [](double s) {
    const process::Kernel kernel = *vp()->kernel(0, s);
    const double deviation = std::sqrt(kernel.variance);
    const GaussianMixture law =
        density::mixture_1d(Eigen::Array2d(0.5, 0.5), Eigen::Array2d(-kernel.scale, kernel.scale),
                            Eigen::Array2d(deviation, deviation));
    return law.quantile(0.3) - law.quantile(0.2);
  };
  return width(t) / width(t / 100);
}

void add_maps(Rows& rows) {
  rows.add("C5-38", "quantiles",
           [] { return value_check(0, quantile_defect(), 1e-9, "F_1(x_1) = F_0(x_0)"); });
  rows.add("C5-38", "place", [] {
    return value_check(-2.8072251097251906,
                       carry(two_wells(), Eigen::ArrayXd::Constant(1, -3.2), 0, 1).places(0), 1e-8,
                       "the same quantile with 30 digits; another program");
  });
  rows.add("C5-41", "residual", continuity_order);
  rows.add("C5-42", "there_and_back", [] {
    const Eigen::ArrayXd starts = Eigen::ArrayXd::LinSpaced(21, -3, 3);
    const Eigen::ArrayXd ends = carry(two_wells(), starts, 0, 1).places;
    return value_check(0, (carry(two_wells(), ends, 1, 0).places - starts).abs().maxCoeff(), 1e-7,
                       "the flow has an inverse where v is Lipschitz");
  });
  rows.add("C5-42", "singular_data", [] {
    const double t = 1e-6, clock = vp()->schedule().integral(0, t);
    const double ratio = std::sqrt(std::expm1(-clock) / std::expm1(-vp()->schedule().integral(0, t / 100)));
    return beside(1, value_check(ratio, narrowing(t), 1e-3,
                                 "widths shrink as sqrt(t): an interval goes to one point at t = 0"));
  });
  rows.add("C5-48", "modes", [] {
    return beside(0, value_check(0.3, left_share(), 0.5 / 400, "the exact flow keeps the weight of a mode"));
  });
}

}  // namespace

void add_probability_flow(Rows& rows) {
  add_divergence(rows);
  add_maps(rows);
}

}  // namespace kolmo::claims::continuous_time
