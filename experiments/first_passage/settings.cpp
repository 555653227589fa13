#include "first_passage/settings.hpp"

namespace kolmo::first_passage {

RandomStream Settings::stream(const std::string& use) const { return RandomStream(seed).role(use); }

sde::Exits Settings::exits(const sde::FirstPassage& problem) const {
  return planted.exits ? planted.exits(problem) : sde::first_passage(problem);
}

std::unique_ptr<sde::Walls> Settings::walls(std::vector<sde::WalledInterval> intervals) const {
  if (planted.walls) return planted.walls(std::move(intervals));
  return std::make_unique<sde::Walls>(std::move(intervals));
}

}  // namespace kolmo::first_passage
