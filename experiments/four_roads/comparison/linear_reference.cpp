#include "four_roads/comparison/linear_reference.hpp"

#include <cmath>
#include <numbers>

#include "four_roads/key_reader.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/problem/read.hpp"

namespace kolmo::four_roads {
namespace {

struct LinearStep {
  double scale, variance;  ///< a, v
};

/// B/T of the schedules that preserve variance.
double exponent_rate(const StatedLinear& s, double u) {
  if (s.type != "quadratic") return s.beta_min * u + (s.beta_max - s.beta_min) * u * u / 2;
  const double p = std::sqrt(s.beta_min), q = std::sqrt(s.beta_max) - p;
  return p * p * u + p * q * u * u + q * q * u * u * u / 3;
}

LinearStep linear_step(const StatedLinear& s, double t) {
  if (s.type == "ornstein_uhlenbeck") {
    return {std::exp(-s.theta * t), s.sigma * s.sigma * -std::expm1(-2 * s.theta * t) / (2 * s.theta)};
  }
  const double u = t / s.final_time;
  if (s.type == "variance_preserving" || s.type == "sub_variance_preserving" || s.type == "quadratic") {
    const double b = s.final_time * exponent_rate(s, u), v = -std::expm1(-b);
    return {std::exp(-b / 2), s.type == "sub_variance_preserving" ? v * v : v};
  }
  if (s.type == "cosine") {
    constexpr double shift = 0.008, quarter = 0.5 * std::numbers::pi / (1 + shift);
    const double a = std::cos(quarter * (u + shift)) / std::cos(quarter * shift);
    return {a, (1 - a) * (1 + a)};
  }
  if (s.type == "variance_exploding")
    return {1, s.sigma_min * s.sigma_min * std::expm1(2 * u * std::log(s.sigma_max / s.sigma_min))};
  if (s.type == "polynomial") {
    const double r = std::pow(s.sigma_min, 1 / s.rho), end = std::pow(s.sigma_max, 1 / s.rho);
    return {1, std::pow(r + (end - r) * u, 2 * s.rho) - s.sigma_min * s.sigma_min};
  }
  return {1, s.sigma * s.sigma * t};
}

void read_process_numbers(const io::Configuration& configuration, const std::string& name, StatedLinear& s) {
  const auto number = [&](const char* key, double otherwise) {
    return problem::read_number(configuration, name, key, otherwise);
  };
  if (s.type == "ornstein_uhlenbeck") {
    s.theta = number("process.theta", 1);
    const std::vector<double> mean = problem::read_numbers(configuration, name, "process.mean", 0);
    s.centre = Eigen::Map<const Eigen::VectorXd>(mean.data(), static_cast<Index>(mean.size()));
  }
  if (s.type == "ornstein_uhlenbeck" || s.type == "brownian") s.sigma = number("process.sigma", 1);
  const bool polynomial = s.type == "polynomial";
  s.beta_min = number("process.beta_min", 0.1);
  s.beta_max = number("process.beta_max", 20);
  s.sigma_min = number("process.sigma_min", polynomial ? 0.002 : 0.01);
  s.sigma_max = number("process.sigma_max", polynomial ? 80 : 50);
  s.rho = number("process.rho", 7);
  s.final_time = number("process.final_time", 1);
}

void read_points(const KeyReader& keys, const Points& data, StatedLinear& s) {
  const double bandwidth = keys.number("initial.bandwidth");
  for (Index i = 0; i < data.rows(); ++i) {
    s.weights.push_back(1 / static_cast<double>(data.rows()));
    s.means.emplace_back(data.row(i).matrix().transpose());
    s.covariances.emplace_back(bandwidth * bandwidth * Eigen::MatrixXd::Identity(data.cols(), data.cols()));
  }
}

void read_point(const io::Configuration& configuration, const std::string& name, StatedLinear& s) {
  const std::vector<double> point = problem::read_numbers(configuration, name, "initial.point", 0);
  const auto d = static_cast<Index>(point.size());
  s.weights = {1};
  s.means.emplace_back(Eigen::Map<const Eigen::VectorXd>(point.data(), d));
  s.covariances.emplace_back(Eigen::MatrixXd::Zero(d, d));
}

void read_components(const KeyReader& keys, StatedLinear& s) {
  s.weights = keys.numbers("initial.weights");
  const io::Matrix& means = keys.matrix("initial.means");
  for (std::size_t k = 0; k < s.weights.size(); ++k) {
    const auto d = static_cast<Index>(means[k].size());
    s.means.emplace_back(Eigen::Map<const Eigen::VectorXd>(means[k].data(), d));
    if (keys.has("initial.deviations")) {
      const std::vector<double>& own = keys.matrix("initial.deviations")[k];
      Eigen::VectorXd variances(d);
      for (Index j = 0; j < d; ++j)
        variances(j) = std::pow(own[own.size() == 1 ? 0 : static_cast<std::size_t>(j)], 2);
      s.covariances.emplace_back(variances.asDiagonal());
    } else {
      s.covariances.emplace_back(
          Eigen::Map<const Eigen::MatrixXd>(keys.matrix("initial.covariances")[k].data(), d, d));
    }
  }
}

}  // namespace

StatedLinear stated_linear(const io::Configuration& configuration, const std::string& name,
                           const Points& data) {
  const KeyReader keys(configuration, name);
  StatedLinear s;
  s.type = keys.text("process.type");
  if (data.rows() > 0) {
    read_points(keys, data, s);
  } else if (keys.has("initial.point")) {
    read_point(configuration, name, s);
  } else {
    read_components(keys, s);
  }
  s.centre = Eigen::VectorXd::Zero(s.means[0].size());
  read_process_numbers(configuration, name, s);
  return s;
}

double linear_size(const StatedLinear& stated, double t) {
  const auto [a, v] = linear_step(stated, t);
  double total = 0;
  for (std::size_t k = 0; k < stated.weights.size(); ++k) {
    const Eigen::VectorXd centre = stated.centre + a * (stated.means[k] - stated.centre);
    const double spread = a * a * stated.covariances[k].trace() + v * static_cast<double>(centre.size());
    total += stated.weights[k] * (centre.squaredNorm() + spread);
  }
  return std::sqrt(total);
}

std::map<std::string, double> linear_moments(const StatedLinear& stated, double t) {
  const auto [a, v] = linear_step(stated, t);
  const Index d = stated.centre.size();
  double second = 0, fourth = 0, positive = 0;
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(d);
  Eigen::MatrixXd products = Eigen::MatrixXd::Zero(d, d);
  std::vector<Eigen::VectorXd> centres;
  for (const Eigen::VectorXd& component : stated.means)
    centres.emplace_back(stated.centre + a * (component - stated.centre));
  for (std::size_t k = 0; k < centres.size(); ++k) mean += stated.weights[k] * centres[k];
  for (std::size_t k = 0; k < centres.size(); ++k) {
    const double w = stated.weights[k];
    const Eigen::MatrixXd c = a * a * stated.covariances[k] + v * Eigen::MatrixXd::Identity(d, d);
    const Eigen::VectorXd off = centres[k] - mean;
    products += w * (off * off.transpose() + c);
    const double m = centres[k](0), variance = c(0, 0);
    second += w * (m * m + variance);
    fourth += w * (m * m * m * m + 6 * m * m * variance + 3 * variance * variance);
    positive += w * normal_cdf(m / std::sqrt(variance));
  }
  if (d == 1) {
    return {{"mean", mean(0)},
            {"second_moment", second},
            {"fourth_moment", fourth},
            {"probability_positive", positive}};
  }
  return {{"mean_x", mean(0)},
          {"mean_y", mean(1)},
          {"covariance_xx", products(0, 0)},
          {"covariance_xy", products(0, 1)},
          {"covariance_yy", products(1, 1)}};
}

}  // namespace kolmo::four_roads
