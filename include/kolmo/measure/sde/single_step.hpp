#pragma once
// One step of a scheme with normal numbers that are given.

#include "kolmo/core/statistics/gauss_hermite.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::measure {

/// The normal numbers that a step depends on: z of every noise; u of every noise where the scheme uses ΔZ; w
/// of every pair of noises where it uses Lévy areas, A_kl/h = (u_k z_l − u_l z_k + w_kl)/√12, which has the
/// moments of the Lévy area up to the third; v of every noise where it uses K.
struct StepNormals {
  Index z = 0, u = 0, w = 0, v = 0;
  Index count() const { return z + u + w + v; }
};

StepNormals step_normals(const sde::SdeScheme& scheme, const process::Process& process);

/// Nodes for the normal numbers of a step: so many for each z (or as many as the scheme's quadrature_nodes),
/// each u (an even number where a scheme takes its sign), each w and each v.
NormalNodes step_nodes(const sde::SdeScheme& scheme, const process::Process& process, Index z_nodes,
                       Index u_nodes, Index w_nodes = 3, Index v_nodes = 3);

/// Steps of a scheme from up to block_rows points at once. Not to be shared between threads.
class SingleStep {
 public:
  SingleStep(const sde::SdeScheme& scheme, const process::Process& process, Index rows);

  /// x(t) → x(t + h) in place (rows×d), the same normal numbers in every row.
  void operator()(double t, double h, const Eigen::Ref<const Eigen::ArrayXd>& normals, Points& x);

  /// What is observed of x (the scheme's postprocessor), with as many normal numbers as there are noises.
  void postprocess(double t, double h, const Eigen::Ref<const Eigen::ArrayXd>& normals, Points& x);

 private:
  sde::IncrementBlocks fill(const Eigen::Ref<const Eigen::ArrayXd>& normals);

  const sde::SdeScheme& scheme_;
  const process::Process& process_;
  StepNormals counts_;
  Points z_, u_, levy_, v_;
  sde::Workspace workspace_;
};

/// One step from x with z = ξ and u = η, the same in every row and column.
Points stepped(const sde::SdeScheme& scheme, const process::Process& process, double t, double h,
               const Points& x, double xi, double eta = 0);

}  // namespace kolmo::measure
