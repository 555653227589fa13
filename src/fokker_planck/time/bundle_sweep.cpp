#include "bundle_sweep.hpp"

#include <algorithm>

namespace kolmo::fokker_planck {
namespace {

BundleResult sweep_stages(const std::vector<ImplicitStage>& stages, const SweepFactors& factors, Index lanes,
                          Index n, double* p, Index stride, double* scratch) {
  BundleResult result{};
  SweepLosses losses{};
  for (const ImplicitStage& stage : stages) {
    result.range = sweep(factors, stage, n, p, stride, scratch, losses);
  }
  for (Index l = 0; l < lanes; ++l) {
    result.lower += losses.lower[l];
    result.upper += losses.upper[l];
  }
  return result;
}

}  // namespace

BundleResult sweep_bundle(const LineBundles& bundles, const AxisFactors& axis_factors, Index bundle,
                          const std::vector<ImplicitStage>& stages, double* p, double* workspace) {
  const SweepFactors factors = axis_factors.bundle(bundle);
  const Index n = bundles.cells(), lanes = bundles.lanes(bundle);
  const Index along = bundles.along(), between = bundles.between();
  double* tile = workspace;
  double* scratch = workspace + n * sweep_lanes;
  double* lines = p + bundles.first_cell(bundle);
  if (between == 1 && lanes == sweep_lanes)
    return sweep_stages(stages, factors, lanes, n, lines, along, scratch);
  if (lanes == sweep_lanes) {
    gather_tile(lines, between, n, tile);
    const BundleResult result = sweep_stages(stages, factors, lanes, n, tile, sweep_lanes, scratch);
    scatter_tile(tile, between, n, lines);
    return result;
  }
  // An incomplete bundle: the free lanes repeat its last line.
  for (Index i = 0; i < n; ++i) {
    for (Index l = 0; l < sweep_lanes; ++l) {
      tile[i * sweep_lanes + l] = lines[std::min(l, lanes - 1) * between + i * along];
    }
  }
  const BundleResult result = sweep_stages(stages, factors, lanes, n, tile, sweep_lanes, scratch);
  for (Index i = 0; i < n; ++i) {
    for (Index l = 0; l < lanes; ++l) lines[l * between + i * along] = tile[i * sweep_lanes + l];
  }
  return result;
}

}  // namespace kolmo::fokker_planck
