#pragma once
// SHA-256 digests of files, configurations and numbers.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kolmo::io {

/// SHA-256 (FIPS 180-4, 2015, section 6.2) of bytes fed in any number of pieces.
class Sha256 {
 public:
  Sha256();
  void update(const void* bytes, std::size_t count);
  void update(std::string_view text) { update(text.data(), text.size()); }
  /// The digest as 64 lower-case hexadecimal digits. Call once; the object is then spent.
  std::string finish();

 private:
  void compress(const unsigned char* chunk);

  std::array<std::uint32_t, 8> state_;
  std::array<unsigned char, 64> pending_{};
  std::size_t pending_count_ = 0;
  std::uint64_t total_ = 0;
};

/// Digest of one text, 64 hexadecimal digits.
std::string sha256(std::string_view text);

}  // namespace kolmo::io
