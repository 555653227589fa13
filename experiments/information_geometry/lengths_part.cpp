// The paths that diffusion models take from data to noise, measured in two metrics.

#include <cmath>

#include "information_geometry/parts.hpp"
#include "kolmo/information_geometry/gaussian_curves.hpp"

namespace kolmo::information_geometry::shown {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// N(m, diag v) on its way to N(0, 1), by the scale of the data and the variance of the noise: m_t = a m, v_t
/// = a² v + b.
struct Way {
  std::string name;
  std::function<std::array<double, 4>(double t)> scales;  ///< a, b and their derivatives, t in [0, 1]
};

/// Of u = e^{−B/2}, from 1 to 0: VP v = u²v + 1 − u²; sub-VP b = (1 − u²)²; flow matching with independent
/// ends a = 1 − t, b = t².
std::vector<Way> ways() {
  return {{"vp",
           [](double t) -> std::array<double, 4> {
             return {1 - t, 1 - (1 - t) * (1 - t), -1, 2 * (1 - t)};
           }},
          {"sub_vp",
           [](double t) -> std::array<double, 4> {
             const double u = 1 - t, w = 1 - u * u;
             return {u, w * w, -1, 4 * w * u};
           }},
          {"flow_matching", [](double t) -> std::array<double, 4> {
             return {1 - t, t * t, -1, 2 * t};
           }}};
}

GaussianCurve along(const Way& way, const VectorXd& mean, const VectorXd& variances) {
  return [=](double t) {
    const auto [a, b, a_rate, b_rate] = way.scales(t);
    const VectorXd ones = VectorXd::Ones(mean.size());
    const VectorXd now = a * a * variances + b * ones, rate = 2 * a * a_rate * variances + b_rate * ones;
    return CurvePoint{a * mean, a_rate * mean, now.asDiagonal(), rate.asDiagonal()};
  };
}

/// McCann: deviations in a straight line.
GaussianCurve displacement(const VectorXd& mean, const VectorXd& variances) {
  return [=](double t) {
    const VectorXd start = variances.cwiseSqrt(),
                   deviation = (1 - t) * start + t * VectorXd::Ones(mean.size()),
                   speed = VectorXd::Ones(mean.size()) - start;
    const VectorXd rate = 2 * deviation.cwiseProduct(speed);
    return CurvePoint{(1 - t) * mean, -mean, deviation.cwiseAbs2().asDiagonal(), rate.asDiagonal()};
  };
}

/// VE: nothing but noise, up to the deviation σ.
GaussianCurve exploding(const VectorXd& mean, const VectorXd& variances, double sigma) {
  return [=](double t) {
    const VectorXd ones = VectorXd::Ones(mean.size());
    const VectorXd now = variances + t * t * sigma * sigma * ones, rate = 2 * t * sigma * sigma * ones;
    return CurvePoint{mean, VectorXd::Zero(mean.size()), now.asDiagonal(), rate.asDiagonal()};
  };
}

const Eigen::Vector2d centre(0, 0), stretched(4, 0.25);

double fisher(const GaussianCurve& curve) { return curve_length(curve, fisher_rao_speed, 0, 1, 16); }
double transport(const GaussianCurve& curve) { return curve_length(curve, wasserstein_speed, 0, 1, 16); }

void write(io::Group& part) {
  std::vector<std::string> names;
  std::vector<double> in_fisher, in_transport;
  const auto add = [&](const std::string& name, const GaussianCurve& curve) {
    names.push_back(name);
    in_fisher.push_back(fisher(curve));
    in_transport.push_back(transport(curve));
  };
  for (const Way& way : ways()) add(way.name, along(way, centre, stretched));
  add("displacement", displacement(centre, stretched));
  add("ve, sigma = 10", exploding(centre, stretched, 10));
  io::Group& group = part.group("lengths");
  group.scale("way", names, {"way from N(0, diag(4, 1/4))", "1"});
  group.variable("fisher_rao", {"way"}, in_fisher, {"length in Fisher and Rao's metric", "1"});
  group.variable("wasserstein", {"way"}, in_transport, {"length in W2", "1"});
}

using Length = std::function<void(const std::string& name, double expected,
                                  const std::function<double()>& found, const std::string& source)>;
constexpr const char* another = "another program";

void add_stretched(const Length& length) {
  const std::vector<Way> all = ways();
  const Way &vp = all[0], &matching = all[2];
  length(
      "stretched/fisher_rao/vp", 1.47475067, [=] { return fisher(along(vp, centre, stretched)); }, another);
  length(
      "stretched/fisher_rao/displacement", 1.41234456, [] { return fisher(displacement(centre, stretched)); },
      another);
  length(
      "stretched/fisher_rao/flow_matching", 1.94539099,
      [=] { return fisher(along(matching, centre, stretched)); }, another);
  length(
      "stretched/fisher_rao/geodesic", 1.38629436,
      [] {
        return fisher_rao_distance_of_covariances(Eigen::Vector2d(4, 0.25).asDiagonal(),
                                                  Eigen::Matrix2d::Identity());
      },
      "log 4");
  length(
      "stretched/w2/vp", 1.13088612, [=] { return transport(along(vp, centre, stretched)); }, another);
  length(
      "stretched/w2/displacement", 1.11803399, [] { return transport(displacement(centre, stretched)); },
      "the distance, sqrt(5)/2");
  length(
      "stretched/w2/flow_matching", 1.47955208, [=] { return transport(along(matching, centre, stretched)); },
      another);
}

void add_shifted(const Length& length) {
  const Way vp = ways()[0];
  const VectorXd two = VectorXd::Constant(1, 2), quarter = VectorXd::Constant(1, 0.25);
  length(
      "shifted/fisher_rao/vp", 2.68304289, [=] { return fisher(along(vp, two, quarter)); }, another);
  length(
      "shifted/fisher_rao/geodesic", 2.61240047, [] { return fisher_rao_distance_1d(2, 0.5, 0, 1); },
      "closed form");
  length(
      "shifted/w2/vp", 2.09220666, [=] { return transport(along(vp, two, quarter)); }, another);
  length(
      "shifted/w2/displacement", 2.06155281, [=] { return transport(displacement(two, quarter)); },
      "the distance, sqrt(4.25)");
  // Of VE on the line: ½∫|dv|/v in Fisher's metric is log(v₁/v₀)/√2, in W2 the difference of the deviations.
  length(
      "ve/fisher_rao", std::log((0.25 + 100) / 0.25) / std::sqrt(2.0),
      [=] { return fisher(exploding(two, quarter, 10)); }, "log(v_1/v_0)/sqrt2");
  length(
      "ve/w2", std::sqrt(100.25) - 0.5, [=] { return transport(exploding(two, quarter, 10)); },
      "difference of deviations");
}

}  // namespace

frame::Plan lengths_plan() {
  frame::Plan plan{"Lengths of the ways to noise",
                   "N(0, diag(4, 1/4)) to N(0, I), and N(2, 1/4) to N(0, 1): the same ways in Fisher and "
                   "Rao's metric and in W2."};
  plan.in_parallel = true;
  const auto length = [&](const std::string& name, double expected, const std::function<double()>& found,
                          const std::string& source) {
    plan.checks.push_back({name, [=] { return verify::value_check(expected, found(), 1e-7, source); }});
  };
  add_stretched(length);
  add_shifted(length);
  plan.tables.push_back(write);
  return plan;
}

}  // namespace kolmo::information_geometry::shown
