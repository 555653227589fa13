#pragma once
// Splittings of underdamped Langevin dynamics as words of substeps, with one evaluation of the score a step.

#include <vector>

#include "kolmo/sampling/kernels/markov_kernel.hpp"

namespace kolmo::sampling {

/// One substep over the share `fraction` of the step h (length; unit mass, temperature 1, friction γ):
///   kick      B: p ← p + f h s(q),
///   drift     A: q ← q + f h p,
///   friction  O: p ← c p + √(1 − c²) ξ, c = e^{−γ f h}.
struct Substep {
  enum class Kind { kick, drift, friction };
  Kind kind;
  double fraction;
};

/// A word of substeps, from left to right. The score is kept from step to step and evaluated anew after q has
/// moved. In the well s = −q the stationary ⟨q²⟩ is 1, 1/(1 − ¼h²), 1 and ⟨p²⟩ is 1 − ¼h², 1, 1/(1 − ¼h²) for
/// BAOAB, OBABO, ABOBA. Source: Leimkuhler and Matthews (2015), Molecular Dynamics, section 7.4.
class Splitting : public MarkovKernel {
 public:
  /// The fractions of kicks, of drifts and of frictions sum to 1 each (else InvalidArgument).
  Splitting(std::vector<Substep> word, Claim claim);
  const Claim& claim() const override { return claim_; }
  const std::vector<Substep>& word() const { return word_; }
  bool has_momenta() const override { return true; }
  Index normals(Index d) const override;
  Index workspace_blocks() const override { return 1; }
  void start(const Target& target, const KernelSettings& settings, ChainView chain) const override;
  void step(const Target& target, const KernelSettings& settings, ChainView chain, const Draws& draws,
            sde::Workspace& workspace) const override;

 protected:
  /// √(1 − c²), the size of the noise of a friction whose momenta decay by c = e^{−γ f h}.
  virtual double noise_of(double friction_time) const;

 private:
  std::vector<Substep> word_;
  Claim claim_;
};

std::vector<Substep> baoab_word();
std::vector<Substep> obabo_word();
std::vector<Substep> aboba_word();
Claim baoab_claim();
Claim obabo_claim();
Claim aboba_claim();

}  // namespace kolmo::sampling
