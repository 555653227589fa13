#include "frame/run/pieces.hpp"

#include <algorithm>

namespace kolmo::frame {
namespace {

/// A journal takes bytes about as fast as this (their digest is most of it): what was computed faster is
/// computed again.
constexpr double bytes_a_second = 1e8;
/// Nor is anything kept that took less than that (s): writing a name costs some of it.
constexpr double shortest = 1e-3;
/// Behind the key of a piece that was asked for twice.
constexpr char spoilt[] = "\ntwice";
/// The key of what is computed each time: nothing says which of two values was kept.
constexpr char not_kept[] = "";

}  // namespace

std::string Pieces::begin(const std::string& name, const std::string& depends_on) {
  std::string key = "piece\n" + part_ + "\n" + name + "\n" + depends_on;
  const std::scoped_lock lock(mutex_);
  if (asked_.insert(key).second) return journal_ != nullptr && journal_->find(key + spoilt) ? not_kept : key;
  // Also for a resumed run, in which threads may ask in another order.
  if (journal_ != nullptr && !journal_->find(key + spoilt)) journal_->append(key + spoilt, "");
  return not_kept;
}

std::optional<std::string> Pieces::find(const std::string& key) {
  if (journal_ == nullptr || key == not_kept) return std::nullopt;
  const std::scoped_lock lock(mutex_);
  std::optional<std::string> bytes = journal_->find(key);
  found_ += bytes ? 1 : 0;
  return bytes;
}

void Pieces::keep(const std::string& key, const std::string& bytes, std::chrono::duration<double> took) {
  if (key == not_kept) return;
  if (took.count() < std::max(shortest, static_cast<double>(bytes.size()) / bytes_a_second)) return;
  const std::scoped_lock lock(mutex_);
  journal_->append(key, bytes);
  if (kept_) kept_();
}

}  // namespace kolmo::frame
