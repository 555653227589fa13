#pragma once
// What every process derived from a score needs.

#include "kolmo/core/errors.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/process/score/score_field.hpp"

namespace kolmo::process {

/// InvalidArgument unless both are there and of one dimension.
inline void require_one_dimension(const Process* process, const ScoreField* score) {
  if (!process) throw InvalidArgument("process: is null");
  if (!score) throw InvalidArgument("score: is null");
  require(process->dimension() == score->dimension(), "dimension of the score",
          static_cast<double>(score->dimension()), "must be the process's");
}

/// The same, and unless the noise is scalar.
inline void require_score(const Process* process, const ScoreField* score) {
  require_one_dimension(process, score);
  if (process->noise_kind() != NoiseKind::scalar) {
    throw InvalidArgument("process '" + process->name() + "': must have scalar noise");
  }
}

}  // namespace kolmo::process
