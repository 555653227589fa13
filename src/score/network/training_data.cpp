// What a network is trained on, step by step.

#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/score/network/training.hpp"

namespace kolmo::score {

DataSource samples_of(std::shared_ptr<const density::Density> law, const RandomStream& stream) {
  if (!law) throw InvalidArgument("law: is null, must be a density");
  return [law = std::move(law), stream](std::uint32_t step, Points& batch) {
    const RandomStream own = stream.role("samples", step);
    for (Index first = 0; first < batch.rows(); first += block_rows)
      law->sample(own, first, batch.middleRows(first, std::min(block_rows, batch.rows() - first)));
  };
}

DataSource rows_of(Points data, const RandomStream& stream) {
  require(data.rows() >= 1, "data.rows", static_cast<double>(data.rows()), "must be at least 1");
  return [data = std::move(data), own = stream.role("rows")](std::uint32_t step, Points& batch) {
    Points share(batch.rows(), 1);
    own.uniforms(0, step, share);
    for (Index i = 0; i < batch.rows(); ++i)
      batch.row(i) = data.row(static_cast<Index>(share(i, 0) * static_cast<double>(data.rows())));
  };
}

}  // namespace kolmo::score
