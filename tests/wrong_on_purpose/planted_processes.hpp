#pragma once
// Processes and flows with one classical mistake each.

#include <cmath>
#include <memory>

#include "four_roads/roads.hpp"
#include "kolmo/process/derived/forwarding_process.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::wrong_on_purpose {

/// Everything as the process has it; the mistakes override one function.
class Decorated : public process::ForwardingProcess, public process::GradientFlow {
 public:
  explicit Decorated(std::shared_ptr<const process::Process> process)
      : ForwardingProcess(std::move(process), "Decorated") {}
  const process::Process* source_of(process::Part asked) const override {
    return asked == process::Part::drift ? inner().get() : nullptr;
  }
  std::optional<process::GradientStructure> gradient_structure() const override {
    return process::gradient_structure(*inner());
  }
};

/// g² is 2g²: the factor 2 between "σ² dt" and "2D dt" taken twice.
class DoubledDiffusion final : public Decorated {
 public:
  using Decorated::Decorated;
  double diffusion(double t) const override { return std::sqrt(2.0) * inner()->diffusion(t); }
  double noise_variance(double s, double t) const override { return 2 * inner()->noise_variance(s, t); }
  std::optional<process::GradientStructure> gradient_structure() const override {
    auto structure = process::gradient_structure(*inner());
    if (structure) structure->temperature *= 2;
    return structure;
  }
};

/// −f + g² s has become f − g² s: the sign that the source notes print for the reverse drift.
class WrongSignOfDrift final : public Decorated {
 public:
  using Decorated::Decorated;
  void drift(double t, const ConstBlock& x, Block out) const override {
    inner()->drift(t, x, out);
    out = -out;
  }
};

/// The process simulated as Y = e^X without Itô's correction: dY = Y (f dt + g dW) is the equation of X with
/// the drift f − ½g², where dY = Y ((f + ½g²) dt + g dW) would have been right.
class NoItoCorrection final : public Decorated {
 public:
  using Decorated::Decorated;
  void drift(double t, const ConstBlock& x, Block out) const override {
    inner()->drift(t, x, out);
    const double g = inner()->diffusion(t);
    out -= 0.5 * g * g;
  }
};

/// The drift beyond |x| = 1.5 is that at ±1.5: a table that ends there and is continued by its last value.
class FrozenDrift final : public Decorated {
 public:
  using Decorated::Decorated;
  void drift(double t, const ConstBlock& x, Block out) const override {
    const Points held = x.max(-edge).min(edge);
    inner()->drift(t, held, out);
  }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    inner()->drift_divergence(t, x, out);
    for (Index i = 0; i < x.rows(); ++i) {
      if (std::abs(x(i, 0)) > edge) out(i) = 0;
    }
  }
  std::optional<process::GradientStructure> gradient_structure() const override { return std::nullopt; }

 private:
  static constexpr double edge = 1.5;
};

/// A score that is off by a factor.
class ScaledScore final : public process::ScoreField {
 public:
  ScaledScore(four_roads::ScorePtr score, double factor) : score_(std::move(score)), factor_(factor) {}
  Index dimension() const override { return score_->dimension(); }
  void score(double t, const ConstBlock& x, Block out) const override {
    score_->score(t, x, out);
    out *= factor_;
  }
  void score_and_divergence(double t, const ConstBlock& x, Block score, Values divergence) const override {
    score_->score_and_divergence(t, x, score, divergence);
    score *= factor_;
    divergence *= factor_;
  }

 private:
  four_roads::ScorePtr score_;
  double factor_;
};

/// v = f − g² s: the ½ of the probability flow is missing.
class FlowWithoutHalf final : public process::VelocityField {
 public:
  FlowWithoutHalf(four_roads::ProcessPtr process, four_roads::ScorePtr score)
      : process_(std::move(process)), score_(std::move(score)) {}
  Index dimension() const override { return process_->dimension(); }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    Points score(x.rows(), x.cols());
    process_->drift(t, x, out);
    score_->score(t, x, score);
    out -= square(process_->diffusion(t)) * score;
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    Points score(x.rows(), x.cols());
    Eigen::ArrayXd score_divergence(x.rows());
    process_->drift(t, x, out);
    process_->drift_divergence(t, x, divergence);
    score_->score_and_divergence(t, x, score, score_divergence);
    out -= square(process_->diffusion(t)) * score;
    divergence -= square(process_->diffusion(t)) * score_divergence;
  }

 private:
  static double square(double g) { return g * g; }
  four_roads::ProcessPtr process_;
  four_roads::ScorePtr score_;
};

}  // namespace kolmo::wrong_on_purpose
