#pragma once
// Velocities whose flows are known in closed form, independent of the process module.

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <utility>
#include <vector>

#include "kolmo/process/score/score_field.hpp"

namespace kolmo::ode {

/// x′ = x(1 − r²) − y(b + r²), y′ = y(1 − r²) + x(b + r²), b(t) = cos t. q = r² obeys q′ = 2q(1 − q), the
/// angle φ′ = b + q; ∇·v = 2 − 4q.
class Spiral final : public process::VelocityField {
 public:
  Index dimension() const override { return 2; }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    calls.fetch_add(1);
    points.fetch_add(x.rows());
    const double b = std::cos(t);
    for (Index i = 0; i < x.rows(); ++i) {
      const double q = x(i, 0) * x(i, 0) + x(i, 1) * x(i, 1);
      out(i, 0) = x(i, 0) * (1 - q) - x(i, 1) * (b + q);
      out(i, 1) = x(i, 1) * (1 - q) + x(i, 0) * (b + q);
    }
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    velocity(t, x, out);
    for (Index i = 0; i < x.rows(); ++i) {
      divergence[i] = 2 - 4 * (x(i, 0) * x(i, 0) + x(i, 1) * x(i, 1));
    }
  }

  struct Exact {
    double x, y, log_density_change;
  };
  static Exact exact(double t, double x, double y) {
    const double q = x * x + y * y;
    const double c = 1 / q - 1;
    const double integral = 0.5 * std::log((std::exp(2 * t) + c) / (1 + c));  // ∫q
    const double growth = std::sqrt(1 / (1 + c * std::exp(-2 * t)) / q);
    const double angle = std::sin(t) + integral;
    return {growth * (x * std::cos(angle) - y * std::sin(angle)),
            growth * (x * std::sin(angle) + y * std::cos(angle)), 4 * integral - 2 * t};
  }

  mutable std::atomic<Index> calls = 0, points = 0;
};

/// A damped rotation of changing speed, bent: y′ = −a y + ω(t) J y, ω = 1 + ½ cos t, seen as x = (y₁, y₂ + c
/// y₁²), a = c = 0.3. Nonlinear, non-autonomous and coupled, so that every order condition counts; ∇·v = −2a.
class Bent final : public process::VelocityField {
 public:
  Index dimension() const override { return 2; }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    const double speed = 1 + 0.5 * std::cos(t);
    for (Index i = 0; i < x.rows(); ++i) {
      const double y1 = x(i, 0);
      const double y2 = x(i, 1) - bend * y1 * y1;
      out(i, 0) = -damping * y1 - speed * y2;
      out(i, 1) = speed * y1 - damping * y2 + 2 * bend * y1 * out(i, 0);
    }
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    velocity(t, x, out);
    divergence.setConstant(-2 * damping);
  }
  static std::array<double, 2> exact(double t, double x1, double x2) {
    const double angle = t + 0.5 * std::sin(t);
    const double y2 = x2 - bend * x1 * x1;
    const double z1 = std::exp(-damping * t) * (std::cos(angle) * x1 - std::sin(angle) * y2);
    const double z2 = std::exp(-damping * t) * (std::sin(angle) * x1 + std::cos(angle) * y2);
    return {z1, z2 + bend * z1 * z1};
  }
  static constexpr double damping = 0.3, bend = 0.3;
};

/// Variance preserving with β = 0.1 + 19.9 t: v = −½β x − c β ∇log p_t with c = ½, or another c to plant an
/// error. The data: a mixture in 1-D.
class MixtureFlow final : public process::VelocityField {
 public:
  struct Part {
    double weight, mean, deviation;
  };
  explicit MixtureFlow(std::vector<Part> parts, double score_factor = 0.5)
      : parts_(std::move(parts)), score_factor_(score_factor) {}

  Index dimension() const override { return 1; }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    Eigen::ArrayXd ignored(x.rows());
    velocity_and_divergence(t, x, out, ignored);
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    const double rate = 0.1 + 19.9 * t;
    for (Index i = 0; i < x.rows(); ++i) {
      const auto [log_density, score, slope] = marginal(t, x(i, 0));
      out(i, 0) = -0.5 * rate * x(i, 0) - score_factor_ * rate * score;
      divergence[i] = -0.5 * rate - score_factor_ * rate * slope;
    }
  }
  /// log p_t, its derivative and its second derivative.
  std::array<double, 3> marginal(double t, double x) const {
    const double alpha = std::exp(-0.5 * (0.1 * t + 9.95 * t * t));
    double largest = -1e300;
    std::vector<std::array<double, 3>> terms;
    for (const Part& part : parts_) {
      const double variance = alpha * alpha * part.deviation * part.deviation + 1 - alpha * alpha;
      const double away = x - alpha * part.mean;
      terms.push_back(
          {std::log(part.weight) - 0.5 * away * away / variance - 0.5 * std::log(2 * M_PI * variance),
           -away / variance, 1 / variance});
      largest = std::max(largest, terms.back()[0]);
    }
    double total = 0, first = 0, second = 0;
    for (const auto& [logit, score, precision] : terms) {
      const double weight = std::exp(logit - largest);
      total += weight;
      first += weight * score;
      second += weight * (score * score - precision);
    }
    first /= total;
    return {largest + std::log(total), first, second / total - first * first};
  }

 private:
  std::vector<Part> parts_;
  double score_factor_;
};

}  // namespace kolmo::ode
