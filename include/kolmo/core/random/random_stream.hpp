#pragma once
// Random numbers by counter: any number is a pure function of (seed, purpose, particle, step, draw).

#include <cstdint>
#include <string_view>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011) as an addressable stream; it holds no state.
///
/// key = seed (low half first); counter = (8·(particle/16) + particle mod 8, step, purpose, draw), 32 bits
/// each. One call gives two 64-bit words x₀2³² + x₁ and x₂2³² + x₃, and so two numbers: of the 16 particles
/// of a group, lanes 0–7 take the first and lanes 8–15 the second. A number therefore depends on its address
/// alone: not on threads, block size, rank or restart. `first` (the index of the block's first particle) must
/// be a multiple of 16; a block may have any number of rows. All throw InvalidArgument if `first` is not, or
/// if first + rows exceeds 2³³. Two streams of different seed or purpose are independent; steps and draws
/// count to 2³² and wrap.
///
/// The purposes of callers are below 2³⁰: the two highest bits of that word are the library's. Bit 30 marks
/// the addresses of `normal_pairs`, bit 31 the streams that `role` derives, so that neither can share a
/// counter with numbers that a caller draws. Whatever takes a stream and needs several kinds of numbers (a
/// simulation: its noise, its walls, its postprocessing, its start) draws each from a role of it: one stream
/// given to all of them is right.
class RandomStream {
 public:
  /// purpose < 2³⁰ (else InvalidArgument).
  explicit RandomStream(std::uint64_t seed, std::uint32_t purpose = 0);

  /// The stream of that role, independent of this one and of every other role: key = m(seed + m(γ purpose +
  /// a + m(index))), a the 64-bit FNV-1a hash of the name, γ = 0x9e3779b97f4a7c15, m the finaliser of
  /// SplitMix64 (Steele, Lea and Flood 2014), and bit 31 of the purpose set. Two of n roles of one run share
  /// a key with probability n²/2⁶⁵. Roles have roles; equal names and indices (runs, levels, rounds) give
  /// equal streams.
  RandomStream role(std::string_view name, std::uint64_t index = 0) const;

  /// out(i, j) = standard normal number of particle first + i, `step`, draw `first_draw` + j (Box–Muller;
  /// never beyond ±8.58, which a true one is once in 10¹⁷).
  void normals(Index first, std::uint32_t step, Block out, std::uint32_t first_draw = 0) const;

  /// x(i, j) += scale · (the normal number that `normals` would write there), in one pass; product and sum
  /// are each rounded, so that the bits are those of the plain expression.
  void add_normals(Index first, std::uint32_t step, double scale, Block x,
                   std::uint32_t first_draw = 0) const;

  /// x(i, j) = (x(i, j) + h·f(i, j)) + scale · normal(i, j), every operation rounded: a whole Euler–Maruyama
  /// update in one pass. f has the shape of x (else InvalidArgument) and may not overlap it.
  void add_drift_and_normals(Index first, std::uint32_t step, double h, const ConstBlock& f, double scale,
                             Block x, std::uint32_t first_draw = 0) const;

  /// out(i, j) = uniform number in the open interval (0, 1): (k + ½)·2⁻⁵², k the 52 lowest bits of the
  /// word: exactly representable and symmetric about ½.
  void uniforms(Index first, std::uint32_t step, Block out, std::uint32_t first_draw = 0) const;

  /// v[k], w[k] = the two independent normal numbers of the call at counter (particle, low half of
  /// numbers[k], purpose, high half of numbers[k]), bit 30 of the purpose set, for k in [0, n): an address
  /// space of its own for numbers that are wanted one particle at a time at scattered addresses.
  void normal_pairs(std::uint32_t particle, const std::uint64_t* numbers, Index n, double* v,
                    double* w) const;

  std::uint64_t seed() const { return seed_; }
  std::uint32_t purpose() const { return purpose_; }
  bool operator==(const RandomStream&) const = default;

 private:
  std::uint64_t seed_;
  std::uint32_t purpose_;
};

/// Name of the instruction set that the vector kernels run on here, such as "AVX3" or "SCALAR".
const char* instruction_set();

}  // namespace kolmo
