#pragma once
// Finished pieces of a part, so that a run that is stopped or killed inside a long part goes on from there.

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "frame/run/packing.hpp"
#include "kolmo/io/journal.hpp"

namespace kolmo::frame {

/// The pieces of the part that is being computed. A piece is the value of a pure function of the
/// configuration and of what its name and `depends_on` say: one level of a road, one study, one block of
/// paths. It is kept in the run's journal once it is finished, and a resumed run of the same program,
/// configuration and data finds it there instead of computing it, bit for bit.
///
/// Safe from any thread, also for several pieces at once.
class Pieces {
 public:
  /// Keeps nothing.
  Pieces() = default;
  /// Keeps the pieces of `part` in `journal`; `kept` is called after each.
  Pieces(io::Journal& journal, std::string part, std::function<void()> kept)
      : journal_(&journal), part_(std::move(part)), kept_(std::move(kept)) {}

  /// make(), or what it gave before the run was interrupted. `depends_on` says in words all that the value
  /// depends on and that may differ between two calls of one name (steps, cells, an attempt). A value that is
  /// faster computed than written is not kept. Where the name and what it depends on come twice in a part,
  /// nothing says whose value was kept: each is computed anew, in a resumed run too.
  template <class Make>
  auto piece(const std::string& name, const std::string& depends_on, const Make& make) {
    using T = std::invoke_result_t<const Make&>;
    const std::string key = begin(name, depends_on);
    if (const std::optional<std::string> bytes = find(key)) return unpacked<T>(*bytes);
    const auto start = std::chrono::steady_clock::now();
    T value = make();
    if (journal_ != nullptr) keep(key, packed(value), std::chrono::steady_clock::now() - start);
    return value;
  }

  /// How many pieces were found.
  std::size_t found() const { return found_; }

 private:
  std::string begin(const std::string& name, const std::string& depends_on);
  std::optional<std::string> find(const std::string& key);
  void keep(const std::string& key, const std::string& bytes, std::chrono::duration<double> took);

  io::Journal* journal_ = nullptr;
  std::string part_;
  std::function<void()> kept_;
  std::mutex mutex_;
  std::set<std::string> asked_;
  std::size_t found_ = 0;
};

}  // namespace kolmo::frame
