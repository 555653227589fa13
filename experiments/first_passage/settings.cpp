#include "first_passage/settings.hpp"

namespace kolmo::first_passage {

RandomStream Settings::stream(const std::string& use) const {
  std::uint32_t purpose = 2166136261u;  // FNV-1a
  for (const char c : use) purpose = (purpose ^ static_cast<unsigned char>(c)) * 16777619u;
  return {seed, purpose & 0x7fffffffu};
}

sde::Exits Settings::exits(const sde::FirstPassage& problem) const {
  return planted.exits ? planted.exits(problem) : sde::first_passage(problem);
}

std::unique_ptr<sde::Walls> Settings::walls(std::vector<sde::WalledInterval> intervals,
                                            const std::string& use) const {
  const RandomStream crossings = stream(use);
  if (planted.walls) return planted.walls(std::move(intervals), crossings);
  return std::make_unique<sde::Walls>(std::move(intervals), crossings);
}

}  // namespace kolmo::first_passage
