#include "kolmo/measure/sde/single_step.hpp"

#include <cmath>

#include "kolmo/sde/noise/levy_area.hpp"

namespace kolmo::measure {

using sde::PathDetail;

StepNormals step_normals(const sde::SdeScheme& scheme, const process::Process& process) {
  const PathDetail detail = scheme.path_detail(process);
  const Index m = process.noise_dimension();
  return {m, detail == PathDetail::increment ? 0 : m,
          detail == PathDetail::levy_area ? sde::levy_pairs(m) : 0,
          detail == PathDetail::space_time_time_area ? m : 0};
}

NormalNodes step_nodes(const sde::SdeScheme& scheme, const process::Process& process, Index z_nodes,
                       Index u_nodes, Index w_nodes, Index v_nodes) {
  const StepNormals counts = step_normals(scheme, process);
  if (scheme.quadrature_nodes() > 0) z_nodes = scheme.quadrature_nodes();
  std::vector<Index> nodes(static_cast<std::size_t>(counts.z), z_nodes);
  nodes.insert(nodes.end(), static_cast<std::size_t>(counts.u), u_nodes);
  nodes.insert(nodes.end(), static_cast<std::size_t>(counts.w), w_nodes);
  nodes.insert(nodes.end(), static_cast<std::size_t>(counts.v), v_nodes);
  return tensor_nodes(nodes);
}

SingleStep::SingleStep(const sde::SdeScheme& scheme, const process::Process& process, Index rows)
    : scheme_(scheme),
      process_(process),
      counts_(step_normals(scheme, process)),
      z_(rows, counts_.z),
      u_(rows, counts_.u),
      levy_(rows, counts_.w),
      v_(rows, counts_.v),
      workspace_(process.dimension(), scheme.workspace_blocks(process)) {}

sde::IncrementBlocks SingleStep::fill(const Eigen::Ref<const Eigen::ArrayXd>& normals) {
  const Index m = counts_.z;
  for (Index j = 0; j < m; ++j) z_.col(j).setConstant(normals(j));
  sde::IncrementBlocks blocks{Block(z_)};
  if (counts_.u == 0 || normals.size() < 2 * m) return blocks;
  for (Index j = 0; j < m; ++j) u_.col(j).setConstant(normals(m + j));
  blocks.area_normals.emplace(u_);
  if (counts_.v != 0) {
    for (Index j = 0; j < m; ++j) v_.col(j).setConstant(normals(2 * m + j));
    blocks.time_area_normals.emplace(v_);
  }
  if (counts_.w == 0) return blocks;
  for (Index k = 0; k < m; ++k) {
    for (Index l = k + 1; l < m; ++l) {
      const Index pair = sde::levy_pair(k, l, m);
      const double cross = normals(m + k) * normals(l) - normals(m + l) * normals(k);
      levy_.col(pair).setConstant((cross + normals(2 * m + pair)) / std::sqrt(12.0));
    }
  }
  blocks.levy_areas.emplace(levy_);
  return blocks;
}

void SingleStep::operator()(double t, double h, const Eigen::Ref<const Eigen::ArrayXd>& normals, Points& x) {
  sde::Increment increment(fill(normals));
  scheme_.step(process_, t, h, x, increment, workspace_);
}

void SingleStep::postprocess(double t, double h, const Eigen::Ref<const Eigen::ArrayXd>& normals, Points& x) {
  sde::Increment increment(fill(normals));
  scheme_.postprocess(process_, t, h, x, increment, workspace_);
}

Points stepped(const sde::SdeScheme& scheme, const process::Process& process, double t, double h,
               const Points& x, double xi, double eta) {
  const StepNormals counts = step_normals(scheme, process);
  Eigen::ArrayXd normals = Eigen::ArrayXd::Zero(counts.count());
  normals.head(counts.z) = xi;
  normals.segment(counts.z, counts.u) = eta;
  Points y = x;
  SingleStep(scheme, process, x.rows())(t, h, normals, y);
  return y;
}

}  // namespace kolmo::measure
