#pragma once
// Interpolation between the times of a record.

#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::fokker_planck {

struct TimeWeights {
  std::size_t first, count;
  double weight[4];
};

/// Cubic Hermite interpolation between t₁ ≤ t ≤ t₂ with the slopes of the parabolas through (t₀, t₁, t₂) and
/// (t₁, t₂, t₃); at the ends of the record one parabola gives both slopes; two times: linear. Order 3. Throws
/// InvalidArgument where t is outside the times by more than 1e−12 of their span.
TimeWeights time_weights(const std::vector<double>& times, double t);

/// A number that no other call has given.
unsigned long long next_record_id();

/// Σ_k weight[k] columns.col(first + k) at time t of the record `id`. Every thread keeps what it got last, as
/// all blocks of a stage share its time; valid until the thread asks for another.
const double* blended_columns(unsigned long long id, const std::vector<double>& times, double t,
                              const Eigen::ArrayXXd& columns);

}  // namespace kolmo::fokker_planck
