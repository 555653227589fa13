#include "frame/pieces.hpp"

#include <algorithm>
#include <stdexcept>

namespace kolmo::frame {
namespace {

/// A journal takes bytes about as fast as this (their digest is most of it): what was computed faster is
/// computed again.
constexpr double bytes_a_second = 1e8;
/// Nor is anything kept that took less than that (s): writing a name costs some of it.
constexpr double shortest = 1e-3;

}  // namespace

std::string Pieces::begin(const std::string& name, const std::string& depends_on) {
  std::string key = "piece\n" + part_ + "\n" + name + "\n" + depends_on;
  const std::scoped_lock lock(mutex_);
  if (!asked_.insert(key).second)
    throw std::logic_error("the piece '" + name + "' (" + depends_on + ") of " + part_ +
                           " is asked for twice: say what differs");
  return key;
}

std::optional<std::string> Pieces::find(const std::string& key) {
  if (journal_ == nullptr) return std::nullopt;
  const std::scoped_lock lock(mutex_);
  std::optional<std::string> bytes = journal_->find(key);
  found_ += bytes ? 1 : 0;
  return bytes;
}

void Pieces::keep(const std::string& key, const std::string& bytes, std::chrono::duration<double> took) {
  if (took.count() < std::max(shortest, static_cast<double>(bytes.size()) / bytes_a_second)) return;
  const std::scoped_lock lock(mutex_);
  journal_->append(key, bytes);
  if (kept_) kept_();
}

}  // namespace kolmo::frame
