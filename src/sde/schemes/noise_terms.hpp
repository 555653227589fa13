#pragma once
// What the schemes do with G(t, x), whatever form it has.

#include <string>

#include "kolmo/core/claim.hpp"
#include "kolmo/core/parallel/block.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/sde/noise/increment.hpp"
#include "kolmo/sde/schemes/workspace.hpp"

namespace kolmo::sde {

/// Blocks of d columns that hold G: none for scalar noise, 1 for diagonal noise, m for a matrix.
Index noise_blocks(const process::Process& process);

/// G(t, x) in the form that the process has it, written to the workspace from block `place` on.
struct Noise {
  process::NoiseKind kind;
  Block values;  ///< rows×d of g_i for diagonal noise, rows×(d m) for a matrix
};
Noise noise_at(const process::Process& process, double t, const ConstBlock& x, Workspace& workspace,
               Index place);

/// x += s G z for noise that is not scalar.
void add_noise(double s, const Noise& noise, const ConstBlock& z, Block x);

/// The claim of a scheme that takes euler_update with one drift.
Claim euler_claim(std::string name, std::string source, std::string needs);

/// The Euler–Maruyama update with a given drift: x += h f + √V z for scalar noise, V = ∫_t^{t+h} g², and
/// x += h f + G(t, x) ΔW otherwise. Takes noise_blocks from `place` on.
void euler_update(const process::Process& process, double t, double h, const ConstBlock& f, Block x,
                  Increment& increment, Workspace& workspace, Index place);

/// f −= ½ Σ_k (∂G_k) G_k: the drift of the same process in Stratonovich's sense, with `noise` that of (t, x).
/// Overwrites noise_blocks of `scratch`, and nothing happens where G does not depend on the state.
void subtract_stratonovich_correction(const process::Process& process, double t, const ConstBlock& x,
                                      const Noise& noise, Block f, Workspace& workspace, Index scratch);

}  // namespace kolmo::sde
