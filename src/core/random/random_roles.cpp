// Streams derived from streams.

#include "kolmo/core/errors.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo {
namespace {

constexpr std::uint32_t derived_bit = 1U << 31, purposes = 1U << 30;
constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;

/// The finaliser of SplitMix64, a bijection that lets every bit of its argument change every bit.
constexpr std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/// FNV-1a.
constexpr std::uint64_t hash(std::string_view name) {
  std::uint64_t value = 0xcbf29ce484222325;
  for (const char c : name) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return value;
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::uint32_t purpose) : seed_(seed), purpose_(purpose) {
  require(purpose < purposes, "purpose of a random stream", purpose,
          "must be below 2^30: the bits above are the library's");
}

RandomStream RandomStream::role(std::string_view name, std::uint64_t index) const {
  RandomStream derived = *this;
  derived.seed_ = mixed(seed_ + mixed(golden * purpose_ + hash(name) + mixed(index)));
  derived.purpose_ |= derived_bit;
  return derived;
}

}  // namespace kolmo
