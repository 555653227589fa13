#pragma once
// Values that several tasks share.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace kolmo::frame {

/// A value that is computed when it is asked for the first time, once for all threads.
template <class T>
class Lazy {
 public:
  explicit Lazy(std::function<T()> make) : make_(std::move(make)) {}
  const T& get() {
    std::call_once(once_, [this] { value_.emplace(make_()); });
    return *value_;
  }

 private:
  std::function<T()> make_;
  std::once_flag once_;
  std::optional<T> value_;
};

template <class Make>
auto lazy(Make make) {
  using T = decltype(make());
  return std::make_shared<Lazy<T>>(std::function<T()>(std::move(make)));
}

}  // namespace kolmo::frame
