#pragma once
// A score that counts its evaluations.

#include <atomic>

#include "kolmo/process/score/score_field.hpp"

namespace kolmo::ode {

/// Hands on another score, which must outlive it, and counts the places at which it was asked: what a sampler
/// really costs, whatever it claims.
class CountingScore final : public process::ScoreField {
 public:
  explicit CountingScore(const process::ScoreField& score) : score_(score) {}
  Index dimension() const override { return score_.dimension(); }
  void score(double t, const ConstBlock& x, Block out) const override {
    places_.fetch_add(x.rows(), std::memory_order_relaxed);
    score_.score(t, x, out);
  }
  void score_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    places_.fetch_add(x.rows(), std::memory_order_relaxed);
    score_.score_and_divergence(t, x, out, divergence);
  }
  /// Summed over particles.
  Index places() const { return places_.load(); }

 private:
  const process::ScoreField& score_;
  mutable std::atomic<Index> places_ = 0;
};

}  // namespace kolmo::ode
