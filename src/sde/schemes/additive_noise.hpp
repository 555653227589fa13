#pragma once
// A diffusion matrix that does not depend on the state.

#include <span>

#include "noise_terms.hpp"

namespace kolmo::sde {

/// M, the identity for scalar noise g(t) I, whose g(t) is the caller's, and G where it is a constant matrix.
class AdditiveNoise {
 public:
  /// M takes noise_blocks of the workspace from block `place` on.
  AdditiveNoise(const process::Process& process, double t, const ConstBlock& x, Workspace& workspace,
                Index place);

  /// M ← Σ_i w_i G(t_i), for noise of time alone.
  void combine(const process::Process& process, const ConstBlock& x, std::span<const double> times,
               std::span<const double> weights);

  /// out += a M v for every row; v is rows×m.
  void add(double a, const ConstBlock& v, Block out) const;
  /// out += a M v + b M w.
  void add(double a, const ConstBlock& v, double b, const ConstBlock& w, Block out) const;

 private:
  /// visit(j, k, M_jk) for the entries that are not zero.
  template <class Visit>
  void for_each_entry(Visit visit) const;

  bool identity_;
  Index dimension_, noises_;
  Block matrix_;  ///< M in the first of two rows
};

}  // namespace kolmo::sde
